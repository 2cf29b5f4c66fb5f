using CorrSyn.Model;
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
        FiniteWidthLayer Top(int width) => FiniteWidthPrediction.Evaluate(NetworkModel.Create(depth: 2, width: width)).Value.Layers[2];
        FiniteWidthLayer narrow = Top(100), wide = Top(400);
        Assert.Equal(narrow.NSigma.HalfOrder, 2 * wide.NSigma.HalfOrder, 1e-15);
        Assert.Equal(narrow.NSigma.FirstOrder!.Value, 4 * wide.NSigma.FirstOrder!.Value, 1e-15);
        // Between the order 1/N and what is added to it at 1/N^2.
        Assert.InRange(narrow.Deviation.Dimension / wide.Deviation.Dimension, 2, 4);
        Assert.Equal(narrow.InverseDimension, 4 * wide.InverseDimension, 1e-12);
        Assert.Equal(wide.Dimension.Limit + wide.Dimension.HalfOrder + wide.Dimension.FirstOrder!.Value, wide.Dimension.Value);
        Assert.False(narrow.IsTrusted && !wide.IsTrusted);
        Assert.False(Top(10).IsTrusted);
        Assert.True(Top(10_000).IsTrusted);
    }

    [Theory]
    [InlineData(200, 1.0, true, false)]
    [InlineData(400, 1.0, true, true)]
    [InlineData(60, 1.0, false, false)]
    [InlineData(400, 0.0, true, true)]
    public void Predict_Trust_FollowsTheCriteria(int width, double correlation, bool isTrusted, bool isDeviationTrusted)
    {
        FiniteWidthSolution predicted =
            FiniteWidthPrediction.Evaluate(NetworkModel.Create(correlation: correlation, depth: 4, width: width)).Value;
        Assert.Equal((FiniteWidthMethod.Derived, FiniteWidthMethod.DeltaMethod), (predicted.MeanMethod, predicted.DeviationMethod));
        FiniteWidthLayer top = predicted.Layers[4];
        Assert.Equal(
            top.InverseDimension <= FiniteWidthPrediction.LargestInverseDimension
            && top.LargestShare <= FiniteWidthPrediction.LargestCorrection,
            top.IsTrusted);
        Assert.Equal((isTrusted, isDeviationTrusted), (top.IsTrusted, top.Deviation.IsTrusted));
    }

    [Fact]
    public void Predict_LargeCorrections_AreNotTrustedThoughDIsLarge()
    {
        FiniteWidthLayer layer = FiniteWidthPrediction.Evaluate(
            NetworkModel.Create(correlation: 5, gain: 1.5, biasVariance: 0.3, activation: "sin", depth: 2, width: 800)).Value.Layers[2];
        Assert.True(layer.InverseDimension <= FiniteWidthPrediction.LargestInverseDimension);
        Assert.True(layer.LargestShare > FiniteWidthPrediction.LargestCorrection);
        Assert.False(layer.IsTrusted || layer.Deviation.IsTrusted);
    }

    [Theory]
    [InlineData("binary", 1.0, "tanh")]
    [InlineData("orthogonal", null, "tanh")]
    [InlineData("orthogonal", null, "relu")]
    [InlineData("gaussian", 0.0, "relu")]
    [InlineData("gaussian", 0.0, "gelu")]
    [InlineData("gaussian", 1.0, "sin")]
    [InlineData("gaussian", 1.0, "hard-tanh")]
    [InlineData("binary", 0.0, "x/(1+abs(x))")]
    public void Predict_OtherNetworks_AreKnown(string weights, double? correlation, string activation)
    {
        FiniteWidthSolution predicted = FiniteWidthPrediction.Evaluate(
            NetworkModel.Create(weights, correlation, activation: activation, depth: 2, width: 400)).Value;
        Assert.All(predicted.Layers.Skip(1), layer => Assert.NotEqual(0, layer.NSigma.FirstOrder!.Value));
        Assert.All(predicted.Layers, layer => Assert.True(layer.Deviation.NSigma > 0 && layer.Deviation.K1 > 0));
        // Parts are split off for gaussian weights alone.
        Assert.Equal(weights == "gaussian", predicted.Layers[1].NSigmaParts.VarianceFluctuation.FirstOrder.HasValue);
    }

    [Theory]
    [InlineData("gaussian", "relu")]
    [InlineData("binary", "softplus")]
    public void Evaluate_CorrelatedSynapsesWithoutOddActivation_AreNotKnown(string weights, string activation)
    {
        SolveFailure failure = FiniteSize.Evaluate(NetworkModel.Create(weights, activation: activation)).Failure!;
        Assert.Equal(SolveFailureKind.NotClosed, failure.Kind);
        Assert.Contains(activation, failure.Message, StringComparison.Ordinal);
        Assert.Equal(
            failure.Message, FiniteSize.EvaluateSpread(NetworkModel.Create(weights, activation: activation)).Failure!.Message);
    }

    [Theory]
    [InlineData("gaussian", 1.0, "tanh")]
    [InlineData("gaussian", 0.0, "relu")]
    [InlineData("binary", 1.0, "erf")]
    public void Predict_WidthsThatDiffer_BelongToTheirLayer(string weights, double correlation, string activation)
    {
        NetworkSpec uneven = OfWidths(weights, correlation, activation, 300, 600, 150);
        FiniteWidthLayer[] layers = [.. FiniteWidthPrediction.Evaluate(uneven).Value.Layers];
        Assert.All(layers.Zip(uneven.Widths), pair =>
            Assert.Equal(1 / (pair.Second * pair.First.Dimension.Limit), pair.First.InverseDimension, 1e-15));
        Assert.All(layers.Skip(1), layer =>
        {
            Assert.NotEqual(0, layer.NSigma.FirstOrder!.Value);
            Assert.True(layer.Deviation.NSigma > 0 && layer.Deviation.K1 > 0 && layer.Deviation.Dimension > 0);
            Assert.Null(layer.NSigmaParts.VarianceFluctuation.FirstOrder);
        });

        // A layer does not know how wide the one above is, and its C_ij hold its own width in nothing.
        FiniteWidthLayer[] other =
            [.. FiniteWidthPrediction.Evaluate(OfWidths(weights, correlation, activation, 300, 150, 150)).Value.Layers];
        Assert.Equal(layers[1].NSigma, other[1].NSigma);
        Assert.Equal(layers[2].NSigma.Value, 4 * other[2].NSigma.Value, 1e-12);
        Assert.Equal(layers[2].K1.Value, other[2].K1.Value, 1e-12);
    }

    [Theory]
    [InlineData("gaussian", 1.0, "relu", "widths")]
    [InlineData("orthogonal", null, "tanh", "width")]
    public void Predict_WidthsThatDiffer_AreNotKnownEverywhere(
        string weights, double? correlation, string activation, string named)
    {
        SolveFailure failure = FiniteWidthPrediction.Evaluate(OfWidths(weights, correlation, activation, 100, 100)).Failure!;
        Assert.Equal(SolveFailureKind.NotClosed, failure.Kind);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    // 300 inputs wide.
    private static NetworkSpec OfWidths(string weights, double? correlation, string activation, params int[] widths)
    {
        ModelDescription description = ModelDescription.Default with
        {
            Weights = weights,
            Correlation = correlation,
            Activation = activation,
            Width = 300,
            Depth = widths.Length,
            Layers = [.. widths.Select(width => new LayerDescription(Width: width))],
        };
        return NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new ArgumentException(error.ToString(), nameof(weights));
    }

    [Theory]
    [InlineData("gaussian", "relu")]
    [InlineData("binary", "softplus")]
    public void Predict_CorrelatedSynapsesWithoutOddActivation_IsKnownToHalfOrder(string weights, string activation)
    {
        FiniteWidthSolution At(int width) => FiniteWidthPrediction.Evaluate(
            NetworkModel.Create(weights, 0.3, activation: activation, depth: 3, width: width)).Value;
        FiniteWidthSolution narrow = At(100), wide = At(400);
        Assert.Equal(
            (FiniteWidthMethod.DerivedToHalfOrder, FiniteWidthMethod.DeltaMethod), (narrow.MeanMethod, narrow.DeviationMethod));
        Assert.All(narrow.Layers.Zip(wide.Layers).Skip(1), pair =>
        {
            Assert.Null(pair.First.NSigma.FirstOrder);
            Assert.True(pair.First.NSigma.HalfOrder > 0);
            Assert.Equal(pair.First.NSigma.HalfOrder, 2 * pair.Second.NSigma.HalfOrder, 1e-12);
            Assert.Equal(pair.First.Dimension.HalfOrder, 2 * pair.Second.Dimension.HalfOrder, 1e-12);

            // Between the order N^-1/4 and 1/N.
            Assert.InRange(pair.First.Deviation.K1 / pair.Second.Deviation.K1, 1.4, 4);
        });
        Assert.True(At(1_000_000).Layers[3].IsTrusted);
        Assert.False(At(20).Layers[3].IsTrusted);
    }

    [Fact]
    public void Predict_OrthogonalLayerBesideTheDrive_IsNotKnown()
    {
        ModelDescription description =
            ModelDescription.Default with { Activation = "relu", Depth = 2, Layers = [new("orthogonal"), new()] };
        Assert.True(NetworkModel.TryCreate(description, out NetworkSpec? spec, out _));
        SolveFailure failure = FiniteWidthPrediction.Evaluate(spec).Failure!;
        Assert.Equal(SolveFailureKind.NotClosed, failure.Kind);
        Assert.Contains("orthogonal", failure.Message, StringComparison.Ordinal);
    }

    private static void NetworkModelPair(
        out IReadOnlyList<MeanFieldLayer> limit, out IReadOnlyList<FiniteSizeLayer> corrections)
    {
        var spec = NetworkModel.Create(correlation: 2, gain: 1.5, biasVariance: 0.3, activation: "erf", depth: 4);
        limit = MeanField.Evaluate(spec).Value.Layers;
        corrections = FiniteSize.Evaluate(spec).Value;
    }
}
