using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Estimation;

/// <summary>What the pre-activations of a layer will be on average over draws of its weights and biases, given the activity of
/// the layer below.</summary>
/// <remarks>
/// Derived here; dimensionless. With E w_ik w_jk' = (g/N_in) R_ij S_kk', and C and m the covariance and mean of the activity
/// below over the inputs themselves: the mean variance is (g/N_in) tr S C, the shared variance
/// (g/(N_in N_out^2)) tr S C times the sum over shared modes u of u.R.u, and the mean squared mean (g/N_in) m.S.m + sigma_b. The variance and pair
/// correlation of the weights fix them; no other property of their law enters.
/// </remarks>
internal sealed class ExpectedPreActivation
{
    private readonly double _weightVariance;
    private readonly double _biasVariance;
    private readonly double _sharedFraction;
    private readonly CorrelationFactors _presynaptic;
    private readonly double[][] _signs;

    // For each factor: the sum over the signs of one input, the first; sums and squares of the differences to it.
    private readonly double[] _origins;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private int _sampleCount;

    /// <summary>For one layer of a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer; 1 to L.</param>
    public ExpectedPreActivation(StructuredNetwork network, int layer)
    {
        int presynapticCount = network.Widths[layer - 1];
        (StructuredCorrelation postsynaptic, StructuredCorrelation presynaptic) =
            StructuredWeightsModule.correlations(network.Layers[layer - 1].Weights);
        _weightVariance = network.Layers[layer - 1].Gain / presynapticCount;
        _biasVariance = network.Layers[layer - 1].BiasVariance;
        _sharedFraction = SharedFraction(new CorrelationFactors(postsynaptic, network.Widths[layer]));
        _presynaptic = new CorrelationFactors(presynaptic, presynapticCount);
        _signs = _presynaptic.SignVectors();
        (_origins, _sums, _squares) = (new double[_signs.Length], new double[_signs.Length], new double[_signs.Length]);
    }

    /// <summary>Takes in the activity of the layer below for the next inputs.</summary>
    /// <param name="activity">Inputs in rows, N_in numbers each.</param>
    /// <param name="isFirst">Whether to start anew.</param>
    public void Add(MatrixView activity, bool isFirst)
    {
        if (isFirst)
        {
            _sampleCount = 0;
            Array.Clear(_sums);
            Array.Clear(_squares);
        }

        for (int factor = 0; factor < _signs.Length; factor++)
        {
            for (int sample = 0; sample < activity.Rows; sample++)
            {
                double projection = TensorPrimitives.Dot<double>(_signs[factor], activity.Row(sample));
                if (isFirst && sample == 0)
                    _origins[factor] = projection;
                double difference = projection - _origins[factor];
                _sums[factor] += difference;
                _squares[factor] += difference * difference;
            }
        }

        _sampleCount += activity.Rows;
    }

    /// <summary>The averages for the network whose activity was taken in.</summary>
    /// <param name="below">The statistics of the layer below.</param>
    public PreActivationStatistics Result(LayerStatistics below)
    {
        double own = 1 - _presynaptic.Value;
        double variance = own * below.K1 * _presynaptic.NeuronCount;
        double squaredMean = own * below.SquaredSampleMean * _presynaptic.NeuronCount;
        for (int factor = 0; factor < _signs.Length; factor++)
        {
            double mean = _origins[factor] + _sums[factor] / _sampleCount;
            double scatter = _squares[factor] - _sums[factor] * _sums[factor] / _sampleCount;
            variance += _presynaptic.SharedWeight * scatter / (_sampleCount - 1.0);
            squaredMean += _presynaptic.SharedWeight * mean * mean;
        }

        variance *= _weightVariance;
        return new PreActivationStatistics(
            Variance: variance,
            SharedVariance: _sharedFraction * variance,
            SquaredMean: _weightVariance * squaredMean + _biasVariance);
    }

    // The sum over modes of u.X.u/N^2, where the modes are the factors, or the one of all neurons where there are none.
    private static double SharedFraction(CorrelationFactors factors)
    {
        double[][] signs = factors.SignVectors();
        double size = factors.NeuronCount;
        if (signs.Length == 0)
            return 1 / size;
        double own = (1 - factors.Value) * signs.Sum(mode => TensorPrimitives.SumOfSquares<double>(mode));
        double overlaps = signs.Sum(
            mode => signs.Sum(other => Math.Pow(TensorPrimitives.Dot<double>(mode, other), 2)));
        return (own + factors.SharedWeight * overlaps) / (size * size);
    }
}
