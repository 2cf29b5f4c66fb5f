using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>The moments of the activity of one layer by way of the M x M Gram matrix of its inputs: cheaper than the
/// covariance where there are fewer inputs than neurons.</summary>
internal sealed class GramMoments
{
    private readonly int _sampleCount;
    private readonly int _degree;
    private readonly CentredActivity _activity;
    private readonly double[] _gram;
    private readonly TransposedProduct _product;

    /// <summary>For M inputs and N neurons.</summary>
    public GramMoments(int sampleCount, int width, int degree, Arithmetic arithmetic)
    {
        (_sampleCount, _degree) = (sampleCount, degree);
        _product = new TransposedProduct(arithmetic);
        _activity = new CentredActivity(sampleCount, width);
        _gram = new double[(long)sampleCount * sampleCount];
    }

    /// <summary>The bytes of the buffers.</summary>
    public static long EstimateBytes(int sampleCount, int width, int degree) =>
        CentredActivity.EstimateBytes(sampleCount, width)
        + sizeof(double) * (long)sampleCount * sampleCount
        + TransposedProduct.EstimateBytes(sampleCount, width, sampleCount, degree);

    /// <summary>The moments of one activity.</summary>
    /// <param name="activity">h, M x N.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public ActivityMoments Of(MatrixView activity, CancellationToken cancellation)
    {
        _activity.Centre(activity, cancellation);
        _product.MultiplyByItself(
            _activity.BySample, new MatrixView(_gram, _sampleCount, _sampleCount), _degree, cancellation);
        bool isHalved = _sampleCount >= ActivityMoments.SmallestHalved;
        TraceMoments[] halves = isHalved
            ? [.. SampleBlock.Halves(_sampleCount).Select(half =>
                TraceMoments.OfGram(_gram, _sampleCount, half.First, half.Count))]
            : [];
        return new ActivityMoments(
            TraceMoments.OfGram(_gram, _sampleCount, 0, _sampleCount),
            isHalved ? halves[0] : null,
            isHalved ? halves[1] : null,
            TensorPrimitives.SumOfSquares<double>(_activity.Variances),
            TensorPrimitives.Sum<double>(_activity.FourthMoments),
            TensorPrimitives.SumOfSquares<double>(_activity.Means));
    }
}
