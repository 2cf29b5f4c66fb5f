using System.Globalization;
using System.Text;
using CorrSyn.Cli.Commands;
using CorrSyn.Learning;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Cli.Output;

/// <summary>The tables of `corrsyn hebbian`.</summary>
internal static class HebbianText
{
    public static string Render(HebbianCommand command, HebbianReport report)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"rule {HebbianRuleName.Of(report.Settings.Learning.Rule)}\n");
        text.Append(HebbianWords.Heading(command.Inputs, report.Settings, report.Input.Width)).Append('\n');
        text.Append(Layers(report)).Append('\n');
        text.Append("Means over runs with their standard errors. theory: the layer map at the measured r_eff^2, gain, biases and input; it\n");
        text.Append("holds for weights that know nothing of the covariance below. r_C^2 is r_eff^2 with directions weighted by that\n");
        text.Append("covariance: far above r_eff^2, weights are aligned with it. ratio: N Sigma over that of the layer below.\n");
        text.Append("D/N is bias-corrected, about the mean over the held-out inputs.\n");
        if (report.Networks[0].Layers[0].Accuracy is not null)
            text.Append(Ridges(report));
        text.Append('\n');
        text.Append(Claim("Lower dimension", "D/N", "geometric mean over layers", report.LowerDimension));
        text.Append(Claim("Slower decorrelation", "the ratio", "geometric mean over layers", report.SlowerDecorrelation));
        foreach (string note in report.Notes)
            text.Append("Note: ").Append(note).Append(".\n");
        return text.ToString();
    }

    private static string Layers(HebbianReport report)
    {
        bool isRead = report.Input.Accuracy is not null;
        string[] heading = ["<weights", "layer", "rBar", "r_eff^2", "r_C^2", "D/N", "theory", "N Sigma", "theory", "ratio", "theory"];
        string[] input =
            ["(input)", "0", "", "", "", Cell(report.Input.Dimension), "", Cell(report.Input.NSigma), "", "", ""];
        IEnumerable<string[]> rows = report.Networks.SelectMany(network => network.Layers.Select((layer, index) =>
            WithAccuracy(isRead, Row(network, layer, index), layer.Accuracy)));
        return TextTable.Render(
            isRead ? [.. heading, "accuracy"] : heading,
            rows.Prepend(WithAccuracy(isRead, input, report.Input.Accuracy)));
    }

    private static string[] Row(HebbianNetworkReport network, HebbianLayerReport layer, int index) =>
        [
            index == 0 ? HebbianWords.Of(network.Variant) : "",
            NumberText.Whole(layer.Layer),
            Correlation(layer.MeanCorrelation),
            Correlation(layer.EffectiveCorrelationSquared),
            Correlation(layer.AlignedCorrelationSquared),
            Cell(layer.Dimension),
            Number(layer.Theory?.Dimension),
            Cell(layer.NSigma),
            Number(layer.Theory?.NSigma),
            Cell(layer.NSigmaRatio),
            Number(layer.Theory?.NSigmaRatio),
        ];

    private static string[] WithAccuracy(bool isRead, string[] row, Estimate? accuracy) =>
        isRead ? [.. row, Cell(accuracy)] : row;

    private static string Claim(string claim, string quantity, string how, HebbianClaim result)
    {
        var text = new StringBuilder($"{claim}: {HebbianWords.Sentence(result)}.\n");
        foreach (ControlContrast contrast in result.Contrasts)
        {
            string z = contrast.Z is { } known ? $"z = {NumberText.Deviation(known)}" : "no error for one run";
            text.Append(CultureInfo.InvariantCulture, $"  {quantity} is {NumberText.Significant(contrast.Ratio, 3)} times that of the {HebbianWords.Of(contrast.Control)} control, {how}; {z}");
            text.Append(result.Threshold is { } threshold ? $", beyond chance above {NumberText.Significant(threshold, 3)}\n" : "\n");
        }

        return text.ToString();
    }

    private static string Ridges(HebbianReport report)
    {
        double[] chosen = [.. report.Networks.SelectMany(network => network.Layers).SelectMany(layer => layer.Ridges)];
        return $"accuracy: of a linear read-out by ridge regression on held-out inputs, with a ridge from {NumberText.Significant(chosen.Min(), 1)} to {NumberText.Significant(chosen.Max(), 1)} of the mean variance, chosen on a\nquarter of the inputs to learn from.\n";
    }

    private static string Number(Estimate? value) => value is { } known ? NumberText.Significant(known.Mean, 3) : "-";

    // Correlations of rows are of order 1; what rounding makes of 0 need not be seen.
    private static string Correlation(Estimate value) =>
        value.StandardError is { } error && error < 1e-6
            ? (Math.Round(value.Mean, 4) + 0.0).ToString("0.0000;-0.0000;0", CultureInfo.InvariantCulture)
            : Cell(value);

    internal static string Cell(Estimate? value) =>
        value is { } known ? NumberText.WithError(known.Mean, known.StandardError) : "-";
}
