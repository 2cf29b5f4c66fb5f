using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Figures;

/// <summary>A figure as a document.</summary>
internal sealed record FigureDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    long Seed,
    int Samples,
    int Instances,
    string Id,
    string Title,
    string Claim,
    bool? Supported,
    string Evidence,
    IReadOnlyList<FigureChartPart> Charts)
{
    /// <summary>The document as text.</summary>
    public static string Render(FigureContext context, Figure figure) =>
        DocumentContext.Render(new FigureDocument(
            DocumentParts.Schema("figure"),
            ProgramVersion.Text,
            context.Model,
            context.Sampling.Seed,
            context.Sampling.Samples,
            context.Sampling.Instances,
            figure.Id,
            figure.Title,
            figure.Claim,
            figure.IsSupported,
            figure.Evidence,
            [.. figure.Charts.Select(FigureChartPart.Of)]));
}

/// <summary>A chart in a document; the names of its axes are those of the picture.</summary>
internal sealed record FigureChartPart(
    string Id, string Title, string X, string Y, IReadOnlyList<FigureSeriesPart> Series, HeatPart? Heat)
{
    public static FigureChartPart Of(Chart chart) =>
        new(
            chart.Id,
            chart.Title,
            chart.X.Label,
            chart.Y.Label,
            [.. chart.Series.Select(series => new FigureSeriesPart(
                series.Name, [.. series.Points.Select(point => new FigurePointPart(point.X, point.Y, point.Error > 0 ? point.Error : null))]))],
            chart.Heat is { } heat ? new HeatPart(heat.X, heat.Y, heat.Values, heat.Label) : null);
}

internal sealed record FigureSeriesPart(string Name, IReadOnlyList<FigurePointPart> Points);

internal sealed record FigurePointPart(double X, double Y, double? StandardError);
