using CorrSyn.Derivation;
using CorrSyn.Model;
using CorrSyn.Numeric;
using CorrSyn.Symbolic;

namespace CorrSyn;

/// <summary>How one layer of finite width differs from the limit of infinite width, to first order.</summary>
/// <param name="Layer">0 (the input) to L.</param>
/// <param name="NSigma">N Sigma at width N is its limit plus this times N^-1/2, up to O(1/N).</param>
/// <param name="OfVarianceFluctuations">The part of it that the variances of pre-activations make by fluctuating over
/// neurons together with the squared covariances; the rest is the motion of the squared activity over inputs.</param>
/// <param name="Dimension">D/N at width N is its limit plus this times N^-1/2, up to O(1/N).</param>
public sealed record FiniteSizeLayer(int Layer, double NSigma, double OfVarianceFluctuations, double Dimension);

/// <summary>Corrections for finite width, derived like the map itself.</summary>
/// <remarks>Equations NO-1 to NO-5 of docs/theory.</remarks>
public static class FiniteSize
{
    /// <summary>The corrections of order N^-1/2 to N Sigma and D/N; K1, K2 and Q have none of this order.</summary>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <returns>L + 1 layers; a failure where the correction is not known (weights other than correlated Gaussian ones,
    /// activations that are not odd), or where a number leaves the range of floating point.</returns>
    public static SolveResult<IReadOnlyList<FiniteSizeLayer>> Evaluate(NetworkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!spec.IsUniform)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(new SolveFailure(
                SolveFailureKind.NotClosed, "corrections for finite width are known for networks whose layers are alike"));
        Premise premise = PremiseModule.ofEnsemble(spec.Synapses);
        if (!NextOrder.holdsFor(premise) || !ActivationModule.isOdd(spec.Activation))
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(new SolveFailure(
                SolveFailureKind.NotClosed,
                $"corrections for finite width are known for odd activations and gaussian weights, not for {ActivationModule.name(spec.Activation)} and {SynapseEnsembleModule.name(spec.Synapses)}"));
        var map = ScalingDerivationModule.deriveMap(Derivation.Closure.FourParameters, premise);
        if (map.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(ScalingDerivation.Failure(map.ErrorValue));
        AverageSettings settings = FieldAverages.defaultSettings;
        var states = Numeric.MeanField.evaluate(settings, map.ResultValue, spec);
        if (states.IsError)
            return SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(states.ErrorValue.ToFailure());
        Polynomial sharedVariance = LayerMapModule.sharedVariance(
            premise, LayerMomentsModule.derive(premise), RationalModule.ofRatio(1, 2));
        var corrections = Numeric.FiniteSize.evaluate(settings, sharedVariance, spec, states.ResultValue);
        return corrections.IsOk
            ? SolveResult<IReadOnlyList<FiniteSizeLayer>>.Of([.. corrections.ResultValue.Select(layer =>
                new FiniteSizeLayer(layer.Layer, layer.NSigma, layer.OfVarianceFluctuations, layer.Dimension))])
            : SolveResult<IReadOnlyList<FiniteSizeLayer>>.Failed(corrections.ErrorValue.ToFailure());
    }
}
