using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Kernels;

/// <summary>A B^T of two N x N matrices.</summary>
public class ProductBenchmark : ArithmeticBenchmark
{
    private TransposedProduct _product = new();
    private MatrixView _left;
    private MatrixView _right;
    private MatrixView _output;

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _product = new TransposedProduct(Chosen);
        _left = RandomNumbers.Matrix(Width, Width, 1);
        _right = RandomNumbers.Matrix(Width, Width, 2);
        _output = RandomNumbers.Matrix(Width, Width, 3);
    }

    /// <summary>2 N^3 operations.</summary>
    [Benchmark]
    public void Product() => _product.Multiply(_left, _right, _output, degree: 1, CancellationToken.None);
}
