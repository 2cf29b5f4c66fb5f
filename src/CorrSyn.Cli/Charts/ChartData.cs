using System.Text.Json;
using System.Text.Json.Serialization;

namespace CorrSyn.Cli.Charts;

/// <summary>A chart as the script in the page reads it.</summary>
internal sealed record ChartDocument(
    string Title, double Height, bool HasLegend, ChartAxisPart X, ChartAxisPart Y, IReadOnlyList<ChartSeriesPart> Series, HeatPart? Heat)
{
    /// <summary>JSON that may stand inside a script element: it holds no '&lt;'.</summary>
    public static string Render(Chart chart) => JsonSerializer.Serialize(Of(chart), ChartContext.Default.ChartDocument);

    /// <summary>The chart with its ticks.</summary>
    public static ChartDocument Of(Chart chart)
    {
        (ChartScale horizontal, ChartScale vertical) = ChartScale.Of(chart);
        return new ChartDocument(
            chart.Title,
            chart.Height,
            chart.HasLegend,
            ChartAxisPart.Of(chart.X, horizontal),
            ChartAxisPart.Of(chart.Y, vertical),
            [.. chart.Series.Select(series => ChartSeriesPart.Of(chart, series))],
            chart.Heat is { } heat ? new HeatPart(heat.X, heat.Y, heat.Values, heat.Label) : null);
    }
}

/// <summary>An axis for the script, which finds the range itself where that is null.</summary>
internal sealed record ChartAxisPart(
    string Label,
    bool IsLogarithmic,
    bool IsWhole,
    IReadOnlyList<double> Ticks,
    IReadOnlyList<string> TickLabels,
    IReadOnlyList<double>? Range)
{
    public static ChartAxisPart Of(ChartAxis axis, ChartScale scale) =>
        new(
            axis.Label,
            axis.IsLogarithmic,
            axis.IsWhole,
            [.. scale.Ticks.Select(tick => tick.Value)],
            [.. scale.Ticks.Select(tick => tick.Label)],
            axis.Range == AxisRange.Unit ? [scale.Low, scale.High] : null);
}

/// <summary>A series for the script, in columns.</summary>
internal sealed record ChartSeriesPart(
    string Name,
    string Kind,
    string Colour,
    bool IsDashed,
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double> Error,
    IReadOnlyList<string> At)
{
    public static ChartSeriesPart Of(Chart chart, ChartSeries series)
    {
        ChartPoint[] points = [.. chart.Drawn(series)];
        string kind = series.Kind switch
        {
            SeriesKind.Line => "line",
            SeriesKind.Points => "points",
            SeriesKind.LineAndPoints => "both",
            _ => throw new ArgumentOutOfRangeException(nameof(series), series.Kind, "No such kind."),
        };
        return new ChartSeriesPart(
            series.Name,
            kind,
            series.Colour,
            series.IsDashed,
            [.. points.Select(point => point.X)],
            [.. points.Select(point => point.Y)],
            [.. points.Select(point => point.Error)],
            [.. points.Select(point => point.Words)]);
    }
}

/// <summary>A heat map for the script.</summary>
internal sealed record HeatPart(
    IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<IReadOnlyList<double?>> Z, string Label);

[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChartDocument))]
internal sealed partial class ChartContext : JsonSerializerContext;
