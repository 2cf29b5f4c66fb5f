using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;
using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Numeric.FixedPoints;

namespace CorrSyn;

/// <summary>Where the layers of a network end as its depth grows.</summary>
public enum FixedPointOutcome
{
    /// <summary>At a fixed point.</summary>
    FixedPoint,

    /// <summary>K1 + Q grows without bound.</summary>
    Diverges,

    /// <summary>At none yet after the layers that were followed: a multiplier is close to 1, or the way is long.</summary>
    Undecided,
}

/// <summary>What the iteration from the input of a network reaches.</summary>
/// <param name="Outcome">Where it ends.</param>
/// <param name="Index">The index of the fixed point; null if there is none.</param>
/// <param name="Layer">The first layer within 1e-6 of it, or the last that was followed.</param>
/// <param name="Growth">The factor by which K1 + Q grows a layer in the end; null if it does not.</param>
public sealed record FixedPointDestination(FixedPointOutcome Outcome, int? Index, int Layer, double? Growth);

/// <summary>How neural correlations change from the layer below to this one.</summary>
/// <param name="Layer">1 to L.</param>
/// <param name="NSigmaRatio">N Sigma of the layer in units of that of the layer below; null where that is 0, such as where
/// pre-activations are so large that a sine averages to nothing.</param>
/// <param name="NSigmaRatioIndependent">The same with independent weights.</param>
public sealed record DecayLayer(int Layer, double? NSigmaRatio, double? NSigmaRatioIndependent);

/// <summary>The fixed points of a network's layer map.</summary>
/// <param name="Spec">The network.</param>
/// <param name="FixedPoints">All of them, in the order of the total variance and then with K1 = 0 first.</param>
/// <param name="Destination">Where the layers of this network end.</param>
/// <param name="Decay">The ratios of N Sigma between its layers.</param>
/// <param name="Validity">The map that NSigma and Dimension are those of: of four order parameters where these are enough, and of ten
/// otherwise. K1, K2, Q and the multipliers are the same.</param>
public sealed record FixedPointReport(
    NetworkSpec Spec,
    IReadOnlyList<FixedPointState> FixedPoints,
    FixedPointDestination Destination,
    IReadOnlyList<DecayLayer> Decay,
    MapValidity Validity);

