using CorrSyn.Model;

namespace CorrSyn;

/// <summary>The parameters of a network as plain values, with the names of the JSON model.</summary>
/// <param name="Weights">gaussian, binary, orthogonal or independent.</param>
/// <param name="Correlation">r; null for weights without a correlation.</param>
/// <param name="Gain">g; a weight has variance g/N.</param>
/// <param name="BiasVariance">The variance of a bias.</param>
/// <param name="Activation">The name of phi.</param>
/// <param name="Depth">L, layers above the input.</param>
/// <param name="Width">N.</param>
/// <param name="InputRatio">alpha = P/N.</param>
/// <param name="InputStd">sigma, the standard deviation of the entries of xi.</param>
public sealed record ModelDescription(
    string Weights,
    double? Correlation,
    double Gain,
    double BiasVariance,
    string Activation,
    int Depth,
    int Width,
    double InputRatio,
    double InputStd)
{
    /// <summary>The model that is meant where nothing else is said.</summary>
    public static ModelDescription Default { get; } = new("gaussian", 1.0, 0.8, 0.1, "tanh", 6, 200, 2.0, 0.5);

    /// <summary>The parameters of a network.</summary>
    /// <param name="spec">The network.</param>
    public static ModelDescription Of(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        bool isCorrelated = SynapseEnsembleModule.hasCorrelationParameter(spec.Synapses);
        return new ModelDescription(
            SynapseEnsembleModule.name(spec.Synapses),
            isCorrelated ? SynapseEnsembleModule.correlation(spec.Synapses) : null,
            spec.Gain,
            spec.BiasVariance,
            ActivationModule.name(spec.Activation),
            spec.Depth,
            spec.Width,
            spec.Inputs.Ratio,
            spec.Inputs.StandardDeviation);
    }
}
