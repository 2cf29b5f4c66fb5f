using CorrSyn.Model;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Simulation.Estimation;
using Microsoft.FSharp.Collections;

namespace CorrSyn;

/// <summary>Evaluates the layer map from inputs that are given.</summary>
/// <remarks>Of the covariance C of the inputs the map needs K1, K2 and N Sigma only; so these are measured, by estimators
/// without bias, and the law of the inputs plays no part beyond them as their dimension D grows.</remarks>
public static class GivenInputTheory
{
    /// <summary>The largest Q/K1 of inputs that count as centred.</summary>
    /// <remarks>Means m along which inputs vary correlate the fields of neurons with the covariances. That changes N Sigma of the
    /// first layer by at most about |q - 1| (2 + |q - 1|), with q - 1 = E (x^2 - 1) kappa^2/E kappa^2 of order 4 g Q for
    /// activations with |phi'''| of order phi': below one percent at this limit for g K1 of order 1.</remarks>
    public const double LargestSquaredMean = 1e-3;

    /// <summary>The order parameters of every layer as N grows, for a covariance of the inputs as measured.</summary>
    /// <param name="spec">The networks; their inputs play no part.</param>
    /// <param name="inputs">The inputs; N_0 numbers each.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs; 1e-15 to 1e-3.</param>
    /// <param name="threads">Threads at most; all processors where null.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The layers; or a failure where four order parameters are not enough, where inputs are not centred, or where
    /// they do not vary.</returns>
    /// <exception cref="ArgumentException">Inputs of another width.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<MeanFieldSolution> Evaluate(
        NetworkSpec spec,
        InputSamples inputs,
        double tolerance = MeanField.DefaultTolerance,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Samples.Columns != spec.Width)
            throw new ArgumentException("An input must have N_0 numbers.", nameof(inputs));
        NetworkLayer? open = spec.Layers.FirstOrDefault(
            layer => !ActivationModule.isOdd(layer.Activation) && SynapseEnsembleModule.correlation(layer.Synapses) > 0);
        if (open is not null)
            return Failed($"for {ActivationModule.name(open.Activation)} with correlated synapses the map needs M and V of the inputs besides their covariance, which are not measured; allowed: odd activations, or r = 0");
        var estimator = new LayerEstimator(
            CovarianceEstimator.Corrected, inputs.Samples.Rows, spec.Width, threads ?? Environment.ProcessorCount);
        LayerStatistics measured = estimator.Estimate(0, inputs.Samples, null, cancellation);
        if (!(measured.K1 > 0) || measured.Dimension is not { } dimension)
            return Failed("the inputs vary too little, or are too few, for D/N to be measured");
        double ratio = measured.Q / measured.K1;
        if (ratio > LargestSquaredMean)
            return Failed(FormattableString.Invariant(
                $"the map holds for inputs whose neurons have mean 0, and these have Q/K1 = {ratio:G3} (allowed: {LargestSquaredMean}); subtract the mean of each column"));
        var input = new MeasuredInput(
            measured.K1,
            Math.Max(measured.K2, measured.K1 * measured.K1),
            Math.Max(0, measured.Q),
            Math.Max(0, measured.NSigma));
        var settings = new AverageSettings(tolerance, FieldAverages.defaultSettings.PointLimit);
        var states = MeasuredNetwork.evaluate(settings, ListModule.OfSeq(Layers(spec)), input);
        if (states.IsError)
            return SolveResult<MeanFieldSolution>.Failed(states.ErrorValue.ToFailure());
        string reason = FormattableString.Invariant(
            $"K1, K2 and N Sigma of the inputs are measured; they hold up to corrections of relative order 1/D = {1 / (dimension * spec.Width):G2}");
        return SolveResult<MeanFieldSolution>.Of(new MeanFieldSolution(
            spec,
            [.. states.ResultValue.Select(state => new MeanFieldLayer(
                state.Layer, state.K1, state.LogK1, state.K2, state.Q, state.NSigma, state.Dimension, RelativeError: state.RelativeError))],
            new MapValidity(true, "odd", reason)));
    }

    // Orthogonal weights are r^2 = -1, and -N_in/N_out where there are more rows than columns.
    private static IEnumerable<Tuple<CompiledMap, MeasuredLayer>> Layers(NetworkSpec spec) =>
        spec.Layers.Zip(spec.Widths, (layer, below) =>
        {
            double ratio = (double)layer.Width / below;
            double r = SynapseEnsembleModule.correlation(layer.Synapses);
            double squared = layer.Synapses.IsOrthogonal ? -Math.Min(1, 1 / ratio) : r * r;
            return Tuple.Create(
                MeanField.FourParameterMap(below, layer.Width),
                new MeasuredLayer(layer.Gain, squared, layer.BiasVariance, ratio, layer.Activation));
        });

    private static SolveResult<MeanFieldSolution> Failed(string message) =>
        SolveResult<MeanFieldSolution>.Failed(new SolveFailure(SolveFailureKind.NotClosed, message));
}
