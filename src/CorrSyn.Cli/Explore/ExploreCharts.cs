using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Cli.Explore;

/// <summary>The pictures of the page: D/N and N Sigma against the layer.</summary>
internal static class ExploreCharts
{
    /// <summary>Both charts.</summary>
    /// <param name="theory">The theory; empty where it has no answer.</param>
    /// <param name="sampled">The averages over networks; empty before any.</param>
    /// <param name="networks">How many networks.</param>
    public static IReadOnlyList<ChartDocument> Of(
        IReadOnlyList<MeanFieldLayer> theory, IReadOnlyList<LayerSummary> sampled, int networks) =>
        [
            ChartDocument.Of(new Chart(
                "dimension",
                "Dimensionality D/N against the layer",
                ChartAxis.Layers,
                new ChartAxis("dimensionality D/N", AxisRange.Unit),
                [.. Theory(theory, layer => layer.Dimension), .. Sampled(sampled, networks, layer => layer.Dimension)])),
            ChartDocument.Of(new Chart(
                "correlations",
                "Neural correlations N \u03a3 against the layer, logarithmic",
                ChartAxis.Layers,
                new ChartAxis("neural correlations N \u03a3", AxisRange.Logarithmic),
                [.. Theory(theory, layer => layer.NSigma), .. Sampled(sampled, networks, layer => layer.NSigma)])),
        ];

    private static IEnumerable<ChartSeries> Theory(IReadOnlyList<MeanFieldLayer> layers, Func<MeanFieldLayer, double> quantity)
    {
        if (layers.Count > 0)
        {
            yield return new ChartSeries(
                "theory, N \u2192 \u221e",
                SeriesKind.Line,
                ChartSeries.Ink,
                [.. layers.Select(layer => new ChartPoint(layer.Layer, quantity(layer), 0, $"layer {NumberText.Whole(layer.Layer)}, theory"))]);
        }
    }

    private static IEnumerable<ChartSeries> Sampled(
        IReadOnlyList<LayerSummary> layers, int networks, Func<LayerSummary, Estimate?> quantity)
    {
        if (layers.Count > 0)
        {
            yield return new ChartSeries(
                networks == 1 ? "1 network" : $"mean of {NumberText.Whole(networks)} networks",
                SeriesKind.Points,
                ChartSeries.ColourOf(0),
                [.. layers
                    .Select(layer => (layer.Layer, Estimate: quantity(layer)))
                    .Where(point => point.Estimate is not null)
                    .Select(point => new ChartPoint(
                        point.Layer,
                        point.Estimate!.Value.Mean,
                        point.Estimate.Value.StandardError ?? 0,
                        $"layer {NumberText.Whole(point.Layer)}, simulated"))]);
        }
    }
}
