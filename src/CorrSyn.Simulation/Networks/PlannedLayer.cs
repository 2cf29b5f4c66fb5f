using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a forward pass needs to know of one layer.</summary>
/// <param name="Kind">Layers whose weights have the same law and size are of the same kind.</param>
/// <param name="Activation">phi.</param>
/// <param name="BiasVariance">sigma_b.</param>
/// <param name="Postsynaptic">R; null where the weights have no structure.</param>
/// <param name="IsOrthogonal">Whether drawing the weights takes a decomposition and a whole matrix.</param>
/// <param name="SamplerBytes">The bytes that the sampler takes.</param>
/// <param name="CreateSampler">A new sampler of the weights.</param>
internal sealed record PlannedLayer(
    object Kind,
    Activation Activation,
    double BiasVariance,
    StructuredCorrelation? Postsynaptic,
    bool IsOrthogonal,
    long SamplerBytes,
    Func<IWeightSampler> CreateSampler)
{
    /// <summary>A layer without a structure.</summary>
    public static PlannedLayer Of(NetworkLayer layer, int widthBelow)
    {
        bool isBlockOfHaar = layer.Synapses.IsOrthogonal && layer.Width != widthBelow;
        return new PlannedLayer(
            (layer.Synapses, layer.Gain, layer.Width, widthBelow),
            layer.Activation,
            layer.BiasVariance,
            Postsynaptic: null,
            layer.Synapses.IsOrthogonal,
            SynapseSampler.EstimateBytes(layer.Synapses, Math.Max(layer.Width, widthBelow)),
            () => isBlockOfHaar
                ? new HaarBlockSampler(layer.Gain, layer.Width, widthBelow)
                : new SynapseSampler(layer.Synapses, layer.Gain, widthBelow));
    }

    /// <summary>A layer with structured weights.</summary>
    public static PlannedLayer Of(StructuredLayer layer, int widthBelow) =>
        new(
            (layer.Weights, layer.Gain, layer.Width, widthBelow),
            layer.Activation,
            layer.BiasVariance,
            StructuredWeightsModule.correlations(layer.Weights).Item1,
            layer.Weights.IsHaar,
            StructuredSampler.EstimateBytes(layer.Weights, layer.Width, widthBelow),
            () => StructuredSampler.Create(layer.Weights, layer.Gain, layer.Width, widthBelow));
}
