using System.Text;

namespace CorrSyn.Cli.Output;

/// <summary>A phase diagram as people read it: a map of letters and the critical gains.</summary>
internal static class PhaseDiagramText
{
    private const int WidestMap = 100;

    /// <summary>The map, bias variances from top to bottom and gains from left to right, and the critical gains.</summary>
    public static string Render(PhaseDiagramReport report)
    {
        PhaseDiagramSettings grid = report.Settings;
        var text = new StringBuilder();
        if (grid.Gains.Count <= WidestMap)
        {
            text.Append("Gain from ").Append(NumberText.Full(grid.Gains[0])).Append(" to ")
                .Append(NumberText.Full(grid.Gains[^1])).Append(", left to right; bias variance downwards:\n\n");
            text.Append(TextTable.Render(
                ["bias variance", "<"],
                report.Points.Chunk(grid.Gains.Count).Select(row => (string[])
                    [NumberText.Significant(row[0].BiasVariance), string.Concat(row.Select(Letter))])));
            text.Append("\n. all inputs become one point, D/N -> 0   o inputs stay apart, D/N > 0\n")
                .Append("= marginal   2 several fixed points are stable   x none\n\n");
        }

        text.Append("Critical gains, where the largest multiplier passes through 1:\n\n");
        text.Append(TextTable.Render(
            ["bias variance", "gain", "total variance", "<what happens"],
            report.CriticalLines.SelectMany(Rows)));
        return text.ToString();
    }

    private static char Letter(PhasePoint point) =>
        point.FixedPoints switch
        {
            [] => 'x',
            [{ IsStable: false }, ..] => '=',
            [{ K1: 0 }] => '.',
            [_] => 'o',
            _ => '2',
        };

    private static IEnumerable<string[]> Rows(CriticalLine line)
    {
        string biasVariance = NumberText.Significant(line.BiasVariance);
        if (line.Failure is { } failure)
            return [[biasVariance, "-", "-", failure.Message]];
        return line.Points.Count == 0
            ? [[biasVariance, "-", "-", "none up to the largest gain"]]
            : line.Points.Select(point => (string[])
                [
                    biasVariance,
                    NumberText.Significant(point.Gain, 11),
                    point.TotalVariance is { } variance ? NumberText.Significant(variance) : "-",
                    Meaning(point.Kind),
                ]);
    }

    private static string Meaning(CriticalPointKind kind) =>
        kind switch
        {
            CriticalPointKind.Overlap => "inputs part",
            CriticalPointKind.Length => "two values of K1 + Q meet",
            CriticalPointKind.Growth => "K1 + Q grows without bound",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
}
