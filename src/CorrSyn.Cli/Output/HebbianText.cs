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
        text.Append("Means over runs with their standard errors. map: the layer map at the measured r_eff^2, gain, biases and input; it holds\n");
        text.Append("for weights that know nothing of the covariance below. r_C^2 is r_eff^2 with directions weighted by that covariance:\n");
        text.Append("far above r_eff^2, weights are aligned with it. rotated: learned rows times a Haar matrix, which keeps what they have\n");
        text.Append("to do with one another, and not with that covariance. ratio: N Sigma over that of the layer below.\n");
        if (IsPredicted(report))
            text.Append("network: the theory of each single network, with its weights and the covariance of the held-out inputs.\n");
        text.Append("D/N is bias-corrected, about the mean over the held-out inputs.\n");
        if (report.Networks[0].Layers[0].Accuracy is not null)
            text.Append(Ridges(report));
        text.Append('\n');
        text.Append(Claims(report.Learned)).Append(Claims(report.Rotated));
        foreach (string note in report.Notes)
            text.Append("Note: ").Append(note).Append(".\n");
        return text.ToString();
    }

    private static string Layers(HebbianReport report)
    {
        bool isRead = report.Input.Accuracy is not null;
        bool isPredicted = IsPredicted(report);
        string[] Cells(string[] correlations, string dimension, string map, string network, string[] rest, string accuracy) =>
            [.. correlations, dimension, map, .. isPredicted ? [network] : Array.Empty<string>(), .. rest, .. isRead ? [accuracy] : Array.Empty<string>()];
        IEnumerable<string[]> rows = report.Networks.SelectMany(network => network.Layers.Select((layer, index) => Cells(
            [
                index == 0 ? HebbianWords.Of(network.Variant) : "",
                NumberText.Whole(layer.Layer),
                Correlation(layer.MeanCorrelation),
                Correlation(layer.EffectiveCorrelationSquared),
                Correlation(layer.AlignedCorrelationSquared),
            ],
            Cell(layer.Dimension),
            Number(layer.Theory?.Dimension),
            Number(layer.SingleNetwork?.Dimension),
            [
                Cell(layer.NSigma),
                Number(layer.Theory?.NSigma),
                Cell(layer.NSigmaRatio),
                Number(layer.Theory?.NSigmaRatio),
            ],
            Cell(layer.Accuracy))));
        return TextTable.Render(
            Cells(["<weights", "layer", "rBar", "r_eff^2", "r_C^2"], "D/N", "map", "network", ["N Sigma", "map", "ratio", "map"], "accuracy"),
            rows.Prepend(Cells(
                ["(input)", "0", "", "", ""], Cell(report.Input.Dimension), "", "", [Cell(report.Input.NSigma), "", "", ""], Cell(report.Input.Accuracy))));
    }

    private static bool IsPredicted(HebbianReport report) =>
        report.Networks.Any(network => network.Layers.Any(layer => layer.SingleNetwork is not null));

    private static string Claims(HebbianClaims claims)
    {
        string weights = HebbianWords.Of(claims.Of);
        return Claim($"Lower dimension, {weights} rows", "D/N", claims.LowerDimension)
            + Claim($"Slower decorrelation, {weights} rows", "the ratio", claims.SlowerDecorrelation);
    }

    private static string Claim(string claim, string quantity, HebbianClaim result)
    {
        var text = new StringBuilder($"{claim}: {HebbianWords.Sentence(result)}.\n");
        foreach (ControlContrast contrast in result.Contrasts)
        {
            string z = contrast.Z is { } known ? $"z = {NumberText.Deviation(known)}" : "no error for one run";
            text.Append(CultureInfo.InvariantCulture, $"  {quantity} is {NumberText.Significant(contrast.Ratio, 3)} times that of the {HebbianWords.Of(contrast.Control)} control, geometric mean over layers; {z}");
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
