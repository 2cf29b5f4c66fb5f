namespace CorrSyn.Cli.Report;

/// <summary>A value with its error at one layer.</summary>
internal readonly record struct PlotPoint(int Layer, double Value, double Error);

/// <summary>Points of one kind.</summary>
/// <param name="Name">The entry of the legend, as HTML.</param>
/// <param name="Style">The class that colours it, and its shape: w0, w1, ... or limit.</param>
/// <param name="Points">The points.</param>
internal sealed record PlotSeries(string Name, string Style, IReadOnlyList<PlotPoint> Points)
{
    private static readonly string[] Shapes =
    [
        "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0Z",
        "M-3.5,-3.5h7v7h-7Z",
        "M0,-4.6L4.4,3.2H-4.4Z",
        "M0,4.6L4.4,-3.2H-4.4Z",
        "M-4,-1.3h2.7v-2.7h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7Z",
    ];

    /// <summary>The style of the extrapolation.</summary>
    public const string Limit = "limit";

    /// <summary>The style of the width with that number; there are more widths than colours at times.</summary>
    public static string StyleOf(int number) => $"w{number % Shapes.Length}";

    /// <summary>The outline of a marker about the origin; shapes differ as well as colours.</summary>
    public static string Outline(string style) =>
        style == Limit ? "M0,-6.2L6.2,0L0,6.2L-6.2,0Z" : Shapes[int.Parse(style.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)];
}
