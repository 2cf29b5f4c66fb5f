using System.Text;
using CorrSyn.Cli.Commands;
using CorrSyn.Learning;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Cli.Output;

/// <summary>The tables of `corrsyn hebbian`.</summary>
internal static class HebbianText
{
    public static string Render(HebbianCommand command, HebbianReport report)
    {
        var text = new StringBuilder();
        text.Append(Heading(report.Settings)).Append("\n\n");
        text.Append(Layers(report)).Append('\n');
        text.Append("Means over runs with their standard errors. theory: the layer map at the measured r_eff^2, gain, biases and inputs.\n");
        text.Append("ratio: N Sigma over that of the layer below. D/N is bias-corrected and measured on held-out inputs.\n\n");
        text.Append(Claim("lower dimension than both controls", "D/N", report.LowerDimension));
        text.Append(Claim("slower decorrelation than both controls", "N Sigma per layer", report.SlowerDecorrelation));
        foreach (string note in report.Notes)
            text.Append("Note: ").Append(note).Append(".\n");
        return text.ToString();
    }

    private static string Heading(HebbianSettings settings) =>
        FormattableString.Invariant($"{HebbianRuleName.Of(settings.Learning.Rule)}, rate {settings.Learning.LearningRate}, {settings.Learning.Steps} steps of {settings.Learning.BatchSize} inputs{(settings.Learning.IsCentred ? ", centred" : "")}; {settings.Depth} layers of {settings.Width}, g = {settings.Gain}, {ActivationModule.name(settings.Activation)}; {settings.Instances} runs, seed {settings.Seed}");

    private static string Layers(HebbianReport report) =>
        TextTable.Render(
            ["<weights", "layer", "rBar", "r_eff^2", "K1", "D/N", "theory", "N Sigma", "theory", "ratio", "theory", "accuracy"],
            report.Networks.SelectMany(network => network.Layers.Select((layer, index) => (string[])
                [
                    index == 0 ? Name(network.Variant) : "",
                    NumberText.Whole(layer.Layer),
                    Cell(layer.MeanCorrelation),
                    Cell(layer.EffectiveCorrelationSquared),
                    Cell(layer.K1),
                    Cell(layer.Dimension),
                    Number(layer.Theory?.Dimension),
                    Cell(layer.NSigma),
                    Number(layer.Theory?.NSigma),
                    Cell(layer.NSigmaRatio),
                    Number(layer.Theory?.NSigmaRatio),
                    Cell(layer.Accuracy),
                ])));

    private static string Claim(string claim, string quantity, HebbianClaim result)
    {
        var text = new StringBuilder($"{claim}: {result.Verdict}\n");
        foreach (ControlContrast contrast in result.Contrasts)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  {quantity} is {contrast.Ratio:F3} times that of the {Name(contrast.Control)} control, z = {(contrast.Z is { } z ? NumberText.Deviation(z) : "-")}\n");
        return text.ToString();
    }

    private static string Name(SynapseVariant variant) => variant.ToString();

    private static string Number(Estimate? value) => value is { } known ? NumberText.Significant(known.Mean, 3) : "-";

    private static string Cell(Estimate? value) =>
        value is { } known ? NumberText.WithError(known.Mean, known.StandardError) : "-";
}
