using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>
/// Draws one network after the other and sends its inputs through: z^l = w^l h^(l-1) + b^l, h^l = phi(z^l). Keeps its
/// buffers, and so serves one network at a time.
/// </summary>
public sealed class ForwardPass
{
    private readonly NetworkPlan _plan;
    private readonly int _sampleCount;
    private readonly int _degree;
    private readonly IReadOnlyList<IWeightSampler> _samplers;
    private readonly TransposedProduct _product;
    private readonly double[] _biases;
    private readonly IReadOnlyList<PreActivationEstimator> _preActivations;
    private double[] _current;
    private double[] _next;

    /// <summary>A forward pass for networks of one specification.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs; at least 2.</param>
    /// <param name="degree">Threads to use within one network; at least 1. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public ForwardPass(NetworkSpec spec, int sampleCount, int degree)
        : this(NetworkPlan.Of(spec), AtLeastTwo(sampleCount), degree)
    {
    }

    /// <summary>A forward pass for structured networks.</summary>
    /// <param name="network">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs; at least 2.</param>
    /// <param name="degree">Threads to use within one network; at least 1. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public ForwardPass(StructuredNetwork network, int sampleCount, int degree)
        : this(NetworkPlan.Of(network), AtLeastTwo(sampleCount), degree)
    {
    }

    /// <summary>A forward pass for blocks of at most that many inputs.</summary>
    /// <param name="plan">The networks.</param>
    /// <param name="sampleCount">The largest number of inputs at the same time; at least 1.</param>
    /// <param name="degree">Threads to use within one network; at least 1.</param>
    /// <param name="isInBlocks">Whether inputs come in several blocks: layers then keep weights that are costly to draw.</param>
    /// <param name="arithmetic">How products are computed; in double precision if null.</param>
    internal ForwardPass(
        NetworkPlan plan, int sampleCount, int degree, bool isInBlocks = false, Arithmetic? arithmetic = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        long elements = (long)sampleCount * plan.LongestRow;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(sampleCount));
        long blockElements = (long)TransposedProduct.RowsInWork * plan.LongestRow;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockElements, Array.MaxLength, nameof(plan));
        (_plan, _sampleCount, _degree) = (plan, sampleCount, degree);
        _samplers = plan.CreateSamplers(isInBlocks);
        _product = new TransposedProduct(arithmetic ?? Arithmetic.Managed);
        _biases = new double[plan.Widest];
        _preActivations = plan.CreateEstimators();
        _current = new double[elements];
        _next = new double[elements];
    }

    /// <summary>The bytes that one forward pass takes at most.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs.</param>
    /// <param name="degree">Threads within one network.</param>
    /// <param name="isInBlocks">Whether inputs come in several blocks of at most that many.</param>
    public static long EstimateBytes(NetworkSpec spec, int sampleCount, int degree, bool isInBlocks = false) =>
        EstimateBytes(NetworkPlan.Of(spec), sampleCount, degree, isInBlocks);

    /// <summary>The same for any networks.</summary>
    internal static long EstimateBytes(NetworkPlan plan, int sampleCount, int degree, bool isInBlocks) =>
        2 * sizeof(double) * (long)sampleCount * plan.LongestRow
        + TransposedProduct.EstimateBytes(sampleCount, plan.LongestRow, plan.Widest, degree)
        + plan.EstimateSamplerBytes(isInBlocks)
        + sizeof(double) * 4L * plan.Widths.Count * plan.Widest;

    /// <summary>Draws a network and its inputs and shows every layer, from the input up.</summary>
    /// <param name="seed">The network; its width must be that of the input layer.</param>
    /// <param name="observe">Called once per layer, in order, until it returns false.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The seed belongs to another width.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Propagate(NetworkSeed seed, LayerObserver observe, CancellationToken cancellation) =>
        Propagate(seed, SampleBlock.Whole(_sampleCount), observe, cancellation);

    /// <summary>The same for some of the inputs. A network begins with its first block; its blocks come in order, one network after
    /// the other, and pre-activations are measured over all inputs so far.</summary>
    internal void Propagate(
        NetworkSeed seed, SampleBlock block, LayerObserver observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observe);
        if (seed.Width != _plan.Widths[0])
            throw new ArgumentException("The seed belongs to another width.", nameof(seed));
        bool isFirst = block.First == 0;
        MatrixView activity = Activity(_current, block, 0);
        _plan.Inputs.Fill(seed, block, _next, activity, _product, _degree, cancellation);
        bool goesOn = observe(0, activity, null);
        for (int layer = 1; layer < _plan.Widths.Count && goesOn; layer++)
        {
            IWeightSampler weights = _samplers[layer - 1];
            if (isFirst)
                weights.Draw(seed, layer, cancellation);
            Activation activation = _plan.Layers[layer - 1].Activation;
            DrawBiases(seed, layer, _plan.Layers[layer - 1].BiasVariance, Biases(_plan.Widths[layer]));
            MatrixView next = Activity(_next, block, layer);
            PreActivationEstimator estimator = _preActivations[layer - 1];
            bool startsAnew = isFirst;
            _product.Multiply(
                activity,
                weights.FillRow,
                next,
                _degree,
                cancellation,
                rows =>
                {
                    estimator.Add(rows, startsAnew);
                    startsAnew = false;
                    BlockLoop.ForEach(
                        rows.Rows,
                        _degree,
                        (Pass: this, activation, rows),
                        static (state, row) => state.Pass.Respond(state.activation, state.rows, row),
                        cancellation);
                });
            PreActivationStatistics preActivation = estimator.Result(Biases(next.Columns));
            (_current, _next, activity) = (_next, _current, next);
            goesOn = observe(layer, activity, preActivation);
        }
    }

    private static int AtLeastTwo(int sampleCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        return sampleCount;
    }

    private MatrixView Activity(double[] values, SampleBlock block, int layer) =>
        new(values, block.Count, _plan.Widths[layer]);

    private Span<double> Biases(int width) => _biases.AsSpan(0, width);

    /// <summary>The biases of one layer of one network.</summary>
    internal static void DrawBiases(NetworkSeed seed, int layer, double variance, Span<double> biases)
    {
        seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, biases);
        TensorPrimitives.Multiply(biases, Math.Sqrt(variance), biases);
    }

    private void Respond(Activation activation, MatrixView preActivations, int sample) =>
        NeuronLayer.Respond(activation, Biases(preActivations.Columns), preActivations.Row(sample));
}
