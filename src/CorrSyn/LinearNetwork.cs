using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Numeric.Linear;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>Exact averages over networks of one layer of a linear network, at its own width. C is the covariance of the
/// activity over inputs. All numbers are dimensionless.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="Width">The number of neurons.</param>
/// <param name="Trace">E tr C; 0 where it underflows.</param>
/// <param name="TraceOfSquare">E tr C^2; 0 where it underflows.</param>
/// <param name="SquaredTrace">E (tr C)^2; 0 where it underflows.</param>
/// <param name="LogTrace">The natural logarithm of E tr C.</param>
/// <param name="LogTraceOfSquare">The natural logarithm of E tr C^2.</param>
/// <param name="LogSquaredTrace">The natural logarithm of E (tr C)^2.</param>
/// <param name="Dimension">E (tr C)^2/(N E tr C^2): D/N of the averaged traces, not the average of D/N.</param>
public sealed record LinearNetworkLayer(
    int Layer,
    int Width,
    double Trace,
    double TraceOfSquare,
    double SquaredTrace,
    double LogTrace,
    double LogTraceOfSquare,
    double LogSquaredTrace,
    double Dimension);

/// <summary>The exact averages of a linear network.</summary>
/// <param name="Layers">L + 1 layers, the input first.</param>
public sealed record LinearNetworkSolution(IReadOnlyList<LinearNetworkLayer> Layers);

/// <summary>The derivation of the recursion of a linear network.</summary>
/// <param name="Steps">The argument: the recursion, and where it starts.</param>
public sealed record LinearDerivationReport(IReadOnlyList<DerivationStep> Steps)
{
    /// <summary>Whether every check passed.</summary>
    public bool Passed => Steps.All(step => step.Check.Passed);
}

/// <summary>Linear networks with Gaussian weights, where averages over networks are known exactly at every width: no
/// limit of large width and no approximation enters.</summary>
/// <remarks>Equations L-1 to L-6 of docs/theory/linear.md.</remarks>
public static class LinearNetwork
{
    /// <summary>The recursion and its start, derived by exact symbolic expansion; every check is run.</summary>
    public static LinearDerivationReport Derive() =>
        new([.. LinearDerivation.steps().Select(ScalingDerivation.ToStep)]);

    /// <summary>The exact averages of every layer of a network, at its own widths.</summary>
    /// <param name="spec">The network. Its biases play no part.</param>
    /// <returns>The layers; or the reason why the recursion does not close: phi is not linear or the weights are not
    /// Gaussian; or the layer where a number overflows.</returns>
    public static SolveResult<LinearNetworkSolution> Evaluate(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        foreach (NetworkLayer layer in spec.Layers)
        {
            if (!layer.Activation.IsLinear)
                return NotClosed($"the activation {ActivationModule.name(layer.Activation)}");
            if (!(layer.Synapses.IsGaussian || layer.Synapses.IsIndependent))
                return NotClosed($"{SynapseEnsembleModule.name(layer.Synapses)} weights");
        }

        return ToSolution(Numeric.Linear.LinearNetwork.evaluateSpec(spec));
    }

    /// <summary>The exact averages of every layer of a network of any widths and correlations.</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="layers">From the input up; at least one.</param>
    /// <returns>The layers; or the layer where a number overflows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the inputs is outside its range.</exception>
    /// <exception cref="ArgumentException">There is no layer, or a layer does not fit on the one below.</exception>
    public static SolveResult<LinearNetworkSolution> Evaluate(LinearInputs inputs, IReadOnlyList<LinearLayer> layers)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(layers);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs.Width, 1, nameof(inputs));
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs.PatternCount, 1, nameof(inputs));
        if (!(inputs.StandardDeviation > 0 && double.IsFinite(inputs.StandardDeviation)))
            throw new ArgumentOutOfRangeException(nameof(inputs), inputs.StandardDeviation, "A finite standard deviation above 0.");
        if (layers.Count == 0)
            throw new ArgumentException("At least one layer is needed.", nameof(layers));
        return ToSolution(Numeric.Linear.LinearNetwork.evaluate(
            new Numeric.Linear.LinearInputs(inputs.Width, inputs.PatternCount, inputs.StandardDeviation),
            ListModule.OfSeq(layers.Select(layer => layer.Core))));
    }

    private static SolveResult<LinearNetworkSolution> NotClosed(string what) =>
        SolveResult<LinearNetworkSolution>.Failed(new SolveFailure(
            SolveFailureKind.NotClosed,
            $"the averages of tr C^2 and (tr C)^2 close on themselves for linear networks with Gaussian weights only, not for {what}"));

    private static SolveResult<LinearNetworkSolution> ToSolution(FSharpResult<FSharpList<LinearState>, SolveError> states) =>
        states.IsOk
            ? SolveResult<LinearNetworkSolution>.Of(new LinearNetworkSolution([.. states.ResultValue.Select(ToLayer)]))
            : SolveResult<LinearNetworkSolution>.Failed(states.ErrorValue.ToFailure());

    private static LinearNetworkLayer ToLayer(LinearState state) =>
        new(
            state.Layer,
            state.Width,
            state.Trace,
            state.TraceOfSquare,
            state.SquaredTrace,
            state.LogTrace,
            state.LogTraceOfSquare,
            state.LogSquaredTrace,
            state.Dimension);
}
