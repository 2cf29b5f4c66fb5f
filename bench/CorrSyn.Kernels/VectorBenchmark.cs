using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Kernels;

/// <summary>What is done number by number, always in double precision: tanh with biases, random numbers, sums over inputs.</summary>
public class VectorBenchmark
{
    private readonly RandomStream _stream = new NetworkSeed(1, 1, 0).Stream(1, StreamPurpose.Weights);
    private double[] _biases = [];
    private double[][] _sums = [];
    private double[] _squaredNorms = [];
    private MatrixView _source;
    private MatrixView _target;

    /// <summary>Rows and columns.</summary>
    [Params(200, 1000)]
    public int Width { get; set; }

    /// <summary>Makes the matrices.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        _biases = new double[Width];
        _sums = [new double[Width], new double[Width], new double[Width], new double[Width]];
        _squaredNorms = new double[Width];
        _source = RandomNumbers.Matrix(Width, Width, 1);
        _target = RandomNumbers.Matrix(Width, Width, 2);
    }

    /// <summary>h = tanh(z + b), N^2 numbers; its argument shrinks from one call to the next, which changes no step of it.</summary>
    [Benchmark]
    public void Tanh()
    {
        for (int row = 0; row < Width; row++)
            HyperbolicTangent.AddAndApply(_biases, _target.Row(row));
    }

    /// <summary>N^2 standard normal numbers.</summary>
    [Benchmark]
    public void RandomGaussians() => _stream.FillGaussian(0, _target.Values);

    /// <summary>Sums of the powers 1 to 4 over N rows, and the rows less a shift.</summary>
    [Benchmark]
    public void RowPowers() => RowSums.AddPowers(_source, _biases, _target, _sums, _squaredNorms);
}
