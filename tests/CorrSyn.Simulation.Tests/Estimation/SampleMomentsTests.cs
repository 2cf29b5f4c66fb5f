using CorrSyn.Simulation.Estimation;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class SampleMomentsTests
{
    [Fact]
    public void Mean_FourNumbers_HasErrorOfTheMean()
    {
        Estimate estimate = SampleMoments.Mean([1, 2, 3, 6]);
        Assert.Equal(3, estimate.Mean);
        Assert.Equal(Math.Sqrt(14.0 / 3 / 4), estimate.StandardError!.Value, 1e-15);
    }

    [Fact]
    public void Mean_SingleNumber_HasNoError() => Assert.Equal(new Estimate(7, null), SampleMoments.Mean([7]));

    [Fact]
    public void Covariance_PairedNumbers_DividesByOneLess() =>
        Assert.Equal(-6.5, SampleMoments.Covariance([1, 2, 6], [5, 6, 1]));

    [Fact]
    public void Moments_TooFewNumbers_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SampleMoments.Mean([]));
        Assert.Throws<ArgumentException>(() => SampleMoments.Variance([1]));
        Assert.Throws<ArgumentException>(() => SampleMoments.Covariance([1, 2], [1, 2, 3]));
    }

    [Fact]
    public void Average_NetworkWithoutDimension_LeavesNoMeanDimension()
    {
        LayerStatistics alive = new(1, 1, 2, 3, 4, 0.5, 6, 7, 8, null);
        LayerSummary summary = LayerSummary.Average([alive, alive with { K1 = 3, Dimension = null }]);
        Assert.Null(summary.Dimension);
        Assert.Equal(new Estimate(2, 1), summary.K1);
        Assert.Equal(new Estimate(7, 0), summary.TraceOfSquare);
        Assert.Throws<ArgumentException>(() => LayerSummary.Average([]));
        Assert.Throws<ArgumentException>(() => LayerSummary.Average([alive, alive with { Layer = 2 }]));
    }
}
