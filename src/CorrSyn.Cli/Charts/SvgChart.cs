using System.Text;
using CorrSyn.Cli.Output;
using CorrSyn.Cli.Report;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Charts;

/// <summary>A chart as SVG: in a page, coloured by its style sheet, or as a file of its own.</summary>
internal sealed class SvgChart
{
    private const double Width = 560, Left = 74, Right = 14, Top = 14, Bottom = 52, LegendLine = 20, LegendColumn = 236;

    private const int LegendColumns = 2;

    private static readonly string[] Shapes =
    [
        "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z",
        "M-3.5,-3.5h7v7h-7Z",
        "M0,-4.6L4.4,3.2H-4.4Z",
        "M0,4.6L4.4,-3.2H-4.4Z",
        "M-4,-1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7Z",
    ];

    private const string Diamond = "M0,-6.2L6.2,0L0,6.2L-6.2,0Z";

    private readonly Chart chart;
    private readonly ChartScale horizontal, vertical;
    private readonly StringBuilder svg = new();

    private SvgChart(Chart chart)
    {
        this.chart = chart;
        (horizontal, vertical) = ChartScale.Of(chart);
    }

    /// <summary>An element for a page that has the style sheet.</summary>
    public static string Element(Chart chart)
    {
        var picture = new SvgChart(chart);
        picture.svg.Append(InvariantCulture, $"<svg viewBox=\"0 0 {Width} {chart.Height}\" role=\"img\" aria-label=\"{HtmlText.Escape(chart.Title)}\">\n");
        picture.AddContents();
        return picture.svg.Append("</svg>").ToString();
    }

