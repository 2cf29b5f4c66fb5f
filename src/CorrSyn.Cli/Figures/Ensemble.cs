using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Figures;

/// <summary>Weights to compare in a figure.</summary>
/// <param name="Name">As the legend calls them.</param>
/// <param name="Colour">Of their line and points.</param>
/// <param name="Weights">The ensemble.</param>
/// <param name="Correlation">r; null for ensembles without one.</param>
internal sealed record Ensemble(string Name, string Colour, string Weights, double? Correlation)
{
    /// <summary>Orthogonal weights.</summary>
    public static Ensemble Orthogonal { get; } = new("orthogonal", ChartSeries.Ink, "orthogonal", null);

    /// <summary>Orthogonal weights, and those of an ensemble with r = 0, 0.5, 1 and 2.</summary>
    public static IReadOnlyList<Ensemble> All(string weights) =>
        [Orthogonal, .. new[] { 0, 0.5, 1, 2 }.Select((r, number) => Of(weights, r, number))];

    /// <summary>The model with these weights.</summary>
    public ModelDescription Applied(ModelDescription model) => model with { Weights = Weights, Correlation = Correlation };

    private static Ensemble Of(string weights, double correlation, int number) =>
        new($"{weights}, r = {NumberText.Full(correlation)}", ChartSeries.ColourOf(number), weights, correlation);

    /// <summary>The theory as a line and, if there are any, the simulation as points.</summary>
    /// <param name="theory">The line.</param>
    /// <param name="points">The points.</param>
    public IEnumerable<ChartSeries> Series(IReadOnlyList<ChartPoint> theory, IReadOnlyList<ChartPoint> points)
    {
        yield return new ChartSeries($"{Name}, theory", SeriesKind.Line, Colour, theory);
        if (points.Count > 0)
            yield return new ChartSeries($"{Name}, simulation", SeriesKind.Points, Colour, points);
    }
}
