using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>The moments of the activity of one layer by way of its N x N covariance, block of inputs by block: memory does
/// not grow with the number of inputs.</summary>
/// <remarks>All sums are over activity minus the mean of the first block; see <see cref="HalfScatter"/>. The error of
/// rounding is that of two passes, unless the mean of the first block is many standard deviations off, which a block of
/// independent inputs is not.</remarks>
internal sealed class ScatterMoments
{
    private readonly int _width;
    private readonly int _sampleCount;
    private readonly BlockScatter _scatter;
    private readonly HalfScatter _first;
    private readonly HalfScatter _second;
    private readonly double[] _shift;
    private readonly double[][] _powerSums;

    /// <summary>For M inputs and N neurons.</summary>
    /// <param name="sampleCount">M.</param>
    /// <param name="width">N.</param>
    /// <param name="scatter">Of the same width; may serve other layers too.</param>
    public ScatterMoments(int sampleCount, int width, BlockScatter scatter)
    {
        (_sampleCount, _width, _scatter) = (sampleCount, width, scatter);
        (_first, _second) = (new HalfScatter(width), new HalfScatter(width));
        _shift = new double[width];
        _powerSums = [new double[width], new double[width], new double[width]];
    }

    /// <summary>The bytes of the sums of one layer.</summary>
    public static long EstimateBytes(int width) => sizeof(double) * width * (2L * width + 8);

    /// <summary>The next inputs. The first block starts anew; no block crosses the middle of the inputs.</summary>
    /// <param name="block">Which inputs.</param>
    /// <param name="activity">Their activity, in rows.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public void Add(SampleBlock block, MatrixView activity, CancellationToken cancellation)
    {
        if (block.First == 0)
            Start(activity, cancellation);
        HalfScatter half = block.First < _sampleCount / 2 ? _first : _second;
        _scatter.Add(activity, _shift, _powerSums, half, cancellation);
    }

    /// <summary>The moments, after the last block.</summary>
    public ActivityMoments Result()
    {
        bool isHalved = _sampleCount >= ActivityMoments.SmallestHalved;
        TraceMoments? first = isHalved ? _first.Moments() : null;
        TraceMoments? second = isHalved ? _second.Moments() : null;
        _first.Absorb(_second);
        double n = _sampleCount, freedom = n - 1, variances = 0, fourths = 0, means = 0;
        for (int neuron = 0; neuron < _width; neuron++)
        {
            // sum (y - d)^2 and sum (y - d)^4 with d the mean of y. The variance of a silent neuron is not below 0 by rounding.
            double d = _first.Sums[neuron] / n;
            double square = _powerSums[0][neuron], cube = _powerSums[1][neuron], fourth = _powerSums[2][neuron];
            double variance = Math.Max(0, square - n * d * d) / freedom;
            variances += variance * variance;
            fourths += (fourth - 4 * d * cube + 6 * d * d * square - 3 * n * d * d * d * d) / freedom;
            double mean = _shift[neuron] + d;
            means += mean * mean;
        }

        return new ActivityMoments(_first.Moments(), first, second, variances, fourths, means);
    }

    // The mean of the first block is what all sums are relative to.
    private void Start(MatrixView activity, CancellationToken cancellation)
    {
        _first.Clear();
        _second.Clear();
        foreach (double[] sums in _powerSums)
            Array.Clear(sums);
        Array.Clear(_shift);
        for (int sample = 0; sample < activity.Rows; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            TensorPrimitives.Add(_shift, activity.Row(sample), _shift);
        }

        TensorPrimitives.Divide(_shift, activity.Rows, _shift);
    }
}
