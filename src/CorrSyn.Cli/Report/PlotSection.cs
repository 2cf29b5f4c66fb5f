using System.Text;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The pictures of a report, with their legend.</summary>
internal static class PlotSection
{
    /// <summary>D/N and N Sigma against the layer.</summary>
    public static string Render(VerificationReport report)
    {
        LayerPlot dimension = Plot(
            report,
            LayerQuantity.Dimension,
            "Normalised dimensionality against the layer",
            "dimensionality <tspan class=\"math\"><tspan class=\"i\">D</tspan>/<tspan class=\"i\">N</tspan></tspan>",
            PlotScale.Linear);
        LayerPlot correlations = Plot(
            report,
            LayerQuantity.NSigma,
            "Neural correlations against the layer, logarithmic",
            "neural correlations <tspan class=\"math\"><tspan class=\"i\">N</tspan> \u03a3</tspan> (log scale)",
            PlotScale.Logarithmic);
        return $"""
            {Legend(dimension.Series)}
            <div class="plots">
            <figure>{dimension.Render()}</figure>
            <figure>{correlations.Render()}</figure>
            </div>
            <p class="note">Bars are one standard error. Points at one layer are set side by side to keep them apart.</p>

            """;
    }

    private static LayerPlot Plot(
        VerificationReport report,
        LayerQuantity quantity,
        string title,
        string axis,
        Func<IReadOnlyList<double>, PlotScale> scale)
    {
        PlotPoint[] theory = [.. report.Theory.Layers.Select(layer => new PlotPoint(
            layer.Layer, quantity == LayerQuantity.Dimension ? layer.Dimension : layer.NSigma, 0))];
        PlotSeries[] series =
        [
            .. report.Simulations.Select((simulation, number) => new PlotSeries(
                $"<i>N</i> = {simulation.Spec.Width.ToString(InvariantCulture)}",
                PlotSeries.StyleOf(number),
                [.. simulation.Layers
                    .Select(layer => (layer.Layer, Estimate: SimulatedAverage.Of(simulation, layer.Layer, quantity)))
                    .Where(point => point.Estimate is not null)
                    .Select(point => new PlotPoint(
                        point.Layer, point.Estimate!.Value.Mean, point.Estimate.Value.StandardError ?? 0))])),
            new PlotSeries("extrapolated to <i>N</i> \u2192 \u221e", PlotSeries.Limit, Limits(report, quantity)),
        ];
        double[] values = [.. theory.Concat(series.SelectMany(each => each.Points)).Select(point => point.Value)];
        return new LayerPlot(title, axis, scale(values), theory, series);
    }

    private static PlotPoint[] Limits(VerificationReport report, LayerQuantity quantity) =>
        [.. report.Agreement.Rows
            .Where(row => row.Quantity == quantity)
            .Select(row => new PlotPoint(row.Layer, row.Simulated, row.StandardError))];

    private static string Legend(IEnumerable<PlotSeries> series)
    {
        var html = new StringBuilder("<ul class=\"legend\">\n");
        html.Append("<li><svg viewBox=\"-14 -9 28 18\"><path class=\"theory\" d=\"M-13,0H13\"/></svg>theory, <i>N</i> \u2192 \u221e</li>\n");
        foreach (PlotSeries each in series)
        {
            html.Append(InvariantCulture, $"<li><svg viewBox=\"-14 -9 28 18\"><g class=\"{each.Style}\"><path class=\"error\" d=\"M0,-8V8\"/><path class=\"mark\" d=\"{PlotSeries.Outline(each.Style)}\"/></g></svg>{each.Name}</li>\n");
        }

        return html.Append("</ul>").ToString();
    }
}
