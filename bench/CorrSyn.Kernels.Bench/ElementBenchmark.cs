using BenchmarkDotNet.Attributes;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Kernels.Bench;

/// <summary>What is done to every number: random numbers, tanh, sums over inputs. One thread.</summary>
public class ElementBenchmark
{
    private const int Rows = 64;

    private readonly RandomStream _stream = new NetworkSeed(Seed: 1, Width: 1, Instance: 0).Stream(0, StreamPurpose.Weights);
    private double[] _numbers = [], _biases = [];
    private MatrixView _rows, _shifted;
    private double[][] _powers = [];

    /// <summary>Numbers in a row.</summary>
    [Params(200, 2000, 100_000)]
    public int Size { get; set; }

    public static double Numbers(int size) => size;

    public static double NumbersOfRows(int size) => (double)Rows * size;

    [GlobalSetup]
    public void Draw()
    {
        _numbers = new double[Size];
        _biases = new double[Size];
        _rows = Matrices.Uniform(Rows, Size, 1);
        _shifted = new MatrixView(new double[Rows * Size], Rows, Size);
        _powers = [.. Enumerable.Range(0, 4).Select(_ => new double[Size])];
    }

    [Benchmark]
    [Counts("numbers/ns", nameof(Numbers))]
    public void Gaussians() => _stream.FillGaussian(0, _numbers);

    [Benchmark]
    [Counts("numbers/ns", nameof(Numbers))]
    public void Uniforms() => _stream.FillUniform(0, _numbers);

    [Benchmark]
    [Counts("numbers/ns", nameof(Numbers))]
    public void BiasAndTanh() => HyperbolicTangent.AddAndApply(_biases, _numbers);

    [Benchmark]
    [Counts("numbers/ns", nameof(NumbersOfRows))]
    public void PowerSums() => RowSums.AddPowers(_rows, _biases, _shifted, _powers, new double[Rows]);
}
