namespace CorrSyn.Numeric

open System

/// <summary>Why the map could not be evaluated. One case per cause.</summary>
type SolveError =
    /// A quantity left the range of floating point at that layer.
    | NonFinite of layer: int * quantity: string
    /// An average at that layer needs more points than allowed.
    | NotResolved of layer: int * points: int * allowed: int
    /// phi has no finite value at a pre-activation that the layer reaches.
    | NotDefined of layer: int * activation: string * preActivation: float
    /// An average at that layer has a larger relative error than was asked for.
    | NotAccurate of layer: int * average: string * error: float * tolerance: float

    /// The activities of that layer do not vary over inputs, as far as floating point can tell.
    | Vanishes of layer: int

    /// One line for the user, naming the cause and the numbers.
    override this.ToString() =
        match this with
        | NonFinite(layer, quantity) ->
            $"{quantity} diverges at layer {layer}: it exceeds the range of floating point"
        | NotResolved(layer, points, allowed) ->
            $"an average at layer {layer} needs {points} points to keep its tolerance, more than the {allowed} allowed: the pre-activations are too large for this activation; a larger tolerance, up to 1e-3, needs fewer"
        | Vanishes layer ->
            $"K1 vanishes at layer {layer}: the activation is constant over all pre-activations that occur there"
        | NotDefined(layer, activation, preActivation) ->
            FormattableString.Invariant
                $"activation: {activation} has no finite value at z = {preActivation:G6}, which pre-activations at layer {layer} reach"
        | NotAccurate(layer, average, error, tolerance) ->
            FormattableString.Invariant
                $"{average} at layer {layer} has an estimated relative error of {error:G2}, more than the tolerance of {tolerance:G2}; a larger tolerance, up to 1e-3, accepts it"
