using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Estimates the statistics of a layer from its activity. Keeps its buffers, and so looks at one layer at a
/// time.</summary>
/// <remarks>Derived here; see <see cref="FourthMomentCorrection"/> and <see cref="HalfContrast"/>. tr S^2 comes from the smaller of the M x M
/// Gram matrix and the N x N covariance: cost M N min(M, N). Covariances are about the mean over the M inputs, always.</remarks>
public sealed class LayerEstimator
{
    private readonly CovarianceEstimator _estimator;
    private readonly int _sampleCount;
    private readonly int _width;
    private readonly GramMoments? _gram;
    private readonly ScatterMoments? _scatter;
    private ActivityMoments _moments;

    /// <summary>An estimator for activities of one size.</summary>
    /// <param name="estimator">How to estimate.</param>
    /// <param name="sampleCount">M; at least 4 for Corrected, 2 for Plain.</param>
    /// <param name="width">N; at least 2.</param>
    /// <param name="degree">Threads at most; at least 1. Results do not depend on it.</param>
    /// <param name="arithmetic">How products are computed; in double precision if null.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public LayerEstimator(
        CovarianceEstimator estimator, int sampleCount, int width, int degree, Arithmetic? arithmetic = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, SmallestSampleCount(estimator));
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            LongestArray(SampleBlock.Whole(sampleCount), width), Array.MaxLength, nameof(sampleCount));
        (_estimator, _sampleCount, _width) = (estimator, sampleCount, width);
        arithmetic ??= Arithmetic.Managed;
        if (sampleCount < width)
            _gram = new GramMoments(sampleCount, width, degree, arithmetic);
        else
            _scatter = new ScatterMoments(sampleCount, width, new BlockScatter(width, degree, arithmetic));
    }

    /// <summary>An estimator for inputs that come in blocks; M at least N, and the scatter of their length and width.</summary>
    internal LayerEstimator(CovarianceEstimator estimator, int sampleCount, int width, BlockScatter scatter)
    {
        (_estimator, _sampleCount, _width) = (estimator, sampleCount, width);
        _scatter = new ScatterMoments(sampleCount, width, scatter);
    }

    /// <summary>The smallest M that an estimator works with.</summary>
    /// <param name="estimator">The estimator.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such estimator.</exception>
    public static int SmallestSampleCount(CovarianceEstimator estimator) =>
        estimator switch
        {
            CovarianceEstimator.Corrected => 4,
            CovarianceEstimator.Plain => 2,
            _ => throw new ArgumentOutOfRangeException(nameof(estimator), estimator, "Corrected or Plain."),
        };

    /// <summary>The bytes that an estimator of this size holds.</summary>
    /// <param name="sampleCount">M.</param>
    /// <param name="width">N.</param>
    /// <param name="degree">Threads.</param>
    public static long EstimateBytes(int sampleCount, int width, int degree) =>
        sampleCount < width
            ? GramMoments.EstimateBytes(sampleCount, width, degree)
            : ScatterMoments.EstimateBytes(width) + BlockScatter.EstimateBytes(width);

    /// <summary>The statistics of one layer.</summary>
    /// <param name="layer">Its number; copied to the result.</param>
    /// <param name="activity">h, M x N, one row per input; not changed.</param>
    /// <param name="preActivation">Copied to the result.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The activity has another shape.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public LayerStatistics Estimate(
        int layer, MatrixView activity, PreActivationStatistics? preActivation, CancellationToken cancellation)
    {
        if (activity.Rows != _sampleCount || activity.Columns != _width)
            throw new ArgumentException("The activity must be M x N.", nameof(activity));
        Add(SampleBlock.Whole(_sampleCount), activity, cancellation);
        return Result(layer, preActivation);
    }

    /// <summary>The longest array for blocks of that many inputs; .NET allows <see cref="Array.MaxLength"/>.</summary>
    internal static long LongestArray(SampleBlock block, int width) =>
        Math.Max((long)block.Count * width, (long)Math.Min(block.Count, width) * Math.Min(block.Count, width));

    /// <summary>Takes in the next inputs; see <see cref="ScatterMoments.Add"/>.</summary>
    internal void Add(SampleBlock block, MatrixView activity, CancellationToken cancellation)
    {
        if (_gram is not null)
        {
            _moments = _gram.Of(activity, cancellation);
            return;
        }

        IReadOnlyList<SampleBlock> parts = block.Count == _sampleCount ? SampleBlock.Halves(_sampleCount) : [block];
        foreach (SampleBlock part in parts)
        {
            int offset = activity.Offset + (part.First - block.First) * activity.Stride;
            var rows = new MatrixView(activity.Values, offset, part.Count, activity.Columns, activity.Stride);
            _scatter!.Add(part, rows, cancellation);
        }
    }

    /// <summary>The statistics, after the last block.</summary>
    internal LayerStatistics Result(int layer, PreActivationStatistics? preActivation)
    {
        ActivityMoments moments = _scatter?.Result() ?? _moments;
        TraceMoments whole = moments.Whole;
        double trace = Math.Max(0, whole.Trace);
        double squaredTrace = trace * trace;
        double traceOfSquare = whole.TraceOfSquare;
        double variancesSquared = moments.SquaredVariances;
        double squaredSampleMean = moments.SquaredMeans / _width;
        double q = squaredSampleMean;
        HalfContrast? contrast = null;
        if (_estimator == CovarianceEstimator.Corrected)
        {
            squaredTrace = whole.CorrectedSquaredTrace;
            traceOfSquare = whole.CorrectedTraceOfSquare;
            variancesSquared = new FourthMomentCorrection(_sampleCount)
                .SquaredVariances(variancesSquared, moments.FourthMoments);
            q -= trace / _sampleCount / _width;
            if (moments is { First: { } first, Second: { } second } && squaredTrace > 0 && traceOfSquare > 0)
                contrast = new HalfContrast(squaredTrace, traceOfSquare, first, second);
        }

        double? dimension = traceOfSquare > 0
            ? squaredTrace / traceOfSquare / _width / (contrast?.BiasFactor ?? 1)
            : null;
        return new LayerStatistics(
            layer,
            K1: trace / _width,
            K2: variancesSquared / _width,
            Q: q,
            NSigma: (traceOfSquare - variancesSquared) / (_width - 1),
            Dimension: dimension,
            SquaredTrace: squaredTrace,
            TraceOfSquare: traceOfSquare,
            SquaredSampleMean: squaredSampleMean,
            PreActivation: preActivation)
        {
            DimensionInputVariance = contrast?.RelativeVariance * dimension * dimension,
        };
    }
}
