using System.Numerics.Tensors;
using CorrSyn.Model;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Readout;
using CorrSyn.Trained;

namespace CorrSyn.Learning;

/// <summary>The numbers of one layer in one run.</summary>
internal sealed record MeasuredRunLayer(
    double Gain,
    double MeanCorrelation,
    double EffectiveCorrelationSquared,
    double AlignedCorrelationSquared,
    LayerStatistics Statistics,
    ReadoutResult? Readout,
    LayerPrediction? Map,
    LayerPrediction? SingleNetwork);

/// <summary>What a theory says of one layer of one network.</summary>
internal sealed record LayerPrediction(double Dimension, double NSigma);

/// <summary>One network of a run, without its weights, and why the map and its own theory have no answer, where they have none.</summary>
internal sealed record MeasuredRunNetwork(
    IReadOnlyList<MeasuredRunLayer> Layers, SolveFailure? MapFailure, SolveFailure? SingleNetworkFailure);

/// <summary>The numbers of one run.</summary>
internal sealed record MeasuredRun(
    LayerStatistics Input, ReadoutResult? InputReadout, IReadOnlyList<MeasuredRunNetwork> Networks)
{
    // Tables show three digits.
    private const double Tolerance = 1e-7;

    /// <summary>Measures the weights of a run, and evaluates the map and, if asked for, the theory of each network for them.</summary>
    public static MeasuredRun Of(
        HebbianRun run, Activation activation, bool predictsEachNetwork, CancellationToken cancellation) =>
        new(run.Input, run.InputReadout, [.. run.Networks.Select(network => Of(
            network, run.Input, activation, predictsEachNetwork ? Predict(network, run.InputMean, activation, cancellation) : null, cancellation))]);

    /// <summary>The layers of one variant.</summary>
    public IReadOnlyList<MeasuredRunLayer> Network(SynapseVariant variant) => Networks[(int)variant].Layers;

    private static MeasuredRunNetwork Of(
        HebbianNetwork network,
        LayerStatistics input,
        Activation activation,
        SolveResult<SingleNetworkSolution>? single,
        CancellationToken cancellation)
    {
        (MeasuredLayer Measured, WeightCorrelationReport Correlation, double Aligned)[] layers =
            [.. network.Layers.Select(layer => Measure(layer, activation, cancellation))];
        var states = MeasuredMap.States(
            [.. layers.Select(layer => (layer.Measured, layer.Correlation.PresynapticCount))],
            InputActivity.Parametrise(input));
        LayerPrediction?[] map = states.IsOk
            ? [.. states.ResultValue.Skip(1).Select(state => new LayerPrediction(state.Dimension, state.NSigma))]
            : new LayerPrediction?[layers.Length];
        LayerPrediction?[] own = single is not null && single.TryGetValue(out SingleNetworkSolution? solution)
            ? [.. solution.Layers.Skip(1).Select(layer => new LayerPrediction(layer.Dimension, layer.NSigma))]
            : new LayerPrediction?[layers.Length];
        return new MeasuredRunNetwork(
            [.. layers.Select((layer, index) => new MeasuredRunLayer(
                layer.Measured.Gain,
                layer.Correlation.Mean.Value,
                layer.Correlation.Squared.Value,
                layer.Aligned,
                network.Layers[index].Statistics,
                network.Layers[index].Readout,
                map[index],
                own[index]))],
            states.IsOk ? null : states.ErrorValue.ToFailure(),
            single?.Failure);
    }

    private static SolveResult<SingleNetworkSolution> Predict(
        HebbianNetwork network, double[] inputMean, Activation activation, CancellationToken cancellation)
    {
        SolveResult<WeightLayer>[] layers =
            [.. network.Layers.Select(layer => WeightLayer.TryCreate(layer.Weights.Values, layer.Biases, activation))];
        return Array.Find(layers, layer => !layer.Success) is { Failure: { } failure }
            ? SolveResult<SingleNetworkSolution>.Failed(failure)
            : SingleNetwork.Propagate(
                [.. layers.Select(layer => layer.Value)],
                inputMean,
                network.Layers[0].CovarianceBelow,
                new SingleNetworkSettings(Tolerance, KeepsCovariances: false, Threads: 1),
                cancellation);
    }

    // Runs are what threads are for; within one, the weights are measured on one.
    private static (MeasuredLayer Measured, WeightCorrelationReport Correlation, double Aligned) Measure(
        HebbianLayer layer, Activation activation, CancellationToken cancellation)
    {
        (int rows, int columns) = (layer.Weights.Rows, layer.Weights.Columns);
        WeightCorrelationReport correlation =
            WeightCorrelation.Measure(layer.Weights.Values, rows, threads: 1, cancellation);
        var measured = new MeasuredLayer(
            TensorPrimitives.SumOfSquares<double>(layer.Weights.Values) / rows,
            correlation.Squared.Value,
            TensorPrimitives.SumOfSquares<double>(layer.Biases) / rows,
            (double)rows / columns,
            activation);
        double aligned = WeightCorrelation
            .Measure(layer.Weights.Values, rows, layer.CovarianceBelow, threads: 1, cancellation).Squared.Value;
        return (measured, correlation, aligned);
    }
}
