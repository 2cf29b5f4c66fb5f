using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>What a simulation of structured networks measured.</summary>
/// <param name="Network">The networks.</param>
/// <param name="Settings">How they were simulated.</param>
/// <param name="Networks">[instance][layer]: I networks of L + 1 layers, the input first.</param>
/// <param name="Layers">The L + 1 layers, averaged over networks; N in their quantities is the width of the
/// layer.</param>
public sealed record StructuredResult(
    StructuredNetwork Network,
    SimulationSettings Settings,
    IReadOnlyList<IReadOnlyList<LayerStatistics>> Networks,
    IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>The first layer at which the activity of some network varies by less than rounding; null if there is
    /// none.</summary>
    public int? FirstUnresolvedLayer { get; } = LayerSummary.FirstUnresolved(Networks, Settings.Arithmetic.Precision);

    /// <summary>The average of one quantity of one layer over networks, with control variates.</summary>
    /// <param name="layer">0 (the input) to L.</param>
    /// <param name="quantity">What to average.</param>
    /// <returns>Null where a network lacks the quantity; dimensionless.</returns>
    /// <exception cref="ArgumentException">There is only one network.</exception>
    public ControlledEstimate? Average(int layer, LayerQuantity quantity) =>
        ControlVariates.Average(Networks, layer, quantity);
}
