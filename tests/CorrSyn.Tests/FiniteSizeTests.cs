using Xunit;

namespace CorrSyn.Tests;

public class FiniteSizeTests
{
    [Fact]
    public void Evaluate_DefaultNetwork_CorrectsFromTheSecondLayerOn()
    {
        IReadOnlyList<FiniteSizeLayer> layers = FiniteSize.Evaluate(NetworkModel.Create()).Value;
        Assert.Equal(Enumerable.Range(0, 7), layers.Select(layer => layer.Layer));
        Assert.All(layers.Take(2), layer => Assert.Equal((0.0, 0.0), (layer.NSigma, layer.OfVarianceFluctuations)));
        Assert.All(layers.Skip(2), layer => Assert.True(layer.NSigma < 0 && layer.Dimension > 0));
    }

    [Fact]
    public void Evaluate_Dimension_FollowsFromNSigma()
    {
        NetworkModelPair(out IReadOnlyList<MeanFieldLayer> limit, out IReadOnlyList<FiniteSizeLayer> corrections);
        const double x = 1e-6;
        Assert.All(limit.Zip(corrections), pair =>
        {
            double moved = pair.First.K1 * pair.First.K1
                / (pair.First.K2 + pair.First.NSigma + x * pair.Second.NSigma);
            Assert.Equal(pair.Second.Dimension, (moved - pair.First.Dimension) / x, 1e-5);
        });
    }

    [Theory]
    [InlineData("gaussian", 0.0, "tanh")]
    [InlineData("gaussian", 1.0, "linear")]
    public void Evaluate_NoSharedDriveOrLinear_HasNoCorrection(string weights, double correlation, string activation) =>
        Assert.All(
            FiniteSize.Evaluate(NetworkModel.Create(weights, correlation, activation: activation)).Value,
            layer => Assert.Equal(0, layer.NSigma, 1e-15));

    [Fact]
    public void Evaluate_IndependentWeights_AreCorrelatedOnesWithoutCorrelation()
    {
        IReadOnlyList<FiniteSizeLayer> independent = FiniteSize.Evaluate(NetworkModel.Create("independent", depth: 2)).Value;
        Assert.Equal(FiniteSize.Evaluate(NetworkModel.Create(correlation: 0, depth: 2)).Value, independent);
        Assert.True(FiniteSize.Evaluate(NetworkModel.Create("independent", activation: "softplus", depth: 1)).Success);
    }

    [Fact]
    public void Evaluate_PartsAtOneOverN_AreKnownWhereTheCubedTraceIsFinite()
    {
        FiniteSizeLayer[] correlated = [.. FiniteSize.Evaluate(NetworkModel.Create(depth: 3)).Value];
        Assert.Equal([true, true, false, false], correlated.Select(layer => layer.NextOrder.NSigmaOfCorrelation.HasValue));
        Assert.All(correlated.Skip(1), layer => Assert.True(layer.NextOrder.DimensionOfJensen > 0));
        Assert.All(
            FiniteSize.Evaluate(NetworkModel.Create(correlation: 0, depth: 3)).Value,
            layer => Assert.True(layer.NextOrder.NSigmaOfCorrelation.HasValue));
    }

    [Fact]
    public void Predict_Width_ScalesEachOrder()
    {
        FiniteWidthLayer Top(int width) => FiniteWidthPrediction.Evaluate(NetworkModel.Create(depth: 2, width: width)).Value[2];
        FiniteWidthLayer narrow = Top(100), wide = Top(400);
        Assert.Equal(narrow.NSigma.HalfOrder, 2 * wide.NSigma.HalfOrder, 1e-15);
        Assert.Equal(narrow.NSigma.FirstOrder!.Value, 4 * wide.NSigma.FirstOrder!.Value, 1e-15);
        Assert.Equal(narrow.DimensionDeviation, 2 * wide.DimensionDeviation, 1e-15);
        Assert.Equal(wide.Dimension.Limit + wide.Dimension.HalfOrder + wide.Dimension.FirstOrder!.Value, wide.Dimension.Value);
        Assert.False(narrow.IsTrusted && !wide.IsTrusted);
        Assert.False(Top(10).IsTrusted);
        Assert.True(Top(10_000).IsTrusted);
    }

    [Theory]
    [InlineData("binary", "tanh")]
    [InlineData("orthogonal", "tanh")]
    [InlineData("gaussian", "relu")]
    public void Evaluate_OtherNetworks_AreNotKnown(string weights, string activation)
    {
        SolveFailure failure = FiniteSize.Evaluate(NetworkModel.Create(weights, activation: activation)).Failure!;
        Assert.Equal(SolveFailureKind.NotClosed, failure.Kind);
        Assert.Contains(weights, failure.Message, StringComparison.Ordinal);
        Assert.Contains(activation, failure.Message, StringComparison.Ordinal);
    }

    private static void NetworkModelPair(
        out IReadOnlyList<MeanFieldLayer> limit, out IReadOnlyList<FiniteSizeLayer> corrections)
    {
        var spec = NetworkModel.Create(correlation: 2, gain: 1.5, biasVariance: 0.3, activation: "erf", depth: 4);
        limit = MeanField.Evaluate(spec).Value.Layers;
        corrections = FiniteSize.Evaluate(spec).Value;
    }
}
