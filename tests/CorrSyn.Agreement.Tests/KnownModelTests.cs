using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>The models that the theory was made for.</summary>
public class KnownModelTests
{
    private static readonly int[] Widths = [100, 200, 400];

    [Theory]
    [InlineData("gaussian", 0.5, 400)]
    [InlineData("gaussian", 1.0, 400)]
    [InlineData("binary", 1.0, 400)]
    [InlineData("gaussian", 2.0, 400)]
    [InlineData("independent", null, 300)]
    [InlineData("orthogonal", null, 150)]
    public void DefaultModel_EveryEnsemble_Agrees(string weights, double? correlation, int instances) =>
        Trial.Of(NetworkModel.Create(weights, correlation), Widths, instances).AssertAgrees();

    [Theory]
    [InlineData("erf")]
    [InlineData("linear")]
    public void OtherOddActivations_CorrelatedSynapses_Agree(string activation) =>
        Trial.Of(NetworkModel.Create(activation: activation, depth: 4), Widths, instances: 300).AssertAgrees();

    [Theory]
    [InlineData("independent")]
    [InlineData("orthogonal")]
    public void Relu_SynapsesWithoutSharedPart_Agrees(string weights) =>
        Trial.Of(Relu(weights, null), Widths, instances: 200).AssertAgrees();

    private static NetworkSpec Relu(string weights, double? correlation) =>
        NetworkModel.Create(
            weights, correlation, gain: 1.5, biasVariance: 0.3, activation: "relu", depth: 4, inputStd: 0.7);
}
