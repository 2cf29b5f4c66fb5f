using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Learning;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>A network that learned by a Hebbian rule beside its controls.</summary>
internal static class HebbianFigure
{
    /// <summary>The figure, for the default rule and data of `corrsyn hebbian` with the model's gain, biases and activation.</summary>
    public static Figure Make(FigureContext context)
    {
        HebbianSettings settings = HebbianDefaults.Settings with
        {
            Gain = context.Model.Gain,
            BiasVariance = context.Model.BiasVariance,
            Activation = FigureContext.Network(context.Model).Activation,
            Seed = context.Sampling.Seed,
            Threads = context.Sampling.Threads,
        };
        int layers = HebbianLearning.LayerCount(settings);
        HebbianReport report = FigureContext.Value(HebbianLearning.Run(
            settings,
            predictsEachNetwork: false,
            ProgressBar.Receiver<int>(done => context.Report((double)done / layers, $"layer {done.ToString(InvariantCulture)} of {layers.ToString(InvariantCulture)}")),
            context.Cancellation));
        return new Figure(
            "hebbian",
            "Learning by a Hebbian rule",
            "Deep learning with Hebbian rules shows the same: lower dimensionality and slower decorrelation than orthogonal and shuffled synapses.",
            Supported(report),
            $"{Words(report.Learned)} {Words(report.Rotated)} Rule {HebbianRuleName.Of(settings.Learning.Rule)}, {settings.Instances.ToString(InvariantCulture)} runs. Learned rows align with the covariance of the layer below, which the layer map leaves out: its prediction at their r_eff^2 (dashed) does not hold for them. Rotated rows have the same correlations with one another and no alignment, and are where it says: this much do correlations alone.",
            [
                Chart("hebbian", "D/N against the layer: learned, rotated, shuffled and orthogonal", new ChartAxis("dimensionality D/N", AxisRange.FromZero), report,
                    layer => (layer.Dimension, layer.Theory?.Dimension.Mean), report.Input.Dimension),
                Chart("hebbian-correlations", "N \u03a3 against the layer: learned, rotated, shuffled and orthogonal", new ChartAxis("neural correlations N \u03a3", AxisRange.Logarithmic), report,
                    layer => (layer.NSigma, layer.Theory?.NSigma.Mean), report.Input.NSigma),
            ]);
    }

    private static bool? Supported(HebbianReport report) =>
        (report.Learned.LowerDimension.Verdict, report.Learned.SlowerDecorrelation.Verdict) switch
        {
            (ClaimVerdict.Holds, ClaimVerdict.Holds) => true,
            (ClaimVerdict.Reversed, _) or (_, ClaimVerdict.Reversed) or (ClaimVerdict.Mixed, _) or (_, ClaimVerdict.Mixed) => false,
            _ => null,
        };

    private static string Words(HebbianClaims claims) =>
        $"With {HebbianWords.Of(claims.Of)} rows {Words("D/N", claims.LowerDimension)} {Words("N \u03a3 of a layer over that of the layer below", claims.SlowerDecorrelation)}";

    private static string Words(string quantity, HebbianClaim claim) =>
        claim.Contrasts.Count == 0
            ? $"{quantity} is not measured."
            : $"{quantity} is {string.Join(" and ", claim.Contrasts.Select(contrast => string.Create(
                InvariantCulture, $"{contrast.Ratio:G3} times that of the {HebbianWords.Of(contrast.Control)} control (z = {contrast.Z:F0})")))}.";

    private static Chart Chart(
        string id,
        string title,
        ChartAxis vertical,
        HebbianReport report,
        Func<HebbianLayerReport, (Estimate? Measured, double? Theory)> quantity,
        Estimate? input) =>
        new(id, title, ChartAxis.Layers, vertical, [.. report.Networks.SelectMany((network, number) => Both(network, number, quantity, input))]);

    private static ChartSeries[] Both(
        HebbianNetworkReport network,
        int number,
        Func<HebbianLayerReport, (Estimate? Measured, double? Theory)> quantity,
        Estimate? input)
    {
        string name = HebbianWords.Of(network.Variant), colour = ChartSeries.ColourOf(number);
        ChartPoint[] start = input is { } measured
            ? [new ChartPoint(0, measured.Mean, measured.StandardError ?? 0, "input")]
            : [];
        return
        [
            new ChartSeries(
                name,
                SeriesKind.LineAndPoints,
                colour,
                [.. start, .. network.Layers
                    .Where(layer => quantity(layer).Measured is not null)
                    .Select(layer => new ChartPoint(
                        layer.Layer,
                        quantity(layer).Measured!.Value.Mean,
                        quantity(layer).Measured!.Value.StandardError ?? 0,
                        $"{name}, layer {layer.Layer.ToString(InvariantCulture)}"))]),
            new ChartSeries(
                $"{name}, layer map",
                SeriesKind.Line,
                colour,
                [.. network.Layers
                    .Where(layer => quantity(layer).Theory is not null)
                    .Select(layer => new ChartPoint(layer.Layer, quantity(layer).Theory!.Value, 0, $"{name}, layer {layer.Layer.ToString(InvariantCulture)}, layer map"))],
                IsDashed: true),
        ];
    }
}
