using System.Text;
using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Comparison;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>What synaptic correlations of three exponents do to the first layer.</summary>
internal static class ScalingSection
{
    // Half of a 95 % interval in units of the error.
    private const double Normal95 = 1.96;

    private static readonly string[] Meanings =
        ["grows without bound", "stays: the only choice that neither diverges nor vanishes", "vanishes"];

    /// <summary>The picture.</summary>
    public static Chart Chart(IReadOnlyList<ScalingSeries> series) =>
        new(
            "scaling",
            "N \u03a3 of layer 1 less that of independent synapses, against the width, for three exponents",
            new ChartAxis("width N", AxisRange.Logarithmic),
            new ChartAxis("N \u03a3(r) \u2212 N \u03a3(0), layer 1", AxisRange.Logarithmic),
            [.. series.SelectMany((each, number) => Both(each, number))]);

    /// <summary>The picture with the fitted exponents.</summary>
    public static string Render(IReadOnlyList<ScalingSeries> series)
    {
        var html = new StringBuilder();
        html.Append(InvariantCulture, $"<p>The derivation says {HtmlText.Formula("rho = r N^(-1/2)")}. Here the first layer is sampled with {HtmlText.Formula("rho = r N^(-gamma)")} for three values of <i>\u03b3</i>, each network beside the same network without correlations.</p>\n");
        html.Append(InvariantCulture, $"<div class=\"plots\">\n{ChartFigure.Render(Chart(series))}\n</div>\n");
        html.Append("<div class=\"wide\"><table><thead><tr><th><i>\u03b3</i></th><th>fitted power of <i>N</i></th><th>95 % interval</th><th>expected</th><th><i>z</i></th><th class=\"left\">the correlated part</th></tr></thead><tbody>\n");
        foreach ((ScalingSeries each, string meaning) in series.Zip(Meanings))
        {
            string fitted = each is { Slope: { } slope, StandardError: { } error }
                ? $"<td>{Signed(slope)}</td><td>{Signed(slope - Normal95 * error)} to {Signed(slope + Normal95 * error)}</td>"
                : "<td>lost in noise</td><td></td>";
            string deviation = each.Z is { } z ? NumberText.Deviation(z).Replace('-', '\u2212') : "";
            html.Append(InvariantCulture, $"<tr><td>{NumberText.Full(each.Gamma)}</td>{fitted}<td>{Signed(each.Expected)}</td><td>{deviation}</td><td class=\"left\">{meaning}</td></tr>\n");
        }

        html.Append("</tbody></table></div>\n<p class=\"note\">Points: pairs of networks with common random numbers, with one standard error. Lines: the layer map. The fit is a straight line between the logarithms; corrections of finite width, which are largest at small <i>N</i>, are not part of it. This picture illustrates the derivation and is no part of the verdict.</p>\n");
        return html.ToString();
    }

    private static string Signed(double value) => value.ToString("0.000", InvariantCulture).Replace('-', '\u2212');

    private static ChartSeries[] Both(ScalingSeries series, int number)
    {
        string gamma = NumberText.Full(series.Gamma);
        return
        [
            new ChartSeries(
                $"theory, \u03b3 = {gamma}",
                SeriesKind.Line,
                ChartSeries.ColourOf(number),
                [.. series.Points.Select(point => new ChartPoint(
                    point.Width, point.Theory, 0, $"\u03b3 = {gamma}, N = {point.Width.ToString(InvariantCulture)}, theory"))],
                IsDashed: true),
            new ChartSeries(
                $"simulation, \u03b3 = {gamma}",
                SeriesKind.Points,
                ChartSeries.ColourOf(number),
                [.. series.Points.Select(point => new ChartPoint(
                    point.Width, point.Difference, point.StandardError, $"\u03b3 = {gamma}, N = {point.Width.ToString(InvariantCulture)}"))]),
        ];
    }
}
