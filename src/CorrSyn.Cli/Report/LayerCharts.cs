using CorrSyn.Cli.Charts;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The pictures of a comparison, layer by layer.</summary>
internal static class LayerCharts
{
    // Points of one layer stand side by side within this share of the distance between layers.
    private const double Spread = 0.42;

    private const double Flat = 250;

    /// <summary>D/N and N Sigma against the layer, and how far the simulations are from the theory.</summary>
    public static IReadOnlyList<Chart> Of(VerificationReport report)
    {
        ChartSeries[] dimension = Series(report, LayerQuantity.Dimension);
        ChartSeries[] correlations = Series(report, LayerQuantity.NSigma);
        double[] dimensionTheory = [.. report.Theory.Layers.Select(layer => layer.Dimension)];
        double[] correlationTheory = [.. report.Theory.Layers.Select(layer => layer.NSigma)];
        return
        [
            new Chart("dimension", "Dimensionality D/N against the layer", ChartAxis.Layers, new ChartAxis("dimensionality D/N", AxisRange.FromZero),
                [Theory(dimensionTheory), .. dimension]) { HasLegend = false },
            new Chart("correlations", "Neural correlations N \u03a3 against the layer, logarithmic", ChartAxis.Layers,
                new ChartAxis("neural correlations N \u03a3", AxisRange.Logarithmic), [Theory(correlationTheory), .. correlations]) { HasLegend = false },
            Difference("dimension-difference", "D/N", dimensionTheory, dimension),
            Difference("correlations-difference", "N \u03a3", correlationTheory, correlations),
        ];
    }

    /// <summary>The legend that they share.</summary>
    public static string Legend(VerificationReport report) =>
        ChartFigure.Legend([Theory([.. report.Theory.Layers.Select(layer => layer.Dimension)]), .. Series(report, LayerQuantity.Dimension)]);

    /// <summary>How simulations approach infinite width, in units of the theory: a line for each layer.</summary>
    public static IReadOnlyList<Chart> Approach(VerificationReport report) =>
        [
            Approach(report, LayerQuantity.Dimension, "approach-dimension", "D/N"),
            Approach(report, LayerQuantity.NSigma, "approach-correlations", "N \u03a3"),
        ];

    private static Chart Approach(VerificationReport report, LayerQuantity quantity, string id, string name)
    {
        bool isInverse = report.Power == WidthPower.Inverse;
        double Place(int width) => isInverse ? 1.0 / width : 1 / Math.Sqrt(width);
        IEnumerable<ChartSeries> series = report.Agreement.Rows
            .Where(row => row.Quantity == quantity && row.Layer > 0 && row.Theory > 0)
            .Select((row, number) => new ChartSeries(
                $"layer {row.Layer}",
                SeriesKind.LineAndPoints,
                ChartSeries.ColourOf(number),
                [
                    new ChartPoint(0, Percent(row.Simulated, row.Theory), 100 * row.StandardError / row.Theory, $"layer {row.Layer}, extrapolated"),
                    .. report.Simulations.Reverse()
                        .Select(simulation => (simulation.Spec.Width, Estimate: SimulatedAverage.Of(simulation, row.Layer, quantity)))
                        .Where(point => point.Estimate is not null)
                        .Select(point => new ChartPoint(
                            Place(point.Width),
                            Percent(point.Estimate!.Value.Mean, row.Theory),
                            100 * (point.Estimate.Value.StandardError ?? 0) / row.Theory,
                            $"layer {row.Layer}, N = {point.Width.ToString(InvariantCulture)}")),
                ],
                IsDashed: number >= ChartSeries.ColourCount));
        string power = isInverse ? "1/N" : "1/\u221aN";
        return new Chart(
            id,
            $"{name} against {power}: simulation less theory, in percent",
            new ChartAxis($"{power} (0 is infinite width)", AxisRange.FromZero),
            new ChartAxis($"{name} against theory, %", AxisRange.Symmetric),
            [.. series]);
    }

    private static ChartSeries Theory(IReadOnlyList<double> values) =>
        new(
            "theory, N \u2192 \u221e",
            SeriesKind.Line,
            ChartSeries.Ink,
            [.. values.Select((value, layer) => new ChartPoint(layer, value, 0, $"layer {layer}, theory"))]);

    private static Chart Difference(string id, string name, double[] theory, ChartSeries[] series)
    {
        ChartSeries zero = Theory([.. theory.Select(_ => 0.0)]);
        IEnumerable<ChartSeries> relative = series.Select(each => each with
        {
            Points = [.. each.Points
                .Where(point => theory[(int)Math.Round(point.X)] > 0)
                .Select(point => point with
                {
                    Y = Percent(point.Y, theory[(int)Math.Round(point.X)]),
                    Error = 100 * point.Error / theory[(int)Math.Round(point.X)],
                })],
        });
        return new Chart(
            id,
            $"{name}: simulation less theory in percent, against the layer",
            ChartAxis.Layers,
            new ChartAxis($"{name} against theory, %", AxisRange.Symmetric),
            [zero, .. relative])
        { Height = Flat, HasLegend = false };
    }

    private static double Percent(double value, double theory) => 100 * (value / theory - 1);

    private static ChartSeries[] Series(VerificationReport report, LayerQuantity quantity)
    {
        int last = report.Simulations.Count;
        double Shift(int number) => Spread * ((double)number / last - 0.5);
        return
        [
            .. report.Simulations.Select((simulation, number) => new ChartSeries(
                $"N = {simulation.Spec.Width.ToString(InvariantCulture)}",
                SeriesKind.Points,
                ChartSeries.ColourOf(number),
                [.. simulation.Layers
                    .Select(layer => (layer.Layer, Estimate: SimulatedAverage.Of(simulation, layer.Layer, quantity)))
                    .Where(point => point.Estimate is not null)
                    .Select(point => new ChartPoint(
                        point.Layer + Shift(number),
                        point.Estimate!.Value.Mean,
                        point.Estimate.Value.StandardError ?? 0,
                        $"layer {point.Layer}, N = {simulation.Spec.Width.ToString(InvariantCulture)}"))])),
            new ChartSeries(
                "extrapolated to N \u2192 \u221e",
                SeriesKind.Points,
                ChartSeries.Limit,
                [.. report.Agreement.Rows
                    .Where(row => row.Quantity == quantity)
                    .Select(row => new ChartPoint(
                        row.Layer + Shift(last), row.Simulated, row.StandardError, $"layer {row.Layer}, extrapolated"))]),
        ];
    }
}
