using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Learning.Readout;
using CorrSyn.Simulation.Learning.Rules;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning;

/// <summary>One run: a network that learns, and its controls, on the same inputs and with the same biases.</summary>
internal sealed class HebbianInstance
{
    private readonly HebbianSettings _settings;
    private readonly int _instance;
    private readonly int _degree;
    private readonly NetworkSeed _seed;
    private readonly GivenLayers _layers;

    /// <summary>A run.</summary>
    public HebbianInstance(HebbianSettings settings, int instance, int degree)
    {
        (_settings, _instance, _degree) = (settings, instance, degree);
        _seed = new NetworkSeed(settings.Seed, settings.Data.InputWidth(settings.Width), instance);
        _layers = new GivenLayers(degree);
    }

    /// <summary>Why the run has no result; null if it has one.</summary>
    public NetworkFailureException? Failure { get; private set; }

    /// <summary>Draws, trains and measures.</summary>
    /// <param name="finished">Called for every layer of every variant.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The run; null where it failed.</returns>
    public HebbianRun? Complete(Action finished, CancellationToken cancellation)
    {
        LabelledInputs inputs = InputDraw.Draw(
            _settings.Data, _seed, _settings.Samples + _settings.HeldOutSamples, _degree, cancellation);
        Failure = Scale(inputs.Values);
        if (Failure is not null)
            return null;
        (LayerStatistics statistics, ReadoutResult? readout) = Measure(0, inputs, cancellation);
        if (Failure is not null)
            return null;
        (double[] mean, double[] covariance) = Covariance(inputs.Values, statistics.TraceOfSquare, cancellation);
        var networks = new List<HebbianNetwork>();
        foreach (SynapseVariant variant in Enum.GetValues<SynapseVariant>())
        {
            var layers = new List<HebbianLayer>();
            MatrixView activity = inputs.Values;
            double traceOfSquare = statistics.TraceOfSquare;
            for (int layer = 1; layer <= _settings.Depth; layer++)
            {
                HebbianLayer? learned = networks.Count > 0 ? networks[0].Layers[layer - 1] : null;
                double[]? values = Weights(variant, layer, activity, learned, cancellation);
                if (values is null)
                    return null;
                var weights = new MatrixView(values, _settings.Width, activity.Columns);
                Failure = Vanishing(layer, variant, weights);
                if (Failure is not null)
                    return null;
                if (_settings.Matching == GainMatching.Variance)
                    MatchVariance(weights, activity.Part(0, _settings.Samples), cancellation);
                double[] biases = learned?.Biases ?? Biases(layer);
                double[] below =
                    layer == 1 ? covariance : Covariance(activity, traceOfSquare, cancellation).Covariance;
                MatrixView underneath = activity;
                activity = _layers.Propagate(weights, biases, _settings.Activation, underneath, cancellation);
                (LayerStatistics above, ReadoutResult? read) =
                    Measure(layer, new LabelledInputs(activity, inputs.Labels), cancellation);
                if (Failure is not null)
                {
                    Failure = Undefined(layer, weights, biases, underneath, cancellation) ?? Failure;
                    return null;
                }

                layers.Add(new HebbianLayer(weights, biases, below, above, read));
                traceOfSquare = above.TraceOfSquare;
                finished();
            }

            networks.Add(new HebbianNetwork(variant, layers));
        }

        return new HebbianRun(_instance, statistics, mean, readout, networks);
    }

    private double[]? Weights(
        SynapseVariant variant, int layer, MatrixView activity, HebbianLayer? learned, CancellationToken cancellation)
    {
        switch (variant)
        {
            case SynapseVariant.Learned:
                (double[]? weights, Failure) = LayerTraining.Train(
                    _settings.Learning,
                    activity.Part(0, _settings.Samples),
                    _settings.Width,
                    _seed,
                    layer,
                    _degree,
                    cancellation);
                if (weights is not null)
                    ResponseDecay.Normalise(
                        new MatrixView(weights, _settings.Width, activity.Columns), Math.Sqrt(_settings.Gain));
                return weights;
            case SynapseVariant.Rotated:
                return ControlWeights.Rotate(
                    learned!.Weights, _settings.Gain, _seed, layer, _degree, cancellation);
            case SynapseVariant.Shuffled:
                return ControlWeights.Shuffle(learned!.Weights, _settings.Gain, _seed, layer);
            case SynapseVariant.Orthogonal:
                return ControlWeights.Orthogonal(
                    _settings.Width, activity.Columns, _settings.Gain, _seed, layer, cancellation);
            default:
                throw new ArgumentOutOfRangeException(nameof(variant), variant, "No such variant.");
        }
    }

