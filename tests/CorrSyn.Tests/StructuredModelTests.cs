using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Tests;

public class StructuredModelTests
{
    private static readonly ModelDescription Blocks = ModelDescription.Default with
    {
        Width = 32,
        Depth = 2,
        Correlation = 1.5,
        Postsynaptic = "blocks:4",
    };

    [Fact]
    public void IsStructured_OnlyWhatTheFourEnsemblesDoNotHave()
    {
        Assert.False(StructuredModel.IsStructured(ModelDescription.Default));
        Assert.False(StructuredModel.IsStructured(ModelDescription.Default with { Postsynaptic = "uniform", Presynaptic = "identity" }));
        Assert.False(StructuredModel.IsStructured(ModelDescription.Default with { InputLaw = "signs" }));
        Assert.True(StructuredModel.IsStructured(Blocks));
        Assert.True(StructuredModel.IsStructured(ModelDescription.Default with { Weights = "laplace" }));
        Assert.True(StructuredModel.IsStructured(ModelDescription.Default with { Correlation = -0.01 }));
        Assert.True(StructuredModel.IsStructured(
            ModelDescription.Default with { Depth = 2, Layers = [new(), new() { Postsynaptic = "low-rank:1" }] }));
    }

    [Fact]
    public void TryCreate_ScaledCorrelations_GoWithTheWidthBelow()
    {
        ModelDescription description = Blocks with
        {
            Presynaptic = "low-rank:1",
            PresynapticCorrelation = 0.8,
            PresynapticExponent = 1,
            Layers = [new(Width: 64), new()],
        };
        Assert.True(StructuredModel.TryCreate(description, out StructuredModel? model, out _));
        foreach ((StructuredLayer layer, int below) in model.Network.Layers.Zip([32, 64]))
        {
            (StructuredCorrelation rows, StructuredCorrelation columns) = StructuredWeightsModule.correlations(layer.Weights);
            Assert.Equal(1.5 / Math.Sqrt(below), rows.Value, 1e-15);
            Assert.Equal(0.8 / below, columns.Value, 1e-15);
        }

        Assert.Equal(2, model.Description.Layers!.Count);
        Assert.Equal("low-rank:1", model.Description.Layers[1].Presynaptic);
    }

    [Fact]
    public void TryCreate_LayerThatCannotBe_IsNamed()
    {
        ModelDescription description = Blocks with { Layers = [new(), new() { Postsynaptic = "rings" }] };
        Assert.False(StructuredModel.TryCreate(description, out _, out ParameterError? error));
        Assert.Equal("layers[1].postsynaptic", error.Parameter);
        Assert.False(StructuredModel.TryCreate(Blocks with { Width = 30 }, out _, out error));
        Assert.Equal("width", error.Parameter);
        Assert.False(StructuredModel.TryCreate(Blocks with { InputLaw = "cauchy" }, out _, out error));
        Assert.Equal("inputLaw", error.Parameter);
        Assert.False(NetworkModel.TryCreate(Blocks, out _, out error));
        Assert.Equal("postsynaptic", error.Parameter);
    }

    [Fact]
    public void TryCreateEnsemble_AnyDescription_CanBeSimulated()
    {
        foreach (ModelDescription description in new[] { Blocks, ModelDescription.Default with { Width = 32, Depth = 2 } })
        {
            Assert.True(StructuredModel.TryCreateEnsemble(description, out NetworkEnsemble? networks, out ModelDescription? complete, out _));
            Assert.Equal([32, 32, 32], networks.Widths);
            Assert.Equal(description.Postsynaptic, complete.Postsynaptic);
            SimulationResult result = MonteCarlo.Run(networks, new SimulationSettings(20, 2, 1, 1, CovarianceEstimator.Corrected)).Value;
            Assert.Equal(3, result.Layers.Count);
        }
    }

    // The map of blocks is that of a uniform correlation r/sqrt(B): a share 1/B of pairs is correlated.
    [Fact]
    public void Evaluate_Blocks_AreAWeakerUniformCorrelation()
    {
        Assert.True(StructuredModel.TryCreate(Blocks with { Correlation = 2, Depth = 6, InputLaw = "uniform" }, out StructuredModel? model, out _));
        IReadOnlyList<MeanFieldLayer> blocks = StructuredMeanField.Evaluate(model).Value.Layers;
        IReadOnlyList<MeanFieldLayer> uniform = MeanField.Evaluate(NetworkModel.Create()).Value.Layers;
        Assert.All(blocks.Zip(uniform), pair => Assert.Equal(pair.Second.NSigma, pair.First.NSigma, 1e-10));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredMeanField.Evaluate(model, 1));
    }

    [Fact]
    public void Evaluate_WithoutALimit_SaysWhy()
    {
        string Reason(ModelDescription description)
        {
            Assert.True(StructuredModel.TryCreate(description, out StructuredModel? model, out _));
            return StructuredMeanField.Evaluate(model).Failure!.Message;
        }

        Assert.Contains("no limit", Reason(ModelDescription.Default with { Correlation = -0.01 }), StringComparison.Ordinal);
        Assert.Contains("gamma = 1/2", Reason(Blocks with { CorrelationExponent = 0.75 }), StringComparison.Ordinal);
        Assert.Contains("differ", Reason(Blocks with { Layers = [new(), new("laplace")] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ArrayOfInputs_IsCheckedAndRecognised()
    {
        NumericArray array = NumericArray.Create([4, 2], [1, 2, 3, 4, 5, 6, 7, 9]);
        InputSamples inputs = InputSamples.Of(array);
        Assert.Equal((4, 2), (inputs.Samples.Rows, inputs.Samples.Columns));
        Assert.Equal(inputs.Digest, InputSamples.Of(NumericArray.Create([4, 2, 1], array.Values)).Digest);
        Assert.NotEqual(inputs.Digest, InputSamples.Of(NumericArray.Create([4, 2], [1, 2, 3, 4, 5, 6, 7, 8])).Digest);
        Assert.Throws<ArgumentException>(() => InputSamples.Of(NumericArray.Create([8], array.Values)));
        Assert.Throws<ArgumentException>(() => InputSamples.Of(NumericArray.Create([2, 4], array.Values)));
        Assert.Throws<ArgumentException>(() => InputSamples.Of(NumericArray.Create([4, 2], [1, 2, 3, 4, 5, 6, 7, double.NaN])));
    }
}
