using System.Text.Json.Serialization;
using CorrSyn.Model;

namespace CorrSyn;

/// <summary>What one layer states for itself; null where it is as the model says for all layers.</summary>
/// <param name="Weights">As in <see cref="ModelDescription"/>.</param>
/// <param name="Correlation">r; of the model where the weights have a correlation and none is given.</param>
/// <param name="Gain">g; a weight has variance g/N_in, with N_in the width of the layer below.</param>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="Activation">The name of phi.</param>
/// <param name="Width">The number of neurons. At another width of the model it keeps its ratio to that width.</param>
public sealed record LayerDescription(
    string? Weights = null,
    double? Correlation = null,
    double? Gain = null,
    double? BiasVariance = null,
    string? Activation = null,
    int? Width = null)
{
    /// <summary>As in <see cref="ModelDescription"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Postsynaptic { get; init; }

    /// <summary>As in <see cref="ModelDescription"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CorrelationExponent { get; init; }

    /// <summary>As in <see cref="ModelDescription"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Presynaptic { get; init; }

    /// <summary>As in <see cref="ModelDescription"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresynapticCorrelation { get; init; }

    /// <summary>As in <see cref="ModelDescription"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresynapticExponent { get; init; }
}

/// <summary>The parameters of a network as plain values, with the names of the JSON model.</summary>
/// <param name="Weights">gaussian, binary, orthogonal or independent; uniform, laplace or sparse:P for another symmetric law of
/// a weight.</param>
/// <param name="Correlation">r; null for weights without a correlation.</param>
/// <param name="Gain">g; a weight has variance g/N.</param>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="Activation">The name of phi.</param>
/// <param name="Depth">L, layers above the input.</param>
/// <param name="Width">N.</param>
/// <param name="InputRatio">alpha = P/N.</param>
/// <param name="InputStd">sigma, the standard deviation of the entries of xi.</param>
/// <param name="Layers">The layers one by one, as many as the depth says; null where all are alike.</param>
public sealed record ModelDescription(
    string Weights,
    double? Correlation,
    double Gain,
    double BiasVariance,
    string Activation,
    int Depth,
    int Width,
    double InputRatio,
    double InputStd,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    IReadOnlyList<LayerDescription>? Layers = null)
{
    /// <summary>The structure of R in E w_ik w_jk' = (g/N) R_ij S_kk', over postsynaptic neurons: identity, uniform, blocks:B or low-rank:K;
    /// null for uniform, or identity where the weights have no correlation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Postsynaptic { get; init; }

    /// <summary>gamma in rho = r N^-gamma; null for 1/2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CorrelationExponent { get; init; }

    /// <summary>The structure of S, over presynaptic neurons; null for identity.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Presynaptic { get; init; }

    /// <summary>s, in the correlation s N^-delta of S; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresynapticCorrelation { get; init; }

    /// <summary>delta; null for 1/2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PresynapticExponent { get; init; }

    /// <summary>The law of the coordinates of an input: gaussian, uniform, signs or mixture:M; null for gaussian.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InputLaw { get; init; }

    /// <summary>The model that is meant where nothing else is said.</summary>
    public static ModelDescription Default { get; } = new("gaussian", 1.0, 0.8, 0.1, "tanh", 6, 200, 2.0, 0.5);

    /// <summary>The parameters of a network.</summary>
    /// <param name="spec">The network.</param>
    public static ModelDescription Of(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new ModelDescription(
            SynapseEnsembleModule.name(spec.Synapses),
            Correlated(spec.Synapses),
            spec.Gain,
            spec.BiasVariance,
            ActivationModule.name(spec.Activation),
            spec.Depth,
            spec.Width,
            spec.Inputs.Ratio,
            spec.Inputs.StandardDeviation,
            spec.IsUniform ? null : [.. spec.Layers.Select(Of)])
        {
            InputLaw = spec.Inputs.Law.IsGaussian ? null : InputLawModule.name(spec.Inputs.Law),
        };
    }

    private static LayerDescription Of(NetworkLayer layer) =>
        new(
            SynapseEnsembleModule.name(layer.Synapses),
            Correlated(layer.Synapses),
            layer.Gain,
            layer.BiasVariance,
            ActivationModule.name(layer.Activation),
            layer.Width);

    private static double? Correlated(SynapseEnsemble synapses) =>
        SynapseEnsembleModule.hasCorrelationParameter(synapses) ? SynapseEnsembleModule.correlation(synapses) : null;
}
