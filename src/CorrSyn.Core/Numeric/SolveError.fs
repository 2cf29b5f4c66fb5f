namespace CorrSyn.Numeric

/// <summary>Why the mathematics has no answer there, or why it was not reached. One case per cause.</summary>
type SolveError =
    /// No closed map is known: an order parameter is missing.
    | NotClosed of missingOrderParameter: string
    /// No choice of the exponent gives a self-consistent map; which quantity fails and how.
    | NoSelfConsistentMap of reason: string
    /// A quantity left the range of floating point at that layer.
    | NonFinite of layer: int * quantity: string
    /// An average at that layer needs more points than allowed.
    | NotResolved of layer: int * points: int * allowed: int

    /// One line for the user, naming the cause and the numbers.
    override this.ToString() =
        match this with
        | NotClosed missing ->
            $"the layer map is not closed: it lacks the order parameter {missing}"
        | NoSelfConsistentMap reason -> $"there is no self-consistent layer map: {reason}"
        | NonFinite(layer, quantity) ->
            $"{quantity} diverges at layer {layer}: it exceeds the range of floating point"
        | NotResolved(layer, points, allowed) ->
            $"an average at layer {layer} needs {points} points to keep its tolerance, more than the {allowed} allowed: the pre-activations are too large for this activation; a larger tolerance, up to 1e-3, needs fewer"
