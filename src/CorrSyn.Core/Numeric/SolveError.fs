namespace CorrSyn.Numeric

/// <summary>Why the map could not be evaluated. One case per cause.</summary>
type SolveError =
    /// A quantity left the range of floating point at that layer.
    | NonFinite of layer: int * quantity: string
    /// An average at that layer needs more points than allowed.
    | NotResolved of layer: int * points: int * allowed: int
    /// Differences of nearly equal numbers leave no digits of a quantity at that layer.
    | Cancelled of layer: int * quantity: string

    /// One line for the user, naming the cause and the numbers.
    override this.ToString() =
        match this with
        | NonFinite(layer, quantity) ->
            $"{quantity} diverges at layer {layer}: it exceeds the range of floating point"
        | NotResolved(layer, points, allowed) ->
            $"an average at layer {layer} needs {points} points to keep its tolerance, more than the {allowed} allowed: the pre-activations are too large for this activation; a larger tolerance, up to 1e-3, needs fewer"
        | Cancelled(layer, quantity) ->
            $"{quantity} is lost in rounding at layer {layer}: activities vary too little over inputs there"
