using CorrSyn.Comparison;
using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>The experiment of the report: only rho = r N^(-1/2) keeps the correlated part finite.</summary>
public sealed class ScalingExperimentTests
{
    private static readonly ScalingExperimentSettings Settings = new([64, 128, 256, 512], Samples: 100, Instances: 600, Seed: 5);

    // Six slopes, two-sided: 1.6e-4 of false alarms in all. The corrections of order 1/N that the theory of finite width predicts at these
    // widths move each slope by 0.011 at most; errors of slopes are 0.015 to 0.03.
    private const double Threshold = 4.2;

    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    public void Run_ThreeExponents_GiveTheirPowersOfTheWidth(string weights)
    {
        IReadOnlyList<ScalingSeries> series =
            ScalingExperiment.Run(NetworkModel.Create(weights, correlation: 1), Settings).Value;

        Assert.Equal([0.25, 0.5, 0.75], series.Select(each => each.Gamma));
        Assert.All(series, each =>
        {
            Assert.Equal(1 - 2 * each.Gamma, each.Expected, 1e-9);
            Assert.InRange(Math.Abs(each.Z!.Value), 0, Threshold);
            // Each excludes the power of the next exponent.
            Assert.True(0.5 / each.StandardError > 2 * Threshold);
        });
    }

    [Fact]
    public void Run_NothingCorrelated_IsRefused()
    {
        NetworkSpec orthogonal = NetworkModel.Create("orthogonal");

        Assert.False(ScalingExperiment.IsFor(orthogonal));
        Assert.Throws<ArgumentException>(() => ScalingExperiment.Run(orthogonal, Settings));
    }
}
