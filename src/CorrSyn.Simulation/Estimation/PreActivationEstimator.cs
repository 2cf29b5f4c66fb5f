using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Measures the pre-activations of a layer. Keeps its buffers, and so looks at one layer at a time.</summary>
public sealed class PreActivationEstimator
{
    private readonly double[] _difference;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly double[] _neuronMeans;
    private readonly double[][] _modes;
    private readonly double[][] _modeMeans;

    /// <summary>An estimator for layers of one size.</summary>
    /// <param name="sampleCount">M; at least 2.</param>
    /// <param name="width">N; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PreActivationEstimator(int sampleCount, int width)
        : this(sampleCount, width, [])
    {
    }

    /// <summary>An estimator for layers whose shared variance is that of the factors of their weights.</summary>
    internal PreActivationEstimator(int sampleCount, CorrelationFactors postsynaptic)
        : this(sampleCount, postsynaptic.NeuronCount, postsynaptic.SignVectors())
    {
    }

    private PreActivationEstimator(int sampleCount, int width, double[][] modes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_difference, _sums, _squares) = (new double[width], new double[width], new double[width]);
        _neuronMeans = new double[sampleCount];
        _modes = modes;
        _modeMeans = Array.ConvertAll(modes, _ => new double[sampleCount]);
    }

    /// <summary>The statistics of z = w h + b.</summary>
    /// <param name="weightedInputs">w h, M x N, one row per input.</param>
    /// <param name="biases">b, N numbers.</param>
    /// <remarks>Derived here. Sums run over the differences to the first input, so that nothing cancels where the
    /// variance is far below the squared mean.</remarks>
    public PreActivationStatistics Estimate(MatrixView weightedInputs, ReadOnlySpan<double> biases)
    {
        int sampleCount = weightedInputs.Rows;
        double width = weightedInputs.Columns;
        ReadOnlySpan<double> origin = weightedInputs.Row(0);
        Array.Clear(_sums);
        Array.Clear(_squares);
        for (int sample = 0; sample < sampleCount; sample++)
        {
            TensorPrimitives.Subtract(weightedInputs.Row(sample), origin, _difference);
            TensorPrimitives.Add(_sums, _difference, _sums);
            TensorPrimitives.MultiplyAdd(_difference, _difference, _squares, _squares);
            _neuronMeans[sample] = TensorPrimitives.Sum<double>(_difference) / width;
            for (int mode = 0; mode < _modes.Length; mode++)
                _modeMeans[mode][sample] = TensorPrimitives.Dot<double>(_modes[mode], _difference) / width;
        }

        double squaredSums = TensorPrimitives.SumOfSquares<double>(_sums);
        double scatter = TensorPrimitives.Sum<double>(_squares) - squaredSums / sampleCount;

        // The mean of z over inputs: that of w h, plus b.
        TensorPrimitives.Multiply(_sums, 1.0 / sampleCount, _difference);
        TensorPrimitives.Add(_difference, origin, _difference);
        TensorPrimitives.Add(_difference, biases, _difference);
        return new PreActivationStatistics(
            Variance: scatter / (sampleCount - 1) / width,
            SharedVariance: _modes.Length == 0
                ? SampleMoments.Variance(_neuronMeans)
                : _modeMeans.Sum(means => SampleMoments.Variance(means)),
            SquaredMean: TensorPrimitives.SumOfSquares<double>(_difference) / width);
    }
}
