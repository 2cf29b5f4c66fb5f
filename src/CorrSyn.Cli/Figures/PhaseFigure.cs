using CorrSyn.Cli.Charts;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>Where deep networks keep their inputs apart.</summary>
internal static class PhaseFigure
{
    private const int Columns = 36, Rows = 21;

    // Closer at small bias variances, where the critical gain bends.
    private const double LargestVariance = 0.5;

    /// <summary>The figure: D/N of very deep networks over gain and bias variance, with the critical gain.</summary>
    public static Figure Make(FigureContext context)
    {
        double[] gains = [.. Enumerable.Range(0, Columns).Select(index => 0.5 + 3.5 * index / (Columns - 1))];
        double[] variances = [.. Enumerable.Range(0, Rows).Select(index => LargestVariance * Math.Pow((double)index / (Rows - 1), 2))];
        var settings = new PhaseDiagramSettings(gains, variances, context.Sampling.Threads);
        PhaseDiagramReport one = Diagram(context, settings, 1, 0), none = Diagram(context, settings, 0, 0.5);
        double Largest(PhaseDiagramReport report) => report.CriticalLines.SelectMany(line => line.Points).Max(point => point.Gain);
        double moved = one.CriticalLines.Zip(none.CriticalLines)
            .SelectMany(pair => pair.First.Points.Zip(pair.Second.Points))
            .Select(pair => Math.Abs(pair.First.Gain - pair.Second.Gain))
            .DefaultIfEmpty(0)
            .Max();
        double lowered = one.Points.Zip(none.Points)
            .Select(pair => (With: Dimension(pair.First), Without: Dimension(pair.Second)))
            .Where(pair => pair.Without > 0)
            .Select(pair => pair.With!.Value / pair.Without!.Value)
            .DefaultIfEmpty(1)
            .Min();
        return new Figure(
            "phase-diagram",
            "Fixed points over gain and bias variance",
            "Synaptic correlations lower the dimensionality of very deep networks, and leave the line beyond which inputs stay apart where it is.",
            moved == 0 && lowered < 1,
            string.Create(
                InvariantCulture,
                $"Critical gains (up to {Largest(one):F2} here) are the same with r = 1 and r = 0 to the last digit; beyond the line, r = 1 lowers D/N of very deep networks to as little as {lowered:F2} of its value at r = 0. Theory only."),
            [new Chart(
                "phase-diagram",
                "D/N of very deep networks with r = 1, over gain and bias variance; the line is the critical gain",
                new ChartAxis("gain g", AxisRange.Close),
                new ChartAxis("bias variance", AxisRange.Close),
                [new ChartSeries(
                    "critical gain",
                    SeriesKind.Line,
                    ChartSeries.Limit,
                    [.. one.CriticalLines
                        .SelectMany(line => line.Points.Where(point => point.Gain <= gains[^1]).Take(1).Select(point => new ChartPoint(
                            point.Gain, line.BiasVariance, 0, $"critical gain at bias variance {line.BiasVariance.ToString("R", InvariantCulture)}")))])],
                new HeatMap(
                    gains,
                    variances,
                    [.. Enumerable.Range(0, Rows).Select(row => (IReadOnlyList<double?>)
                        [.. Enumerable.Range(0, Columns).Select(column => Dimension(one.Points[row * Columns + column]))])],
                    "D/N"))]);
    }

    private static PhaseDiagramReport Diagram(FigureContext context, PhaseDiagramSettings settings, double correlation, double before)
    {
        context.Report(before, $"r = {correlation.ToString(InvariantCulture)}");
        return FigureContext.Value(PhaseDiagram.Run(
            FigureContext.Network(context.Model with { Weights = "gaussian", Correlation = correlation }), settings, null, context.Cancellation));
    }

    // Of the first fixed point that lasts.
    private static double? Dimension(PhasePoint point) => point.FixedPoints.Count > 0 ? point.FixedPoints[0].Dimension : null;
}
