using System.Text;
using CorrSyn.Cli.Output;
using CorrSyn.Comparison;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>Every row of the comparison as an HTML table.</summary>
internal static class ComparisonTable
{
    /// <summary>The table.</summary>
    public static string Render(VerificationReport report)
    {
        var html = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr><th>layer</th><th class=\"left\">quantity</th><th>theory</th><th colspan=\"2\">extrapolated</th><th><i>z</i></th><th class=\"left\"></th>");
        foreach (SimulationResult simulation in report.Simulations)
            html.Append(InvariantCulture, $"<th colspan=\"2\"><i>N</i> = {simulation.Spec.Width}</th>");
        html.Append("<th>finite size</th></tr></thead>\n");
        foreach (IGrouping<int, AgreementRow> layer in report.Agreement.Rows.GroupBy(row => row.Layer))
        {
            html.Append("<tbody class=\"group\">\n");
            foreach (AgreementRow row in layer)
                AddRow(html, report, row, isFirst: row == layer.First(), layer.Count());
            html.Append("</tbody>\n");
        }

        return html.Append("</table></div>\n").ToString();
    }

    private static void AddRow(StringBuilder html, VerificationReport report, AgreementRow row, bool isFirst, int count)
    {
        bool isFar = report.Agreement.OutOfReach.Contains(row);
        bool isBad = !isFar && Math.Abs(row.Z) > report.Agreement.Threshold;
        html.Append(isBad ? "<tr class=\"bad\">" : isFar ? "<tr class=\"far\">" : "<tr>");
        if (isFirst)
            html.Append(InvariantCulture, $"<th rowspan=\"{count}\">{row.Layer}</th>");
        html.Append(InvariantCulture, $"<td class=\"left\">{HtmlText.Formula(VerificationText.Symbol(row.Quantity))}</td>");
        html.Append(InvariantCulture, $"<td>{NumberText.Significant(row.Theory).Replace('-', '\u2212')}</td>");
        AddEstimate(html, row.Simulated, row.StandardError);
        html.Append(InvariantCulture, $"<td>{NumberText.Deviation(row.Z).Replace('-', '\u2212')}</td>");
        html.Append(InvariantCulture, $"<td class=\"left\">{(isBad ? "differs" : isFar ? "out of reach" : "")}</td>");
        foreach (SimulationResult simulation in report.Simulations)
        {
            Estimate? estimate = SimulatedAverage.Of(simulation, row.Layer, row.Quantity);
            AddEstimate(html, estimate?.Mean, estimate?.StandardError);
        }

        html.Append(InvariantCulture, $"<td>{NumberText.Significant(100 * row.Correction, 2)} %</td></tr>\n");
    }

    private static void AddEstimate(StringBuilder html, double? mean, double? error)
    {
        string text = mean is { } value ? NumberText.WithError(value, error).Replace('-', '\u2212') : "undefined";
        string[] parts = text.Split(" +\u2212 ");
        html.Append(
            parts.Length < 2 ? $"<td>{text}</td><td></td>"
            : text[0] == '(' ? $"<td colspan=\"2\" class=\"one\">{parts[0]} \u00b1 {parts[1]}</td>"
            : $"<td>{parts[0]}</td><td class=\"pm\">\u00b1 {parts[1]}</td>");
    }
}
