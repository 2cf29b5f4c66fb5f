using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Report;

/// <summary>Looks up what was simulated at one width.</summary>
internal static class SimulatedAverage
{
    /// <summary>The average over networks; null where it is not defined.</summary>
    public static Estimate? Of(SimulationResult simulation, int layer, LayerQuantity quantity)
    {
        LayerSummary summary = simulation.Layers[layer];
        return quantity switch
        {
            LayerQuantity.K1 => summary.K1,
            LayerQuantity.K2 => summary.K2,
            LayerQuantity.Q => summary.Q,
            LayerQuantity.NSigma => summary.NSigma,
            LayerQuantity.Dimension => summary.Dimension,
            _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
        };
    }
}
