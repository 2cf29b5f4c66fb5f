using CorrSyn.Derivation;
using CorrSyn.Derivation.Moments;
using CorrSyn.Derivation.Maps;
using CorrSyn.Model;
using CorrSyn.Numeric.Averages;
using CorrSyn.Numeric.Recursion;
using CorrSyn.Numeric.WidthCorrections;
using CorrSyn.Symbolic;
using Microsoft.FSharp.Collections;

namespace CorrSyn;

/// <summary>How one layer of finite width differs from the limit of infinite width.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="NSigma">N Sigma is its limit plus this times N^-1/2, plus terms of order 1/N, with N of the input.</param>
/// <param name="OfVarianceFluctuations">The part of it that the variances of pre-activations make by fluctuating over
/// neurons together with the squared covariances; the rest is the motion of the squared activity over inputs.</param>
/// <param name="Dimension">D/N is its limit plus this times N^-1/2, plus terms of order 1/N.</param>
/// <param name="NextOrder">The terms of order 1/N.</param>
public sealed record FiniteSizeLayer(
    int Layer, double NSigma, double OfVarianceFluctuations, double Dimension, FiniteSizeNextOrder NextOrder);

/// <summary>The corrections of order 1/N of one layer; each is to be multiplied by 1/N, with N of the input.</summary>
/// <param name="K1">Of K1.</param>
/// <param name="K2">Of K2.</param>
/// <param name="Q">Of Q.</param>
/// <param name="NSigma">Of N Sigma.</param>
/// <param name="NSigmaOfVariance">The part that the variance of Delta_ii over neurons makes; null where it is not known
/// apart from the rest: for weights that are not gaussian, and where widths differ.</param>
/// <param name="NSigmaOfCorrelation">The part that its covariance with Delta_ij^2 makes; null there too, and from the
/// second layer on with correlated synapses.</param>
/// <param name="DimensionOfAverages">Of K1^2/(K2 + (N-1) Sigma), the ratio of averages.</param>
/// <param name="DimensionOfJensen">What the average of D/N has beyond the ratio of averages.</param>
/// <param name="SquareVariance">The variance of K2 + N Sigma over networks.</param>
/// <param name="DimensionVariance">The variance of D/N over networks.</param>
public sealed record FiniteSizeNextOrder(
    double K1,
    double K2,
    double Q,
    double NSigma,
    double? NSigmaOfVariance,
    double? NSigmaOfCorrelation,
    double DimensionOfAverages,
    double DimensionOfJensen,
    double SquareVariance,
    double DimensionVariance);

/// <summary>Standard deviations over networks of one width, in one layer.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="K1">Of K1.</param>
/// <param name="NSigma">Of N Sigma.</param>
/// <param name="Dimension">Of D/N.</param>
/// <param name="DimensionOfAllTerms">Of D/N with all terms of higher order that are known. Where it is far from
/// <paramref name="Dimension"/>, networks of that width are too far from the limit.</param>
public sealed record FiniteSizeSpread(int Layer, double K1, double NSigma, double Dimension, double DimensionOfAllTerms);

/// <summary>Corrections for finite width, derived like the map itself.</summary>
/// <remarks>Equations NO-1 to NO-11 of docs/theory, section 9.</remarks>
public static class FiniteSize
{
    /// <summary>The corrections of order N^-1/2 and 1/N to the averages over networks.</summary>
    /// <param name="spec">The network; its width plays no part, but ratios of widths do.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs, from 1e-15 to 1e-3.</param>
    /// <returns>L + 1 layers; a failure where the corrections are not derived (orthogonal layers that are not square, and
    /// activations that are not odd unless r = 0), or where a number leaves the range of floating point. The order N^-1/2 alone of the latter is
    /// in <see cref="FiniteWidthPrediction"/>.</returns>
    public static SolveResult<IReadOnlyList<FiniteSizeLayer>> Evaluate(
        NetworkSpec spec, double tolerance = MeanField.DefaultTolerance)
    {
        CheckArguments(spec, tolerance);
        return Underived(spec) is { } failure
            ? SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(failure)
            : OfStates(spec, tolerance, states => EvaluateDerived(spec, states, Settings(tolerance)));
    }

