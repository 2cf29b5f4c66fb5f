using CorrSyn.Cli.Report;
using CorrSyn.Comparison;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>Synaptic correlations of three exponents.</summary>
internal static class ScalingFigure
{
    private const double Level = 1e-3;

    private static readonly int[] Widths = [50, 100, 200, 400];

    /// <summary>The figure.</summary>
    public static Figure Make(FigureContext context)
    {
        IReadOnlyList<ScalingSeries> series = FigureContext.Value(ScalingExperiment.Run(
            FigureContext.Network(context.Model with { Weights = "gaussian", Correlation = 1, Width = Widths[0] }),
            new ScalingExperimentSettings(
                Widths, context.Sampling.Samples, 8 * context.Sampling.Instances, context.Sampling.Seed, context.Sampling.Threads),
            new Receiver(share => context.Report(share, "three exponents")),
            context.Cancellation));
        double threshold = Difference.Threshold(Level / 2, series.Count);
        return new Figure(
            "scaling",
            "Only one scaling of synaptic correlations is self-consistent",
            "Self-consistency fixes how synaptic correlations must scale with width.",
            series.All(each => each.Z is { } z && Math.Abs(z) < threshold && 0.5 / each.StandardError > 2 * threshold),
            string.Create(
                InvariantCulture,
                $"The correlated part of N \u03a3 goes as N to the power {string.Join(", ", series.Select(each => $"{each.Slope:F3} \u00b1 {each.StandardError:F3} (expected {each.Expected:F1})"))} for \u03b3 = 1/4, 1/2, 3/4: it grows, stays, and vanishes."),
            [ScalingSection.Chart(series)]);
    }

    private sealed class Receiver(Action<double> receive) : IProgress<double>
    {
        public void Report(double value) => receive(value);
    }
}
