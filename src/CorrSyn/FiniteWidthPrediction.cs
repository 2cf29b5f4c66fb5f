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

/// <summary>Standard deviations over networks of one width: how far a single network is from the average.</summary>
/// <param name="K1">Of K1.</param>
/// <param name="NSigma">Of N Sigma.</param>
/// <param name="Dimension">Of D/N.</param>
/// <param name="IsTrusted">Whether terms of higher order change that of D/N by no more than
/// <see cref="FiniteWidthPrediction.LargestCorrection"/>, as far as they are known, and means are trusted.</param>
public sealed record FiniteWidthDeviation(double K1, double NSigma, double Dimension, bool IsTrusted);

/// <summary>What is predicted for one layer of networks of a given width.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">The average over networks of K1.</param>
/// <param name="NSigma">N Sigma.</param>
/// <param name="NSigmaParts">Named parts of its correction.</param>
/// <param name="Dimension">The average over networks of D/N.</param>
/// <param name="DimensionParts">Named parts of its correction.</param>
/// <param name="Deviation">Standard deviations over networks.</param>
/// <param name="InverseDimension">1/D of the limit at the width of the layer: the small parameter.</param>
/// <param name="IsTrusted">Whether the corrections are small enough for the terms that are left out not to matter much.</param>
public sealed record FiniteWidthLayer(
    int Layer,
    FiniteWidthValue K1,
    FiniteWidthValue NSigma,
    FiniteWidthParts NSigmaParts,
    FiniteWidthValue Dimension,
    FiniteWidthParts DimensionParts,
    FiniteWidthDeviation Deviation,
    double InverseDimension,
    bool IsTrusted)
{
    /// <summary>The largest correction of N Sigma or D/N, relative to the limit.</summary>
    public double LargestShare => Math.Max(Share(NSigma), Share(Dimension));

    private static double Share(FiniteWidthValue value) =>
        (Math.Abs(value.HalfOrder) + Math.Abs(value.FirstOrder ?? 0)) / value.Limit;
}

/// <summary>How a prediction was made.</summary>
public enum FiniteWidthMethod
{
    /// <summary>All terms of order N^-1/2 and 1/N, derived.</summary>
    Derived,

    /// <summary>All terms of order N^-1/2, derived; those of order 1/N are not known.</summary>
    DerivedToHalfOrder,

    /// <summary>The delta method: deviations pass from layer to layer with the derivatives of the map.</summary>
    DeltaMethod,
}

/// <summary>Predictions for networks of one width.</summary>
/// <param name="Spec">The network, with its widths.</param>
/// <param name="MeanMethod">How averages over networks were predicted.</param>
/// <param name="DeviationMethod">How standard deviations over networks were predicted.</param>
/// <param name="Layers">L + 1 layers, the input first.</param>
public sealed record FiniteWidthSolution(
    NetworkSpec Spec,
    FiniteWidthMethod MeanMethod,
    FiniteWidthMethod DeviationMethod,
    IReadOnlyList<FiniteWidthLayer> Layers);

/// <summary>Predictions for networks of a given width.</summary>
public static class FiniteWidthPrediction
{
    /// <summary>Corrections of N Sigma or D/N by more than this share of the limit are not trusted, nor is a standard
    /// deviation of D/N that terms of higher order change by more. Where a common drive moves networks, standard deviations
    /// are not trusted either if that of N Sigma is a larger share of N Sigma: the delta method takes it to first order.</summary>
    public const double LargestCorrection = 0.2;

    /// <summary>1/D above this is not trusted: it is the small parameter of the expansion.</summary>
    public const double LargestInverseDimension = 0.05;

