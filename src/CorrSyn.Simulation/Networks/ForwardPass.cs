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
    private readonly NetworkSpec _spec;
    private readonly int _sampleCount;
    private readonly int _degree;
    private readonly SynapseSampler _synapses;
    private readonly TransposedProduct _product = new();
    private readonly double[] _biases;
    private readonly PreActivationEstimator _preActivations;
    private double[] _current;
    private double[] _next;

    /// <summary>A forward pass for networks of one specification.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="sampleCount">M, the number of inputs; at least 2.</param>
    /// <param name="degree">Threads to use within one network; at least 1. Results do not depend on it.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or an array would need more
    /// elements than .NET allows.</exception>
    public ForwardPass(NetworkSpec spec, int sampleCount, int degree)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        long elements = ActivityElements(spec, sampleCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(sampleCount));
        (_spec, _sampleCount, _degree) = (spec, sampleCount, degree);
        _synapses = new SynapseSampler(spec.Synapses, spec.Gain, spec.Width);
        _biases = new double[spec.Width];
        _preActivations = new PreActivationEstimator(sampleCount, spec.Width);
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
        int inner = InnerLength(spec);
        return 2 * sizeof(double) * ActivityElements(spec, sampleCount)
            + TransposedProduct.EstimateBytes(sampleCount, inner, degree)
            + SynapseSampler.EstimateBytes(spec.Synapses, spec.Width)
            + sizeof(double) * (4L * spec.Width + sampleCount);
    }

    /// <summary>Draws a network and its inputs and shows every layer, from the input up.</summary>
    /// <param name="seed">The network; its width must be the specification's.</param>
    /// <param name="observe">Called once per layer, in order, until it returns false.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The seed belongs to another width.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void Propagate(NetworkSeed seed, LayerObserver observe, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(observe);
        if (seed.Width != _spec.Width)
            throw new ArgumentException("The seed belongs to another width.", nameof(seed));
        DrawInputs(seed, cancellation);
        MatrixView activity = Activity(_current);
        bool goesOn = observe(0, activity, null);
        for (int layer = 1; layer <= _spec.Depth && goesOn; layer++)
        {
            _synapses.Draw(seed, layer, cancellation);
            DrawBiases(seed, layer);
            MatrixView next = Activity(_next);
            _product.Multiply(activity, _synapses.FillRow, next, _degree, cancellation);
            PreActivationStatistics preActivation = _preActivations.Estimate(next, _biases);
            BlockLoop.ForEach(_sampleCount, _degree, sample => Respond(next, sample), cancellation);
            (_current, _next, activity) = (_next, _current, next);
            goesOn = observe(layer, activity, preActivation);
        }
    }

    private static int InnerLength(NetworkSpec spec) =>
        Math.Max(spec.Width, InputEnsembleModule.patternCount(spec.Width, spec.Inputs));

    private static long ActivityElements(NetworkSpec spec, int sampleCount) => (long)sampleCount * InnerLength(spec);

    private MatrixView Activity(double[] values) => new(values, _sampleCount, _spec.Width);

    // h^0 is a linear layer too: patterns are its weights, coordinates its inputs.
    private void DrawInputs(NetworkSeed seed, CancellationToken cancellation)
    {
        var inputs = new InputSampler(_spec.Inputs, seed);
        var coordinates = new MatrixView(_next, _sampleCount, inputs.PatternCount);
        BlockLoop.ForEach(
            _sampleCount, _degree, sample => inputs.FillCoordinates(sample, coordinates.Row(sample)), cancellation);
        _product.Multiply(coordinates, inputs.FillScaledPatterns, Activity(_current), _degree, cancellation);
    }

    private void DrawBiases(NetworkSeed seed, int layer)
    {
        seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, _biases);
        TensorPrimitives.Multiply(_biases, Math.Sqrt(_spec.BiasVariance), _biases);
    }

    private void Respond(MatrixView preActivations, int sample) =>
        NeuronLayer.Respond(_spec.Activation, _biases, preActivations.Row(sample));
}
