using CorrSyn.Model;

namespace CorrSyn;

/// <summary>An average over networks of a given width, by its orders in N.</summary>
/// <param name="Limit">At infinite width.</param>
/// <param name="HalfOrder">The term of order N^-1/2, at that width.</param>
/// <param name="FirstOrder">The term of order 1/N, at that width; null where it is not known.</param>
public sealed record FiniteWidthValue(double Limit, double HalfOrder, double? FirstOrder)
{
    /// <summary>The sum of the terms that are known.</summary>
    public double Value => Limit + HalfOrder + (FirstOrder ?? 0);
}

/// <summary>Named parts of the correction of one average, at a given width; their limit is 0.</summary>
/// <param name="VarianceFluctuation">Of the fluctuation of Delta_ii over neurons.</param>
/// <param name="CovarianceCorrelation">Of its correlation with Delta_ij^2.</param>
/// <param name="Jensen">The average of a ratio less the ratio of the averages; 0 for N Sigma.</param>
public sealed record FiniteWidthParts(
    FiniteWidthValue VarianceFluctuation, FiniteWidthValue CovarianceCorrelation, FiniteWidthValue Jensen);

/// <summary>What is predicted for one layer of networks of a given width.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="NSigmaParts">Named parts of its correction.</param>
/// <param name="Dimension">The average over networks of D/N.</param>
/// <param name="DimensionParts">Named parts of its correction.</param>
/// <param name="DimensionDeviation">The standard deviation of D/N over networks, to leading order.</param>
/// <param name="IsTrusted">Whether the corrections are small enough for the terms that are left out not to matter much.</param>
public sealed record FiniteWidthLayer(
    int Layer,
    FiniteWidthValue NSigma,
    FiniteWidthParts NSigmaParts,
    FiniteWidthValue Dimension,
    FiniteWidthParts DimensionParts,
    double DimensionDeviation,
    bool IsTrusted);

/// <summary>Predictions for networks of a given width.</summary>
public static class FiniteWidthPrediction
{
    /// <summary>Corrections of N Sigma or D/N by more than this share of the limit are not trusted.</summary>
    public const double LargestCorrection = 0.2;

    /// <summary>1/D above this is not trusted: it is the small parameter of the expansion.</summary>
    public const double LargestInverseDimension = 0.05;

    /// <summary>N Sigma and D/N of networks of the width of the specification, up to the order 1/N.</summary>
    /// <param name="spec">The network, with its width.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs, from 1e-15 to 1e-3.</param>
    /// <returns>L + 1 layers; a failure as that of <see cref="FiniteSize.Evaluate"/>.</returns>
    public static SolveResult<IReadOnlyList<FiniteWidthLayer>> Evaluate(
        NetworkSpec spec, double tolerance = MeanField.DefaultTolerance)
    {
        SolveResult<IReadOnlyList<FiniteSizeLayer>> corrections = FiniteSize.Evaluate(spec, tolerance);
        if (!corrections.TryGetValue(out IReadOnlyList<FiniteSizeLayer>? layers))
            return SolveResult<IReadOnlyList<FiniteWidthLayer>>.Failed(corrections.Failure!);
        SolveResult<MeanFieldSolution> limit = MeanField.Evaluate(spec, Closure.Auto, tolerance);
        return limit.TryGetValue(out MeanFieldSolution? solution)
            ? SolveResult<IReadOnlyList<FiniteWidthLayer>>.Of(
                [.. solution.Layers.Zip(layers, (state, layer) => ToLayer(spec.Width, state, layer))])
            : SolveResult<IReadOnlyList<FiniteWidthLayer>>.Failed(limit.Failure!);
    }

    private static FiniteWidthLayer ToLayer(int width, MeanFieldLayer limit, FiniteSizeLayer corrections)
    {
        double x = 1 / Math.Sqrt(width);
        double y = 1.0 / width;
        FiniteSizeNextOrder next = corrections.NextOrder;
        FiniteWidthValue Part(double half, double? first) => new(0, half * x, first * y);

        // D/N follows N Sigma with the factor -(D/N)/(K2 + N Sigma), and has Jensen's part of its own.
        double slope = -limit.Dimension / (limit.K2 + limit.NSigma);
        FiniteWidthValue nSigma = new(limit.NSigma, corrections.NSigma * x, next.NSigma * y);
        FiniteWidthValue dimension = new(
            limit.Dimension, corrections.Dimension * x, (next.DimensionOfAverages + next.DimensionOfJensen) * y);
        return new FiniteWidthLayer(
            limit.Layer,
            nSigma,
            new FiniteWidthParts(
                Part(0, next.NSigmaOfVariance),
                Part(corrections.OfVarianceFluctuations, next.NSigmaOfCorrelation),
                Part(0, 0)),
            dimension,
            new FiniteWidthParts(
                Part(0, slope * next.NSigmaOfVariance),
                Part(slope * corrections.OfVarianceFluctuations, slope * next.NSigmaOfCorrelation),
                Part(0, next.DimensionOfJensen)),
            Math.Sqrt(next.DimensionVariance * y),
            IsSmall(nSigma) && IsSmall(dimension) && width * limit.Dimension * LargestInverseDimension >= 1);
    }

    private static bool IsSmall(FiniteWidthValue value) =>
        Math.Abs(value.HalfOrder) + Math.Abs(value.FirstOrder ?? 0) <= LargestCorrection * value.Limit;
}
