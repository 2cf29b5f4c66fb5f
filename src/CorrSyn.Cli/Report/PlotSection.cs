using System.Text;
using CorrSyn.Simulation.Estimation;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>The pictures of a report, with their legend.</summary>
internal static class PlotSection
{
    private const double Tall = 370, Flat = 250;

    private const string Dimension = "<tspan class=\"math\"><tspan class=\"i\">D</tspan>/<tspan class=\"i\">N</tspan></tspan>";

    private const string Correlations = "<tspan class=\"math\"><tspan class=\"i\">N</tspan> \u03a3</tspan>";

    /// <summary>D/N and N Sigma against the layer, and below them how far the simulations are from the theory.</summary>
    public static string Render(VerificationReport report)
    {
        PlotSeries[] dimension = Series(report, LayerQuantity.Dimension);
        PlotSeries[] correlations = Series(report, LayerQuantity.NSigma);
        PlotPoint[] dimensionTheory = [.. report.Theory.Layers.Select(layer => new PlotPoint(layer.Layer, layer.Dimension, 0))];
        PlotPoint[] correlationTheory = [.. report.Theory.Layers.Select(layer => new PlotPoint(layer.Layer, layer.NSigma, 0))];
        LayerPlot[] plots =
        [
            new("Normalised dimensionality against the layer", $"dimensionality {Dimension}",
                PlotScale.Linear(Values(dimensionTheory, dimension)), dimensionTheory, dimension, Tall),
            new("Neural correlations against the layer, logarithmic", $"neural correlations {Correlations} (log)",
                PlotScale.Logarithmic(Values(correlationTheory, correlations)), correlationTheory, correlations, Tall),
            Difference($"{Dimension} against theory, %", "dimensionality", dimensionTheory, dimension),
            Difference($"{Correlations} against theory, %", "neural correlations", correlationTheory, correlations),
        ];
        return $"""
            {Legend(dimension)}
            <div class="plots">
            {string.Join('\n', plots.Select(plot => $"<figure>{plot.Render()}</figure>"))}
            </div>
            <p class="note">Bars are one standard error. Points at one layer are set side by side, about the level that the theory predicts. The lower pictures show simulated / theory &minus; 1: finite networks differ, their extrapolation should not.</p>

            """;
    }

    private static LayerPlot Difference(
        string axis, string name, PlotPoint[] theory, PlotSeries[] series)
    {
        PlotSeries[] relative = [.. series.Select(each => each with
        {
            Points = [.. each.Points
                .Where(point => theory[point.Layer].Value > 0)
                .Select(point => Percent(point, theory[point.Layer].Value))],
        })];
        double[] ends = [.. relative.SelectMany(each => each.Points).Select(point => Math.Abs(point.Value) + point.Error)];
        PlotPoint[] zero = [.. theory.Select(point => new PlotPoint(point.Layer, 0, 0))];
        return new LayerPlot(
            $"Relative difference of simulated and predicted {name} against the layer", axis,
            PlotScale.Symmetric(ends), zero, relative, Flat);
    }

    private static PlotPoint Percent(PlotPoint point, double theory) =>
        new(point.Layer, 100 * (point.Value / theory - 1), 100 * point.Error / theory);

    private static double[] Values(IEnumerable<PlotPoint> theory, IEnumerable<PlotSeries> series) =>
        [.. theory.Concat(series.SelectMany(each => each.Points)).Select(point => point.Value)];

    private static PlotSeries[] Series(VerificationReport report, LayerQuantity quantity) =>
        [
            .. report.Simulations.Select((simulation, number) => new PlotSeries(
                $"<i>N</i> = {simulation.Spec.Width.ToString(InvariantCulture)}",
                PlotSeries.StyleOf(number),
                [.. simulation.Layers
                    .Select(layer => (layer.Layer, Estimate: SimulatedAverage.Of(simulation, layer.Layer, quantity)))
                    .Where(point => point.Estimate is not null)
                    .Select(point => new PlotPoint(
                        point.Layer, point.Estimate!.Value.Mean, point.Estimate.Value.StandardError ?? 0))])),
            new PlotSeries(
                "extrapolated to <i>N</i> \u2192 \u221e",
                PlotSeries.Limit,
                [.. report.Agreement.Rows
                    .Where(row => row.Quantity == quantity)
                    .Select(row => new PlotPoint(row.Layer, row.Simulated, row.StandardError))]),
        ];

    private static string Legend(IEnumerable<PlotSeries> series)
    {
        var html = new StringBuilder("<ul class=\"legend\">\n");
        html.Append("<li><svg viewBox=\"-14 -9 28 18\"><path class=\"level\" d=\"M-13,0H13\"/></svg>theory, <i>N</i> \u2192 \u221e</li>\n");
        foreach (PlotSeries each in series)
        {
            html.Append(InvariantCulture, $"<li><svg viewBox=\"-14 -9 28 18\"><g class=\"{each.Style}\"><path class=\"error\" d=\"M0,-8V8\"/><path class=\"mark\" d=\"{PlotSeries.Outline(each.Style)}\"/></g></svg>{each.Name}</li>\n");
        }

        return html.Append("</ul>").ToString();
    }
}
