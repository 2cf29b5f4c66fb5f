using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a forward pass needs to know of a network.</summary>
/// <param name="Inputs">The law of the inputs.</param>
/// <param name="Activation">phi.</param>
/// <param name="BiasVariance">sigma_b.</param>
/// <param name="Widths">N_0..N_L.</param>
/// <param name="Postsynaptic">R of the weights onto the layers 1..L; null where they are not structured.</param>
/// <param name="CreateSamplers">New samplers of the weights onto the layers 1..L. Layers with the same weights and sizes
/// have the same one, and it draws for one layer at a time.</param>
internal sealed record NetworkPlan(
    InputEnsemble Inputs,
    Activation Activation,
    double BiasVariance,
    IReadOnlyList<int> Widths,
    IReadOnlyList<StructuredCorrelation?> Postsynaptic,
    Func<IReadOnlyList<IWeightSampler>> CreateSamplers)
{
    /// <summary>The longest row that a forward pass works with.</summary>
    public int LongestRow => Math.Max(Widths.Max(), InputEnsembleModule.patternCount(Widths[0], Inputs));

    /// <summary>Layers of one width.</summary>
    public static NetworkPlan Of(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new NetworkPlan(
            spec.Inputs,
            spec.Activation,
            spec.BiasVariance,
            [.. Enumerable.Repeat(spec.Width, spec.Depth + 1)],
            [.. Enumerable.Repeat<StructuredCorrelation?>(null, spec.Depth)],
            () => [.. Enumerable.Repeat(new SynapseSampler(spec.Synapses, spec.Gain, spec.Width), spec.Depth)]);
    }

    /// <summary>Layers of any widths.</summary>
    public static NetworkPlan Of(StructuredNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int[] widths = [.. network.Widths];
        return new NetworkPlan(
            network.Inputs,
            network.Activation,
            network.BiasVariance,
            widths,
            [.. network.Layers.Select(layer => StructuredWeightsModule.correlations(layer.Weights).Item1)],
            () => StructuredSamplers(network, widths));
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

    private static IWeightSampler[] StructuredSamplers(StructuredNetwork network, int[] widths)
    {
        var samplers = new Dictionary<(StructuredWeights Weights, int Postsynaptic, int Presynaptic), IWeightSampler>();
        return [.. network.Layers.Select(
            (layer, below) =>
            {
                var key = (layer.Weights, layer.Width, widths[below]);
                if (!samplers.TryGetValue(key, out IWeightSampler? sampler))
                {
                    sampler = StructuredSampler.Create(layer.Weights, network.Gain, layer.Width, widths[below]);
                    samplers.Add(key, sampler);
                }

                return sampler;
            })];
    }
}
