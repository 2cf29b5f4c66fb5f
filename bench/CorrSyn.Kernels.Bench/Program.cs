using BenchmarkDotNet.Running;
using CorrSyn.Kernels.Bench;

// As for every program with BenchmarkDotNet: --filter '*Product*' chooses, --list flat lists, --help says the rest.
BenchmarkSwitcher
    .FromTypes([typeof(ProductBenchmark), typeof(RankUpdateBenchmark), typeof(ElementBenchmark)])
    .Run(args, KernelConfig.Create());
