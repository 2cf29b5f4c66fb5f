using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Charts;

/// <summary>How a series is drawn.</summary>
internal enum SeriesKind
{
    /// <summary>A line through the points.</summary>
    Line,

    /// <summary>Markers, with error bars where there are errors.</summary>
    Points,

    /// <summary>Both.</summary>
    LineAndPoints,
}

/// <summary>A point of a chart.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">The value.</param>
/// <param name="Error">One standard error of the value; 0 for none.</param>
/// <param name="At">What the point is, in words; null for its numbers alone.</param>
internal readonly record struct ChartPoint(double X, double Y, double Error = 0, string? At = null)
{
    /// <summary>What is said of the point: what it is, and its value.</summary>
    public string Words =>
        $"{At ?? NumberText.Significant(X)}: {NumberText.WithError(Y, Error > 0 ? Error : null).Replace("+-", "\u00b1", StringComparison.Ordinal)}";
}

/// <summary>Points of one kind.</summary>
/// <param name="Name">The entry of the legend.</param>
/// <param name="Kind">How it is drawn.</param>
/// <param name="Colour">The custom property of the style sheet that colours it: ink, limit, or w0 to w4.</param>
/// <param name="Points">The points.</param>
/// <param name="IsDashed">Whether its line is.</param>
internal sealed record ChartSeries(
    string Name, SeriesKind Kind, string Colour, IReadOnlyList<ChartPoint> Points, bool IsDashed = false)
{
    /// <summary>How many colours tell series apart.</summary>
    public const int ColourCount = 5;

    /// <summary>The colour of what is not one of several: a theory.</summary>
    public const string Ink = "ink";

    /// <summary>The colour of the extrapolation to infinite width.</summary>
    public const string Limit = "limit";

    /// <summary>The colour of the series with that number; there are more series than colours at times.</summary>
    public static string ColourOf(int number) => $"w{number % ColourCount}";
}

/// <summary>What an axis range is made of.</summary>
internal enum AxisRange
{
    /// <summary>From 0 to above all values.</summary>
    FromZero,

    /// <summary>From 0 to just above 1, whatever the values: pictures that follow one another keep their scale.</summary>
    Unit,

    /// <summary>Just around all values.</summary>
    Close,

    /// <summary>0 in the middle.</summary>
    Symmetric,

    /// <summary>Decades around all values above 0.</summary>
    Logarithmic,
}

/// <summary>An axis.</summary>
/// <param name="Label">What it shows.</param>
/// <param name="Range">What it spans.</param>
/// <param name="IsWhole">Whether only whole numbers occur, such as layers.</param>
internal sealed record ChartAxis(string Label, AxisRange Range, bool IsWhole = false)
{
    /// <summary>The layers of a network.</summary>
    public static ChartAxis Layers { get; } = new("layer (0 is the input)", AxisRange.Close, IsWhole: true);

    /// <summary>Whether decades are equally long.</summary>
    public bool IsLogarithmic => Range == AxisRange.Logarithmic;
}

/// <summary>Values over a grid, in the place of series or under them.</summary>
/// <param name="X">The columns.</param>
/// <param name="Y">The rows.</param>
/// <param name="Values">Row by row; null where there is none.</param>
/// <param name="Label">What the colours show.</param>
internal sealed record HeatMap(
    IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double?>> Values, string Label);

/// <summary>A picture as data, to be drawn by any of the printers in this folder.</summary>
/// <param name="Id">A name of letters and hyphens, unique on a page.</param>
/// <param name="Title">What is shown, in words.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Series">The series, the lowest first.</param>
/// <param name="Heat">Colours under them; null for none.</param>
internal sealed record Chart(
    string Id, string Title, ChartAxis X, ChartAxis Y, IReadOnlyList<ChartSeries> Series, HeatMap? Heat = null)
{
    /// <summary>The height in pixels where the width is 560.</summary>
    public double Height { get; init; } = 370;

    /// <summary>Whether it has a legend of its own; several charts may share one.</summary>
    public bool HasLegend { get; init; } = true;

    /// <summary>The points that can be drawn: logarithmic axes have no place for 0.</summary>
    public IEnumerable<ChartPoint> Drawn(ChartSeries series) =>
        series.Points.Where(point => (!X.IsLogarithmic || point.X > 0) && (!Y.IsLogarithmic || point.Y > 0));
}
