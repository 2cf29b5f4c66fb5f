namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic

/// The mean, the mean slope, and the variance in units of s^2.
type MomentTables =
    {
        Mean: FieldTable
        Slope: FieldTable
        Variance: FieldTable
    }

/// Functions of the field at every field of a lattice, and what rounding takes from them.
[<RequireQualifiedAccess>]
module FieldTables =

    /// Below this s, Stein's lemma gives digits away where derivatives of phi are known.
    let private smallestForStein = 0.3

    /// (phi^power)^(order) at every point where it is known.
    let private tryPointwise activation (points: LatticePoints) scratch power order =
        PowerDerivative.tryEvaluate activation power order 0.0
        |> Option.map (fun _ ->
            LatticePoints.map
                (fun z ->
                    PowerDerivative.tryEvaluate activation power order z
                    |> Option.defaultValue 0.0
                )
                points
                scratch
        )

    let private power (phi: float[]) exponent =
        match exponent with
        | 1 -> phi
        | 2 -> phi |> Array.map (fun value -> value * value)
        | _ -> phi |> Array.map (fun value -> Math.Pow(value, float exponent))

    /// What rounding may take from the average of (phi^power)^(order) by Stein's lemma, in units of the relative error of
    /// phi: the root mean square of He_n is sqrt(n!).
    let private lostByStein size s power order =
        let mutable lost = 1.0

        for _ in 1..power do
            lost <- lost * size

        for n in 1..order do
            lost <- lost * Math.Sqrt(float n) / s

        lost

    /// The functions that one pass over the inputs gives together.
    let isMoment (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative order -> order <= 1
        | ActivityVariance -> true
        | SquareDerivative _
        | PowerDerivative _ -> false

    let private empty length (scratch: ScratchArrays) =
        {
            Values = scratch.Take length
            Changes = scratch.Take length
        }

    /// Tables of moments that have not been filled yet.
    let emptyMoments (length: int) (scratch: ScratchArrays) : MomentTables =
        {
            Mean = empty length scratch
            Slope = empty length scratch
            Variance = empty length scratch
        }

    /// <summary>The table of a function that is one of the moments.</summary>
    /// <exception cref="T:System.InvalidOperationException">It is not.</exception>
    let momentOf (moments: MomentTables) (functionOfField: NeuronFunction) : FieldTable =
        match functionOfField with
        | MeanDerivative 0 -> moments.Mean
        | MeanDerivative 1 -> moments.Slope
        | ActivityVariance -> moments.Variance
        | MeanDerivative _
        | SquareDerivative _
        | PowerDerivative _ -> invalidOp $"{functionOfField} is no moment."

    /// <summary>Averages over inputs at every field, one table for each function.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="weights">Those of Lattice.inputWeights, up to two orders above the products.</param>
    /// <param name="points">The points of the lattice.</param>
    /// <param name="phi">phi at the points.</param>
    /// <param name="products">What the functions are of.</param>
    /// <param name="scratch">Where the tables are taken from.</param>
    let tabulate
        activation
        s
        (weights: float[][])
        (points: LatticePoints)
        phi
        (products: FieldProducts)
        (scratch: ScratchArrays)
        : FieldTable[] =
        let moments = emptyMoments points.FieldLength scratch

        if Array.exists isMoment products.Functions then
            WeightedSums.moments s weights points phi moments.Mean moments.Slope moments.Variance

        let ofPower exponent order =
            let table = empty points.FieldLength scratch

            let known =
                if order > 1 && s < smallestForStein then
                    tryPointwise activation points scratch exponent order
                else
                    None

            match known with
            | Some row -> WeightedSums.derivative s weights 0 points row table
            | None -> WeightedSums.derivative s weights order points (power phi exponent) table

            table

        products.Functions
        |> Array.map (fun functionOfField ->
            if isMoment functionOfField then
                momentOf moments functionOfField
            else
                match functionOfField with
                | ActivityVariance -> moments.Variance
                | MeanDerivative order -> ofPower 1 order
                | SquareDerivative order -> ofPower 2 order
                | PowerDerivative(exponent, order) -> ofPower exponent order
        )

    /// <summary>What rounding may take from a value of a function, in units of the relative error of phi.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="size">|phi| where the pre-activations of a typical neuron are.</param>
    /// <param name="functionOfField">The function.</param>
    let lost activation s size functionOfField =
        let ofPower power order =
            // Known derivatives have errors relative to themselves.
            let isKnown =
                order > 1
                && s < smallestForStein
                && (PowerDerivative.tryEvaluate activation power order 0.0).IsSome

            if isKnown then 0.0 else lostByStein size s power order

        match functionOfField with
        | MeanDerivative order -> ofPower 1 order
        | SquareDerivative order -> ofPower 2 order
        | PowerDerivative(power, order) -> ofPower power order
        | ActivityVariance -> 2.0 * size / s
