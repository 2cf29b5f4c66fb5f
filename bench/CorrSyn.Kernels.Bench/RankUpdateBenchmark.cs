using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>The upper half of Y^T Y, added to a sum; Y has 1000 rows.</summary>
public class RankUpdateBenchmark
{
    private const int Rows = 1000;

    private readonly SymmetricUpdate _update = new();
    private MatrixView _rows, _sum;

    /// <summary>The width.</summary>
    [Params(200, 1000, 2000)]
    public int Size { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    public static double Operations(int size) => (double)Rows * size * (size + 1);

    [GlobalSetup]
    public void Draw()
    {
        _rows = Matrices.Uniform(Rows, Size, 1);
        _sum = new MatrixView(new double[Size * Size], Size, Size);
    }

    [Benchmark]
    [Counts("flop/ns", nameof(Operations))]
    public void RankUpdate() => _update.Add(_rows, _sum, Threads, CancellationToken.None);
}
