using CorrSyn.Cli.Report;

namespace CorrSyn.Cli.Charts;

/// <summary>A chart in a page: a static picture, which print and pages without scripts show, the data that the script draws
/// over it, and its numbers.</summary>
internal static class ChartFigure
{
    /// <summary>The figure.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="caption">A sentence under it, as HTML; empty for none.</param>
    public static string Render(Chart chart, string caption = "") =>
        $"""
        <figure class="chart" id="{chart.Id}">
        <div class="static">{SvgChart.Element(chart)}{(chart.HasLegend ? Legend(chart.Series) : "")}</div>
        <script type="application/json">{ChartDocument.Render(chart)}</script>
        {(caption.Length == 0 ? "" : $"<figcaption>{caption}</figcaption>")}
        <details class="numbers"><summary>numbers: {HtmlText.Escape(chart.Title)}</summary>
        <button type="button" hidden data-copies="{chart.Id}-csv">copy as CSV</button>
        <pre id="{chart.Id}-csv" tabindex="0">{HtmlText.Escape(ChartTable.Csv(chart))}</pre>
        </details>
        </figure>
        """;

    /// <summary>The entries of a legend that several charts share.</summary>
    public static string Legend(IEnumerable<ChartSeries> series) =>
        $"<ul class=\"legend\">\n{string.Join('\n', series.Select(each => $"<li><svg viewBox=\"-14 -9 28 18\" aria-hidden=\"true\">{SvgChart.Key(each)}</svg>{HtmlText.Escape(each.Name)}</li>"))}\n</ul>";
}
