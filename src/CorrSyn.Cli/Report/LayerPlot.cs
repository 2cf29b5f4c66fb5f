using System.Text;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Report;

/// <summary>A quantity against the layer: the theory as a line, simulations as points with error bars.</summary>
/// <param name="Title">What is shown, in words.</param>
/// <param name="Axis">The label of the vertical axis, as SVG text.</param>
/// <param name="Scale">The vertical axis.</param>
/// <param name="Theory">The line.</param>
/// <param name="Series">The points.</param>
/// <param name="Height">The height of the whole, which is 560 wide.</param>
internal sealed record LayerPlot(
    string Title,
    string Axis,
    PlotScale Scale,
    IReadOnlyList<PlotPoint> Theory,
    IReadOnlyList<PlotSeries> Series,
    double Height)
{
    private const double Width = 560, Left = 74, Right = 14, Top = 14, Bottom = 52;

    // Points of one layer stand side by side within this share of the distance between layers.
    private const double Spread = 0.42;

    private int LastLayer => Theory[^1].Layer;

    private double Distance => (Width - Left - Right) / (LastLayer + 0.7);

    /// <summary>The plot as one SVG element.</summary>
    public string Render()
    {
        var svg = new StringBuilder();
        svg.Append(InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{HtmlText.Escape(Title)}\">\n");
        AddAxes(svg);
        IEnumerable<string> line = Theory
            .Where(point => !Scale.IsLogarithmic || point.Value > 0)
            .Select(point => string.Create(InvariantCulture, $"{X(point.Layer):F1},{Y(point.Value):F1}"));
        svg.Append(InvariantCulture, $"<polyline class=\"theory\" points=\"{string.Join(' ', line)}\"/>\n");

        // A level at each layer: points beside the line are compared with it.
        foreach (PlotPoint point in Theory.Where(point => !Scale.IsLogarithmic || point.Value > 0))
            svg.Append(InvariantCulture, $"<path class=\"level\" d=\"M{X(point.Layer - 0.31):F1},{Y(point.Value):F1}H{X(point.Layer + 0.31):F1}\"/>");
        svg.Append('\n');
        for (int number = 0; number < Series.Count; number++)
        {
            double shift = Series.Count < 2 ? 0 : Spread * ((double)number / (Series.Count - 1) - 0.5);
            AddPoints(svg, Series[number], shift);
        }

        svg.Append("</svg>");
        return svg.ToString();
    }

    private double X(double layer) => Left + Distance * (layer + 0.35);

    private double Y(double value) => Height - Bottom - (Height - Top - Bottom) * Scale.Height(value);

    private void AddAxes(StringBuilder svg)
    {
        double floor = Height - Bottom, edge = Width - Right;
        foreach (PlotTick tick in Scale.Ticks)
        {
            double y = Y(tick.Value);
            string style = tick.Label.Length > 0 ? "grid" : "grid minor";
            svg.Append(InvariantCulture, $"<path class=\"{style}\" d=\"M{Left:F1},{y:F1}H{edge:F1}\"/>");
            if (tick.Label.Length > 0)
                svg.Append(InvariantCulture, $"<text class=\"tick\" x=\"{Left - 8:F1}\" y=\"{y + 4.5:F1}\" text-anchor=\"end\">{tick.Label}</text>");
            svg.Append('\n');
        }

        svg.Append(InvariantCulture, $"<path class=\"axis\" d=\"M{Left:F1},{Top:F1}V{floor:F1}H{edge:F1}\"/>\n");
        int stride = 1 + LastLayer / 12;
        for (int layer = 0; layer <= LastLayer; layer += stride)
        {
            svg.Append(InvariantCulture, $"<path class=\"axis\" d=\"M{X(layer):F1},{floor:F1}v5\"/>");
            svg.Append(InvariantCulture, $"<text class=\"tick\" x=\"{X(layer):F1}\" y=\"{floor + 20:F1}\" text-anchor=\"middle\">{layer}</text>\n");
        }

        svg.Append(InvariantCulture, $"<text class=\"label\" x=\"{(Left + edge) / 2:F1}\" y=\"{Height - 8:F1}\" text-anchor=\"middle\">layer (0 is the input)</text>\n");
        svg.Append(InvariantCulture, $"<text class=\"label\" transform=\"translate(16 {(Top + floor) / 2:F1}) rotate(-90)\" text-anchor=\"middle\">{Axis}</text>\n");
    }

    private void AddPoints(StringBuilder svg, PlotSeries series, double shift)
    {
        svg.Append(InvariantCulture, $"<g class=\"{series.Style}\">\n");
        foreach (PlotPoint point in series.Points.Where(point => !Scale.IsLogarithmic || point.Value > 0))
        {
            double x = X(point.Layer + shift), y = Y(point.Value);
            double low = Y(point.Value - point.Error), high = Y(point.Value + point.Error);
            svg.Append(InvariantCulture, $"<path class=\"error\" d=\"M{x:F1},{low:F1}V{high:F1}M{x - 3:F1},{low:F1}h6M{x - 3:F1},{high:F1}h6\"/>");
            svg.Append(InvariantCulture, $"<path class=\"mark\" transform=\"translate({x:F1} {y:F1})\" d=\"{PlotSeries.Outline(series.Style)}\"/>\n");
        }

        svg.Append("</g>\n");
    }
}
