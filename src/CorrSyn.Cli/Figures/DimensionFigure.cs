using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>D/N against depth for synapses of several correlations.</summary>
internal static class DimensionFigure
{
    // One-sided, for the layers and correlations of a figure together.
    private const double Level = 1e-3;

    /// <summary>The figure for an ensemble with correlations.</summary>
    public static Figure Make(FigureContext context, string id, string weights)
    {
        EnsembleSweep sweep = EnsembleSweep.Run(context, Ensemble.All(weights), layer => layer.Dimension, layer => layer.Dimension);
        (bool? holds, string evidence) = Evidence(context, sweep.Simulated);
        return new Figure(
            id,
            $"Dimensionality against depth, {weights} synapses",
            "Weakly correlated synapses reduce the dimensionality of hidden representations more than orthogonal ones do.",
            holds,
            evidence,
            [new Chart(
                id,
                $"D/N against the layer: theory (N \u2192 \u221e) and networks of N = {context.Model.Width.ToString(InvariantCulture)}",
                ChartAxis.Layers,
                new ChartAxis("dimensionality D/N", AxisRange.FromZero),
                sweep.Series)]);
    }

    // Every hidden layer of every correlated ensemble against the same layer with orthogonal synapses.
    private static (bool? Holds, string Evidence) Evidence(
        FigureContext context, IReadOnlyDictionary<Ensemble, IReadOnlyList<LayerSummary>> simulated)
    {
        IReadOnlyList<LayerSummary> orthogonal = simulated[Ensemble.Orthogonal];
        var rows = (
            from pair in simulated
            where pair.Key.Correlation > 0
            from layer in pair.Value.Skip(1)
            select (
                pair.Key.Name,
                layer.Layer,
                Ratio: layer.Dimension!.Value.Mean / orthogonal[layer.Layer].Dimension!.Value.Mean,
                Z: Difference.Z(orthogonal[layer.Layer].Dimension!.Value, layer.Dimension.Value))).ToList();
        double threshold = Difference.Threshold(Level, rows.Count);
        var least = rows.MinBy(row => row.Z);
        bool? holds = Difference.Verdict(least.Z, threshold);
        string range = $"{NumberText.Significant(rows.Min(row => row.Ratio), 2)} to {NumberText.Significant(rows.Max(row => row.Ratio), 2)}";
        return (
            holds,
            string.Create(
                InvariantCulture,
                $"In networks of {context.Model.Width} neurons, D/N of hidden layers with r = 0.5, 1 and 2 is {range} times that with orthogonal synapses. The least certain difference, {least.Name} at layer {least.Layer}, has z = {least.Z:F1}; {threshold:F1} is exceeded by chance in one of {1 / Level:F0} such figures."));
    }
}
