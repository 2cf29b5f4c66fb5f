using System.Collections.Concurrent;
using CorrSyn.Derivation;
using CorrSyn.Derivation.Maps;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace CorrSyn;

/// <summary>Which layer map is evaluated.</summary>
public enum Closure
{
    /// <summary>The simplest map that holds.</summary>
    Auto,

    /// <summary>The map of K1, K2, Q and N Sigma, whether it is closed for this network or not.</summary>
    Odd,

    /// <summary>The map for pre-activations that are jointly Gaussian over inputs, whether they are or not.</summary>
    Gaussian,

    /// <summary>The map of ten order parameters, which holds for every activation.</summary>
    Full,
}

/// <summary>A symmetric 2 x 2 matrix over the collective variables p = m.h/N and w = h.h/N of one input.</summary>
/// <param name="OverlapOverlap">The entry pp.</param>
/// <param name="OverlapSquare">The entry pw.</param>
/// <param name="SquareSquare">The entry ww.</param>
public sealed record CollectiveMatrix(double OverlapOverlap, double OverlapSquare, double SquareSquare);

/// <summary>The theory's prediction for one layer as N grows. All numbers are dimensionless.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">mean_i C_ii; 0 where it underflows.</param>
/// <param name="LogK1">The natural logarithm of K1.</param>
/// <param name="K2">mean_i C_ii^2; 0 where it underflows.</param>
/// <param name="Q">mean_i m_i^2.</param>
/// <param name="NSigma">N Sigma; 0 where it underflows.</param>
/// <param name="Dimension">D/N, to leading order; in (0, 1].</param>
/// <param name="CollectiveCovariance">M = sqrt(N) Cov(a, b) over inputs; null where the map does not hold it.</param>
/// <param name="CollectiveProjection">V = sum_i Cov(h_i, a) Cov(h_i, b) over inputs; null as above.</param>
/// <param name="RelativeError">The largest estimated relative error of these numbers: errors of the averages and
/// roundings of all layers up to this one, added up to first order.</param>
public sealed record MeanFieldLayer(
    int Layer,
    double K1,
    double LogK1,
    double K2,
    double Q,
    double NSigma,
    double Dimension,
    CollectiveMatrix? CollectiveCovariance = null,
    CollectiveMatrix? CollectiveProjection = null,
    double RelativeError = 0);

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
    private static readonly ConcurrentDictionary<(Premise, Derivation.Maps.Closure), FSharpResult<CompiledMap, DerivationFailure>>
        Maps = new();

    // Whether four order parameters are enough, for odd activations or not and synapses with a correlated part or not.
    private static readonly ConcurrentDictionary<(Premise, bool IsOdd, bool IsCorrelated), bool> Closed = new();

    /// <summary>The order parameters of every layer in the limit of infinite width.</summary>
    /// <param name="spec">The network; its widths matter by their ratios only.</param>
    /// <param name="closure">Which map to use.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs; 1e-15 to 1e-3.</param>
    /// <param name="cancellation">Looked at before each stage.</param>
    /// <returns>The layers; or the layer where a number overflows, or the average that
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
        CheckArguments(closure, tolerance);
        return Evaluate(spec, closure, tolerance, new ScratchArrays(), cancellation);
    }

    private static SolveResult<MeanFieldSolution> Evaluate(
        NetworkSpec spec, Closure closure, double tolerance, ScratchArrays scratch, CancellationToken cancellation)
    {
        (NetworkLayer Layer, Premise Premise)[] kinds = [.. Kinds(spec)];
        bool isClosedWithFour = true;
        foreach ((NetworkLayer layer, Premise premise) in kinds)
        {
            if (Map(premise, Derivation.Maps.Closure.CollectiveVariables) is { IsError: true } failed)
                return SolveResult<MeanFieldSolution>.Failed(ScalingDerivation.Failure(failed.ErrorValue));
            isClosedWithFour &= IsClosedWithFour(layer, premise);
        }

        Closure used = closure != Closure.Auto ? closure : isClosedWithFour ? Closure.Odd : Closure.Full;
        cancellation.ThrowIfCancellationRequested();
        var settings = new AverageSettings(tolerance, FieldAverages.defaultSettings.PointLimit);
        var states = States(spec, used, settings, scratch);
        return states.IsOk
            ? SolveResult<MeanFieldSolution>.Of(new MeanFieldSolution(
                spec,
                [.. states.ResultValue.Select(state => ToLayer(state, used))],
                Validity(spec, used, isClosedWithFour)))
            : SolveResult<MeanFieldSolution>.Failed(states.ErrorValue.ToFailure());
    }

    /// <summary>The order parameters of many networks, on all processors.</summary>
    /// <param name="specs">The networks.</param>
    /// <param name="closure">As for one network.</param>
    /// <param name="tolerance">As for one network.</param>
    /// <param name="cancellation">Looked at before each network.</param>
    /// <returns>One result for each network, in their order, each the same as that of the network alone.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The closure or the tolerance is not one of those allowed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<SolveResult<MeanFieldSolution>> EvaluateMany(
        IReadOnlyList<NetworkSpec> specs,
        Closure closure = Closure.Auto,
        double tolerance = DefaultTolerance,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(specs);
        CheckArguments(closure, tolerance);
        var solutions = new SolveResult<MeanFieldSolution>[specs.Count];
        Parallel.For(
            0,
            specs.Count,
            new ParallelOptions { CancellationToken = cancellation },
            () => new ScratchArrays(),
            (i, _, scratch) =>
            {
                solutions[i] = Evaluate(specs[i], closure, tolerance, scratch, cancellation);
                return scratch;
            },
            _ => { });
        return solutions;
    }

    // The layers with their premises; one stands for all of them where they are alike.
    private static IEnumerable<(NetworkLayer Layer, Premise Premise)> Kinds(NetworkSpec spec) =>
        spec.Layers
            .Zip(spec.Widths, (layer, below) => (layer, PremiseModule.ofLayer(below, layer)))
            .Take(spec.IsUniform ? 1 : spec.Depth);

    private static void CheckArguments(Closure closure, double tolerance)
    {
        if (!(tolerance >= SmallestTolerance && tolerance <= LargestTolerance))
            throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "1e-15 to 1e-3.");
        if (!Enum.IsDefined(closure))
            throw new ArgumentOutOfRangeException(nameof(closure), closure, "Auto, Odd, Gaussian or Full.");
    }

    /// <summary>Whether K1, K2, Q and N Sigma are enough for that network; its maps must exist.</summary>
    internal static bool IsClosedWithFour(NetworkSpec spec) =>
        Kinds(spec).All(kind => IsClosedWithFour(kind.Layer, kind.Premise));

    /// <summary>The layers by the simplest map that holds; the maps must exist.</summary>
    internal static FSharpResult<FSharpList<LayerState>, SolveError> States(NetworkSpec spec) =>
        States(spec, IsClosedWithFour(spec) ? Closure.Odd : Closure.Full, FieldAverages.defaultSettings, new ScratchArrays());

    /// <summary>The layers by a map; it must exist.</summary>
    internal static FSharpResult<FSharpList<LayerState>, SolveError> States(
        NetworkSpec spec, Closure closure, AverageSettings settings) =>
        States(spec, closure, settings, new ScratchArrays());

    private static FSharpResult<FSharpList<LayerState>, SolveError> States(
        NetworkSpec spec, Closure closure, AverageSettings settings, ScratchArrays scratch)
    {
        IEnumerable<CompiledMap> maps = Kinds(spec).Select(kind => Map(kind.Premise, ToCore(closure)).ResultValue);
        if (spec.IsUniform)
            maps = Enumerable.Repeat(maps.Single(), spec.Depth);
        return Numeric.Recursion.MeanField.evaluateLayers(scratch, settings, ListModule.OfSeq(maps), spec);
    }

    private static bool IsClosedWithFour(NetworkLayer layer, Premise premise) =>
        Closed.GetOrAdd(
            (premise, ActivationModule.isOdd(layer.Activation), SynapseEnsembleModule.correlation(layer.Synapses) > 0),
            key => Parity.isClosedWithFour(
                key.IsOdd,
                key.IsCorrelated ? 1 : 0,
                ScalingDerivationModule.deriveMap(Derivation.Maps.Closure.CollectiveVariables, key.Item1).ResultValue));

    private static FSharpResult<CompiledMap, DerivationFailure> Map(Premise premise, Derivation.Maps.Closure closure) =>
        Maps.GetOrAdd(
            (premise, closure),
            key => ResultModule.Map(
                FuncConvert.FromFunc<LayerMap, CompiledMap>(CompiledMapModule.compile),
                ScalingDerivationModule.deriveMap(key.Item2, key.Item1)));

    /// <summary>The map of ten order parameters, of a premise that has one.</summary>
    internal static CompiledMap CollectiveMap(Premise premise) =>
        Map(premise, Derivation.Maps.Closure.CollectiveVariables).ResultValue;

    /// <summary>The map of K1, K2, Q and N Sigma for Gaussian weights with a shared vector between layers of these
    /// widths.</summary>
    internal static CompiledMap FourParameterMap(int widthBelow, int width)
    {
        Premise shared = PremiseModule.ofEnsemble(SynapseEnsemble.NewGaussian(SynapticCorrelationModule.create(1)));
        LayerWidths widths = width == widthBelow ? LayerWidths.EqualWidths : LayerWidths.VaryingWidths;
        return Map(PremiseModule.withWidths(widths, shared), Derivation.Maps.Closure.FourParameters).ResultValue;
    }

    private static Derivation.Maps.Closure ToCore(Closure closure) => closure switch
    {
        Closure.Odd => Derivation.Maps.Closure.FourParameters,
        Closure.Gaussian => Derivation.Maps.Closure.GaussianPreActivations,
        Closure.Full => Derivation.Maps.Closure.CollectiveVariables,
        _ => throw new InvalidOperationException($"The closure {closure} names no map."),
    };

    internal static MapValidity Validity(NetworkSpec spec, Closure closure, bool isClosedWithFour)
    {
        string name = closure.ToString().ToLowerInvariant();
        if (closure == Closure.Full)
            return new MapValidity(true, name, "K1, K2, Q, N Sigma, M and V are enough for every activation");
        if (isClosedWithFour)
        {
            bool isOdd = spec.Layers.All(layer => ActivationModule.isOdd(layer.Activation));
            bool isCorrelated = spec.Layers.Any(layer => SynapseEnsembleModule.correlation(layer.Synapses) > 0);
            string why = (isOdd, isCorrelated, spec.IsUniform) switch
            {
                (true, _, true) => "the activation is odd",
                (true, _, false) => "the activations are odd",
                (_, false, _) => "the synapses have no correlated part",
                _ => "activations are odd wherever synapses are correlated",
            };
            return new MapValidity(true, name, $"K1, K2, Q and N Sigma are enough: {why}");
        }

        string activation = ActivationModule.name(
            spec.Layers.First(layer => !ActivationModule.isOdd(layer.Activation)).Activation);
        return new MapValidity(
            false,
            name,
            closure == Closure.Gaussian
                ? $"pre-activations are not jointly Gaussian for {activation} with correlated synapses: the map lacks M_pw, M_ww, V_pw and V_ww, the motion of the squared activity h.h/N over inputs"
                : $"four order parameters are not enough for {activation} with correlated synapses: the map lacks M and V, the motion of the overlap m.h/N and of the squared activity h.h/N over inputs");
    }

    private static MeanFieldLayer ToLayer(LayerState state, Closure closure) =>
        new(
            state.Layer,
            state.K1,
            state.LogK1,
            state.K2,
            state.Q,
            state.NSigma,
            state.Dimension,
            closure == Closure.Odd ? null : Matrix(state, Quantity.NewCollectiveCovariance, closure),
            closure == Closure.Odd ? null : Matrix(state, Quantity.NewCollectiveProjection, closure),
            state.RelativeError);

    // In the Gaussian closure w moves as 2 p, so that one entry gives all.
    private static CollectiveMatrix Matrix(
        LayerState state, Func<CollectiveVariable, CollectiveVariable, Quantity> entry, Closure closure)
    {
        CollectiveVariable p = CollectiveVariable.MeanOverlap;
        CollectiveVariable w = CollectiveVariable.SquaredActivity;
        double pp = state.CollectiveValue(entry(p, p));
        return closure == Closure.Gaussian
            ? new CollectiveMatrix(pp, 2 * pp, 4 * pp)
            : new CollectiveMatrix(pp, state.CollectiveValue(entry(p, w)), state.CollectiveValue(entry(w, w)));
    }
}
