using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Tests;

public class NetworkModelTests
{
    private static readonly ModelDescription Default = ModelDescription.Default;

    /// <summary>The parameter that is wrong, and a description in which it is.</summary>
    public static TheoryData<string, ModelDescription> BadParameters
    {
        get
        {
            var data = new TheoryData<string, ModelDescription>();
            foreach (double bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1.0 })
            {
                data.Add("correlation", Default with { Correlation = bad });
                data.Add("gain", Default with { Gain = bad });
                data.Add("biasVariance", Default with { BiasVariance = bad });
                data.Add("inputRatio", Default with { InputRatio = bad });
                data.Add("inputStd", Default with { InputStd = bad });
            }

            data.Add("gain", Default with { Gain = 0 });
            data.Add("inputRatio", Default with { InputRatio = 0 });
            data.Add("inputStd", Default with { InputStd = 0 });
            data.Add("weights", Default with { Weights = "Gaussian" });
            data.Add("activation", Default with { Activation = "sigmoid" });
            data.Add("depth", Default with { Depth = 0 });
            data.Add("depth", Default with { Depth = 10_001 });
            data.Add("width", Default with { Width = 1 });
            data.Add("width", Default with { Width = 1_000_001 });

            // rho = r/sqrt(N) would be 1.
            data.Add("correlation", Default with { Correlation = 10, Width = 100 });
            data.Add("correlation", Default with { Weights = "orthogonal" });
            data.Add("correlation", Default with { Weights = "independent", Correlation = 0 });
            return data;
        }
    }

    [Fact]
    public void Create_NothingGiven_IsTheDefaultDescription()
    {
        Assert.Equal(Default, ModelDescription.Of(NetworkModel.Create()));
        Assert.Equal(new ModelDescription("gaussian", 1.0, 0.8, 0.1, "tanh", 6, 200, 2.0, 0.5), Default);
    }

    [Fact]
    public void Create_EveryParameterGiven_ReachesItsPlace()
    {
        NetworkSpec spec = NetworkModel.Create("binary", 0.5, 1.2, 0.3, "erf", 4, 50, 1.5, 0.25);
        Assert.True(spec.Synapses.IsBinary);
        Assert.Equal(0.5 / Math.Sqrt(50), spec.WeightCorrelation);
        Assert.Equal((1.2, 0.3, 4, 50), (spec.Gain, spec.BiasVariance, spec.Depth, spec.Width));
        Assert.True(spec.Activation.IsErf);
        Assert.Equal((1.5, 0.25), (spec.Inputs.Ratio, spec.Inputs.StandardDeviation));
    }

    [Theory]
    [MemberData(nameof(BadParameters))]
    public void TryCreateAndCreate_OneBadParameter_NameIt(string parameter, ModelDescription description)
    {
        Assert.False(NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error));
        Assert.Null(spec);
        Assert.Equal(parameter, error.Parameter);
        Assert.NotEmpty(error.Allowed);

        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => NetworkModel.Create(
            description.Weights,
            description.Correlation,
            description.Gain,
            description.BiasVariance,
            description.Activation,
            description.Depth,
            description.Width,
            description.InputRatio,
            description.InputStd));
        Assert.Equal(parameter, thrown.ParamName);
        Assert.Equal(error.Value, thrown.ActualValue);
        Assert.Contains(error.Allowed, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryCreate_LimitsThemselves_AreAllowed()
    {
        ModelDescription[] allowed =
        [
            Default with { Correlation = 0 },
            Default with { Correlation = 9.999, Width = 100 },
            Default with { BiasVariance = 0 },
            Default with { Depth = 1 },
            Default with { Depth = 10_000 },
            Default with { Width = 2 },
            Default with { Width = 1_000_000 },
        ];
        Assert.All(allowed, each => Assert.Equal(each, ModelDescription.Of(Parameters.Create(each))));
    }

    [Fact]
    public void Of_CreatedNetwork_GivesTheDescriptionBack() =>
        Assert.All(
            Parameters.EveryKind, each => Assert.Equal(each, ModelDescription.Of(Parameters.Create(each))));

    [Fact]
    public void TryCreate_CorrelationLeftOut_IsOneOnlyWhereTheWeightsNeedOne()
    {
        ModelDescription Filled(string weights) =>
            ModelDescription.Of(Parameters.Create(Default with { Weights = weights, Correlation = null }));
        Assert.Equal(1.0, Filled("gaussian").Correlation);
        Assert.Equal(1.0, Filled("binary").Correlation);
        Assert.Null(Filled("orthogonal").Correlation);
        Assert.Null(Filled("independent").Correlation);
    }

    [Fact]
    public void TryWithWidth_OtherWidth_ChangesNothingElse()
    {
        NetworkSpec spec = NetworkModel.Create();
        Assert.True(NetworkModel.TryWithWidth(spec, 50, out NetworkSpec? resized, out ParameterError? error));
        Assert.Null(error);
        Assert.Equal(Default with { Width = 50 }, ModelDescription.Of(resized));
    }

    [Fact]
    public void TryWithWidth_WidthTooSmallForTheCorrelation_NamesTheCorrelation()
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 5);
        Assert.False(NetworkModel.TryWithWidth(spec, 25, out _, out ParameterError? error));
        Assert.Equal(("correlation", "5"), (error.Parameter, error.Value));
        Assert.False(NetworkModel.TryWithWidth(spec, 0, out _, out error));
        Assert.Equal(("width", "0"), (error.Parameter, error.Value));
    }

    [Fact]
    public void Activations_Listed_CanBeCreatedByName()
    {
        Assert.Equal(
            ["tanh", "erf", "relu", "leaky-relu", "gelu", "silu", "softplus", "sin", "linear", "hard-tanh", "sign", "heaviside"],
            NetworkModel.Activations.Select(each => each.Name));
        Assert.Equal(
            ["tanh", "erf", "sin", "linear", "hard-tanh", "sign"],
            NetworkModel.Activations.Where(each => each.IsOdd).Select(each => each.Name));
        Assert.All(NetworkModel.Activations, each =>
            Assert.Equal(each.Name, ModelDescription.Of(NetworkModel.Create(activation: each.Name)).Activation));
    }

    [Fact]
    public void CreateCustom_RepeatedActivation_HasItsTheoryAndSimulation()
    {
        NetworkSpec named = NetworkModel.Create(activation: "sin", depth: 2, width: 50);
        NetworkSpec custom = NetworkModel.CreateCustom(Math.Sin, Math.Cos, "my sine", depth: 2, width: 50);
        Assert.Equal("my sine", ModelDescription.Of(custom).Activation);
        MeanFieldSolution expected = MeanField.Evaluate(named).Value;
        MeanFieldSolution actual = MeanField.Evaluate(custom, tolerance: 1e-12).Value;
        Assert.Equal("odd", actual.Validity.Closure);
        for (int layer = 0; layer <= 2; layer++)
        {
            Assert.Equal(expected.Layers[layer].K1, actual.Layers[layer].K1, 1e-12);
            Assert.Equal(expected.Layers[layer].NSigma, actual.Layers[layer].NSigma, 1e-12);
            Assert.InRange(actual.Layers[layer].RelativeError, 0, 1e-10);
        }
    }

    [Fact]
    public void CreateCustom_KinkWithoutDerivative_HasTheMapOfRelu()
    {
        NetworkSpec custom = NetworkModel.CreateCustom(z => Math.Max(0, z), correlation: 0, depth: 3);
        MeanFieldSolution expected = MeanField.Evaluate(NetworkModel.Create(activation: "relu", correlation: 0, depth: 3)).Value;
        MeanFieldSolution actual = MeanField.Evaluate(custom, tolerance: 1e-12).Value;
        Assert.Equal(expected.Layers[3].Dimension, actual.Layers[3].Dimension, 1e-11);
    }

    [Fact]
    public void EveryMethod_NullArgument_IsRefusedByName()
    {
        NetworkSpec spec = NetworkModel.Create();
        Assert.Equal("weights", Refused(() => NetworkModel.Create(weights: null!)));
        Assert.Equal("activation", Refused(() => NetworkModel.Create(activation: null!)));
        Assert.Equal("activation", Refused(() => NetworkModel.CreateCustom(null!)));
        Assert.Equal("description", Refused(() => NetworkModel.TryCreate(null!, out _, out _)));
        Assert.Equal("spec", Refused(() => NetworkModel.TryWithWidth(null!, 10, out _, out _)));
        Assert.Equal("spec", Refused(() => ModelDescription.Of(null!)));

        // A name that is null inside a description is a bad name, not a bug.
        foreach (ModelDescription each in new[] { Default with { Weights = null! }, Default with { Activation = null! } })
            Assert.False(NetworkModel.TryCreate(each, out _, out _));
    }

    private static string? Refused(Action action) => Assert.Throws<ArgumentNullException>(action).ParamName;
}
