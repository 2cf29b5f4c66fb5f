using CorrSyn.Numeric.FixedPoints;

namespace CorrSyn;

/// <summary>Whether the layer map returns to a fixed point after a small deviation.</summary>
public enum FixedPointStability
{
    /// <summary>Every multiplier is below 1 in size.</summary>
    Stable,

    /// <summary>A multiplier is above 1 in size.</summary>
    Unstable,

    /// <summary>The largest multiplier is 1, to the accuracy that it is known with.</summary>
    Marginal,
}

/// <summary>By how much deviations from a fixed point grow a layer; null where that has no bound, since the activation
/// jumps.</summary>
/// <param name="Length">Of K1 + Q, which moves by itself.</param>
/// <param name="Overlap">Of Q at fixed K1 + Q; of K1 where K1 = 0.</param>
/// <param name="NSigma">Of N Sigma: the square of the one before.</param>
public sealed record FixedPointMultipliers(double Length, double? Overlap, double? NSigma);

/// <summary>The numbers of layers after which deviations have decayed to 1/e; null where they do not decay.</summary>
/// <param name="Length">Of K1 + Q.</param>
/// <param name="K1">Of K1 at fixed K1 + Q.</param>
/// <param name="NSigma">Of N Sigma.</param>
public sealed record DepthScales(double? Length, double? K1, double? NSigma);

/// <summary>A fixed point of the layer map. All numbers are dimensionless.</summary>
/// <param name="K1">mean_i C_ii; 0 where all inputs become one point.</param>
/// <param name="K2">mean_i C_ii^2.</param>
/// <param name="Q">mean_i m_i^2.</param>
/// <param name="NSigma">N Sigma; null where it is not known: with correlated synapses and an activation that is not odd, at a point
/// with K1 above 0 that deviations leave.</param>
/// <param name="Dimension">D/N in the limit of large depth; null where it stays what it was at the input, and where N Sigma or, with
/// K1 = 0, its ratio to K1^2 is not known.</param>
/// <param name="TotalVariance">The variance of a pre-activation, over neurons and inputs.</param>
/// <param name="K2Ratio">K2/K1^2, also as the limit where K1 goes to 0; null where that has no bound.</param>
/// <param name="NSigmaRatio">N Sigma/K1^2; null where K1 = 0.</param>
/// <param name="NSigmaRatioIncrement">What N Sigma/K1^2 grows by in each layer where K1 goes to 0, so that D/N goes to 0 as
/// one over this number times the depth; null where K1 is above 0 or where it has no bound or is
/// not known.</param>
/// <param name="Multipliers">The growth of small deviations.</param>
/// <param name="DepthScale">How deep they reach.</param>
/// <param name="Stability">Whether they decay.</param>
/// <param name="Residual">What one more application of the map changes K1 and Q by, in units of K1 + Q.</param>
/// <param name="Iterations">How often the map was applied to find the point.</param>
public sealed record FixedPointState(
    double K1,
    double K2,
    double Q,
    double? NSigma,
    double? Dimension,
    double TotalVariance,
    double? K2Ratio,
    double? NSigmaRatio,
    double? NSigmaRatioIncrement,
    FixedPointMultipliers Multipliers,
    DepthScales DepthScale,
    FixedPointStability Stability,
    double Residual,
    int Iterations)
{
    // With an activation that jumps, averages of its squared slope grow as one over the smallest variance they are
    // taken at, 1e-60.
    private const double Unbounded = 1e12;

    /// <summary>Whether every small deviation decays.</summary>
    public bool IsStable => Stability == FixedPointStability.Stable;

    /// <summary>The eigenvalues of the Jacobian of K1, K2, Q and N Sigma, the largest first.</summary>
    public IReadOnlyList<double?> Eigenvalues =>
        [.. new[] { Multipliers.Length, Multipliers.Overlap, Multipliers.NSigma, 0.0 }
            .OrderByDescending(value => value is { } known ? Math.Abs(known) : double.PositiveInfinity)];

    internal static FixedPointState Of(FixedPoint point) =>
        new(
            point.K1,
            point.K2,
            point.Q,
            double.IsNaN(point.NSigma) ? null : point.NSigma,
            point.Dimension?.Value,
            point.TotalVariance,
            Bounded(point.K2Ratio),
            point.Correlation is CorrelationLimit.Settled settled ? settled.nSigmaRatio : null,
            point.Correlation switch
            {
                CorrelationLimit.Growing growing => Bounded(growing.increment),
                CorrelationLimit.Settled => null,
                { IsUnchanged: true } => 0.0,
                _ => null,
            },
            new FixedPointMultipliers(
                point.LengthMultiplier, Bounded(point.OverlapMultiplier), Bounded(point.CorrelationMultiplier)),
            new DepthScales(
                Scale(point.LengthMultiplier), Scale(point.OverlapMultiplier), Scale(point.CorrelationMultiplier)),
            point.Stability.IsStable ? FixedPointStability.Stable
                : point.Stability.IsMarginal ? FixedPointStability.Marginal
                : FixedPointStability.Unstable,
            point.Residual,
            point.Iterations);

    private static double? Bounded(double value) => Math.Abs(value) < Unbounded ? value : null;

    private static double? Scale(double multiplier) => FixedPointModule.depthScale(multiplier)?.Value;
}
