namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Symbolic
open MathNet.Numerics

/// <summary>Averages over the inputs of one neuron with field u and pre-activation u + s t, t ~ N(0,1).</summary>
/// <remarks>Equations MF-7 to MF-9 of docs/theory. The variance is a sum of squares of differences of phi that are
/// integrals of phi', so v/s^2 keeps its relative accuracy however small s is. Derivatives of phi at jumps are
/// densities: E phi^(n) is the average of the pointwise derivative, of order p at most, plus for each jump J of
/// phi^(k), k below n, at b the term J He_m(x) density(x)/s^(m+1) with x = (b - u)/s and m = n - 1 - k. Beyond order p
/// Stein's lemma E phi^(n) = E phi^(p) He_(n-p)(t)/s^(n-p) takes over, with the jumps below p.</remarks>
[<RequireQualifiedAccess>]
module NeuronAverage =

    let private density x =
        Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI)

    /// He_n(x), by its recursion.
    let private hermite order (x: float) =
        let mutable below = 0.0
        let mutable value = 1.0

        for n in 0 .. order - 1 do
            let next = x * value - float n * below
            below <- value
            value <- next

        value

    let private weighted (weights: float[]) (values: float[]) =
        let mutable total = 0.0

        for i in 0 .. weights.Length - 1 do
            total <- total + weights[i] * values[i]

        total

    /// E f^(n) of a function f with those pointwise derivatives and those jumps at the breaks.
    let private meanDerivative
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
                weighted weights values[p]
            else
                // The polynomial averages to 0: a constant may be taken off.
                let middle = values[p][values[p].Length / 2]

                let terms =
                    Array.map2
                        (fun t value -> (value - middle) * hermite (n - p) t)
                        offsets
                        values[p]

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

    /// Products of the values of phi and its derivatives by Leibniz' rule.
    let private squares (values: float[][]) : float[][] =
        let product a b = Array.map2 (*) values[a] values[b]

        values
        |> Array.mapi (fun n _ ->
            match n with
            | 0 -> product 0 0
            | 1 -> product 0 1 |> Array.map ((*) 2.0)
            | 2 -> Array.map2 (fun a b -> 2.0 * (a + b)) (product 1 1) (product 0 2)
            | _ -> Array.map2 (fun a b -> 6.0 * a + 2.0 * b) (product 1 2) (product 0 3)
        )

    /// phi^p and its derivatives from those of phi, for p from 3.
    let private higherPower (power: int) (values: float[][]) : float[][] =
        let times (product: float[][]) =
            values
            |> Array.mapi (fun n row ->
                let sum = Array.zeroCreate row.Length

                for k in 0..n do
                    let factor = SpecialFunctions.Binomial(n, k)

                    for i in 0 .. row.Length - 1 do
                        sum[i] <- sum[i] + factor * values[k][i] * product[n - k][i]

                sum
            )

        Seq.fold (fun product _ -> times product) (squares values) (seq { 3..power })

    let private powers (power: int) =
        match power with
        | 1 -> id
        | 2 -> squares
        | power -> higherPower power

    /// <summary>The averages over a set of nodes with these weights.</summary>
    /// <param name="response">phi.</param>
    /// <param name="set">phi at the nodes.</param>
    /// <param name="weights">Of sum 1; the density included.</param>
    /// <param name="offsets">(z - u)/s at the nodes.</param>
    /// <param name="breaks">(b - u)/s for each break.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <returns>The value of each function of the field; v in units of s^2.</returns>
    let ofWeights
        (response: Response)
        (set: NodeSet)
        (weights: float[])
        (offsets: float[])
        (breaks: float[])
        (s: float)
        : NeuronFunction -> float =
        let power p =
            match set.Powers.TryGetValue p with
            | true, known -> known
            | false, _ ->
                let jumps = Response.jumps (response.Evaluate response.Order >> powers p) response
                set.Powers[p] <- (powers p set.Values, jumps)
                set.Powers[p]

        fun functionOfField ->
            match functionOfField with
            | MeanDerivative 0 ->
                // Offsets average to 0, up to rounding: without their share a small mean of large values keeps its digits.
                let slope = weighted weights (Array.map2 (*) set.Values[0] offsets)

                weighted
                    weights
                    (Array.map2 (fun value t -> value - slope * t) set.Values[0] offsets)
            | MeanDerivative n ->
                meanDerivative weights offsets set.Values breaks response.Jumps s n
            | ActivityVariance ->
                let mean = weighted weights set.Rises
                let mutable variance = 0.0

                for i in 0 .. weights.Length - 1 do
                    let deviation = set.Rises[i] - mean
                    variance <- variance + weights[i] * deviation * deviation

                variance
            | SquareDerivative n ->
                let values, jumps = power 2
                meanDerivative weights offsets values breaks jumps s n
            | PowerDerivative(p, n) ->
                let values, jumps = power p
                meanDerivative weights offsets values breaks jumps s n

    /// <summary>The averages of a neuron whose field is x s beside the centre of the nodes.</summary>
    /// <param name="response">phi.</param>
    /// <param name="set">Nodes that reach far enough.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="x">The distance of the field from the centre, in units of s.</param>
    let atOffset
        (response: Response)
        (set: NodeSet)
        (s: float)
        (x: float)
        : NeuronFunction -> float =
        let offsets = set.Offsets |> Array.map (fun t -> t - x)
        let weights = Array.map2 (fun w t -> w * density t) set.Weights offsets
        let total = Array.sum weights
        let weights = weights |> Array.map (fun w -> w / total)
        ofWeights response set weights offsets (set.BreakOffsets |> Array.map (fun b -> b - x)) s

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
            meanDerivative rule.Masses rule.Points series [||] [||] s n

        // Where values of both signs cancel, E f(u + s t) = f(u) + s^2 times an average of f'' does not; f is the n-th
        // derivative of phi or of phi^2.
        let uncancelled ofPhi (series: float[][]) n =
            let plain = mean series n

            let largest =
                series[min n (series.Length - 1)]
                |> Array.fold (fun most x -> Math.Max(most, Math.Abs x)) 0.0

            if response.Order < n + 2 || Math.Abs plain > 0.01 * largest then
                plain
            else
                let at points =
                    ofPhi (response.Evaluate (n + 2) (points |> Array.map (fun t -> u + s * t)))

                let centre: float[][] = at [| 0.0 |]
                let near = at rule.Points
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
            | SquareDerivative 1 -> uncancelled squares (squares values) 1
            | SquareDerivative n -> mean (squares values) n
            | PowerDerivative(power, n) -> mean (powers power values) n