/// <summary>Fixed points of the layer map and their stability.</summary>
/// <remarks>Equations FP-1 to FP-15 of docs/theory/fixed-points.md.</remarks>
public static class FixedPoints
{
    /// <summary>Every fixed point, and which of them the layers of a network reach.</summary>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <param name="cancellation">Looked at between the stages.</param>
    /// <returns>The fixed points, at least one; or why there is none, why they cannot be listed, or what diverges.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<FixedPointReport> Find(NetworkSpec spec, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (Table(spec, out SolveFailure? failure) is not { } table)
            return SolveResult<FixedPointReport>.Failed(failure!);
        var parameters = new MapParameters(spec.Gain, spec.BiasVariance);
        var points = Search(spec, table, parameters);
        if (points.IsError)
            return SolveResult<FixedPointReport>.Failed(points.ErrorValue.ToFailure());
        cancellation.ThrowIfCancellationRequested();
        SolveResult<IReadOnlyList<DecayLayer>> decay = Decay(spec, out LayerState? input);
        if (!decay.TryGetValue(out IReadOnlyList<DecayLayer>? layers))
            return SolveResult<FixedPointReport>.Failed(decay.Failure!);
        cancellation.ThrowIfCancellationRequested();
        var destination = Numeric.FixedPoints.DestinationModule.follow(
            FixedPointModule.defaultSettings, table.Map, parameters, points.ResultValue, new ActivityState(input!.K1, input.Q));
        return destination.IsOk
            ? SolveResult<FixedPointReport>.Of(new FixedPointReport(
                spec,
                [.. points.ResultValue.Select(FixedPointState.Of)],
                ToDestination(destination.ResultValue),
                layers,
                Validity(spec)))
            : SolveResult<FixedPointReport>.Failed(destination.ErrorValue.ToFailure());
    }

    /// <summary>The ratios of N Sigma between the layers of a network, beside those of independent weights.</summary>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <returns>One for each layer above the input; or the layer where a number overflows.</returns>
    public static SolveResult<IReadOnlyList<DecayLayer>> Decay(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Table(spec, out SolveFailure? failure) is null
            ? SolveResult<IReadOnlyList<DecayLayer>>.Failed(failure!)
            : Decay(spec, out _);
    }

    /// <summary>Every fixed point, N Sigma from the map that the network needs.</summary>
    internal static FSharpResult<FSharpList<FixedPoint>, SolveError> Search(
        NetworkSpec spec, LengthMap table, MapParameters parameters)
    {
        FixedPointSettings settings = FixedPointModule.defaultSettings;
        var points = FixedPointSearch.find(settings, table, parameters);
        if (points.IsError || MeanField.IsClosedWithFour(spec))
            return points;
        NetworkSpec own = NetworkSpecModule.create(
            spec.Synapses, parameters.Gain, parameters.BiasVariance, spec.Activation, spec.Inputs, 1, spec.Width);
        return CollectiveFixedPoint.refine(
            settings,
            FieldAverages.defaultSettings,
            MeanField.CollectiveMap(PremiseModule.ofEnsemble(spec.Synapses)),
            PremiseParametersModule.ofNetwork(own),
            points.ResultValue);
    }

    /// <summary>The map that N Sigma of the fixed points is that of.</summary>
    internal static MapValidity Validity(NetworkSpec spec)
    {
        bool isClosedWithFour = MeanField.IsClosedWithFour(spec);
        return MeanField.Validity(spec, isClosedWithFour ? Closure.Odd : Closure.Full, isClosedWithFour);
    }

    /// <summary>The map of a network with its tables; null with a reason where the derivation fails.</summary>
    internal static LengthMap? Table(NetworkSpec spec, out SolveFailure? failure)
    {
        if (!spec.IsUniform)
            throw new ArgumentException("A fixed point is one of a network whose layers are alike.", nameof(spec));
        var map = ScalingDerivationModule.deriveMap(
            Derivation.Maps.Closure.FourParameters, PremiseModule.ofEnsemble(spec.Synapses));
        failure = map.IsError ? ScalingDerivation.Failure(map.ErrorValue) : null;
        return map.IsError
            ? null
            : LengthMapModule.create(ReducedMapModule.create(
                FieldAverages.defaultSettings,
                spec.Activation,
                SynapseEnsembleModule.correlation(spec.Synapses),
                map.ResultValue));
    }

    private static SolveResult<IReadOnlyList<DecayLayer>> Decay(NetworkSpec spec, out LayerState? input)
    {
        NetworkSpec independent = NetworkSpecModule.create(
            SynapseEnsemble.Independent,
            spec.Gain,
            spec.BiasVariance,
            spec.Activation,
            spec.Inputs,
            spec.Depth,
            spec.Width);
        var own = MeanField.States(spec);
        var other = MeanField.States(independent);
        input = own.IsOk ? own.ResultValue.Head : null;
        if (own.IsError || other.IsError)
        {
            SolveError error = own.IsError ? own.ErrorValue : other.ErrorValue;
            return SolveResult<IReadOnlyList<DecayLayer>>.Failed(error.ToFailure());
        }

        return SolveResult<IReadOnlyList<DecayLayer>>.Of(
            [.. Decorrelation.ratios(own.ResultValue).Zip(Decorrelation.ratios(other.ResultValue)).Select(
                (pair, index) => new DecayLayer(index + 1, Finite(pair.First), Finite(pair.Second)))]);
    }

    private static double? Finite(double ratio) => double.IsFinite(ratio) ? ratio : null;

    private static FixedPointDestination ToDestination(Destination destination) =>
        destination switch
        {
            Destination.Reaches reached =>
                new FixedPointDestination(FixedPointOutcome.FixedPoint, reached.index, reached.layer, null),
            Destination.Escapes escaped =>
                new FixedPointDestination(FixedPointOutcome.Diverges, null, escaped.layer, escaped.growth),
            Destination.Undecided undecided =>
                new FixedPointDestination(FixedPointOutcome.Undecided, null, undecided.layerCount, null),
            _ => throw new InvalidOperationException($"The destination {destination} has no outcome."),
        };
}
