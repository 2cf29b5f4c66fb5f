using System.Text.Json.Serialization;

namespace CorrSyn.Cli.Output;

/// <summary>What `corrsyn fixed-points --json` prints.</summary>
internal sealed record FixedPointsDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    IReadOnlyList<FixedPointPart> FixedPoints,
    ReachedPart Reached,
    IReadOnlyList<DecayLayer> Decay,
    MapValidity Validity)
{
    /// <summary>The document as text.</summary>
    public static string Render(FixedPointReport report) =>
        DocumentContext.Render(new FixedPointsDocument(
            DocumentParts.Schema("fixed-points"),
            ProgramVersion.Text,
            ModelDescription.Of(report.Spec),
            [.. report.FixedPoints.Select(FixedPointPart.Of)],
            new ReachedPart(
                FixedPointPart.Outcome(report.Destination.Outcome), report.Destination.Index, report.Destination.Layer),
            report.Decay,
            report.Validity));
}

/// <summary>A fixed point in a document; numbers that do not exist are null.</summary>
internal sealed record FixedPointPart(
    double K1,
    double K2,
    double Q,
    double? NSigma,
    double? Dimension,
    double Residual,
    int Iterations,
    IReadOnlyList<double?> Eigenvalues,
    bool IsStable,
    string Stability,
    DepthScalePart DepthScale,
    MultiplierPart Multipliers,
    double TotalVariance,
    double? K2Ratio,
    double? NSigmaRatio,
    double? NSigmaRatioIncrement)
{
    public static FixedPointPart Of(FixedPointState point) =>
        new(
            point.K1,
            point.K2,
            point.Q,
            point.NSigma,
            point.Dimension,
            point.Residual,
            point.Iterations,
            point.Eigenvalues,
            point.IsStable,
            StabilityName(point.Stability),
            new DepthScalePart(point.DepthScale.Length, point.DepthScale.K1, point.DepthScale.NSigma),
            new MultiplierPart(point.Multipliers.Length, point.Multipliers.Overlap, point.Multipliers.NSigma),
            point.TotalVariance,
            point.K2Ratio,
            point.NSigmaRatio,
            point.NSigmaRatioIncrement);

    public static string StabilityName(FixedPointStability stability) =>
        stability switch
        {
            FixedPointStability.Stable => "stable",
            FixedPointStability.Unstable => "unstable",
            FixedPointStability.Marginal => "marginal",
            _ => throw new ArgumentOutOfRangeException(nameof(stability), stability, "No such stability."),
        };

    public static string Outcome(FixedPointOutcome outcome) =>
        outcome switch
        {
            FixedPointOutcome.FixedPoint => "fixed point",
            FixedPointOutcome.Diverges => "diverges",
            FixedPointOutcome.Undecided => "undecided",
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
        };
}

internal sealed record DepthScalePart(double? Length, double? K1, double? NSigma);

internal sealed record MultiplierPart(double Length, double? Overlap, double? NSigma);

/// <summary>Where the layers of the model end; the index counts from 0.</summary>
internal sealed record ReachedPart(string Outcome, int? Index, int Layer);

/// <summary>What `corrsyn phase-diagram --json` prints.</summary>
internal sealed record PhaseDiagramDocument(
    string Schema,
    string Version,
    ModelDescription Model,
    IReadOnlyList<double> Gains,
    IReadOnlyList<double> BiasVariances,
    IReadOnlyList<PhasePointPart> Points,
    IReadOnlyList<CriticalLinePart> CriticalLines,
    MapValidity Validity)
{
    /// <summary>The document as text.</summary>
    public static string Render(PhaseDiagramReport report) =>
        DocumentContext.Render(new PhaseDiagramDocument(
            DocumentParts.Schema("phase-diagram"),
            ProgramVersion.Text,
            ModelDescription.Of(report.Spec),
            report.Settings.Gains,
            report.Settings.BiasVariances,
            [.. report.Points.Select(point => new PhasePointPart(
                point.Gain, point.BiasVariance, [.. point.FixedPoints.Select(FixedPointPart.Of)], point.Failure?.Message))],
            [.. report.CriticalLines.Select(line => new CriticalLinePart(
                line.BiasVariance,
                [.. line.Points.Select(point => new CriticalPointPart(
                    point.Gain, KindName(point.Kind), point.TotalVariance, point.Residual))],
                line.Failure?.Message))],
            report.Validity));

    public static string KindName(CriticalPointKind kind) =>
        kind switch
        {
            CriticalPointKind.Overlap => "overlap",
            CriticalPointKind.Length => "length",
            CriticalPointKind.Growth => "growth",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
        };
}

internal sealed record PhasePointPart(
    double Gain,
    double BiasVariance,
    IReadOnlyList<FixedPointPart> FixedPoints,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);

internal sealed record CriticalLinePart(
    double BiasVariance,
    IReadOnlyList<CriticalPointPart> Gains,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error);

internal sealed record CriticalPointPart(double Gain, string Kind, double? TotalVariance, double Residual);
