namespace CorrSyn.Numeric.Averages

open System
open System.Numerics.Tensors
open System.Threading
open CorrSyn.Symbolic
open MathNet.Numerics

/// <summary>The nodes of a set that the inputs of one neuron reach, with the weights that its field gives them.</summary>
type NeuronNodes =
    {
        /// phi at the nodes.
        Set: NodeSet
        /// The first of them in the set.
        First: int
        /// Of sum 1; the density included.
        Weights: float[]
        /// (z - u)/s at the nodes.
        Offsets: float[]
        /// (b - u)/s for each break b.
        Breaks: float[]
    }

/// <summary>Averages over the inputs of one neuron with field u and pre-activation u + s t, t ~ N(0,1).</summary>
/// <remarks>Equations MF-7 to MF-9 of docs/theory. The variance is a sum of squares of differences of phi that are
/// integrals of phi', so v/s^2 keeps its relative accuracy however small s is. Derivatives of phi at jumps are
/// densities: E phi^(n) is the average of the pointwise derivative, of order p at most, plus for each jump J of
/// phi^(k), k below n, at b the term J He_m(x) density(x)/s^(m+1) with x = (b - u)/s and m = n - 1 - k. Beyond order p
/// Stein's lemma E phi^(n) = E phi^(p) He_(n-p)(t)/s^(n-p) takes over, with the jumps below p.</remarks>
[<RequireQualifiedAccess>]
module NeuronAverage =

    /// He_n(x), by its recursion.
    let private hermite order (x: float) =
        let mutable below = 0.0
        let mutable value = 1.0

        for n in 0 .. order - 1 do
            let next = x * value - float n * below
            below <- value
            value <- next

        value

    let private density x =
        Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI)

    /// The weights begin at that place of the row.
    let private weightedFrom first (weights: float[]) (row: float[]) =
        TensorPrimitives.Dot(ReadOnlySpan weights, ReadOnlySpan(row, first, weights.Length))

    let private weighted weights row = weightedFrom 0 weights row

    /// E f^(n) of a function f with those pointwise derivatives and those jumps at the breaks.
    let private meanDerivative
        (first: int)
        (weights: float[])
        (offsets: float[])
        (values: float[][])
        (breaks: float[])
        (jumps: float[][])
        (s: float)
        (n: int)
        =
        let p = min n (values.Length - 1)

        let regular =
            if p = n then
                weightedFrom first weights values[p]
            else
                // The polynomial averages to 0: a constant may be taken off.
                let middle = values[p][first + weights.Length / 2]

                let terms =
                    offsets
                    |> Array.mapi (fun i t -> (values[p][first + i] - middle) * hermite (n - p) t)

                weighted weights terms / Math.Pow(s, float (n - p))

        let mutable singular = 0.0

        for b in 0 .. breaks.Length - 1 do
            let x = breaks[b]

            if Math.Abs x < 38.0 then
                for k in 0 .. min (p - 1) (n - 1) do
                    let m = n - 1 - k

                    singular <-
                        singular
                        + jumps[b][k] * hermite m x * density x / Math.Pow(s, float (m + 1))

        regular + singular

    /// <summary>The averages of one neuron over its nodes.</summary>
    /// <param name="response">phi.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="nodes">The nodes.</param>
    /// <returns>The value of each function of the field; v in units of s^2.</returns>
    let ofNodes (response: Response) (s: float) (nodes: NeuronNodes) : NeuronFunction -> float =
        let set = nodes.Set

        let mean values jumps n =
            meanDerivative nodes.First nodes.Weights nodes.Offsets values nodes.Breaks jumps s n

        let power p =
            match set.Powers.TryGetValue p with
            | true, known -> known
            | false, _ ->
                let jumps =
                    Response.jumps
                        (response.Evaluate response.Order >> PhiPowers.derivatives p)
                        response

                set.Powers[p] <- (PhiPowers.derivatives p set.Values, jumps)
                set.Powers[p]

        fun functionOfField ->
            match functionOfField with
            | MeanDerivative 0 ->
                // Offsets average to 0, up to rounding: without their share a small mean of large values keeps its digits.
                let pulls = Array.map2 (*) nodes.Weights nodes.Offsets
                let slope = weightedFrom nodes.First pulls set.Values[0]

                let flattened = Array.zeroCreate nodes.Weights.Length

                TensorPrimitives.MultiplyAdd(
                    ReadOnlySpan nodes.Offsets,
                    -slope,
                    ReadOnlySpan(set.Values[0], nodes.First, flattened.Length),
                    Span flattened
                )

                weighted nodes.Weights flattened
            | MeanDerivative n -> mean set.Values response.Jumps n
            | ActivityVariance ->
                let middle = weightedFrom nodes.First nodes.Weights set.Rises

                let squares = Array.zeroCreate nodes.Weights.Length
                let rises = ReadOnlySpan(set.Rises, nodes.First, squares.Length)
                TensorPrimitives.Subtract(rises, middle, Span squares)

                TensorPrimitives.Multiply(ReadOnlySpan squares, ReadOnlySpan squares, Span squares)

                weighted nodes.Weights squares
            | SquareDerivative n ->
                let values, jumps = power 2
                mean values jumps n
            | PowerDerivative(p, n) ->
                let values, jumps = power p
                mean values jumps n

    /// <summary>The nodes that a neuron reaches whose field is x s beside the centre of the set.</summary>
    /// <param name="set">Nodes that reach far enough.</param>
    /// <param name="reach">How far the inputs of a neuron reach, in units of s.</param>
    /// <param name="x">The distance of the field from the centre, in units of s.</param>
    let atOffset (set: NodeSet) (reach: float) (x: float) : NeuronNodes =
        let from = NodeSet.firstFrom set (x - reach)
        let upTo = NodeSet.firstFrom set (x + reach)
        let offsets = Array.sub set.Offsets from (upTo - from)
        TensorPrimitives.Subtract(ReadOnlySpan offsets, x, Span offsets)

        // exp(-t^2/2).
        let weights = Array.zeroCreate offsets.Length
        TensorPrimitives.Multiply(ReadOnlySpan offsets, ReadOnlySpan offsets, Span weights)
        TensorPrimitives.Multiply(ReadOnlySpan weights, -0.5, Span weights)
        // One by one: errors of vectorised exponentials are alike at all resolutions, and would not show in their difference.
        for i in 0 .. weights.Length - 1 do
            weights[i] <- Math.Exp weights[i]

        TensorPrimitives.Multiply(
            ReadOnlySpan weights,
            ReadOnlySpan(set.Weights, from, weights.Length),
            Span weights
        )

        let total = TensorPrimitives.Sum(ReadOnlySpan weights)
        TensorPrimitives.Divide(ReadOnlySpan weights, total, Span weights)

        {
            Set = set
            First = from
            Weights = weights
            Offsets = offsets
            Breaks = set.BreakOffsets |> Array.map (fun b -> b - x)
        }

    /// Whether the mean derivative is an odd function of the field.
    let isOddMean (response: Response) (order: int) : bool =
        order <= response.Order
        && (if order % 2 = 0 then response.IsOdd else response.IsEven)
        // Densities at jumps are not in the nodes.
        && response.Jumps |> Array.forall (Seq.take order >> Seq.forall ((=) 0.0))

    /// <summary>An average that is odd in the field, for a small field, from nodes around 0, without cancellation.</summary>
    /// <remarks>Nodes t and -t together: E f(u + s t) = exp(-x^2/2) E f(s t) sinh(x t) with x = u/s and f odd.</remarks>
    let oddMean (offsets: float[]) (masses: float[]) (values: float[]) (x: float) : float =
        let mutable total = 0.0

        for i in 0 .. offsets.Length - 1 do
            total <- total + masses[i] * values[i] * Math.Sinh(x * offsets[i])

        total * Math.Exp(-0.5 * x * x)

    /// <summary>The averages of a neuron around whose field phi is smooth on the scale s, by Hermite polynomials.</summary>
    /// <remarks>v/s^2 is the sum over n from 1 of (E phi' He_(n-1)(t))^2/n!: phi' alone, and nothing cancels. Needs
    /// phi'. Orders beyond the known ones by Stein's lemma.</remarks>
    let smooth
        (response: Response)
        (rule: HermiteRule)
        (order: int)
        (s: float)
        (u: float)
        : NeuronFunction -> float =
        let known = min response.Order (max order 1)

        let values = response.Evaluate known (rule.Points |> Array.map (fun t -> u + s * t))

        let mean series n =
            meanDerivative 0 rule.Masses rule.Points series [||] [||] s n

        let squares =
            Lazy<_>((fun () -> PhiPowers.derivatives 2 values), LazyThreadSafetyMode.None)

        // Where values of both signs cancel, E f(u + s t) = f(u) + s^2 times an average of f'' does not; f is the n-th
        // derivative of phi or of phi^2.
        let uncancelled ofPhi (series: float[][]) n =
            let plain = mean series n

            let largest =
                TensorPrimitives.MaxMagnitude(ReadOnlySpan series[min n (series.Length - 1)])

            if response.Order < n + 2 || Math.Abs plain > 0.01 * Math.Abs largest then
                plain
            else
                let centre: float[][] = ofPhi (response.Evaluate (n + 2) [| u |])

                let near =
                    if series.Length > n + 2 then
                        series
                    else
                        rule.Points
                        |> Array.map (fun t -> u + s * t)
                        |> response.Evaluate(n + 2)
                        |> ofPhi

                centre[n][0] + s * s * weighted rule.Curvatures near[n + 2]

        fun functionOfField ->
            match functionOfField with
            | MeanDerivative n when isOddMean response n && Math.Abs u <= s ->
                let around = response.Evaluate n (rule.Points |> Array.map (fun t -> s * t))
                oddMean rule.Points rule.Masses around[n] (u / s)
            | MeanDerivative 0 -> uncancelled id values 0
            | MeanDerivative n -> mean values n
            | ActivityVariance ->
                let mutable variance = 0.0

                for n in 0 .. rule.Projections.Length - 1 do
                    let projection = weighted rule.Projections[n] values[1]
                    variance <- variance + projection * projection / float (n + 1)

                variance
            | SquareDerivative 1 -> uncancelled (PhiPowers.derivatives 2) (squares.Value) 1
            | SquareDerivative n -> mean (squares.Value) n
            | PowerDerivative(power, n) -> mean (PhiPowers.derivatives power values) n
