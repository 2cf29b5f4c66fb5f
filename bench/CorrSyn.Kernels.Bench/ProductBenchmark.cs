using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>A B^T of two square matrices.</summary>
public class ProductBenchmark
{
    private readonly TransposedProduct _product = new();
    private MatrixView _left, _right, _output;

    /// <summary>The width.</summary>
    [Params(100, 200, 500, 1000, 2000)]
    public int Size { get; set; }

    /// <summary>Threads.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    public static double Operations(int size) => 2.0 * size * size * size;

    [GlobalSetup]
    public void Draw()
    {
        (_left, _right) = (Matrices.Uniform(Size, Size, 1), Matrices.Uniform(Size, Size, 2));
        _output = new MatrixView(new double[Size * Size], Size, Size);
    }

    [Benchmark]
    [Counts("flop/ns", nameof(Operations))]
    public void Product() => _product.Multiply(_left, _right, _output, Threads, CancellationToken.None);
}
