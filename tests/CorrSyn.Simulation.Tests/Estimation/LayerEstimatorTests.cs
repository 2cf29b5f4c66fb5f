using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class LayerEstimatorTests
{
    private static readonly Gen<(int M, int N)> Sizes =
        from m in Gen.Choose(4, 40)
        from n in Gen.Choose(2, 40)
        select (m, n);

    // Widths on both sides of n, so both ways to tr S^2 are enumerated. A few hundred terms of order 10: 1e-11.
    [Theory]
    [InlineData(2, 4)]
    [InlineData(2, 5)]
    [InlineData(3, 6)]
    [InlineData(6, 4)]
    [InlineData(6, 5)]
    public void Estimate_Corrected_IsUnbiasedForANonGaussianLaw(int width, int sampleCount)
    {
        Dictionary<string, double> exact = ExactStatistics(width);
        foreach ((string name, Func<LayerStatistics, double> quantity) in Quantities)
        {
            double expectation = DiscreteLaw.Expectation(
                width, sampleCount, x => quantity(Estimate(CovarianceEstimator.Corrected, x, sampleCount, width)));
            Assert.True(
                Math.Abs(expectation - exact[name]) < 1e-11, $"{name}: {expectation} instead of {exact[name]}");
        }
    }

    [Fact]
    public void Estimate_Plain_IsBiasedSoThatTheEnumerationSeesIt()
    {
        Dictionary<string, double> exact = ExactStatistics(6);
        foreach ((string name, Func<LayerStatistics, double> quantity) in Quantities)
        {
            double expectation = DiscreteLaw.Expectation(
                6, 5, x => quantity(Estimate(CovarianceEstimator.Plain, x, 5, 6)));
            Assert.Equal(name == "K1", Math.Abs(expectation - exact[name]) < 1e-6);
        }
    }

    [Fact]
    public void Estimate_Plain_EqualsTheDefinition() =>
        Property.Holds(
            Sizes,
            size =>
            {
                double[] x = Activity(size.M, size.N);
                LayerStatistics actual = Estimate(CovarianceEstimator.Plain, x, size.M, size.N);
                PlainCovariance c = PlainCovariance.Of(x, size.M, size.N);
                AssertClose(c.Trace / size.N, actual.K1);
                AssertClose(c.SquaredVariances / size.N, actual.K2);
                AssertClose(c.SquaredMeans / size.N, actual.Q);
                AssertClose(c.TraceOfSquare, actual.TraceOfSquare);
                AssertClose(c.Trace * c.Trace, actual.SquaredTrace);
                AssertClose((c.TraceOfSquare - c.SquaredVariances) / (size.N - 1), actual.NSigma);
                AssertClose(c.Trace * c.Trace / c.TraceOfSquare / size.N, actual.Dimension!.Value);
            });

    // Silent neurons change no trace, but they change which of the two matrices is the smaller.
    [Fact]
    public void Estimate_SilentNeuronsAdded_TakesTheOtherRouteToTheSameTraces()
    {
        double[] x = Activity(20, 10);
        var wide = new double[20 * 50];
        for (int sample = 0; sample < 20; sample++)
            x.AsSpan(sample * 10, 10).CopyTo(wide.AsSpan(sample * 50));
        LayerStatistics byCovariance = Estimate(CovarianceEstimator.Corrected, x, 20, 10);
        LayerStatistics byGram = Estimate(CovarianceEstimator.Corrected, wide, 20, 50);
        AssertClose(byCovariance.TraceOfSquare, byGram.TraceOfSquare);
        AssertClose(byCovariance.SquaredTrace, byGram.SquaredTrace);
        AssertClose(byCovariance.NSigma * 9, byGram.NSigma * 49);
        AssertClose(byCovariance.Dimension!.Value * 10, byGram.Dimension!.Value * 50);
    }

    [Fact]
    public void Estimate_SamplesOrNeuronsPermuted_StaysTheSame() =>
        Property.Holds(
            Sizes,
            size =>
            {
                double[] x = Activity(size.M, size.N);
                var permuted = new double[x.Length];
                for (int s = 0; s < size.M; s++)
                {
                    for (int i = 0; i < size.N; i++)
                        permuted[(s + 3) % size.M * size.N + size.N - 1 - i] = x[s * size.N + i];
                }

                AssertScaled(x, permuted, size.M, size.N, 1);
            });

    [Fact]
    public void Estimate_ActivityScaled_ScalesWithItsPower() =>
        Property.Holds(
            Sizes,
            size =>
            {
                double[] x = Activity(size.M, size.N);
                AssertScaled(x, Array.ConvertAll(x, value => -3 * value), size.M, size.N, 3);
            });

    [Fact]
    public void Estimate_ConstantAdded_ChangesTheMeanOnly()
    {
        double[] x = Activity(30, 12);
        LayerStatistics before = Estimate(CovarianceEstimator.Corrected, x, 30, 12);
        LayerStatistics after =
            Estimate(CovarianceEstimator.Corrected, Array.ConvertAll(x, value => value + 5), 30, 12);
        AssertClose(before.K1, after.K1);
        AssertClose(before.K2, after.K2);
        AssertClose(before.TraceOfSquare, after.TraceOfSquare);
        double mean = x.Sum() / x.Length;
        AssertClose(before.Q + 10 * mean + 25, after.Q);
    }

    [Fact]
    public void Estimate_DeadLayer_HasNoDimension()
    {
        LayerStatistics dead = Estimate(CovarianceEstimator.Corrected, new double[20], 5, 4);
        Assert.Null(dead.Dimension);
        Assert.Equal(0, dead.K1);
    }

    [Fact]
    public void Create_NumberOutsideItsRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerEstimator(CovarianceEstimator.Corrected, 3, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerEstimator(CovarianceEstimator.Plain, 1, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerEstimator(CovarianceEstimator.Plain, 2, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerEstimator(CovarianceEstimator.Plain, 2, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerEstimator((CovarianceEstimator)2, 9, 5, 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new LayerEstimator(CovarianceEstimator.Plain, int.MaxValue, 5, 1));
    }

    private static (string Name, Func<LayerStatistics, double> Value)[] Quantities =>
    [
        ("K1", s => s.K1),
        ("K2", s => s.K2),
        ("Q", s => s.Q),
        ("NSigma", s => s.NSigma),
        ("SquaredTrace", s => s.SquaredTrace),
        ("TraceOfSquare", s => s.TraceOfSquare),
    ];

    private static Dictionary<string, double> ExactStatistics(int width)
    {
        IEnumerable<int> neurons = Enumerable.Range(0, width);
        double trace = neurons.Sum(i => DiscreteLaw.Covariance(width, i, i));
        double squaredVariances = neurons.Sum(i => Math.Pow(DiscreteLaw.Covariance(width, i, i), 2));
        double traceOfSquare = neurons.Sum(i => neurons.Sum(j => Math.Pow(DiscreteLaw.Covariance(width, i, j), 2)));
        return new Dictionary<string, double>
        {
            ["K1"] = trace / width,
            ["K2"] = squaredVariances / width,
            ["Q"] = DiscreteLaw.Mean(width).Sum(m => m * m) / width,
            ["NSigma"] = (traceOfSquare - squaredVariances) / (width - 1),
            ["SquaredTrace"] = trace * trace,
            ["TraceOfSquare"] = traceOfSquare,
        };
    }

    private static void AssertScaled(double[] x, double[] y, int sampleCount, int width, double scale)
    {
        LayerStatistics before = Estimate(CovarianceEstimator.Corrected, x, sampleCount, width);
        LayerStatistics after = Estimate(CovarianceEstimator.Corrected, y, sampleCount, width);
        double size = Math.Pow(before.K1 * width, 2);
        AssertClose(scale * scale * before.K1, after.K1);
        Assert.Equal(scale * scale * before.Q, after.Q, 1e-12 * scale * scale * (before.K1 + Math.Abs(before.Q)));

        // The corrected estimates are differences of terms of the size of (tr S)^2.
        double tolerance = 1e-11 * size * Math.Pow(scale, 4);
        Assert.Equal(Math.Pow(scale, 4) * before.K2, after.K2, tolerance);
        Assert.Equal(Math.Pow(scale, 4) * before.NSigma, after.NSigma, tolerance);
        Assert.Equal(Math.Pow(scale, 4) * before.TraceOfSquare, after.TraceOfSquare, tolerance);
        Assert.Equal(Math.Pow(scale, 4) * before.SquaredTrace, after.SquaredTrace, tolerance);
    }

    private static LayerStatistics Estimate(CovarianceEstimator estimator, double[] x, int sampleCount, int width) =>
        new LayerEstimator(estimator, sampleCount, width, 1)
            .Estimate(0, new MatrixView(x, sampleCount, width), null, CancellationToken.None);

    private static double[] Activity(int sampleCount, int width)
    {
        var x = new double[sampleCount * width];
        new NetworkSeed(1, width, sampleCount).Stream(0, StreamPurpose.Inputs).FillGaussian(0, x);
        return Array.ConvertAll(x, value => value * value * value + 0.3);
    }

    private static void AssertClose(double expected, double actual) =>
        Assert.Equal(expected, actual, 1e-11 * Math.Abs(expected));
}
