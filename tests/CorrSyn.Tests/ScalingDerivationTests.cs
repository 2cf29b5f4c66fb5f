using Xunit;

namespace CorrSyn.Tests;

public class ScalingDerivationTests
{
    private static DerivationReport Derive(string weights) =>
        ScalingDerivation.Derive(NetworkModel.Create(weights)).Value;

    private static string Text(DerivationReport report, string id) =>
        report.Steps.SelectMany(step => step.Equations).Single(equation => equation.Id == id).Text;

    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    public void Derive_CorrelatedWeights_FindsOneHalf(string weights)
    {
        DerivationReport report = Derive(weights);
        Assert.Equal(weights, report.Weights);
        Assert.Equal("1/2", report.Exponent);
        Assert.Equal("3/2", report.CovarianceExponent);
        Assert.Equal(["1/2"], report.Exponents);
        ScalingRegime[] expected =
        [
            new(null, "1/2", ScalingVerdict.Diverges),
            new("1/2", "1/2", ScalingVerdict.SelfConsistent),
            new("1/2", null, ScalingVerdict.Irrelevant),
        ];
        Assert.Equal(expected, report.Regimes);
        Assert.Equal("rho = r N^(-1/2)", Text(report, "S-1"));
    }

    [Theory]
    [InlineData("orthogonal")]
    [InlineData("independent")]
    public void Derive_WeightsWithoutCorrelation_HasNoExponent(string weights)
    {
        DerivationReport report = Derive(weights);
        Assert.Null(report.Exponent);
        Assert.Null(report.CovarianceExponent);
        Assert.Empty(report.Exponents);
        Assert.Empty(report.Regimes);
    }

    [Theory]
    [InlineData("gaussian", "+ r^2 K1^2")]
    [InlineData("binary", "+ r^2 K1^2")]
    [InlineData("orthogonal", "- K1^2")]
    [InlineData("independent", "")]
    public void Derive_EveryEnsemble_HasTheSameMapButForItsSource(string weights, string source) =>
        Assert.Equal(
            $"N Sigma' = g^2 <kappa^2>^2 (K2 + N Sigma {source}".TrimEnd() + ") + O(N^(-1/2))",
            Text(Derive(weights), "MF-6"));

    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    [InlineData("orthogonal")]
    [InlineData("independent")]
    public void Derive_EveryEnsemble_RunsAndPassesTheCheckOfEachStep(string weights)
    {
        DerivationReport report = Derive(weights);
        Assert.True(report.Passed);
        string[] ofEveryEnsemble =
            [weights == "orthogonal" ? "orthogonality" : "enumeration", "balance", "order", "order", "homogeneity", "parity"];
        string[] ofCorrelatedOnes = ["moments", "reduction", "homogeneity"];
        string[] ofGaussianOnes = ["second route", "second route"];
        Assert.Equal(
            weights switch
            {
                "gaussian" => [.. ofEveryEnsemble, .. ofCorrelatedOnes, .. ofGaussianOnes],
                "binary" => [.. ofEveryEnsemble, .. ofCorrelatedOnes],
                _ => ofEveryEnsemble,
            },
            report.Steps.Select(step => step.Check.Kind));
        string[] ids = [.. report.Steps.SelectMany(step => step.Equations).Select(equation => equation.Id)];
        Assert.Equal(ids, ids.Distinct());
    }

    [Fact]
    public void Passed_OneFailedCheck_IsFalse()
    {
        DerivationReport report = Derive("independent");
        DerivationStep failed = report.Steps[0] with { Check = new DerivationCheck("order", false, "planted") };
        Assert.False((report with { Steps = [failed, .. report.Steps.Skip(1)] }).Passed);
    }

    [Fact]
    public void Derive_ParametersOtherThanTheWeights_PlayNoPart()
    {
        string[] Equations(DerivationReport report) =>
            [.. report.Steps.SelectMany(step => step.Equations).Select(equation => equation.Text)];
        DerivationReport other = ScalingDerivation.Derive(
            NetworkModel.Create(correlation: 0.2, gain: 3, activation: "relu", depth: 2, width: 50)).Value;
        Assert.Equal(Equations(Derive("gaussian")), Equations(other));
    }

    [Fact]
    public void Derive_NoNetwork_IsRefused() =>
        Assert.Throws<ArgumentNullException>(() => ScalingDerivation.Derive((CorrSyn.Model.NetworkSpec)null!));
}
