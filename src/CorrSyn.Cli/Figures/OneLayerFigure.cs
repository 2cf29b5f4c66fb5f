using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>What one layer makes of inputs of every dimensionality.</summary>
internal static class OneLayerFigure
{
    private const double Level = 1e-3;

    // One layer costs little, and the smallest inputs scatter most.
    private const int NetworkFactor = 2;

    private static readonly double[] Sampled = [0.1, 0.25, 0.5, 1, 2, 5];

    /// <summary>The figure. Inputs have D/N = alpha/(1 + alpha), which the ratio alpha of patterns to neurons sets; their variance K1 stays.</summary>
    public static Figure Make(FigureContext context)
    {
        IReadOnlyList<Ensemble> ensembles = Ensemble.All("gaussian");
        var series = new List<ChartSeries>();
        var simulated = new Dictionary<Ensemble, IReadOnlyList<LayerSummary>[]>();
        foreach (Ensemble ensemble in ensembles)
        {
            context.Report((double)simulated.Count / ensembles.Count, ensemble.Name);
            IReadOnlyList<LayerSummary>[] measured = [.. Sampled.Select(ratio => context.Simulate(Model(context, ensemble, ratio), NetworkFactor * context.Sampling.Instances))];
            simulated[ensemble] = measured;
            series.AddRange(ensemble.Series(
                [.. Grid().Select(ratio => context.Theory(Model(context, ensemble, ratio))).Select(layers => new ChartPoint(
                    layers[0].Dimension, layers[1].Dimension, 0, $"{ensemble.Name}, input {NumberText.Significant(layers[0].Dimension, 3)}, theory"))],
                [.. measured.Where(layers => layers[0].Dimension is not null && layers[1].Dimension is not null).Select(layers => new ChartPoint(
                    layers[0].Dimension!.Value.Mean,
                    layers[1].Dimension!.Value.Mean,
                    layers[1].Dimension!.Value.StandardError ?? 0,
                    $"{ensemble.Name}, input {NumberText.Significant(layers[0].Dimension!.Value.Mean, 3)}"))]));
        }

        (bool? holds, string evidence) = Evidence(context, simulated);
        return new Figure(
            "one-layer",
            "Output against input dimensionality of one layer",
            "Synaptic correlations lower the dimensionality that a layer passes on, whatever that of its input.",
            holds,
            evidence,
            [new Chart(
                "one-layer",
                $"D/N of the first layer against that of the input: theory (N \u2192 \u221e) and networks of N = {context.Model.Width.ToString(InvariantCulture)}",
                new ChartAxis("D/N of the input", AxisRange.FromZero),
                new ChartAxis("D/N of the first layer", AxisRange.FromZero),
                series)]);
    }

    private static IEnumerable<double> Grid() => Enumerable.Range(0, 25).Select(index => 0.05 * Math.Pow(200, index / 24.0));

    // K1 = alpha sigma^2 of the model stays.
    private static ModelDescription Model(FigureContext context, Ensemble ensemble, double ratio) =>
        ensemble.Applied(context.Model) with
        {
            Depth = 1,
            InputRatio = ratio,
            InputStd = context.Model.InputStd * Math.Sqrt(context.Model.InputRatio / ratio),
        };

    private static (bool? Holds, string Evidence) Evidence(
        FigureContext context, Dictionary<Ensemble, IReadOnlyList<LayerSummary>[]> simulated)
    {
        Ensemble[] ordered = [.. simulated.Keys];
        var rows = (
            from pair in ordered.Zip(ordered.Skip(1))
            from index in Enumerable.Range(0, Sampled.Length)
            let upper = simulated[pair.First][index][1].Dimension
            let lower = simulated[pair.Second][index][1].Dimension
            where upper is not null && lower is not null
            select (pair.First.Name, Next: pair.Second.Name, Input: Sampled[index] / (1 + Sampled[index]), Z: Difference.Z(upper.Value, lower.Value))).ToList();
        double threshold = Difference.Threshold(Level, rows.Count);
        var least = rows.MinBy(row => row.Z);
        return (
            Difference.Verdict(least.Z, threshold),
            string.Create(
                InvariantCulture,
                $"In networks of {context.Model.Width} neurons D/N of the layer falls from orthogonal synapses over r = 0, 0.5 and 1 to r = 2 at each of {Sampled.Length} inputs. The least certain step, from {least.Name} to {least.Next} at D/N = {least.Input:F2} of the input, has z = {least.Z:F1}; {threshold:F1} is exceeded by chance in one of {1 / Level:F0} such figures."));
    }
}
