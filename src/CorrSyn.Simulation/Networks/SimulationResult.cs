using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a simulation measured.</summary>
/// <param name="Ensemble">The networks.</param>
/// <param name="Settings">How they were simulated.</param>
/// <param name="Networks">[instance][layer]: I networks of L + 1 layers, the input first.</param>
/// <param name="Layers">The L + 1 layers, averaged over networks.</param>
public sealed record SimulationResult(
    NetworkEnsemble Ensemble,
    SimulationSettings Settings,
    IReadOnlyList<IReadOnlyList<LayerStatistics>> Networks,
    IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>The networks as a specification.</summary>
    /// <exception cref="InvalidOperationException">They are structured, or their inputs are given.</exception>
    public NetworkSpec Spec => Ensemble.Spec;

    /// <summary>The first layer at which the activity of some network varies by less than rounding; null if there is
    /// none. From there on the numbers mean nothing.</summary>
    public int? FirstUnresolvedLayer { get; } = LayerSummary.FirstUnresolved(Networks, Settings.Arithmetic.Precision);
}