    /// <summary>How single networks of the width of the specification scatter.</summary>
    /// <param name="spec">The network, with its width.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs, from 1e-15 to 1e-3.</param>
    /// <returns>L + 1 layers; a failure as that of <see cref="Evaluate"/>.</returns>
    public static SolveResult<IReadOnlyList<FiniteSizeSpread>> EvaluateSpread(
        NetworkSpec spec, double tolerance = MeanField.DefaultTolerance)
    {
        CheckArguments(spec, tolerance);
        return Underived(spec) is { } failure
            ? SolveResult<IReadOnlyList<FiniteSizeSpread>>.Failed(failure)
            : OfStates(spec, tolerance, states => EvaluateSpread(spec, states, Settings(tolerance)));
    }

    private static void CheckArguments(NetworkSpec spec, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, MeanField.SmallestTolerance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tolerance, MeanField.LargestTolerance);
    }

    private static AverageSettings Settings(double tolerance) => new(tolerance, FieldAverages.defaultSettings.PointLimit);

    /// <summary>Whether the drive that all neurons of a network share moves its order parameters by N^-1/4.</summary>
    internal static bool IsDriven(NetworkSpec spec) =>
        spec.Layers.Any(layer => SynapseEnsembleModule.correlation(layer.Synapses) != 0)
        && !spec.Layers.All(layer => ActivationModule.isOdd(layer.Activation));

    // What is missing there, or null.
    private static SolveFailure? Underived(NetworkSpec spec) =>
        OfInputsAndWidths(spec) ?? (IsDriven(spec)
            ? NotDerived($"at the order 1/N: with r other than 0 every activation must be odd, and {ActivationModule.name(NotOdd(spec))} is not")
            : null);

    private static Activation NotOdd(NetworkSpec spec) =>
        spec.Layers.First(layer => !ActivationModule.isOdd(layer.Activation)).Activation;

    private static SolveFailure? OfInputsAndWidths(NetworkSpec spec) =>
        !spec.Inputs.Law.IsGaussian
            ? NotDerived($"unless inputs are gaussian; those of the law {InputLawModule.name(spec.Inputs.Law)} have fourth cumulants of order 1/N, which enter at the same order")
        : spec.Layers.Zip(spec.Widths).Any(pair => pair.First.Synapses.IsOrthogonal && pair.First.Width != pair.Second)
            ? NotDerived("for orthogonal layers of another width than the layer below")
        : null;

    private static SolveFailure? UnderivedDrive(NetworkSpec spec) =>
        OfInputsAndWidths(spec) ?? (spec.Widths.Distinct().Count() > 1
            ? NotDerived($"for layers of different widths in a network that holds correlated synapses and {ActivationModule.name(NotOdd(spec))}")
            : spec.Layers.Any(layer => layer.Synapses.IsOrthogonal)
            ? NotDerived($"for orthogonal layers in a network that holds correlated ones and {ActivationModule.name(NotOdd(spec))}")
            : null);

    private static SolveFailure NotDerived(string where) =>
        new(SolveFailureKind.NotClosed, $"corrections for finite width are not derived {where}");

    /// <summary>Averages and standard deviations where <see cref="IsDriven"/>.</summary>
    internal static SolveResult<IReadOnlyList<FiniteWidthLayer>> EvaluateDriven(NetworkSpec spec, double tolerance)
    {
        CheckArguments(spec, tolerance);
        return UnderivedDrive(spec) is { } failure
            ? SolveResult<IReadOnlyList<FiniteWidthLayer>>.Failed(failure)
            : OfStates(spec, tolerance, states => EvaluateDriven(spec, states, Settings(tolerance)), Closure.Full);
    }

    private static SolveResult<IReadOnlyList<FiniteWidthLayer>> EvaluateDriven(
        NetworkSpec spec, FSharpList<LayerState> states, AverageSettings settings)
    {
        var driven = NetworkDrive.evaluate(settings, spec, states);
        if (driven.IsError)
            return SolveResult<IReadOnlyList<FiniteWidthLayer>>.Failed(driven.ErrorValue.ToFailure());
        SolveResult<IReadOnlyList<FiniteSizeSpread>> spread = EvaluateSpread(spec, states, settings);
        return spread.TryGetValue(out IReadOnlyList<FiniteSizeSpread>? deviations)
            ? SolveResult<IReadOnlyList<FiniteWidthLayer>>.Of(
                DrivenWidthPrediction.Evaluate(spec.Width, [.. driven.ResultValue], deviations))
            : SolveResult<IReadOnlyList<FiniteWidthLayer>>.Failed(spread.Failure!);
    }

    private static SolveResult<IReadOnlyList<T>> OfStates<T>(
        NetworkSpec spec,
        double tolerance,
        Func<FSharpList<LayerState>, SolveResult<IReadOnlyList<T>>> evaluate,
        Closure closure = Closure.Odd)
    {
        // Says what is wrong with a map that does not exist.
        SolveResult<MeanFieldSolution> solution = MeanField.Evaluate(spec, Closure.Auto, tolerance);
        if (!solution.Success)
            return SolveResult<IReadOnlyList<T>>.Failed(solution.Failure!);
        var states = MeanField.States(spec, closure, Settings(tolerance));
        return states.IsOk ? evaluate(states.ResultValue) : SolveResult<IReadOnlyList<T>>.Failed(states.ErrorValue.ToFailure());
    }

    // Independent weights are correlated ones with r = 0.
    private static Premise Gaussian() =>
        PremiseModule.ofEnsemble(SynapseEnsemble.NewGaussian(SynapticCorrelationModule.create(0)));

    private static Polynomial SharedVariance(Premise premise) =>
        LayerMapModule.sharedVariance(premise, LayerMomentsModule.derive(premise), RationalModule.ofRatio(1, 2));

    private static SolveResult<IReadOnlyList<FiniteSizeLayer>> EvaluateDerived(
        NetworkSpec spec, FSharpList<LayerState> states, AverageSettings settings)
    {
        Premise premise = Gaussian();
        Polynomial sharedVariance = SharedVariance(premise);
        var first = Numeric.WidthCorrections.FiniteSize.evaluate(settings, sharedVariance, spec, states);
        if (first.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(first.ErrorValue.ToFailure());
        var next = FiniteWidth.evaluate(settings, premise, sharedVariance, spec, states);
        return next.IsOk
            ? SolveResult<IReadOnlyList<FiniteSizeLayer>>.Of([.. first.ResultValue.Zip(next.ResultValue, ToLayer)])
            : SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(next.ErrorValue.ToFailure());
    }

    private static SolveResult<IReadOnlyList<FiniteSizeSpread>> EvaluateSpread(
        NetworkSpec spec, FSharpList<LayerState> states, AverageSettings settings)
    {
        var scatter = NetworkScatter.evaluate(settings, SharedVariance(Gaussian()), spec, states);
        if (scatter.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeSpread>>.Failed(scatter.ErrorValue.ToFailure());
        var spread = NetworkSpread.evaluate(spec, states, scatter.ResultValue);
        return spread.IsOk
            ? SolveResult<IReadOnlyList<FiniteSizeSpread>>.Of([.. spread.ResultValue.Select(layer => new FiniteSizeSpread(
                layer.Layer, layer.K1, layer.NSigma, layer.Dimension, layer.DimensionOfAllTerms))])
            : SolveResult<IReadOnlyList<FiniteSizeSpread>>.Failed(spread.ErrorValue.ToFailure());
    }

    private static FiniteSizeLayer ToLayer(LayerCorrection first, NextCorrection next) =>
        new(
            first.Layer,
            first.NSigma,
            first.OfVarianceFluctuations,
            first.Dimension,
            new FiniteSizeNextOrder(
                next.K1,
                next.K2,
                next.Q,
                next.NSigma,
                next.NSigmaOfVariance?.Value,
                next.NSigmaOfCorrelation?.Value,
                next.DimensionOfAverages,
                next.DimensionOfJensen,
                next.SquareVariance,
                next.DimensionVariance));
}
