using System.Text;
using CorrSyn.Cli.Commands;
using CorrSyn.Learning;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Cli.Output;

/// <summary>The map of `corrsyn hebbian --rule all`: for which rules the claims hold.</summary>
internal static class HebbianMapText
{
    public static string Render(HebbianCommand command, IReadOnlyList<HebbianOutcome> outcomes)
    {
        HebbianReport first = outcomes.First(outcome => outcome.Report is not null).Report!;
        var text = new StringBuilder();
        text.Append(HebbianWords.Heading(command.Inputs, first.Settings, first.Input.Width)).Append('\n');
        text.Append(Table("learned", outcomes, report => report.Learned)).Append('\n');
        text.Append(Table("rotated", outcomes, report => report.Rotated)).Append('\n');
        text.Append("r_eff^2: mean over layers. D/N: of the last layer, and what the layer map says of it. The others: D/N and the decay of N Sigma per\n");
        text.Append("layer in parts of those of the controls, geometric means over layers, with z over runs. A claim holds if it does against both\n");
        text.Append("controls; reversed is its opposite. Rotated rows have the correlations of learned ones and no alignment with the layer below.\n");
        foreach (HebbianOutcome outcome in outcomes)
        {
            foreach (string note in outcome.Report?.Notes ?? [outcome.Failure!.Message])
                text.Append("Note: ").Append(note).Append(".\n");
        }

        return text.ToString();
    }

    private static string Table(
        string weights, IReadOnlyList<HebbianOutcome> outcomes, Func<HebbianReport, HebbianClaims> claims) =>
        TextTable.Render(
            [$"<{weights}", "r_eff^2", "D/N", "map", "of shuffled", "z", "of orthogonal", "z", "<lower dimension", "ratio of shuffled", "z", "of orthogonal", "z", "<slower decorrelation"],
            outcomes.Select(outcome => outcome.Report is { } report
                ? Row(report, claims(report))
                : [HebbianRuleName.Of(outcome.Rule), "-", "-", "-", "-", "-", "-", "-", "no answer", "-", "-", "-", "-", "no answer"]));

    private static string[] Row(HebbianReport report, HebbianClaims claims)
    {
        IReadOnlyList<HebbianLayerReport> layers = report.Networks.Single(network => network.Variant == claims.Of).Layers;
        return
        [
            HebbianRuleName.Of(report.Settings.Learning.Rule),
            NumberText.Significant(layers.Average(layer => layer.EffectiveCorrelationSquared.Mean), 3),
            HebbianText.Cell(layers[^1].Dimension),
            layers[^1].Theory is { } theory ? NumberText.Significant(theory.Dimension.Mean, 3) : "-",
            .. Cells(claims.LowerDimension),
            HebbianWords.Short(claims.LowerDimension),
            .. Cells(claims.SlowerDecorrelation),
            HebbianWords.Short(claims.SlowerDecorrelation),
        ];
    }

    private static IEnumerable<string> Cells(HebbianClaim claim) =>
        claim.Contrasts.Count == 0
            ? ["-", "-", "-", "-"]
            : claim.Contrasts.SelectMany(contrast => new[]
            {
                NumberText.Significant(contrast.Ratio, 3),
                contrast.Z is { } z ? NumberText.Deviation(z) : "-",
            });
}
