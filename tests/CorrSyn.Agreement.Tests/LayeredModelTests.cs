using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Networks whose layers differ in width, weights and activation agree with the maps of their layers.</summary>
public class LayeredModelTests
{
    private static readonly int[] Widths = [80, 160, 320];

    [Fact]
    public void OddActivations_AgreeAndEveryLayerMatters()
    {
        LayerDescription[] layers =
        [
            new(Gain: 0.9, Width: 240),
            new(Activation: "erf", Correlation: 2),
            new("orthogonal", Width: 80),
            new("binary", Correlation: 1, BiasVariance: 0.3),
        ];
        AssertEveryLayerMatters(
            layers,
            [
                layers[0] with { Width = 200 }, layers[1] with { Correlation = 1.4 }, layers[2] with { Weights = "binary" },
                layers[3] with { BiasVariance = 0.2 },
            ],
            instances: 400);
    }

    // M and V arise in the first layer and pass through one with orthogonal weights.
    [Fact]
    public void AnyActivations_AgreeAndEveryLayerMatters()
    {
        LayerDescription[] layers =
        [
            new(Activation: "relu", Correlation: 0.6, Gain: 1.5),
            new("orthogonal", Activation: "softplus"),
            new(Correlation: 1, Width: 240),
        ];
        AssertEveryLayerMatters(
            layers,
            [layers[0] with { Correlation = 0.3 }, layers[1] with { Activation = "relu" }, layers[2] with { Width = 160 }],
            instances: 800);
    }

    private static void AssertEveryLayerMatters(LayerDescription[] layers, LayerDescription[] others, int instances)
    {
        NetworkSpec spec = Create(layers);
        Trial trial = Trial.Of(spec, Widths, instances);
        trial.AssertAgrees();
        for (int changed = 0; changed < layers.Length; changed++)
        {
            LayerDescription[] wrong = [.. layers];
            wrong[changed] = others[changed];
            trial.AssertRejects(Create(wrong));
        }
    }

    private static NetworkSpec Create(LayerDescription[] layers)
    {
        ModelDescription description =
            ModelDescription.Default with { Correlation = 0.5, Depth = layers.Length, Width = 160, Layers = layers };
        return NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new ArgumentException(error.ToString(), nameof(layers));
    }
}
