using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>How networks approach the limit of infinite width.</summary>
internal static class FiniteSizeFigure
{
    private const double Level = 1e-3;

    private static readonly int[] Widths = [50, 100, 200, 400];

    /// <summary>The figure: D/N of some layers against 1/sqrt(N), simulated and predicted.</summary>
    public static Figure Make(FigureContext context)
    {
        int[] layers = [.. new[] { 1, 2, context.Model.Depth / 2, context.Model.Depth }.Where(layer => layer > 0).Distinct().Order()];
        var points = layers.ToDictionary(layer => layer, _ => new List<ChartPoint>());
        var deviations = new List<(int Layer, int Width, double Z)>();
        foreach ((int width, int index) in Widths.Select((width, index) => (width, index)))
        {
            context.Report((double)index / Widths.Length, $"N = {width.ToString(InvariantCulture)}");
            ModelDescription model = context.Model with { Width = width };
            FiniteWidthSolution predicted = FigureContext.Value(FiniteWidthPrediction.Evaluate(FigureContext.Network(model)));
            var simulated = context.Simulate(model, Math.Max(8, context.Sampling.Instances * 200 / width));
            foreach (int layer in layers.Where(layer => simulated[layer].Dimension is not null))
            {
                Estimate dimension = simulated[layer].Dimension!.Value;
                points[layer].Add(new ChartPoint(
                    1 / Math.Sqrt(width), dimension.Mean, dimension.StandardError ?? 0, $"layer {layer.ToString(InvariantCulture)}, N = {width.ToString(InvariantCulture)}"));
                if (predicted.Layers[layer].IsTrusted && dimension.StandardError is > 0 and var error)
                    deviations.Add((layer, width, (dimension.Mean - predicted.Layers[layer].Dimension.Value) / error));
            }
        }

        return new Figure(
            "finite-size",
            "Approach to infinite width",
            "Simulations of finite networks approach the theory as the theory of finite width says.",
            deviations.Count == 0 ? null : Worst(deviations).Z < Threshold(deviations),
            deviations.Count == 0
                ? "The corrections of finite width are too large to be trusted at all of these widths."
                : string.Create(
                    InvariantCulture,
                    $"Where its corrections are small enough to be trusted ({deviations.Count} points), the theory of finite width differs from the simulation by |z| = {Worst(deviations).Z:F1} at most (layer {Worst(deviations).Layer}, N = {Worst(deviations).Width}); {Threshold(deviations):F1} is exceeded by chance in one of {1 / Level:F0} such figures. Terms beyond 1/N are not part of it."),
            [new Chart(
                "finite-size",
                "D/N of several layers against 1/\u221aN: theory of finite width, and simulation",
                new ChartAxis("1/\u221aN (0 is infinite width)", AxisRange.FromZero),
                new ChartAxis("dimensionality D/N", AxisRange.FromZero),
                [.. layers.SelectMany((layer, number) => Both(context, layer, number, points[layer]))])]);
    }

    private static (int Layer, int Width, double Z) Worst(List<(int Layer, int Width, double Z)> deviations) =>
        deviations.Select(row => row with { Z = Math.Abs(row.Z) }).MaxBy(row => row.Z);

    private static double Threshold(List<(int, int, double)> deviations) => Difference.Threshold(Level / 2, deviations.Count);

    private static ChartSeries[] Both(FigureContext context, int layer, int number, IReadOnlyList<ChartPoint> simulated)
    {
        string name = $"layer {layer.ToString(InvariantCulture)}", colour = ChartSeries.ColourOf(number);
        // The terms at one width give those at every other: they go as N^-1/2 and 1/N.
        int reference = Widths[^1];
        FiniteWidthValue value = FigureContext.Value(
            FiniteWidthPrediction.Evaluate(FigureContext.Network(context.Model with { Width = reference }))).Layers[layer].Dimension;
        IEnumerable<ChartPoint> line = Enumerable.Range(0, 31).Select(step =>
        {
            double x = step / (30.0 * Math.Sqrt(Widths[0])), share = x * Math.Sqrt(reference);
            return new ChartPoint(
                x, value.Limit + value.HalfOrder * share + (value.FirstOrder ?? 0) * share * share, 0, $"{name}, 1/\u221aN = {NumberText.Significant(x, 3)}, theory");
        });
        return
        [
            new ChartSeries($"{name}, theory of finite width", SeriesKind.Line, colour, [.. line]),
            new ChartSeries($"{name}, simulation", SeriesKind.Points, colour, simulated),
        ];
    }
}
