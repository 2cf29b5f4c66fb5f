using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using MathNet.Numerics.LinearAlgebra;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Figures;

/// <summary>The eigenvalues of the neural covariance of single networks.</summary>
internal static class SpectrumFigure
{
    private const int Layers = 2;

    private static readonly double[] Correlations = [0, 1, 2];

    /// <summary>The figure: inputs vary alike in all directions, and C of the second layer follows from the drawn weights without sampling.</summary>
    public static Figure Make(FigureContext context)
    {
        double variance = context.Model.InputRatio * context.Model.InputStd * context.Model.InputStd;
        double[][] spectra = new double[Correlations.Length][];
        for (int index = 0; index < Correlations.Length; index++)
        {
            context.Report((double)index / Correlations.Length, $"r = {NumberText.Full(Correlations[index])}");
            spectra[index] = Spectrum(
                context,
                context.Model with { Weights = "gaussian", Correlation = Correlations[index], Depth = Layers },
                variance);
        }

        string largest = string.Join("; ", spectra.Select((values, index) => string.Create(
            InvariantCulture, $"{string.Join(", ", values.Take(Layers + 1).Select(value => (value / values.Average()).ToString("F1", InvariantCulture)))} for r = {Correlations[index]}")));
        return new Figure(
            "spectrum",
            "Eigenvalues of the neural covariance",
            "The correlated part of the synapses of each layer leaves one direction along which its neurons vary together; layers above pass it on.",
            null,
            $"The {NumberText.Whole(Layers + 1)} largest eigenvalues of C of layer {NumberText.Whole(Layers)} in units of the mean: {largest}. With correlations {NumberText.Whole(Layers)} stand apart, one for each layer so far. One network of N = {NumberText.Whole(context.Model.Width)} each, with the same random numbers; inputs of equal variance in all directions. C is computed from the weights, not sampled.",
            [new Chart(
                "spectrum",
                $"Eigenvalues of C of layer {NumberText.Whole(Layers)} against their rank, in units of their mean",
                new ChartAxis("rank", AxisRange.Logarithmic),
                new ChartAxis("eigenvalue / mean", AxisRange.Logarithmic),
                [.. spectra.Select((values, index) => new ChartSeries(
                    $"r = {NumberText.Full(Correlations[index])}",
                    SeriesKind.LineAndPoints,
                    ChartSeries.ColourOf(index),
                    [.. values.Select((value, rank) => new ChartPoint(
                        rank + 1, value / values.Average(), 0, $"r = {NumberText.Full(Correlations[index])}, eigenvalue {NumberText.Whole(rank + 1)}"))]))])]);
    }

    // In descending order.
    private static double[] Spectrum(FigureContext context, ModelDescription model, double variance)
    {
        var spec = FigureContext.Network(model);
        var networks = NetworkEnsemble.Of(spec);
        WeightLayer[] layers =
        [
            .. Enumerable.Range(1, Layers).Select(layer =>
            {
                (MatrixView weights, double[] biases) = networks.DrawLayer(context.Sampling.Seed, 0, layer, context.Cancellation);
                return WeightLayer.Create([.. weights.Values], biases, spec.Activation);
            }),
        ];
        var inputs = new double[model.Width * model.Width];
        for (int neuron = 0; neuron < model.Width; neuron++)
            inputs[neuron * model.Width + neuron] = variance;
        SingleNetworkSolution solution = FigureContext.Value(SingleNetwork.Propagate(
            layers,
            new double[model.Width],
            inputs,
            new SingleNetworkSettings(KeepsCovariances: false, Threads: context.Sampling.Threads),
            context.Cancellation));
        CovarianceMatrix covariance = solution.Layers[^1].Covariance!;
        return
        [
            .. Matrix<double>.Build.Dense(model.Width, model.Width, (i, j) => covariance[i, j])
                .Evd(Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending(),
        ];
    }
}
