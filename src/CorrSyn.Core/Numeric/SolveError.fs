namespace CorrSyn.Numeric

open System

/// <summary>Why the map could not be evaluated or has no fixed point. One case per cause.</summary>
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
