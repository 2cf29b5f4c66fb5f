using System.Collections.Concurrent;
using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>Which layer map is evaluated.</summary>
public enum Closure
{
    /// <summary>The simplest map that holds; a failure where none does.</summary>
    Auto,

    /// <summary>The map of K1, K2, Q and N Sigma, whether it is closed for this network or not.</summary>
    Odd,
}

/// <summary>The theory's prediction for one layer as N grows. All numbers are dimensionless.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">mean_i C_ii; 0 where it underflows.</param>
/// <param name="LogK1">The natural logarithm of K1.</param>
/// <param name="K2">mean_i C_ii^2; 0 where it underflows.</param>
/// <param name="Q">mean_i m_i^2.</param>
/// <param name="NSigma">N Sigma; 0 where it underflows.</param>
/// <param name="Dimension">D/N, to leading order; in (0, 1].</param>
public sealed record MeanFieldLayer(
    int Layer, double K1, double LogK1, double K2, double Q, double NSigma, double Dimension);

/// <summary>Whether the map holds for a network.</summary>
/// <param name="Holds">Whether it is closed.</param>
/// <param name="Closure">The name of the map that was used.</param>
/// <param name="Reason">Why it holds, or what it lacks.</param>
public sealed record MapValidity(bool Holds, string Closure, string Reason);

/// <summary>The theory's prediction for a network.</summary>
/// <param name="Spec">The network.</param>
/// <param name="Layers">L + 1 layers, the input first.</param>
/// <param name="Validity">Whether the prediction holds.</param>
public sealed record MeanFieldSolution(NetworkSpec Spec, IReadOnlyList<MeanFieldLayer> Layers, MapValidity Validity);

/// <summary>Evaluates the derived layer map.</summary>
public static class MeanField
{
    /// <summary>The tolerance where none is given.</summary>
    public const double DefaultTolerance = 1e-13;

    /// <summary>The smallest tolerance: a few roundings.</summary>
    public const double SmallestTolerance = 1e-15;

    /// <summary>The largest tolerance.</summary>
    public const double LargestTolerance = 1e-3;

    // A derivation is a pure function of its premise and takes far longer than an evaluation.
    private static readonly ConcurrentDictionary<Premise, FSharpResult<LayerMap, DerivationFailure>> Maps = new();

    /// <summary>The order parameters of every layer in the limit of infinite width.</summary>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <param name="closure">Which map to use.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs; 1e-15 to 1e-3.</param>
    /// <param name="cancellation">Looked at before each stage.</param>
    /// <returns>The layers; or the missing order parameter, the layer where a number overflows, or the average that
    /// could not be resolved.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The closure or the tolerance is not one of those allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<MeanFieldSolution> Evaluate(
        NetworkSpec spec,
        Closure closure = Closure.Auto,
        double tolerance = DefaultTolerance,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!(tolerance >= SmallestTolerance && tolerance <= LargestTolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "1e-15 to 1e-3.");
        if (!Enum.IsDefined(closure))
            throw new ArgumentOutOfRangeException(nameof(closure), closure, "Auto or Odd.");
        FSharpResult<LayerMap, DerivationFailure> map =
            Maps.GetOrAdd(PremiseModule.ofEnsemble(spec.Synapses), ScalingDerivationModule.deriveMap);
        if (map.IsError)
            return SolveResult<MeanFieldSolution>.Failed(ScalingDerivation.Failure(map.ErrorValue));
        MapValidity validity = Validity(spec, map.ResultValue);
        if (closure == Closure.Auto && !validity.Holds)
            return SolveResult<MeanFieldSolution>.Failed(new SolveFailure(SolveFailureKind.NotClosed, validity.Reason));
        cancellation.ThrowIfCancellationRequested();
        var settings = new AverageSettings(tolerance, FieldAverages.defaultSettings.PointLimit);
        var states = Numeric.MeanField.evaluate(settings, map.ResultValue, spec);
        return states.IsOk
            ? SolveResult<MeanFieldSolution>.Of(
                new MeanFieldSolution(spec, [.. states.ResultValue.Select(ToLayer)], validity))
            : SolveResult<MeanFieldSolution>.Failed(states.ErrorValue.ToFailure());
    }

    private static MapValidity Validity(NetworkSpec spec, LayerMap map)
    {
        bool isOdd = ActivationModule.isOdd(spec.Activation);
        double correlation = SynapseEnsembleModule.correlation(spec.Synapses);
        if (LayerMapModule.isClosed(isOdd, correlation, map))
        {
            string why = isOdd ? "the activation is odd" : "the synapses have no correlated part";
            return new MapValidity(true, "odd", $"K1, K2, Q and N Sigma are enough: {why}");
        }

        return new MapValidity(
            false,
            "odd",
            $"no closed map is known for {ActivationModule.name(spec.Activation)} with correlated synapses: the map of K1, K2, Q and N Sigma lacks the order parameter A = m.C.m / (Q N^(3/2)), the overlap of the mean activity with the shared direction of C");
    }

    private static MeanFieldLayer ToLayer(LayerState state) =>
        new(state.Layer, state.K1, state.LogK1, state.K2, state.Q, state.NSigma, state.Dimension);
}
