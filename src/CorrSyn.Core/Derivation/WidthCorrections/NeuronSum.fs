namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic

/// A sum of products of functions of the field of one neuron, with coefficients.
type NeuronSum = (Polynomial * NeuronFunction list) list

/// <summary>Sums of products of mean derivatives, and how their averages change with both variances.</summary>
[<RequireQualifiedAccess>]
module NeuronSum =

    /// One product.
    let ofFunctions functions : NeuronSum = [ Polynomial.one, functions ]

    /// The sum times a factor.
    let scale factor (sum: NeuronSum) : NeuronSum =
        sum
        |> List.map (fun (coefficient, functions) -> factor * coefficient, functions)

    /// The product of two sums.
    let multiply (a: NeuronSum) (b: NeuronSum) : NeuronSum =
        [
            for x, functions in a do
                for y, others in b -> x * y, functions @ others
        ]

    /// The average over neurons.
    let average (sum: NeuronSum) : Polynomial =
        sum
        |> Seq.map (fun (coefficient, functions) ->
            coefficient * Polynomial.quantity (Quantity.fieldAverage functions)
        )
        |> Polynomial.sum

    let private raised order functionOfField =
        match functionOfField with
        | MeanDerivative n -> MeanDerivative(n + order)
        | SquareDerivative n -> SquareDerivative(n + order)
        | PowerDerivative(power, n) -> PowerDerivative(power, n + order)
        | ActivityVariance -> invalidOp "v is written as the mean of phi^2 less m^2."

    let private raiseAt order index (functions: NeuronFunction list) =
        functions |> List.mapi (fun i f -> if i = index then raised order f else f)

    let private half = Polynomial.constant (Rational.ofRatio 1 2)

    /// The derivative of the average by the variance over inputs: half the second derivative of each function.
    let byDrivingVariance (sum: NeuronSum) : NeuronSum =
        [
            for coefficient, functions in sum do
                for i in 0 .. functions.Length - 1 -> half * coefficient, raiseAt 2 i functions
        ]

    /// The first derivative by the field.
    let byField (sum: NeuronSum) : NeuronSum =
        [
            for coefficient, functions in sum do
                for i in 0 .. functions.Length - 1 -> coefficient, raiseAt 1 i functions
        ]

    /// The second derivative by the field.
    let curvature (sum: NeuronSum) : NeuronSum =
        [
            for coefficient, functions in sum do
                for i in 0 .. functions.Length - 1 do
                    for j in 0 .. functions.Length - 1 ->
                        coefficient, functions |> raiseAt 1 i |> raiseAt 1 j
        ]
