using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a forward pass needs to know of a network.</summary>
/// <param name="Inputs">The law of the inputs.</param>
/// <param name="Layers">phi and sigma_b of the layers 1..L.</param>
/// <param name="Widths">N_0..N_L.</param>
/// <param name="Postsynaptic">R of the weights onto the layers 1..L; null where they are not structured.</param>
/// <param name="CreateSamplers">New samplers of the weights onto the layers 1..L. Layers with the same weights and sizes
/// have the same one, and it draws for one layer at a time.</param>
internal sealed record NetworkPlan(
    InputEnsemble Inputs,
    IReadOnlyList<(Activation Activation, double BiasVariance)> Layers,
    IReadOnlyList<int> Widths,
    IReadOnlyList<StructuredCorrelation?> Postsynaptic,
    Func<IReadOnlyList<IWeightSampler>> CreateSamplers)
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
            () => Samplers(
                [.. spec.Layers.Select((layer, below) => (layer.Synapses, layer.Gain, layer.Width, WidthBelow: widths[below]))],
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
            () => Samplers(
                [.. network.Layers.Select((layer, below) => (layer.Weights, layer.Width, WidthBelow: widths[below]))],
                key => StructuredSampler.Create(key.Weights, network.Gain, key.Width, key.WidthBelow)));
    }

    /// <summary>What measures the pre-activations of the layers 1..L; layers that are alike have the same one.</summary>
    public IReadOnlyList<PreActivationEstimator> CreateEstimators(int sampleCount)
    {
        var estimators = new Dictionary<(int Width, StructuredCorrelation? Postsynaptic), PreActivationEstimator>();
        return [.. Postsynaptic.Select(
            (postsynaptic, below) =>
            {
                int width = Widths[below + 1];
                if (!estimators.TryGetValue((width, postsynaptic), out PreActivationEstimator? estimator))
                {
                    estimator = postsynaptic is null
                        ? new PreActivationEstimator(sampleCount, width)
                        : new PreActivationEstimator(sampleCount, new CorrelationFactors(postsynaptic, width));
                    estimators.Add((width, postsynaptic), estimator);
                }

                return estimator;
            })];
    }

    /// <summary>The bytes that the samplers of a network take.</summary>
    public static long EstimateSamplerBytes(NetworkSpec spec) =>
        spec.Layers
            .Zip(spec.Widths, (layer, below) => (layer.Synapses, layer.Gain, Size: Math.Max(layer.Width, below)))
            .Distinct()
            .Sum(kind => SynapseSampler.EstimateBytes(kind.Synapses, kind.Size));

    // One sampler for each kind of layer.
    private static IWeightSampler[] Samplers<TKind>(TKind[] layers, Func<TKind, IWeightSampler> create)
        where TKind : notnull
    {
        Dictionary<TKind, IWeightSampler> samplers = layers.Distinct().ToDictionary(kind => kind, create);
        return Array.ConvertAll(layers, kind => samplers[kind]);
    }
}
