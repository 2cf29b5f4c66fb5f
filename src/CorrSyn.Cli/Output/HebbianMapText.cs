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
        text.Append(TextTable.Render(
            ["<rule", "r_eff^2", "D/N", "of shuffled", "z", "of orthogonal", "z", "<lower dimension", "ratio of shuffled", "z", "of orthogonal", "z", "<slower decorrelation"],
            outcomes.Select(outcome => outcome.Report is { } report
                ? Row(report)
                : [HebbianRuleName.Of(outcome.Rule), "-", "-", "-", "-", "-", "-", "no answer", "-", "-", "-", "-", "no answer"])));
        text.Append('\n');
        text.Append("r_eff^2: mean over layers. D/N: of the last layer. The others: D/N and the decay of N Sigma per layer in parts of those of the\n");
        text.Append("controls, geometric means over layers, with z over runs. A claim holds if it does against both controls; reversed is its opposite.\n");
        foreach (HebbianOutcome outcome in outcomes)
        {
            foreach (string note in outcome.Report?.Notes ?? [outcome.Failure!.Message])
                text.Append("Note: ").Append(note).Append(".\n");
        }

        return text.ToString();
    }

    private static string[] Row(HebbianReport report)
    {
        IReadOnlyList<HebbianLayerReport> learned = report.Networks[0].Layers;
        return
        [
            HebbianRuleName.Of(report.Settings.Learning.Rule),
            NumberText.Significant(learned.Average(layer => layer.EffectiveCorrelationSquared.Mean), 3),
            HebbianText.Cell(learned[^1].Dimension),
            .. Cells(report.LowerDimension),
            HebbianWords.Short(report.LowerDimension),
            .. Cells(report.SlowerDecorrelation),
            HebbianWords.Short(report.SlowerDecorrelation),
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
