using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Symbolic;

namespace CorrSyn;

/// <summary>How one layer of finite width differs from the limit of infinite width.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="NSigma">N Sigma at width N is its limit plus this times N^-1/2, plus terms of order 1/N.</param>
/// <param name="OfVarianceFluctuations">The part of it that the variances of pre-activations make by fluctuating over
/// neurons together with the squared covariances; the rest is the motion of the squared activity over inputs.</param>
/// <param name="Dimension">D/N at width N is its limit plus this times N^-1/2, plus terms of order 1/N.</param>
/// <param name="NextOrder">The terms of order 1/N.</param>
public sealed record FiniteSizeLayer(
    int Layer, double NSigma, double OfVarianceFluctuations, double Dimension, FiniteSizeNextOrder NextOrder);

/// <summary>The corrections of order 1/N of one layer; each is to be multiplied by 1/N.</summary>
/// <param name="K1">Of K1.</param>
/// <param name="K2">Of K2.</param>
/// <param name="Q">Of Q.</param>
/// <param name="NSigma">Of N Sigma.</param>
/// <param name="NSigmaOfVariance">The part that the variance of Delta_ii over neurons makes.</param>
/// <param name="NSigmaOfCorrelation">The part that its covariance with Delta_ij^2 makes; null where it is not known
/// apart from the rest: from the second layer on with correlated synapses.</param>
/// <param name="DimensionOfAverages">Of K1^2/(K2 + (N-1) Sigma), the ratio of averages.</param>
/// <param name="DimensionOfJensen">What the average of D/N has beyond the ratio of averages.</param>
/// <param name="SquareVariance">The variance of K2 + N Sigma over networks.</param>
/// <param name="DimensionVariance">The variance of D/N over networks.</param>
public sealed record FiniteSizeNextOrder(
    double K1,
    double K2,
    double Q,
    double NSigma,
    double NSigmaOfVariance,
    double? NSigmaOfCorrelation,
    double DimensionOfAverages,
    double DimensionOfJensen,
    double SquareVariance,
    double DimensionVariance);

/// <summary>Corrections for finite width, derived like the map itself.</summary>
/// <remarks>Equations NO-1 to NO-11 of docs/theory, section 9.</remarks>
public static class FiniteSize
{
    /// <summary>The corrections of order N^-1/2 and 1/N to the averages over networks.</summary>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <param name="tolerance">The relative error of the averages over neurons and inputs, from 1e-15 to 1e-3.</param>
    /// <returns>L + 1 layers; a failure where the corrections are not derived (weights that are not Gaussian, relu,
    /// other activations that are not odd unless r = 0), or where a number leaves the range of floating point.</returns>
    public static SolveResult<IReadOnlyList<FiniteSizeLayer>> Evaluate(
        NetworkSpec spec, double tolerance = MeanField.DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(tolerance, MeanField.SmallestTolerance);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tolerance, MeanField.LargestTolerance);
        return Underived(spec) is { } failure
            ? SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(failure)
            : EvaluateDerived(spec, tolerance);
    }

    // What is missing there, or null.
    private static SolveFailure? Underived(NetworkSpec spec)
    {
        string weights = SynapseEnsembleModule.name(spec.Synapses);
        string activation = ActivationModule.name(spec.Activation);
        bool isSmooth = spec.Activation.IsLinear || AnalyticStep.tryOf(spec.Activation) is not null;
        string? missing = (spec.Synapses.IsGaussian || spec.Synapses.IsIndependent, isSmooth) switch
        {
            _ when !spec.IsUniform => "layers must be alike",
            (false, _) => "averages over gaussian weights only are known to this order",
            (true, false) => "derivatives of phi up to the sixth are needed, of an activation that is known to be analytic",
            (true, true) when !ActivationModule.isOdd(spec.Activation) && SynapseEnsembleModule.correlation(spec.Synapses) != 0
                => "with r other than 0 phi must be odd, since otherwise corrections start at N^-1/4",
            _ => null,
        };
        return missing is null
            ? null
            : new SolveFailure(
                SolveFailureKind.NotClosed,
                $"corrections for finite width are not derived for {weights} weights and {activation}: {missing}");
    }

    private static SolveResult<IReadOnlyList<FiniteSizeLayer>> EvaluateDerived(NetworkSpec spec, double tolerance)
    {
        // Independent weights are correlated ones with r = 0.
        Premise premise = PremiseModule.ofEnsemble(SynapseEnsemble.NewGaussian(SynapticCorrelationModule.create(0)));
        var map = ScalingDerivationModule.deriveMap(Derivation.Closure.FourParameters, premise);
        if (map.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(ScalingDerivation.Failure(map.ErrorValue));
        AverageSettings settings = new(tolerance, FieldAverages.defaultSettings.PointLimit);
        var states = Numeric.MeanField.evaluate(settings, map.ResultValue, spec);
        if (states.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(states.ErrorValue.ToFailure());
        Polynomial sharedVariance = LayerMapModule.sharedVariance(
            premise, LayerMomentsModule.derive(premise), RationalModule.ofRatio(1, 2));
        var first = Numeric.FiniteSize.evaluate(settings, sharedVariance, spec, states.ResultValue);
        if (first.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(first.ErrorValue.ToFailure());
        var next = FiniteWidth.evaluate(settings, premise, sharedVariance, spec, states.ResultValue);
        return next.IsOk
            ? SolveResult<IReadOnlyList<FiniteSizeLayer>>.Of([.. first.ResultValue.Zip(next.ResultValue, ToLayer)])
            : SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(next.ErrorValue.ToFailure());
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
                next.NSigmaOfVariance,
                next.NSigmaOfCorrelation?.Value,
                next.DimensionOfAverages,
                next.DimensionOfJensen,
                next.SquareVariance,
                next.DimensionVariance));
}
