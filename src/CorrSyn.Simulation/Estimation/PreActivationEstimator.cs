using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Measures the pre-activations of a layer, all inputs at once or block by block. Keeps its sums, and so looks at one
/// layer of one network at a time.</summary>
public sealed class PreActivationEstimator
{
    private const int RowsAtOnce = 64;

    private readonly double[] _origin;
    private readonly double[] _difference;
    private readonly double[] _sums;
    private readonly double[] _squares;
    private readonly double[][] _modes;

    // For each mode, or for the mean over all neurons where there are none: sum and sum of squares over inputs.
    private readonly double[] _modeSums;
    private readonly double[] _modeSquares;
    private int _sampleCount;

    /// <summary>An estimator for layers of one size.</summary>
    /// <param name="width">N; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public PreActivationEstimator(int width)
        : this(width, [])
    {
    }

    /// <summary>An estimator for layers whose shared variance is that of the factors of their weights.</summary>
    internal PreActivationEstimator(CorrelationFactors postsynaptic)
        : this(postsynaptic.NeuronCount, postsynaptic.SignVectors())
    {
    }

    private PreActivationEstimator(int width, double[][] modes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (_origin, _difference) = (new double[width], new double[width]);
        (_sums, _squares) = (new double[width], new double[width]);
        _modes = modes;
        int modeCount = Math.Max(1, modes.Length);
        (_modeSums, _modeSquares) = (new double[modeCount], new double[modeCount]);
    }

    /// <summary>The statistics of z = w h + b.</summary>
    /// <param name="weightedInputs">w h, M x N, one row per input; M at least 2.</param>
    /// <param name="biases">b, N numbers.</param>
    public PreActivationStatistics Estimate(MatrixView weightedInputs, ReadOnlySpan<double> biases)
    {
        Add(weightedInputs, isFirst: true);
        return Result(biases);
    }

    /// <summary>Takes in the next inputs.</summary>
    /// <param name="weightedInputs">w h of these inputs, in rows.</param>
    /// <param name="isFirst">Whether to start anew.</param>
    /// <remarks>Derived here. Sums run over the differences to the first input, so that nothing cancels where the
    /// variance is far below the squared mean.</remarks>
    internal void Add(MatrixView weightedInputs, bool isFirst)
    {
        if (isFirst)
            Start(weightedInputs.Row(0));
        Span<double> totals = stackalloc double[RowsAtOnce];
        for (int first = 0; first < weightedInputs.Rows; first += RowsAtOnce)
        {
            MatrixView rows = weightedInputs.Part(first, Math.Min(RowsAtOnce, weightedInputs.Rows - first));
            RowSums.AddSquares(rows, _origin, _sums, _squares, totals[..rows.Rows]);
            for (int row = 0; row < rows.Rows; row++)
                AddModes(rows.Row(row), totals[row]);
        }

        _sampleCount += weightedInputs.Rows;
    }

    /// <summary>The statistics of the inputs taken in so far; at least 2.</summary>
    /// <param name="biases">b, N numbers.</param>
    internal PreActivationStatistics Result(ReadOnlySpan<double> biases)
    {
        double width = _sums.Length, count = _sampleCount, freedom = count - 1;
        double squaredSums = TensorPrimitives.SumOfSquares<double>(_sums);
        double scatter = TensorPrimitives.Sum<double>(_squares) - squaredSums / count;
        double shared = 0;
        for (int mode = 0; mode < _modeSums.Length; mode++)
            shared += (_modeSquares[mode] - _modeSums[mode] * _modeSums[mode] / count) / freedom;

        // The mean of z over inputs: that of w h, plus b.
        TensorPrimitives.Multiply(_sums, 1 / count, _difference);
        TensorPrimitives.Add(_difference, _origin, _difference);
        TensorPrimitives.Add(_difference, biases, _difference);
        return new PreActivationStatistics(
            Variance: scatter / freedom / width,
            SharedVariance: shared,
            SquaredMean: TensorPrimitives.SumOfSquares<double>(_difference) / width);
    }

    private void AddModes(ReadOnlySpan<double> row, double total)
    {
        double width = _sums.Length;
        if (_modes.Length > 0)
            TensorPrimitives.Subtract(row, _origin, _difference);
        for (int mode = 0; mode < _modeSums.Length; mode++)
        {
            double mean = (_modes.Length == 0 ? total : TensorPrimitives.Dot<double>(_modes[mode], _difference)) / width;
            _modeSums[mode] += mean;
            _modeSquares[mode] += mean * mean;
        }
    }

    private void Start(ReadOnlySpan<double> origin)
    {
        origin.CopyTo(_origin);
        _sampleCount = 0;
        Array.Clear(_sums);
        Array.Clear(_squares);
        Array.Clear(_modeSums);
        Array.Clear(_modeSquares);
    }
}
