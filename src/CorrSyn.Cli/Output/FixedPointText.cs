using System.Text;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Output;

/// <summary>Fixed points as people read them.</summary>
internal static class FixedPointText
{
    private const string None = "-";

    /// <summary>The model, its fixed points, where its layers end, and how correlations decay on the way.</summary>
    public static string Render(FixedPointReport report)
    {
        var text = new StringBuilder(ModelText.Line(ModelDescription.Of(report.Spec))).Append("; N -> infinity\n\n");
        text.Append(TextTable.Render(
            ["#", "K1", "K2", "Q", "N Sigma", "D/N", "<stability"],
            report.FixedPoints.Select((point, index) => (string[])
                [
                    NumberText.Whole(index),
                    NumberText.Significant(point.K1),
                    NumberText.Significant(point.K2),
                    NumberText.Significant(point.Q),
                    Number(point.NSigma),
                    Number(point.Dimension),
                    FixedPointPart.StabilityName(point.Stability),
                ])));
        if (report.FixedPoints.Any(IsUnknown))
            text.Append("\nD/N is not known (-) where K1 is 0 or the point is not stable: with correlated synapses and an activation\n")
                .Append("that is not odd, the order parameters M and V have no limit there that is known.\n");
        text.Append("\nMultipliers of small deviations a layer, and the layers after which they have decayed to 1/e:\n\n");
        text.Append(TextTable.Render(
            ["#", "K1 + Q", "overlap", "N Sigma", "depth: K1 + Q", "K1", "N Sigma", "N Sigma/K1^2"],
            report.FixedPoints.Select((point, index) => (string[])
                [
                    NumberText.Whole(index),
                    NumberText.Significant(point.Multipliers.Length),
                    Number(point.Multipliers.Overlap),
                    Number(point.Multipliers.NSigma),
                    Number(point.DepthScale.Length),
                    Number(point.DepthScale.K1),
                    Number(point.DepthScale.NSigma),
                    Ratio(point),
                ])));
        text.Append("\nOne more application of the map changes K1 and Q by ").Append(Residual(report)).Append(" of K1 + Q.\n");
        text.Append("\nN Sigma in units of that of the layer below:\n\n");
        text.Append(TextTable.Render(
            ["layer", "this model", "independent weights"],
            report.Decay.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    Number(layer.NSigmaRatio),
                    Number(layer.NSigmaRatioIndependent),
                ])));
        return text.Append('\n').Append(Reached(report.Destination)).Append('\n').ToString();
    }

    // Below that it is rounding, of which no digit means anything.
    private static string Residual(FixedPointReport report)
    {
        double largest = report.FixedPoints.Max(point => point.Residual);
        return largest < 1e-13 ? "less than 1e-13" : $"up to {NumberText.Significant(largest, 2)}";
    }

    private static string Reached(FixedPointDestination destination) =>
        destination.Outcome switch
        {
            FixedPointOutcome.FixedPoint => string.Create(
                InvariantCulture, $"From its input the model reaches fixed point {destination.Index} (within 1e-6 at layer {destination.Layer})."),
            FixedPointOutcome.Undecided => string.Create(
                InvariantCulture, $"From its input the model is not within 1e-6 of a fixed point after {destination.Layer} layers: a multiplier is close to 1, or the way is long."),
            FixedPointOutcome.Diverges => string.Create(
                InvariantCulture, $"From its input the model diverges: K1 + Q grows in the end by a factor of {destination.Growth:G6} a layer."),
            _ => throw new ArgumentOutOfRangeException(nameof(destination), destination.Outcome, "No such outcome."),
        };

    private static bool IsUnknown(FixedPointState point) =>
        point.NSigma is null || (point.K1 == 0 && point.NSigmaRatioIncrement is null);

    private static string Ratio(FixedPointState point) =>
        point.NSigmaRatio is { } ratio ? NumberText.Significant(ratio)
        : point.NSigmaRatioIncrement is not { } increment ? None
        : increment == 0 ? "as at the input"
        : $"+{NumberText.Significant(increment)} a layer";

    private static string Number(double? value) => value is { } known ? NumberText.Significant(known) : None;
}
