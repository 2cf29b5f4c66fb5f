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

/// <summary>The numbers of one run, without its weights; of each network, why its own theory has no answer, if it has none.</summary>
internal sealed record MeasuredRun(
    LayerStatistics Input,
    ReadoutResult? InputReadout,
    IReadOnlyList<IReadOnlyList<MeasuredRunLayer>> Networks,
    IReadOnlyList<SolveFailure?> Unpredicted)
{
    // Tables show three digits.
    private const double Tolerance = 1e-7;

    /// <summary>Measures the weights of a run, and evaluates the map and, if asked for, the theory of each network for them.</summary>
    public static MeasuredRun Of(
        HebbianRun run, Activation activation, bool predictsEachNetwork, CancellationToken cancellation)
    {
        SolveResult<SingleNetworkSolution>?[] single = [.. run.Networks.Select(network =>
            predictsEachNetwork ? Predict(network, run.InputMean, activation, cancellation) : null)];
        return new MeasuredRun(
            run.Input,
            run.InputReadout,
            [.. run.Networks.Zip(single, (network, predicted) => Of(network, run.Input, activation, predicted, cancellation))],
            [.. single.Select(predicted => predicted?.Failure)]);
    }

    /// <summary>The layers of one variant.</summary>
    public IReadOnlyList<MeasuredRunLayer> Network(SynapseVariant variant) => Networks[(int)variant];

    private static IReadOnlyList<MeasuredRunLayer> Of(
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
        return [.. layers.Select((layer, index) => new MeasuredRunLayer(
            layer.Measured.Gain,
            layer.Correlation.Mean.Value,
            layer.Correlation.Squared.Value,
            layer.Aligned,
            network.Layers[index].Statistics,
            network.Layers[index].Readout,
            map[index],
            own[index]))];
    }

    private static SolveResult<SingleNetworkSolution> Predict(
        HebbianNetwork network, double[] inputMean, Activation activation, CancellationToken cancellation) =>
        SingleNetwork.Propagate(
            [.. network.Layers.Select(layer => WeightLayer.Create(layer.Weights.Values, layer.Biases, activation))],
            inputMean,
            network.Layers[0].CovarianceBelow,
            new SingleNetworkSettings(Tolerance, KeepsCovariances: false, Threads: 1),
            cancellation);

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
