using System.Globalization;
using System.Text;

namespace CorrSyn.Bench;

/// <summary>The page docs/guide/performance.md.</summary>
internal static class MarkdownPage
{
    private const string Introduction =
        """
        # Performance

        This page is printed by `bench/compare --markdown`; nothing on it is typed. CorrSyn and its peers, scripts of
        NumPy and PyTorch in `bench/peers`, run in turn, round after round, on the same number of threads. Times are medians;
        ratios are taken within each round, and their median and range are given. Above 1, CorrSyn is faster. Work of CorrSyn that
        takes less than 0.2 s is repeated for so long within a round, and its median counts. What else the machine
        had to do is in the ranges.

        """;

    /// <summary>The page with all comparisons.</summary>
    public static string Render(IReadOnlyList<Comparison> comparisons)
    {
        var page = new StringBuilder();
        page.Append(Introduction.ReplaceLineEndings("\n")).Append('\n');
        page.Append(CultureInfo.InvariantCulture, $"Machine: {Machine.Description}.\nDate: {DateTime.UtcNow:yyyy-MM-dd}.\n");
        foreach (Comparison comparison in comparisons)
            Append(page, comparison);
        return page.ToString();
    }

    private static void Append(StringBuilder page, Comparison comparison)
    {
        page.Append(
            CultureInfo.InvariantCulture,
            $"\n## {comparison.Workload}\n\n{Capital(comparison.Description)}. Rounds: {comparison.Rounds}.\n");
        if (comparison.PeerFactor != 1)
            page.Append(
                CultureInfo.InvariantCulture,
                $"Times of peers are multiplied by {comparison.PeerFactor:G3}, the number of runs that they need for that error.\n");
        page.Append("\n| program | seconds | times CorrSyn | range |\n|---|---|---|---|\n");
        page.Append(CultureInfo.InvariantCulture, $"| CorrSyn | {comparison.Seconds:G3} | 1 | |\n");
        foreach (PeerComparison peer in comparison.Peers)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {peer.Peer} | {peer.Seconds:G3} | {peer.Ratio:G3} | {peer.LowestRatio:G3} to {peer.HighestRatio:G3} |\n");
        }

        if (comparison.Figures.Count == 0)
            return;
        page.Append("\n| figure | value |\n|---|---|\n");
        foreach ((string name, double value) in comparison.Figures)
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {value:G3} |\n");
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
