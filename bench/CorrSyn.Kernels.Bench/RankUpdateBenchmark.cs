using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>The upper half of Y^T Y, added to a sum; Y has 1000 rows.</summary>
public class RankUpdateBenchmark : ArithmeticBenchmark
{
    private const int Rows = 1000;

    private SymmetricUpdate? _update;
    private MatrixView _rows, _sum;

    public static double Operations(int size) => (double)Rows * size * (size + 1);

    [GlobalSetup]
    public void Draw()
    {
        _update = new SymmetricUpdate(Arithmetic);
        _rows = Matrices.Uniform(Rows, Size, 1);
        _sum = new MatrixView(new double[Size * Size], Size, Size);
    }

    [Benchmark]
    [Counts("flop/ns", nameof(Operations))]
    public void RankUpdate() => _update!.Add(_rows, _sum, Threads, CancellationToken.None);
}
