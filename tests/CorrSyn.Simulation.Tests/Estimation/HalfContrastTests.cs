using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

/// <summary>D/N of Gaussian activity with one strong direction, where the ratio of unbiased traces is biased most.</summary>
public class HalfContrastTests
{
    private const int Width = 12;
    private const int Repeats = 4000;
    private static readonly double[] Deviations = [3, .. Enumerable.Repeat(1.0, Width - 1)];

    // The bias of the ratio is about 4 % at M = 60 here, and its standard error over 4000 repeats 0.3 %. What is left after
    // the first order is up to 5 times the square of it, 1 %, and the statistics.
    [Theory]
    [InlineData(60)]
    [InlineData(10)]
    public void Estimate_Dimension_HasLessBiasThanTheRatio(int sampleCount)
    {
        double exact = Math.Pow(Deviations.Sum(d => d * d), 2) / Deviations.Sum(d => d * d * d * d) / Width;
        LayerStatistics[] draws = [.. Enumerable.Range(0, Repeats).Select(draw => Draw(sampleCount, draw))];
        Estimate corrected = SampleMoments.Mean([.. draws.Select(draw => draw.Dimension!.Value)]);
        Estimate ratio = SampleMoments.Mean([.. draws.Select(draw => draw.SquaredTrace / draw.TraceOfSquare / Width)]);
        double bias = ratio.Mean / exact - 1;
        Assert.True(bias > 5 * ratio.StandardError!.Value / exact, $"The ratio shows no bias: {bias}.");
        double left = Math.Abs(corrected.Mean / exact - 1);
        Assert.True(
            left < 5 * bias * bias + 4 * corrected.StandardError!.Value / exact,
            $"Bias {left} is left of {bias}.");
        Assert.True(left < bias / 2, $"Bias {left} is left of {bias}.");
    }

    // The variance from the halves is that of M inputs to leading order; the next is relative to it as a few tens over M.
    [Fact]
    public void Estimate_InputVariance_IsThatOverRepeats()
    {
        LayerStatistics[] draws = [.. Enumerable.Range(0, Repeats).Select(draw => Draw(200, draw))];
        double actual = SampleMoments.Variance([.. draws.Select(draw => draw.Dimension!.Value)]);
        double estimated = draws.Average(draw => draw.DimensionInputVariance!.Value);
        Assert.InRange(estimated / actual, 0.8, 1.25);
    }

    [Fact]
    public void Estimate_FewInputsOrPlain_HasNoInputVariance()
    {
        Assert.Null(Draw(7, 0).DimensionInputVariance);
        Assert.NotNull(Draw(8, 0).DimensionInputVariance);
        Assert.Null(Draw(20, 0, CovarianceEstimator.Plain).DimensionInputVariance);
        Assert.Equal(Draw(7, 0).SquaredTrace / Draw(7, 0).TraceOfSquare / Width, Draw(7, 0).Dimension!.Value, 1e-12);
    }

    private static LayerStatistics Draw(
        int sampleCount, int draw, CovarianceEstimator estimator = CovarianceEstimator.Corrected)
    {
        var x = new double[sampleCount * Width];
        new NetworkSeed(3, Width, draw).Stream(0, StreamPurpose.Inputs).FillGaussian(0, x);
        for (int i = 0; i < x.Length; i++)
            x[i] *= Deviations[i % Width];
        return new LayerEstimator(estimator, sampleCount, Width, 1)
            .Estimate(0, new MatrixView(x, sampleCount, Width), null, CancellationToken.None);
    }
}
