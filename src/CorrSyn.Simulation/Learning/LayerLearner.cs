using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Rules;

namespace CorrSyn.Simulation.Learning;

/// <summary>The synapses of one layer while they learn, batch by batch.</summary>
/// <remarks>
/// Responses are those of linear units (rectified for BCM), whatever the activation of the network. Products are computed in tiles;
/// results do not depend on the number of threads.
/// </remarks>
public sealed class LayerLearner
{
    // Rows of norm 1 that grow to this have left every fixed point of the rules behind.
    private const double LargestWeight = 1e9;

    // Norms of rows are then finite, too.
    private const double LargestBeforeScaling = 1e150;

    // The mean square of max(0, y) for y of variance 1: a row of norm 1 and inputs of variance 1.
    private const double InitialThreshold = 0.5;

    private readonly LearningSettings _settings;
    private readonly int _degree;
    private readonly TransposedProduct _product = new();
    private readonly LateralInhibition? _lateral;
    private readonly double[] _transposed;
    private readonly double[] _effective;
    private readonly double[] _change;
    private readonly double[] _moments;
    private double[] _inputs = [];
    private double[] _responses = [];
    private double[] _drive = [];

    /// <summary>Synapses that have learned nothing yet.</summary>
    /// <param name="settings">The rule and its rate; steps and batch are up to the caller here.</param>
    /// <param name="weights">w, N_out x N_in; copied.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public LayerLearner(LearningSettings settings, MatrixView weights, int degree)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        settings.Check();
        (_settings, _degree) = (settings, degree);
        int size = checked(weights.Rows * weights.Columns);
        Weights = new MatrixView(new double[size], weights.Rows, weights.Columns);
        for (int row = 0; row < weights.Rows; row++)
            weights.Row(row).CopyTo(Weights.Row(row));
        _transposed = new double[size];
        _effective = new double[size];
        _change = new double[size];
        _moments = new double[checked(weights.Rows * weights.Rows)];
        _lateral = settings.Rule == HebbianRule.Foldiak ? new LateralInhibition(weights.Rows) : null;
        Thresholds = new double[weights.Rows];
        Array.Fill(Thresholds, InitialThreshold);
    }

    /// <summary>w, N_out x N_in.</summary>
    public MatrixView Weights { get; }

    /// <summary>theta of BCM; one for each row. To be changed by tests and by nobody else.</summary>
    public double[] Thresholds { get; }

    /// <summary>l of Foldiak's network, N_out x N_out; null for the other rules.</summary>
    public MatrixView? LateralWeights =>
        _lateral is null ? null : new MatrixView(_lateral.Weights, Weights.Rows, Weights.Rows);

    /// <summary>What the layer does to its input as a whole: w, or (1 + l)^-1 w for Foldiak's network; a copy.</summary>
    public double[] EffectiveWeights()
    {
        var copy = new double[Weights.Values.Length];
        if (_lateral is null)
            Array.Copy(Weights.Values, copy, copy.Length);
        else
            Inhibit(new MatrixView(copy, Weights.Rows, Weights.Columns), CancellationToken.None);
        return copy;
    }

    /// <summary>Learns from one batch.</summary>
    /// <param name="inputs">x, B x N_in.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>Whether all weights are finite and below 1e9; with Hebb's rule below 1e150 before rows are scaled.</returns>
    /// <exception cref="ArgumentException">The inputs have another width.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public bool Step(MatrixView inputs, CancellationToken cancellation)
    {
        if (inputs.Columns != Weights.Columns)
            throw new ArgumentException("The inputs must be as wide as a row of weights.", nameof(inputs));
        (int batch, int rows) = (inputs.Rows, Weights.Rows);
        MatrixView transposedInputs = Buffer(ref _inputs, inputs.Columns, batch);
        MatrixView responses = Buffer(ref _responses, rows, batch);
        Transposition.Copy(inputs, transposedInputs);
        Respond(inputs, responses, cancellation);
        MatrixView change = new(_change, rows, Weights.Columns);
        _product.Multiply(Drive(responses), transposedInputs, change, _degree, cancellation);
        TensorPrimitives.Multiply(_change, 1.0 / batch, _change);
        bool isFollowed = HoldBack(responses, change, cancellation);
        TensorPrimitives.MultiplyAdd(_change, _settings.LearningRate, Weights.Values, Weights.Values);
        double largest = Math.Abs(TensorPrimitives.MaxMagnitude<double>(Weights.Values));
        if (_settings.Rule != HebbianRule.Hebb)
            return isFollowed && largest < LargestWeight;
        if (!(largest < LargestBeforeScaling))
            return false;
        ResponseDecay.Normalise(Weights, 1);
        return true;
    }

    // y^T, N_out x B.
    private void Respond(MatrixView inputs, MatrixView responses, CancellationToken cancellation)
    {
        MatrixView weights = Weights;
        if (_lateral is not null)
        {
            weights = new MatrixView(_effective, Weights.Rows, Weights.Columns);
            Inhibit(weights, cancellation);
        }

        _product.Multiply(weights, inputs, responses, _degree, cancellation);
        if (_settings.Rule == HebbianRule.Bcm)
            TensorPrimitives.Max(responses.Values.AsSpan(0, responses.Rows * responses.Columns), 0.0, responses.Values);
    }

    // What multiplies x: y, or y (y - theta).
    private MatrixView Drive(MatrixView responses)
    {
        if (_settings.Rule != HebbianRule.Bcm)
            return responses;
        MatrixView drive = Buffer(ref _drive, responses.Rows, responses.Columns);
        for (int row = 0; row < responses.Rows; row++)
        {
            Span<double> y = responses.Row(row);
            TensorPrimitives.Subtract(y, Thresholds[row], drive.Row(row));
            TensorPrimitives.Multiply(y, drive.Row(row), drive.Row(row));
            double square = TensorPrimitives.SumOfSquares<double>(y) / y.Length;
            Thresholds[row] += LearningSettings.ThresholdRate * (square - Thresholds[row]);
        }

        return drive;
    }

    private bool HoldBack(MatrixView responses, MatrixView change, CancellationToken cancellation)
    {
        switch (_settings.Rule)
        {
            case HebbianRule.Oja:
                OwnMoments(responses);
                ResponseDecay.SubtractOwn(_moments, Weights, change);
                return true;
            case HebbianRule.Subspace:
                AllMoments(responses, cancellation);
                SubtractMixed(change, cancellation);
                return true;
            case HebbianRule.Sanger:
                AllMoments(responses, cancellation);
                ResponseDecay.KeepLower(_moments, Weights.Rows);
                SubtractMixed(change, cancellation);
                return true;
            case HebbianRule.Foldiak:
                AllMoments(responses, cancellation);
                ResponseDecay.SubtractOwn(_moments, Weights, change);
                return _lateral!.Learn(
                    _moments, LearningSettings.LateralRate * _settings.LearningRate, _degree, cancellation);
            default:
                return true;
        }
    }

    private void OwnMoments(MatrixView responses)
    {
        for (int row = 0; row < responses.Rows; row++)
            _moments[row * (responses.Rows + 1)] =
                TensorPrimitives.SumOfSquares<double>(responses.Row(row)) / responses.Columns;
    }

    private void AllMoments(MatrixView responses, CancellationToken cancellation)
    {
        _product.MultiplyByItself(
            responses, new MatrixView(_moments, responses.Rows, responses.Rows), _degree, cancellation);
        TensorPrimitives.Multiply(_moments, 1.0 / responses.Columns, _moments);
    }

    // change -= a w.
    private void SubtractMixed(MatrixView change, CancellationToken cancellation)
    {
        var mixed = new MatrixView(_effective, change.Rows, change.Columns);
        _product.Multiply(
            new MatrixView(_moments, change.Rows, change.Rows), TransposedWeights(), mixed, _degree, cancellation);
        TensorPrimitives.Subtract(_change, _effective, _change);
    }

    private void Inhibit(MatrixView output, CancellationToken cancellation) =>
        _lateral!.Apply(TransposedWeights(), output, _degree, cancellation);

    private MatrixView TransposedWeights()
    {
        var transposed = new MatrixView(_transposed, Weights.Columns, Weights.Rows);
        Transposition.Copy(Weights, transposed);
        return transposed;
    }

    private static MatrixView Buffer(ref double[] values, int rows, int columns)
    {
        if (values.Length != rows * columns)
            values = new double[checked(rows * columns)];
        return new MatrixView(values, rows, columns);
    }
}
