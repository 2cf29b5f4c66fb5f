using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>N Sigma against depth, and how fast it decays.</summary>
internal static class DecorrelationFigure
{
    private const double Level = 1e-3;

    // Layers whose ratio of N Sigma is drawn against r, and up to which r.
    private const int ShownLayers = 4;

    private const double LargestCorrelation = 2;

    private const int GridPoints = 21;

    // Layers at which the claim is tested, and how many times the networks of a point that takes.
    private const int TestedLayers = 2, TestedPairs = 8;

    /// <summary>The figure.</summary>
    public static Figure Make(FigureContext context)
    {
        EnsembleSweep sweep = EnsembleSweep.Run(context, Ensemble.All("gaussian"), layer => layer.NSigma, layer => layer.NSigma);
        (bool? holds, string evidence) = Evidence(context);
        return new Figure(
            "decorrelation",
            "Decorrelation along depth",
            "Weakly correlated synapses slow the decorrelation along depth.",
            holds,
            evidence,
            [
                new Chart(
                    "decorrelation",
                    $"N \u03a3 against the layer: theory (N \u2192 \u221e) and networks of N = {context.Model.Width.ToString(InvariantCulture)}",
                    ChartAxis.Layers,
                    new ChartAxis("neural correlations N \u03a3", AxisRange.Logarithmic),
                    sweep.Series),
                new Chart(
                    "decorrelation-ratio",
                    "N \u03a3 of a layer over that of the layer below, against r",
                    new ChartAxis("synaptic correlation r", AxisRange.FromZero),
                    new ChartAxis("N \u03a3(l+1) / N \u03a3(l)", AxisRange.FromZero),
                    [.. Ratios(context, sweep.Simulated)]),
            ]);
    }

    private static IEnumerable<ChartSeries> Ratios(
        FigureContext context, IReadOnlyDictionary<Ensemble, IReadOnlyList<LayerSummary>> simulated)
    {
        (double Correlation, IReadOnlyList<MeanFieldLayer> Layers)[] grid =
        [
            .. Enumerable.Range(0, GridPoints)
                .Select(index => LargestCorrelation * index / (GridPoints - 1))
                .Select(r => (r, context.Theory(context.Model with { Weights = "gaussian", Correlation = r }))),
        ];
        for (int layer = 1; layer <= Math.Min(ShownLayers, context.Model.Depth - 1); layer++)
        {
            string name = $"layer {layer.ToString(InvariantCulture)} to {(layer + 1).ToString(InvariantCulture)}";
            string colour = ChartSeries.ColourOf(layer - 1);
            int at = layer;
            yield return new ChartSeries($"{name}, theory", SeriesKind.Line, colour, [.. grid.Select(point => new ChartPoint(
                point.Correlation, point.Layers[at + 1].NSigma / point.Layers[at].NSigma, 0, $"{name}, r = {NumberText.Significant(point.Correlation, 3)}, theory"))]);
            yield return new ChartSeries($"{name}, simulation", SeriesKind.Points, colour, [.. simulated
                .Where(pair => pair.Key.Correlation is not null)
                .Select(pair => Ratio(pair.Value, at, $"{name}, r = {NumberText.Full(pair.Key.Correlation!.Value)}", pair.Key.Correlation.Value))]);
        }
    }

    private static ChartPoint Ratio(IReadOnlyList<LayerSummary> layers, int layer, string name, double correlation)
    {
        double ratio = layers[layer + 1].NSigma.Mean / layers[layer].NSigma.Mean;
        return new ChartPoint(correlation, ratio, ratio * Difference.Relative(layers[layer + 1].NSigma, layers[layer].NSigma), name);
    }

    // r = 1 against r = 0 with common random numbers at the first layers, and how far in depth the theory has it so.
    private static (bool? Holds, string Evidence) Evidence(FigureContext context)
    {
        ModelDescription with = context.Model with { Weights = "gaussian", Correlation = 1 };
        ModelDescription without = with with { Correlation = 0 };
        int layers = Math.Min(TestedLayers, context.Model.Depth);
        PairedComparison pair = FigureContext.Value(MonteCarlo.Compare(
            FigureContext.Network(with with { Depth = layers }),
            FigureContext.Network(without with { Depth = layers }),
            context.Sampling with { Instances = TestedPairs * context.Sampling.Instances },
            cancellation: context.Cancellation));
        double[] z = [.. Enumerable.Range(1, layers).Select(layer => Difference.OfDecay(pair, layer))];
        IReadOnlyList<MeanFieldLayer> one = context.Theory(with), none = context.Theory(without);
        int slower = Enumerable.Range(0, context.Model.Depth)
            .TakeWhile(layer => one[layer + 1].NSigma / one[layer].NSigma > none[layer + 1].NSigma / none[layer].NSigma)
            .Count();
        double threshold = Difference.Threshold(Level, layers);
        return (
            Difference.Verdict(z.Min(), threshold),
            string.Create(
                InvariantCulture,
                $"N \u03a3 of a layer over that of the layer below is larger with r = 1 than with r = 0: in networks of {context.Model.Width} neurons with z = {string.Join(" and ", z.Select(value => value.ToString("F1", InvariantCulture)))} at layers 1 to {layers} ({threshold:F1} is exceeded by chance in one of {1 / Level:F0} such figures), in the theory at layers 1 to {slower} of {context.Model.Depth}. In very deep networks both decay alike."));
    }
}
