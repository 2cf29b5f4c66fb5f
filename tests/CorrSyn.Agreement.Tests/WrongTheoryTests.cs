using CorrSyn.Comparison;
using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>The comparison that agrees with the theory rejects others.</summary>
public class WrongTheoryTests
{
    private static readonly int[] Widths = [100, 200, 400];

    private static NetworkSpec Model(double correlation, int width = 400) =>
        NetworkModel.Create(correlation: correlation, width: width, depth: 4);

    [Fact]
    public void SquaredCorrelationOffByAFactorOfTwo_IsRejected()
    {
        Trial trial = Trial.Of(Model(1), Widths, instances: 300);
        trial.AssertAgrees();
        trial.AssertRejects(Model(Math.Sqrt(2)));
        trial.AssertRejects(Model(Math.Sqrt(0.5)));
        trial.AssertRejects(NetworkModel.Create("independent", depth: 4));
        trial.AssertRejects(NetworkModel.Create("orthogonal", depth: 4));
    }

    [Fact]
    public void OtherParametersSlightlyOff_AreRejected()
    {
        Trial trial = Trial.Of(Model(1), Widths, instances: 300);
        trial.AssertRejects(NetworkModel.Create(gain: 0.84, depth: 4));
        trial.AssertRejects(NetworkModel.Create(biasVariance: 0.12, depth: 4));
        trial.AssertRejects(NetworkModel.Create(inputStd: 0.52, depth: 4));
        trial.AssertRejects(NetworkModel.Create(activation: "erf", depth: 4));
    }

    [Fact]
    public void TheoryWithGammaOneQuarter_IsRejected()
    {
        // rho = N^-1/4 means r = N^1/4 in the map, whatever N is taken.
        Trial trial = Trial.Of(Model(1), Widths, instances: 300);
        foreach (int width in Widths)
            trial.AssertRejects(Model(Math.Pow(width, 0.25)));
    }

    [Fact]
    public void NetworksWithGammaOneQuarter_DivergeAndAgreeWithNoTheory()
    {
        Trial trial = Trial.OfEachWidth([.. Widths.Select(width => Model(Math.Pow(width, 0.25), width))], instances: 300);
        Assert.NotEqual(AgreementVerdict.Agrees, trial.Against(Model(1)).Verdict);
        Assert.NotEqual(AgreementVerdict.Agrees, trial.Against(Model(Math.Pow(400, 0.25))).Verdict);

        // N Sigma = r^2 N^(1 - 2 gamma) + ... grows as the square root of the width.
        double[] nSigma = trial.NSigma(layer: 1);
        double exponent = Math.Log(nSigma[2] / nSigma[0]) / Math.Log(4);
        Assert.InRange(exponent, 0.35, 0.65);
    }

    [Fact]
    public void CorrelationScaledAsTheInverse_DropsOut()
    {
        // rho = 1/N, so that r = N^-1/2 vanishes: the theory of independent weights holds, that of r = 1 does not.
        Trial trial = Trial.OfEachWidth([.. Widths.Select(width => Model(Math.Pow(width, -0.5), width))], instances: 300);
        trial.AssertRejects(Model(1));
        Assert.Equal(
            AgreementVerdict.Agrees, trial.Against(NetworkModel.Create("independent", depth: 4)).Verdict);
    }
}
