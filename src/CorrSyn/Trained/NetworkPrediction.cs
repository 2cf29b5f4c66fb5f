using CorrSyn.Model;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Trained;

/// <summary>D/N of a given network by three ways, layer by layer: each goes on until it has no answer, and then says
/// why.</summary>
internal sealed class NetworkPrediction
{
    private readonly NetworkAnalysisSettings _settings;
    private readonly MeasuredInput? _parameters;
    private readonly List<string> _notes;
    private readonly List<Activation> _activations = [];
    private readonly List<double?> _single = [];
    private readonly List<double?> _measured = [];
    private readonly GivenLayers _layers;
    private double[] _mean;
    private double[]? _covariance;
    private MatrixView? _activity;

    public NetworkPrediction(NetworkAnalysisSettings settings, InputActivity? input, List<string> notes)
    {
        // Of the input only its parameters are kept: its covariance is as large as a layer.
        (_settings, _parameters, _notes) = (settings, input?.Parameters, notes);
        _layers = new GivenLayers(Degree);
        (_mean, _covariance, _activity) = (input?.Mean ?? [], input?.Covariance, input?.Samples);
        if (input is { Covariance: null })
            _notes.Add($"more than {InputActivity.WidestCovariance} inputs: their covariance is too large to keep, and there is no theory of this one network");
        _single.Add(input?.Dimension);
        _measured.Add(input?.Samples is null ? null : input.Dimension);
    }

    private int Degree => _settings.Threads ?? Environment.ProcessorCount;

    /// <summary>Goes one layer up.</summary>
    public void Append(double[] weights, double[] biases, Activation activation, CancellationToken cancellation)
    {
        _activations.Add(activation);
        if (_parameters is null)
        {
            _single.Add(null);
            _measured.Add(null);
            return;
        }

        _measured.Add(Measure(weights, biases, activation, cancellation));
        _single.Add(Predict(weights, biases, activation, cancellation));
    }

    /// <summary>D/N of the input and of every layer.</summary>
    public IReadOnlyList<LayerDimensions> Dimensions(IReadOnlyList<LayerWeights> layers)
    {
        IReadOnlyList<double?> scalar = Scalar(layers);
        return [.. Enumerable.Range(0, layers.Count + 1).Select(
            layer => new LayerDimensions(scalar[layer], _single[layer], _measured[layer]))];
    }

    private double? Measure(double[] weights, double[] biases, Activation activation, CancellationToken cancellation)
    {
        if (_activity is not { } below)
            return null;
        var matrix = new MatrixView(weights, biases.Length, below.Columns);
        MatrixView activity = _layers.Propagate(matrix, biases, activation, below, cancellation);
        _activity = activity;
        var estimator = new LayerEstimator(CovarianceEstimator.Corrected, activity.Rows, activity.Columns, Degree);
        return estimator.Estimate(0, activity, null, cancellation).Dimension;
    }

    private double? Predict(double[] weights, double[] biases, Activation activation, CancellationToken cancellation)
    {
        if (_covariance is null)
            return null;
        int layer = _activations.Count;
        if (biases.Length > InputActivity.WidestCovariance)
        {
            _notes.Add($"the theory of this one network ends below layer {layer}: the covariance of its {biases.Length} neurons is too large to keep; allowed: up to {InputActivity.WidestCovariance}");
            _covariance = null;
            return null;
        }

        SolveResult<WeightLayer> created = WeightLayer.TryCreate(weights, biases, activation);
        SolveResult<SingleNetworkSolution> result = created.TryGetValue(out WeightLayer? given)
            ? SingleNetwork.Propagate(
                [given],
                _mean,
                _covariance,
                new SingleNetworkSettings(Tolerance: 1e-9, KeepsCovariances: false, Threads: _settings.Threads),
                cancellation)
            : SolveResult<SingleNetworkSolution>.Failed(created.Failure!);
        if (!result.TryGetValue(out SingleNetworkSolution? solution))
        {
            _notes.Add($"the theory of this one network ends below layer {layer}: {result.Failure!.Message}");
            _covariance = null;
            return null;
        }

        SingleNetworkLayer above = solution.Layers[1];
        _mean = [.. above.Mean];
        _covariance = above.Covariance!.Values;
        return above.Dimension;
    }

    private IReadOnlyList<double?> Scalar(IReadOnlyList<LayerWeights> layers)
    {
        if (_parameters is null)
            return [.. Enumerable.Repeat<double?>(null, layers.Count + 1)];
        IReadOnlyList<double?> dimensions = MeasuredMap.Dimensions(
            [.. layers.Zip(_activations, (weights, activation) => (weights, activation))], _parameters, _notes);
        bool isOdd = _activations.All(ActivationModule.isOdd);
        if (!isOdd)
            _notes.Add("the scalar map leaves out what an activation that is not odd does with correlated synapses: it holds for r = 0 only");
        return [.. dimensions.Concat(Enumerable.Repeat<double?>(null, layers.Count + 1 - dimensions.Count))];
    }
}
