using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels;

/// <summary>sum += Y^T Y for Y of N x N.</summary>
public class UpdateBenchmark : ArithmeticBenchmark
{
    private SymmetricUpdate _update = new();
    private MatrixView _rows;
    private MatrixView _sum;

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _update = new SymmetricUpdate(Chosen);
        _rows = RandomNumbers.Matrix(Width, Width, 1);
        _sum = RandomNumbers.Matrix(Width, Width, 2);
    }

    /// <summary>N^3 operations.</summary>
    [Benchmark]
    public void RankUpdate() => _update.Add(_rows, _sum, degree: 1, CancellationToken.None);
}
