using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a forward pass needs to know of a network.</summary>
/// <param name="Inputs">Where inputs come from.</param>
/// <param name="Layers">The layers 1..L.</param>
/// <param name="Widths">N_0..N_L.</param>
internal sealed record NetworkPlan(
    IInputSource Inputs, IReadOnlyList<PlannedLayer> Layers, IReadOnlyList<int> Widths)
{
    /// <summary>The largest width.</summary>
    public int Widest => Widths.Max();

    /// <summary>The longest row that a forward pass works with.</summary>
    public int LongestRow => Math.Max(Widest, Inputs.LongestRow);

    /// <summary>Layers of a network whose weights have no structure.</summary>
    public static NetworkPlan Of(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int[] widths = [.. spec.Widths];
        return new NetworkPlan(
            new DrawnInputs(spec.Inputs, widths[0]),
            [.. spec.Layers.Select((layer, below) => PlannedLayer.Of(layer, widths[below]))],
            widths);
    }

    /// <summary>Layers of a structured network.</summary>
    public static NetworkPlan Of(StructuredNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int[] widths = [.. network.Widths];
        return new NetworkPlan(
            new DrawnInputs(network.Inputs, widths[0]),
            [.. network.Layers.Select((layer, below) => PlannedLayer.Of(layer, widths[below]))],
            widths);
    }

    /// <summary>The samplers of the weights onto the layers 1..L.</summary>
    /// <param name="isForEachLayer">Whether every layer has one of its own; otherwise layers of the same kind share one, which
    /// draws for one layer at a time.</param>
    public IReadOnlyList<IWeightSampler> CreateSamplers(bool isForEachLayer)
    {
        if (isForEachLayer)
            return [.. Layers.Select(layer => layer.CreateSampler())];
        Dictionary<object, IWeightSampler> samplers = Layers
            .DistinctBy(layer => layer.Kind)
            .ToDictionary(layer => layer.Kind, layer => layer.CreateSampler());
        return [.. Layers.Select(layer => samplers[layer.Kind])];
    }

    /// <summary>What measures the pre-activations of the layers 1..L.</summary>
    public IReadOnlyList<PreActivationEstimator> CreateEstimators() =>
        [.. Layers.Select((layer, below) => layer.Postsynaptic is null
            ? new PreActivationEstimator(Widths[below + 1])
            : new PreActivationEstimator(new CorrelationFactors(layer.Postsynaptic, Widths[below + 1])))];

    /// <summary>The bytes that the samplers of a network take.</summary>
    /// <param name="isInBlocks">Whether every layer has a sampler of its own.</param>
    public long EstimateSamplerBytes(bool isInBlocks) =>
        (isInBlocks ? Layers : Layers.DistinctBy(layer => layer.Kind)).Sum(layer => layer.SamplerBytes);
}
