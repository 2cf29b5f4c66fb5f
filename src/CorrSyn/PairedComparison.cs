using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn;

/// <summary>Two models simulated with the same random numbers.</summary>
/// <param name="Simulation">The first.</param>
/// <param name="Other">The one that is subtracted.</param>
/// <param name="Differences">First less second, by layer: the average over pairs of networks, with its error.</param>
public sealed record PairedComparison(
    SimulationResult Simulation, SimulationResult Other, IReadOnlyList<LayerSummary> Differences)
{
    internal static PairedComparison Of(SimulationResult simulation, SimulationResult other) =>
        new(
            simulation,
            other,
            [.. Enumerable.Range(0, simulation.Layers.Count).Select(layer => LayerSummary.Difference(
                [.. simulation.Networks.Select(network => network[layer])],
                [.. other.Networks.Select(network => network[layer])]))]);
}
