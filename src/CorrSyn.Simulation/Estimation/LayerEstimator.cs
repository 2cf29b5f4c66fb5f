using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Estimates the statistics of a layer from its activity. Keeps its buffers, and so looks at one layer at a
/// time.</summary>
/// <remarks>Derived here; see <see cref="FourthMomentCorrection"/>. tr S^2 comes from the smaller of the M x M Gram matrix
/// and the N x N covariance: cost M N min(M, N).</remarks>
public sealed class LayerEstimator
{
    private readonly CovarianceEstimator _estimator;
    private readonly int _degree;
    private readonly int _sampleCount;
    private readonly int _width;
    private readonly CentredActivity _activity;
    private readonly double[] _scatter;
    private readonly TransposedProduct _product = new();

    /// <summary>An estimator for activities of one size.</summary>
    /// <param name="estimator">How to estimate.</param>
    /// <param name="sampleCount">M; at least 4 for Corrected, 2 for Plain.</param>
    /// <param name="width">N; at least 2.</param>
    /// <param name="degree">Threads at most; at least 1. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public LayerEstimator(CovarianceEstimator estimator, int sampleCount, int width, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, SmallestSampleCount(estimator));
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        long elements = (long)sampleCount * width;
        long scatterElements = (long)Math.Min(sampleCount, width) * Math.Min(sampleCount, width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(sampleCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scatterElements, Array.MaxLength, nameof(sampleCount));
        (_estimator, _sampleCount, _width, _degree) = (estimator, sampleCount, width, degree);
        _activity = new CentredActivity(sampleCount, width);
        _scatter = new double[scatterElements];
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
    public static long EstimateBytes(int sampleCount, int width, int degree)
    {
        long smaller = Math.Min(sampleCount, width);
        int larger = Math.Max(sampleCount, width);
        return CentredActivity.EstimateBytes(sampleCount, width)
            + sizeof(double) * smaller * smaller
            + TransposedProduct.EstimateBytes((int)smaller, larger, degree);
    }

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
        _activity.Centre(activity, cancellation);
        double freedom = _sampleCount - 1;
        double trace = TensorPrimitives.Sum<double>(_activity.Variances);
        double traceOfSquare = ScatterSquare(cancellation) / (freedom * freedom);
        double squaredTrace = trace * trace;
        double variancesSquared = TensorPrimitives.SumOfSquares<double>(_activity.Variances);
        double squaredSampleMean = TensorPrimitives.SumOfSquares<double>(_activity.Means) / _width;
        double q = squaredSampleMean;
        if (_estimator == CovarianceEstimator.Corrected)
        {
            var correction = new FourthMomentCorrection(_sampleCount);
            double fourthMoment = _activity.FourthMomentOfNorm;
            squaredTrace = correction.SquaredTrace(traceOfSquare, trace, fourthMoment);
            traceOfSquare = correction.TraceOfSquare(traceOfSquare, trace, fourthMoment);
            variancesSquared = correction.SquaredVariances(
                variancesSquared, TensorPrimitives.Sum<double>(_activity.FourthMoments));
            q -= trace / _sampleCount / _width;
        }

        return new LayerStatistics(
            layer,
            K1: trace / _width,
            K2: variancesSquared / _width,
            Q: q,
            NSigma: (traceOfSquare - variancesSquared) / (_width - 1),
            Dimension: traceOfSquare > 0 ? squaredTrace / traceOfSquare / _width : null,
            SquaredTrace: squaredTrace,
            TraceOfSquare: traceOfSquare,
            SquaredSampleMean: squaredSampleMean,
            PreActivation: preActivation);
    }

    // The squared Frobenius norm of X X^T, which is that of X^T X.
    private double ScatterSquare(CancellationToken cancellation)
    {
        MatrixView shorter = _sampleCount < _width ? _activity.BySample : _activity.ByNeuron();
        var scatter = new MatrixView(_scatter, shorter.Rows, shorter.Rows);
        _product.MultiplyByItself(shorter, scatter, _degree, cancellation);
        return TensorPrimitives.SumOfSquares<double>(_scatter);
    }
}
