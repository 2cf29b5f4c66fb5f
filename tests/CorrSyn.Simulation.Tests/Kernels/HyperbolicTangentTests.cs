using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Kernels;

public class HyperbolicTangentTests
{
    // The bound of the kernel, 6e-16, and 2e-16 for the library function it is compared with.
    private const double Tolerance = 8e-16;

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-8)]
    [InlineData(0.1)]
    [InlineData(0.3)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(25)]
    public void AddAndApply_NumbersOfAnySize_EqualsTanh(double size)
    {
        var biases = new double[100_003];
        var row = new double[biases.Length];
        new NetworkSeed(1, 1, 0).Stream(1, StreamPurpose.Weights).FillGaussian(0, row);
        new NetworkSeed(1, 1, 0).Stream(2, StreamPurpose.Weights).FillGaussian(0, biases);
        for (int i = 0; i < row.Length; i++)
            (row[i], biases[i]) = (size * row[i], size * biases[i]);
        double[] expected = row.Zip(biases, (x, b) => Math.Tanh(x + b)).ToArray();
        HyperbolicTangent.AddAndApply(biases, row);
        for (int i = 0; i < row.Length; i++)
            Assert.InRange(Math.Abs(row[i] - expected[i]), 0, Tolerance * Math.Abs(expected[i]));
    }

    // Where 2 |x| is halfway between multiples of log 2, the series is longest.
    [Fact]
    public void AddAndApply_BetweenTheReductions_EqualsTanh()
    {
        double[] row = [.. Enumerable.Range(-120, 240).Select(n => (n + 0.5) * Math.Log(2) / 2)];
        double[] expected = Array.ConvertAll(row, Math.Tanh);
        HyperbolicTangent.AddAndApply(new double[row.Length], row);
        for (int i = 0; i < row.Length; i++)
            Assert.InRange(Math.Abs(row[i] - expected[i]), 0, Tolerance * Math.Abs(expected[i]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5e-324, 5e-324)]
    [InlineData(1e-320, 1e-320)]
    [InlineData(19.5, 1)]
    [InlineData(20.5, 1)]
    [InlineData(double.MaxValue, 1)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NaN, double.NaN)]
    public void AddAndApply_SpecialNumbers_IsExactAndOdd(double x, double expected)
    {
        for (int length = 1; length <= 17; length++)
        {
            double[] row = [.. Enumerable.Repeat(x, length - 1), -x];
            HyperbolicTangent.AddAndApply(new double[length], row);
            Assert.All(row[..^1], value => Assert.Equal(expected, value));
            Assert.Equal(-expected, row[^1]);
        }
    }

    [Fact]
    public void AddAndApply_OtherLengths_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => HyperbolicTangent.AddAndApply(new double[3], new double[2]));
}