    /// <summary>A file of its own, with its legend in two columns; its title is for screen readers, since a caption will stand under it.</summary>
    public static string File(Chart chart)
    {
        var picture = new SvgChart(chart);
        double height = chart.Height + LegendLine * ((chart.Series.Count + 1) / LegendColumns) + 12;
        picture.svg.Append(InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" width=\"{Width}\" height=\"{height}\" role=\"img\">\n");
        picture.svg.Append(InvariantCulture, $"<title>{HtmlText.Escape(chart.Title)}</title>\n<style>\n{ReportStyle.Figure}\n</style>\n");
        picture.svg.Append(InvariantCulture, $"<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        picture.AddContents();
        for (int number = 0; number < chart.Series.Count; number++)
        {
            double x = Left + 14 + LegendColumn * (number % LegendColumns), y = chart.Height + 10 + LegendLine * (number / LegendColumns);
            picture.svg.Append(InvariantCulture, $"<g transform=\"translate({x} {y})\">{Key(chart.Series[number])}<text class=\"tick\" x=\"24\" y=\"4.5\">{HtmlText.Escape(chart.Series[number].Name)}</text></g>\n");
        }

        return picture.svg.Append("</svg>\n").ToString();
    }

    /// <summary>The sign of a series in a legend, about the origin and 28 wide.</summary>
    public static string Key(ChartSeries series)
    {
        string line = series.Kind == SeriesKind.Points ? "" : $"<path class=\"line{Dash(series)}\" d=\"M-13,0H13\"/>";
        string mark = series.Kind == SeriesKind.Line ? ""
            : $"{(series.Points.Any(point => point.Error > 0) ? "<path class=\"error\" d=\"M0,-8V8\"/>" : "")}<path class=\"mark\" d=\"{Shape(series)}\"/>";
        return $"<g class=\"{series.Colour}\">{line}{mark}</g>";
    }

    private static string Dash(ChartSeries series) => series.IsDashed ? " dashed" : "";

    private static string Shape(ChartSeries series) =>
        series.Colour[0] == 'w' ? Shapes[series.Colour[1] - '0'] : Diamond;

    private double X(double value) => Left + (Width - Left - Right) * horizontal.Place(value);

    private double Y(double value) => chart.Height - Bottom - (chart.Height - Top - Bottom) * vertical.Place(value);

    private void AddContents()
    {
        if (chart.Heat is { } heat)
            AddHeat(heat);
        AddAxes();
        foreach (ChartSeries series in chart.Series)
            AddSeries(series);
    }

    private void AddAxes()
    {
        double floor = chart.Height - Bottom, edge = Width - Right;
        foreach (ChartTick tick in vertical.Ticks)
        {
            double y = Y(tick.Value);
            string style = tick.Label.Length > 0 ? "grid" : "grid minor";
            svg.Append(InvariantCulture, $"<path class=\"{style}\" d=\"M{Left:F1},{y:F1}H{edge:F1}\"/>");
            if (tick.Label.Length > 0)
                svg.Append(InvariantCulture, $"<text class=\"tick\" x=\"{Left - 8:F1}\" y=\"{y + 4.5:F1}\" text-anchor=\"end\">{tick.Label}</text>");
            svg.Append('\n');
        }

        svg.Append(InvariantCulture, $"<path class=\"axis\" d=\"M{Left:F1},{Top:F1}V{floor:F1}H{edge:F1}\"/>\n");
        foreach (ChartTick tick in horizontal.Ticks)
        {
            svg.Append(InvariantCulture, $"<path class=\"axis\" d=\"M{X(tick.Value):F1},{floor:F1}v{(tick.Label.Length > 0 ? 5 : 3)}\"/>");
            svg.Append(InvariantCulture, $"<text class=\"tick\" x=\"{X(tick.Value):F1}\" y=\"{floor + 20:F1}\" text-anchor=\"middle\">{tick.Label}</text>\n");
        }

        svg.Append(InvariantCulture, $"<text class=\"label\" x=\"{(Left + edge) / 2:F1}\" y=\"{chart.Height - 8:F1}\" text-anchor=\"middle\">{HtmlText.Escape(chart.X.Label)}</text>\n");
        svg.Append(InvariantCulture, $"<text class=\"label\" transform=\"translate(16 {(Top + floor) / 2:F1}) rotate(-90)\" text-anchor=\"middle\">{HtmlText.Escape(chart.Y.Label)}</text>\n");
    }

    private void AddSeries(ChartSeries series)
    {
        svg.Append(InvariantCulture, $"<g class=\"{series.Colour}\">\n");
        ChartPoint[] points = [.. chart.Drawn(series)];
        if (series.Kind != SeriesKind.Points)
        {
            IEnumerable<string> line = points.Select(point => string.Create(InvariantCulture, $"{X(point.X):F1},{Y(point.Y):F1}"));
            svg.Append(InvariantCulture, $"<polyline class=\"line{Dash(series)}\" points=\"{string.Join(' ', line)}\"/>\n");
        }

        foreach (ChartPoint point in series.Kind == SeriesKind.Line ? [] : points)
        {
            double x = X(point.X), y = Y(point.Y);
            if (point.Error > 0)
            {
                double low = Y(point.Y - point.Error), high = Y(point.Y + point.Error);
                svg.Append(InvariantCulture, $"<path class=\"error\" d=\"M{x:F1},{low:F1}V{high:F1}M{x - 3:F1},{low:F1}h6M{x - 3:F1},{high:F1}h6\"/>");
            }

            svg.Append(InvariantCulture, $"<path class=\"mark\" transform=\"translate({x:F1} {y:F1})\" d=\"{Shape(series)}\"><title>{HtmlText.Escape(point.Words)}</title></path>\n");
        }

        svg.Append("</g>\n");
    }

    private void AddHeat(HeatMap heat)
    {
        double[] known = [.. heat.Values.SelectMany(row => row).Where(value => value is not null).Select(value => value!.Value)];
        double low = known.DefaultIfEmpty(0).Min(), high = Math.Max(known.DefaultIfEmpty(1).Max(), low + 1e-300);
        for (int row = 0; row < heat.Y.Count; row++)
        {
            for (int column = 0; column < heat.X.Count; column++)
            {
                (double left, double right) = Cell(heat.X, column, X);
                (double bottom, double top) = Cell(heat.Y, row, Y);
                string colour = heat.Values[row][column] is { } value ? HeatColour.Of((value - low) / (high - low)) : "none";
                svg.Append(InvariantCulture, $"<rect x=\"{left:F1}\" y=\"{top:F1}\" width=\"{right - left + 0.3:F1}\" height=\"{bottom - top + 0.3:F1}\" fill=\"{colour}\"/>\n");
            }
        }

        svg.Append(InvariantCulture, $"<text class=\"tick\" x=\"{Width - Right:F1}\" y=\"{Top - 3:F1}\" text-anchor=\"end\">{HtmlText.Escape(heat.Label)}: {NumberText.Significant(low, 3)} (dark) to {NumberText.Significant(high, 3)} (bright)</text>\n");
    }

    // Half way to the neighbours.
    private static (double From, double To) Cell(IReadOnlyList<double> values, int index, Func<double, double> place)
    {
        double at = place(values[index]);
        double before = index > 0 ? (place(values[index - 1]) + at) / 2 : at;
        double after = index + 1 < values.Count ? (place(values[index + 1]) + at) / 2 : at;
        return (before, after);
    }
}
