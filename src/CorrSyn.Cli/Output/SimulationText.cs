using CorrSyn.Cli.Arguments;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Output;

/// <summary>A simulation as text.</summary>
internal static class SimulationText
{
    /// <summary>How the activity is centred before covariances are taken, whatever the estimator.</summary>
    public const string Centring = "each neuron centred by its mean over the inputs of its network";

    private static readonly string[] Quantities = ["K1", "K2", "Q", "N Sigma", "D/N"];

    /// <summary>The averages, and every network if asked for.</summary>
    public static string Render(
        ModelDescription model, InputsFile? inputs, SimulationResult simulation, bool perNetwork)
    {
        SimulationSettings settings = simulation.Settings;
        string error = settings.Instances > 1
            ? "Mean +- standard error over networks."
            : "One network: no standard error.";
        return $"{ModelText.Line(model, inputs?.Describe())}\n"
            + $"width N = {NumberText.Whole(model.Width)}, {NumberText.Whole(settings.Samples)} inputs (M), "
            + $"{NumberText.Whole(settings.Instances)} networks, seed {NumberText.Whole(settings.Seed)}\n\n{Averages(simulation.Layers)}\n"
            + $"{error} {Describe(settings.Estimator)};\n{Centring}.\n{Describe(settings.Arithmetic)}"
            + (perNetwork ? $"\n{Networks(simulation)}" : "");
    }

    /// <summary>Differences of two models that share their random numbers.</summary>
    public static string Render(PairedComparison comparison, double correlation) =>
        $"\nThis model less the same one with r = {NumberText.Significant(correlation)}, by pairs of networks that share their random numbers:\n\n"
        + $"{Averages(comparison.Differences)}";

    /// <summary>How a target error was reached.</summary>
    public static string Render(PrecisionResult result, PrecisionTarget target) =>
        $"\nStandard error of D/N at most {NumberText.Significant(target.StandardError)} at every layer:\n\n"
        + TextTable.Render(
            ["inputs", "networks", "operations", "largest error", "at layer", "decision"],
            result.Steps.Select(step => (string[])
                [
                    NumberText.Whole(step.Samples),
                    NumberText.Whole(step.Instances),
                    NumberText.Significant(step.Operations, 3),
                    step.StandardError is { } error ? NumberText.Significant(error, 3) : "undefined",
                    NumberText.Whole(step.Layer),
                    DocumentParts.Decision(step.Decision),
                ]));

    private static string Averages(IReadOnlyList<LayerSummary> layers) =>
        TextTable.Render(
            ["layer", .. Quantities],
            layers.Select(layer => (string[])
                [
                    NumberText.Whole(layer.Layer),
                    Text(layer.K1),
                    Text(layer.K2),
                    Text(layer.Q),
                    Text(layer.NSigma),
                    layer.Dimension is { } dimension ? Text(dimension) : "undefined",
                ]));

    /// <summary>The estimator in words.</summary>
    public static string Describe(CovarianceEstimator estimator) =>
        estimator == CovarianceEstimator.Corrected
            ? "Corrected estimator: both traces in D/N without bias, and that of their ratio taken out to first order"
            : "Plain estimator: sample covariance with denominator M - 1, tr C^2 too large by about (tr C)^2/(M - 1)";

    // Nothing where products are computed as always.
    private static string Describe(Arithmetic arithmetic)
    {
        ArithmeticPart part = ArithmeticPart.Of(arithmetic);
        return arithmetic == Arithmetic.Managed ? ""
            : part.Library is null ? $"Matrix products in {part.Precision} precision.\n"
            : $"Matrix products in {part.Precision} precision by {part.Library}: other bytes on another machine.\n";
    }

    private static string Networks(SimulationResult simulation) =>
        TextTable.Render(
            ["network", "layer", .. Quantities],
            simulation.Networks.SelectMany((network, number) => network.Select(layer => (string[])
                [
                    NumberText.Whole(number),
                    NumberText.Whole(layer.Layer),
                    NumberText.Significant(layer.K1),
                    NumberText.Significant(layer.K2),
                    NumberText.Significant(layer.Q),
                    NumberText.Significant(layer.NSigma),
                    layer.Dimension is { } dimension ? NumberText.Significant(dimension) : "undefined",
                ])));

    private static string Text(Estimate estimate) => NumberText.WithError(estimate.Mean, estimate.StandardError);
}
