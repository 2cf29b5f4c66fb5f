using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Tests;

public sealed class PremiseDescriptionTests
{
    [Theory]
    [InlineData("gaussian", "gaussian", "uniform")]
    [InlineData("binary", "binary", "uniform")]
    [InlineData("independent", "gaussian", "identity")]
    [InlineData("orthogonal", null, "identity")]
    public void Derive_Ensemble_SaysWhatItIsShortFor(string weights, string? distribution, string postsynaptic)
    {
        DerivationReport report = ScalingDerivation.Derive(new PremiseDescription(Weights: weights)).Value;

        Assert.Equal(weights, report.Weights);
        Assert.Equal(
            new PremiseDescription(weights, distribution, postsynaptic, "identity", "fixed", "any"), report.Premise);
        Assert.True(report.Passed);
    }

    [Fact]
    public void Derive_Network_IsThePremiseOfItsWeights()
    {
        DerivationReport ofNetwork = ScalingDerivation.Derive(NetworkModel.Create(weights: "binary")).Value;
        DerivationReport ofPremise = ScalingDerivation.Derive(new PremiseDescription(Distribution: "binary")).Value;

        Assert.Equal(ofNetwork.Premise, ofPremise.Premise);
        Assert.Equal(
            ofNetwork.Steps.SelectMany(step => step.Equations), ofPremise.Steps.SelectMany(step => step.Equations));
    }

    [Fact]
    public void Derive_BothSides_HasPairsAndEdges()
    {
        DerivationReport report = ScalingDerivation.Derive(
            new PremiseDescription(Presynaptic: "uniform", Activation: "odd")).Value;

        Assert.Null(report.Exponent);
        Assert.Equal([new ExponentPair("1/2", "1"), new ExponentPair("1", "1/2")], report.ExponentPairs);
        Assert.Equal(3, report.Edges.Count);
        Assert.Empty(report.Regimes);
        Assert.True(report.Passed);
    }

    [Fact]
    public void Derive_NoKnownMap_IsAFailure()
    {
        SolveResult<DerivationReport> result = ScalingDerivation.Derive(new PremiseDescription(Presynaptic: "uniform"));

        Assert.False(result.Success);
        Assert.Equal(SolveFailureKind.NoSelfConsistentMap, result.Failure!.Kind);
    }

    [Fact]
    public void TryValidate_Contradiction_NamesTheParameter()
    {
        var premise = new PremiseDescription(Weights: "gaussian", Postsynaptic: "blocks:2");

        Assert.False(premise.TryValidate(out ParameterError? error));
        Assert.Equal("postsynaptic", error.Parameter);
        Assert.Equal(
            "postsynaptic",
            Assert.Throws<ArgumentOutOfRangeException>(() => ScalingDerivation.Derive(premise)).ParamName);
    }
}