    /// <summary>Averages and standard deviations over networks of the width of the specification.</summary>
    /// <param name="spec">The network, with its width.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs, from 1e-15 to 1e-3.</param>
    /// <returns>L + 1 layers; a failure where orthogonal layers are not square, where a network with correlated synapses and a
    /// phi that is not odd holds orthogonal layers or widths that differ, or where a number leaves the range of floating point.</returns>
    /// <remarks>N Sigma and D/N of a layer are taken with its own width. With r other than 0 and a phi that is not odd means are known to the order N^-1/2:
    /// <see cref="FiniteWidthMethod.DerivedToHalfOrder"/>.</remarks>
    public static SolveResult<FiniteWidthSolution> Evaluate(
        NetworkSpec spec, double tolerance = MeanField.DefaultTolerance)
    {
        if (FiniteSize.IsDriven(spec))
        {
            SolveResult<IReadOnlyList<FiniteWidthLayer>> driven = FiniteSize.EvaluateDriven(spec, tolerance);
            return driven.TryGetValue(out IReadOnlyList<FiniteWidthLayer>? known)
                ? SolveResult<FiniteWidthSolution>.Of(new FiniteWidthSolution(
                    spec, FiniteWidthMethod.DerivedToHalfOrder, FiniteWidthMethod.DeltaMethod, known))
                : SolveResult<FiniteWidthSolution>.Failed(driven.Failure!);
        }

        SolveResult<IReadOnlyList<FiniteSizeLayer>> corrections = FiniteSize.Evaluate(spec, tolerance);
        if (!corrections.TryGetValue(out IReadOnlyList<FiniteSizeLayer>? layers))
            return SolveResult<FiniteWidthSolution>.Failed(corrections.Failure!);
        SolveResult<IReadOnlyList<FiniteSizeSpread>> spread = FiniteSize.EvaluateSpread(spec, tolerance);
        if (!spread.TryGetValue(out IReadOnlyList<FiniteSizeSpread>? deviations))
            return SolveResult<FiniteWidthSolution>.Failed(spread.Failure!);
        SolveResult<MeanFieldSolution> limit = MeanField.Evaluate(spec, Closure.Auto, tolerance);
        return limit.TryGetValue(out MeanFieldSolution? solution)
            ? SolveResult<FiniteWidthSolution>.Of(new FiniteWidthSolution(
                spec,
                FiniteWidthMethod.Derived,
                FiniteWidthMethod.DeltaMethod,
                [.. Enumerable.Range(0, layers.Count).Select(
                    layer => ToLayer(spec, solution.Layers[layer], layers[layer], deviations[layer]))]))
            : SolveResult<FiniteWidthSolution>.Failed(limit.Failure!);
    }

    private static FiniteWidthLayer ToLayer(
        NetworkSpec spec, MeanFieldLayer limit, FiniteSizeLayer corrections, FiniteSizeSpread spread)
    {
        double x = 1 / Math.Sqrt(spec.Width);
        double y = 1.0 / spec.Width;
        FiniteSizeNextOrder next = corrections.NextOrder;
        FiniteWidthValue Part(double half, double? first) => new(0, half * x, first * y);

        // D/N follows N Sigma with the factor -(D/N)/(K2 + N Sigma), and has Jensen's part of its own.
        double slope = -limit.Dimension / (limit.K2 + limit.NSigma);
        var layer = new FiniteWidthLayer(
            limit.Layer,
            new FiniteWidthValue(limit.K1, 0, next.K1 * y),
            new FiniteWidthValue(limit.NSigma, corrections.NSigma * x, next.NSigma * y),
            new FiniteWidthParts(
                Part(0, next.NSigmaOfVariance),
                Part(corrections.OfVarianceFluctuations, next.NSigmaOfCorrelation),
                Part(0, 0)),
            new FiniteWidthValue(
                limit.Dimension, corrections.Dimension * x, (next.DimensionOfAverages + next.DimensionOfJensen) * y),
            new FiniteWidthParts(
                Part(0, slope * next.NSigmaOfVariance),
                Part(slope * corrections.OfVarianceFluctuations, slope * next.NSigmaOfCorrelation),
                Part(0, next.DimensionOfJensen)),
            new FiniteWidthDeviation(spread.K1, spread.NSigma, spread.Dimension, false),
            1 / (spec.Widths[limit.Layer] * limit.Dimension),
            false);
        return Judge(layer, IsNear(spread.DimensionOfAllTerms, spread.Dimension));
    }

    /// <summary>Whether other terms change a standard deviation by no more than <see cref="LargestCorrection"/>.</summary>
    internal static bool IsNear(double other, double deviation) => Math.Abs(other - deviation) <= LargestCorrection * deviation;

    /// <summary>The layer, with what is trusted of it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="isSettled">Whether its standard deviations are, where its means are trusted.</param>
    internal static FiniteWidthLayer Judge(FiniteWidthLayer layer, bool isSettled)
    {
        bool isTrusted = layer.LargestShare <= LargestCorrection && layer.InverseDimension <= LargestInverseDimension;
        return layer with { IsTrusted = isTrusted, Deviation = layer.Deviation with { IsTrusted = isTrusted && isSettled } };
    }
}
