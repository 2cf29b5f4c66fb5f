using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels.Bench;

/// <summary>A B^T of two square matrices.</summary>
public class ProductBenchmark : ArithmeticBenchmark
{
    private TransposedProduct? _product;
    private MatrixView _left, _right, _output;

    public static double Operations(int size) => 2.0 * size * size * size;

    [GlobalSetup]
    public void Draw()
    {
        _product = new TransposedProduct(Arithmetic);
        (_left, _right) = (Matrices.Uniform(Size, Size, 1), Matrices.Uniform(Size, Size, 2));
        _output = new MatrixView(new double[Size * Size], Size, Size);
    }

    [Benchmark]
    [Counts("flop/ns", nameof(Operations))]
    public void Product() => _product!.Multiply(_left, _right, _output, Threads, CancellationToken.None);
}
