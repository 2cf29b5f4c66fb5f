using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a forward pass needs to know of a network.</summary>
/// <param name="Inputs">The law of the inputs.</param>
/// <param name="Layers">phi and sigma_b of the layers 1..L.</param>
/// <param name="Widths">N_0..N_L.</param>
/// <param name="Postsynaptic">R of the weights onto the layers 1..L; null where they are not structured.</param>
/// <param name="CreateSamplers">New samplers of the weights onto the layers 1..L: one for each layer if told so, else one for
/// all layers with the same weights and sizes, which draws for one layer at a time.</param>
internal sealed record NetworkPlan(
    InputEnsemble Inputs,
    IReadOnlyList<(Activation Activation, double BiasVariance)> Layers,
    IReadOnlyList<int> Widths,
    IReadOnlyList<StructuredCorrelation?> Postsynaptic,
    Func<bool, IReadOnlyList<IWeightSampler>> CreateSamplers)
{
    /// <summary>The longest row that a forward pass works with.</summary>
    public int LongestRow => Math.Max(Widths.Max(), InputEnsembleModule.patternCount(Widths[0], Inputs));

    /// <summary>Layers of a network whose weights have no structure.</summary>
    public static NetworkPlan Of(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int[] widths = [.. spec.Widths];
        return new NetworkPlan(
            spec.Inputs,
            [.. spec.Layers.Select(layer => (layer.Activation, layer.BiasVariance))],
            widths,
            [.. Enumerable.Repeat<StructuredCorrelation?>(null, spec.Depth)],
            isForEachLayer => Samplers(
                [.. spec.Layers.Select((layer, below) => (layer.Synapses, layer.Gain, layer.Width, WidthBelow: widths[below]))],
                isForEachLayer,
                key => key.Synapses.IsOrthogonal && key.Width != key.WidthBelow
                    ? new HaarBlockSampler(key.Gain, key.Width, key.WidthBelow)
                    : new SynapseSampler(key.Synapses, key.Gain, key.WidthBelow)));
    }

    /// <summary>Layers of any widths.</summary>
    public static NetworkPlan Of(StructuredNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int[] widths = [.. network.Widths];
        return new NetworkPlan(
            network.Inputs,
            [.. Enumerable.Repeat((network.Activation, network.BiasVariance), network.Depth)],
            widths,
            [.. network.Layers.Select(layer => StructuredWeightsModule.correlations(layer.Weights).Item1)],
            isForEachLayer => Samplers(
                [.. network.Layers.Select((layer, below) => (layer.Weights, layer.Width, WidthBelow: widths[below]))],
                isForEachLayer,
                key => StructuredSampler.Create(key.Weights, network.Gain, key.Width, key.WidthBelow)));
    }

    /// <summary>What measures the pre-activations of the layers 1..L.</summary>
    public IReadOnlyList<PreActivationEstimator> CreateEstimators() =>
        [.. Postsynaptic.Select((postsynaptic, below) => postsynaptic is null
            ? new PreActivationEstimator(Widths[below + 1])
            : new PreActivationEstimator(new CorrelationFactors(postsynaptic, Widths[below + 1])))];

    /// <summary>The bytes that the samplers of a network take.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="isInBlocks">Whether every layer has a sampler of its own.</param>
    public static long EstimateSamplerBytes(NetworkSpec spec, bool isInBlocks)
    {
        var kinds = spec.Layers
            .Zip(spec.Widths, (layer, below) => (layer.Synapses, layer.Gain, Size: Math.Max(layer.Width, below)));
        return (isInBlocks ? kinds : kinds.Distinct()).Sum(kind => SynapseSampler.EstimateBytes(kind.Synapses, kind.Size));
    }

    // One sampler for each kind of layer, or for each layer.
    private static IWeightSampler[] Samplers<TKind>(
        TKind[] layers, bool isForEachLayer, Func<TKind, IWeightSampler> create)
        where TKind : notnull
    {
        if (isForEachLayer)
            return Array.ConvertAll(layers, kind => create(kind));
        Dictionary<TKind, IWeightSampler> samplers = layers.Distinct().ToDictionary(kind => kind, create);
        return Array.ConvertAll(layers, kind => samplers[kind]);
    }
}
