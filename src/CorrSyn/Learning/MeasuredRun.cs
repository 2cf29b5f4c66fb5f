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
    double? PredictedDimension,
    double? PredictedNSigma);

/// <summary>The numbers of one run, without its weights.</summary>
internal sealed record MeasuredRun(
    LayerStatistics Input, ReadoutResult? InputReadout, IReadOnlyList<IReadOnlyList<MeasuredRunLayer>> Networks)
{
    /// <summary>Measures the weights of a run and evaluates the map for them.</summary>
    public static MeasuredRun Of(HebbianRun run, Activation activation, CancellationToken cancellation) =>
        new(run.Input, run.InputReadout, [.. run.Networks.Select(network => Of(network, run.Input, activation, cancellation))]);

    private static IReadOnlyList<MeasuredRunLayer> Of(
        HebbianNetwork network, LayerStatistics input, Activation activation, CancellationToken cancellation)
    {
        (MeasuredLayer Measured, WeightCorrelationReport Correlation, double Aligned)[] layers =
            [.. network.Layers.Select(layer => Measure(layer, activation, cancellation))];
        var states = MeasuredMap.States(
            [.. layers.Select(layer => (layer.Measured, layer.Correlation.PresynapticCount))],
            InputActivity.Parametrise(input));
        LayerState?[] predicted = states.IsOk
            ? [.. states.ResultValue.Skip(1)]
            : new LayerState?[layers.Length];
        return [.. layers.Select((layer, index) => new MeasuredRunLayer(
            layer.Measured.Gain,
            layer.Correlation.Mean.Value,
            layer.Correlation.Squared.Value,
            layer.Aligned,
            network.Layers[index].Statistics,
            network.Layers[index].Readout,
            predicted[index]?.Dimension,
            predicted[index]?.NSigma))];
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
