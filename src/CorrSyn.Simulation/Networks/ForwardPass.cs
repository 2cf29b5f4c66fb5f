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
    private readonly TransposedProduct _product = new();
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
        : this(NetworkPlan.Of(spec), sampleCount, degree)
    {
    }

    /// <summary>A forward pass for structured networks.</summary>
    /// <param name="network">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs; at least 2.</param>
    /// <param name="degree">Threads to use within one network; at least 1. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public ForwardPass(StructuredNetwork network, int sampleCount, int degree)
        : this(NetworkPlan.Of(network), sampleCount, degree)
    {
    }

    private ForwardPass(NetworkPlan plan, int sampleCount, int degree)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        long elements = (long)sampleCount * plan.LongestRow;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(sampleCount));
        long blockElements = (long)TransposedProduct.RowsInWork * plan.LongestRow;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockElements, Array.MaxLength, nameof(plan));
        (_plan, _sampleCount, _degree) = (plan, sampleCount, degree);
        _samplers = plan.CreateSamplers();
        _biases = new double[plan.Widths.Max()];
        _preActivations = plan.CreateEstimators(sampleCount);
        _current = new double[elements];
        _next = new double[elements];
    }

    /// <summary>The bytes that one forward pass takes at most.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs.</param>
    /// <param name="degree">Threads within one network.</param>
    public static long EstimateBytes(NetworkSpec spec, int sampleCount, int degree)
    {
        ArgumentNullException.ThrowIfNull(spec);
        int widest = spec.Widths.Max();
        int inner = Math.Max(widest, InputEnsembleModule.patternCount(spec.Width, spec.Inputs));
        return 2 * sizeof(double) * (long)sampleCount * inner
            + TransposedProduct.EstimateBytes(sampleCount, inner, degree)
            + NetworkPlan.EstimateSamplerBytes(spec)
            + sizeof(double) * (4L * widest + sampleCount);
    }

    /// <summary>Draws a network and its inputs and shows every layer, from the input up.</summary>
    /// <param name="seed">The network; its width must be that of the input layer.</param>
    /// <param name="observe">Called once per layer, in order, until it returns false.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The seed belongs to another width.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Propagate(NetworkSeed seed, LayerObserver observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observe);
        if (seed.Width != _plan.Widths[0])
            throw new ArgumentException("The seed belongs to another width.", nameof(seed));
        DrawInputs(seed, cancellation);
        MatrixView activity = Activity(_current, 0);
        bool goesOn = observe(0, activity, null);
        for (int layer = 1; layer < _plan.Widths.Count && goesOn; layer++)
        {
            IWeightSampler weights = _samplers[layer - 1];
            weights.Draw(seed, layer, cancellation);
            (Activation activation, double biasVariance) = _plan.Layers[layer - 1];
            DrawBiases(seed, layer, biasVariance);
            MatrixView next = Activity(_next, layer);
            _product.Multiply(activity, weights.FillRow, next, _degree, cancellation);
            PreActivationStatistics preActivation = _preActivations[layer - 1].Estimate(next, Biases(next.Columns));
            BlockLoop.ForEach(_sampleCount, _degree, sample => Respond(activation, next, sample), cancellation);
            (_current, _next, activity) = (_next, _current, next);
            goesOn = observe(layer, activity, preActivation);
        }
    }

    private MatrixView Activity(double[] values, int layer) => new(values, _sampleCount, _plan.Widths[layer]);

    private Span<double> Biases(int width) => _biases.AsSpan(0, width);

    // h^0 is a linear layer too: patterns are its weights, coordinates its inputs.
    private void DrawInputs(NetworkSeed seed, CancellationToken cancellation)
    {
        var inputs = new InputSampler(_plan.Inputs, seed);
        var coordinates = new MatrixView(_next, _sampleCount, inputs.PatternCount);
        BlockLoop.ForEach(
            _sampleCount, _degree, sample => inputs.FillCoordinates(sample, coordinates.Row(sample)), cancellation);
        _product.Multiply(coordinates, inputs.FillScaledPatterns, Activity(_current, 0), _degree, cancellation);
    }

    private void DrawBiases(NetworkSeed seed, int layer, double variance)
    {
        Span<double> biases = Biases(_plan.Widths[layer]);
        seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, biases);
        TensorPrimitives.Multiply(biases, Math.Sqrt(variance), biases);
    }

    private void Respond(Activation activation, MatrixView preActivations, int sample) =>
        NeuronLayer.Respond(activation, Biases(preActivations.Columns), preActivations.Row(sample));
}
