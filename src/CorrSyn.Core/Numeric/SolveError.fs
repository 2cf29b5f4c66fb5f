namespace CorrSyn.Numeric

open System
open System.Globalization

/// <summary>Why the theory has no answer. One case per cause.</summary>
type SolveError =
    /// A quantity left the range of floating point at that layer.
    | NonFinite of layer: int * quantity: string
    /// An average at that layer needs more points than allowed.
    | NotResolved of layer: int * points: int * allowed: int
    /// No activity maps to itself: K1 + Q grows, in the end by that factor a layer.
    | NoFixedPoint of growth: float
    /// Every activity maps to itself: fixed points are not isolated.
    | FixedPointContinuum of gain: float
    /// Newton's method did not settle: the relative change of its last step, and the one that was asked for.
    | NotConverged of iterations: int * change: float * tolerance: float
    /// A covariance of pre-activations exceeds what their variances allow, by more than rounding.
    | ExcessCorrelation of layer: int * first: int * second: int * correlation: float
    /// The variance of a pre-activation is negative, by more than rounding.
    | NegativeVariance of layer: int * neuron: int * variance: float
    /// No activity of that layer varies: dimensionality is not defined.
    | NoVariance of layer: int
    /// phi has no finite value at a pre-activation that the layer reaches.
    | NotDefined of layer: int * activation: string * preActivation: float
    /// An average at that layer has a larger relative error than was asked for.
    | NotAccurate of layer: int * average: string * error: float * tolerance: float
    /// The activities of that layer do not vary over inputs, as far as floating point can tell.
    | Vanishes of layer: int
    /// Differences of nearly equal numbers leave no digits of a quantity at that layer.
    | Cancelled of layer: int * quantity: string

    /// One line for the user, naming the cause and the numbers.
    override this.ToString() =
        match this with
        | NonFinite(layer, quantity) ->
            $"{quantity} diverges at layer {layer}: it exceeds the range of floating point"
        | NotResolved(layer, points, allowed) ->
            $"an average at layer {layer} needs {points} points to keep its tolerance, more than the {allowed} allowed: the pre-activations are too large for this activation; a larger tolerance, up to 1e-3, needs fewer"
        | NoFixedPoint growth ->
            FormattableString.Invariant
                $"there is no fixed point: K1 + Q grows from any start and in the end by a factor of {growth:G6} a layer"
        | FixedPointContinuum gain ->
            FormattableString.Invariant
                $"fixed points are not isolated: at g = {gain} every total variance maps to itself"
        | NotConverged(iterations, change, tolerance) ->
            FormattableString.Invariant
                $"a fixed point was not found to {tolerance:G3} after {iterations} steps: the last one changed it by {change:G3}"
        | ExcessCorrelation(layer, first, second, correlation) ->
            let shown = correlation.ToString("G6", CultureInfo.InvariantCulture)

            $"the covariance below layer {layer} is not positive semidefinite: it gives the pre-activations of neurons {first} and {second} a correlation of {shown}"
        | NegativeVariance(layer, neuron, variance) ->
            let shown = variance.ToString("G6", CultureInfo.InvariantCulture)

            $"the covariance below layer {layer} is not positive semidefinite: it gives the pre-activation of neuron {neuron} a variance of {shown}"
        | NoVariance layer ->
            $"no activity of layer {layer} varies over the inputs, so its dimensionality is not defined"
        | Vanishes layer ->
            $"K1 vanishes at layer {layer}: the activation is constant over all pre-activations that occur there"
        | NotDefined(layer, activation, preActivation) ->
            FormattableString.Invariant
                $"activation: {activation} has no finite value at z = {preActivation:G6}, which pre-activations at layer {layer} reach"
        | NotAccurate(layer, average, error, tolerance) ->
            FormattableString.Invariant
                $"{average} at layer {layer} has an estimated relative error of {error:G2}, more than the tolerance of {tolerance:G2}, for this activation, gain and biasVariance; a larger tolerance, up to 1e-3, accepts it"
        | Cancelled(layer, quantity) ->
            $"{quantity} is lost in rounding at layer {layer}: activities vary too little over inputs there"