    private (double[] Mean, double[] Covariance) Covariance(
        MatrixView activity, double traceOfSquare, CancellationToken cancellation) =>
        SampleCovariance.Estimate(
            activity.Part(_settings.Samples, _settings.HeldOutSamples), traceOfSquare, _degree, cancellation);

    private static VanishingRowsException? Vanishing(int layer, SynapseVariant variant, MatrixView weights)
    {
        int rows = Enumerable.Range(0, weights.Rows).Count(row => weights.Row(row).ContainsAnyExcept(0.0));
        return rows < 2 ? new VanishingRowsException(layer, variant, rows) : null;
    }

    // The first pre-activation at which phi has no finite value.
    private ActivityUndefinedException? Undefined(
        int layer, MatrixView weights, double[] biases, MatrixView below, CancellationToken cancellation)
    {
        double[] fields = _layers.Propagate(weights, biases, Activation.Linear, below, cancellation).Values;
        int place = Array.FindIndex(
            fields, z => double.IsFinite(z) && !double.IsFinite(ActivationModule.apply(_settings.Activation, z)));
        return place < 0
            ? null
            : new ActivityUndefinedException(_instance, layer, _settings.Activation, fields[place]);
    }

    // Gaussian inputs are as they were asked for; others are scaled, and centred if learning is, by what is learned from.
    private InactiveLayerException? Scale(MatrixView inputs)
    {
        if (_settings.Data.Kind == DataKind.Gaussian)
            return null;
        MatrixView learnedFrom = inputs.Part(0, _settings.Samples);
        double[] mean = InputScaling.Mean(learnedFrom);
        double variance = InputScaling.MeanSquare(learnedFrom, mean);
        if (!(variance > InputScaling.LeastSquare(learnedFrom, mean)))
            return new InactiveLayerException(0);
        double[] shift = _settings.Learning.IsCentred ? mean : new double[mean.Length];
        InputScaling.Apply(inputs, shift, Math.Sqrt(_settings.Data.Variance / variance));
        return null;
    }

    // The weights are scaled so that w h varies as independent weights would let it.
    private void MatchVariance(MatrixView weights, MatrixView activity, CancellationToken cancellation)
    {
        MatrixView fields = _layers.Propagate(
            weights, new double[weights.Rows], Activation.Linear, activity, cancellation);
        double variance = InputScaling.MeanSquare(fields, InputScaling.Mean(fields));
        double below = InputScaling.MeanSquare(activity, InputScaling.Mean(activity));
        if (variance > 0)
            TensorPrimitives.Multiply(weights.Values, Math.Sqrt(_settings.Gain * below / variance), weights.Values);
    }

    private double[] Biases(int layer)
    {
        var biases = new double[_settings.Width];
        _seed.Stream(layer, StreamPurpose.Biases).FillGaussian(0, biases);
        TensorPrimitives.Multiply(biases, Math.Sqrt(_settings.BiasVariance), biases);
        return biases;
    }

    private (LayerStatistics Statistics, ReadoutResult? Readout) Measure(
        int layer, LabelledInputs activity, CancellationToken cancellation)
    {
        LabelledInputs heldOut = activity.Part(_settings.Samples, _settings.HeldOutSamples);
        var estimator = new LayerEstimator(
            CovarianceEstimator.Corrected, heldOut.Values.Rows, heldOut.Values.Columns, _degree);
        LayerStatistics statistics = estimator.Estimate(layer, heldOut.Values, null, cancellation);
        if (!statistics.IsInRange)
        {
            Failure = new ActivityOverflowException(_instance, layer);
            return (statistics, null);
        }

        ReadoutResult? readout = activity.Labels is null
            ? null
            : RidgeReadout.Classify(activity.Part(0, _settings.Samples), heldOut, _degree, cancellation);
        return (statistics, readout);
    }
}
