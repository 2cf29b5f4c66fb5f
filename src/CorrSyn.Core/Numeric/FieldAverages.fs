namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Averages over the neurons of a layer of products of functions of the field.</summary>
[<RequireQualifiedAccess>]
module FieldAverages =

    /// The most nodes of one rule. tanh with pre-activations of standard deviation 1000 needs 6e4.
    let private pointLimit = 200_000

    /// The largest step for the average over t at the standard deviation s of the pre-activation.
    let private inputStep (activation: Activation) (s: float) : float =
        match activation with
        // The poles of tanh nearest to the real line are at plus and minus i pi/2.
        | Activation.Tanh -> Quadrature.stepForStrip (0.5 * Math.PI / s)
        // |erf(x + iy)| grows like exp(y^2); the square is averaged.
        | Activation.Erf -> Quadrature.stepForGrowth (2.0 * s * s)
        // Closed forms: the rule is not used.
        | Activation.Linear
        | Activation.Relu -> Quadrature.stepForGrowth 0.0

    /// <summary>The rule for the average over the field.</summary>
    /// <remarks>What is averaged has been smoothed over s already, which widens the strip in which it is
    /// tame; of two valid steps the larger is taken. Products hold up to four factors of phi, as in v^2.</remarks>
    let private fieldStep (activation: Activation) (fieldStdDev: float) (s: float) : float =
        let ratio = fieldStdDev / s

        match activation with
        | Activation.Tanh ->
            Math.Max(
                Quadrature.stepForStrip (0.5 * Math.PI / fieldStdDev),
                // |E_t phi(u + iy + s t)| is at most exp(y^2 / 2 s^2): the path of t can be shifted.
                Quadrature.stepForGrowth (2.0 * ratio * ratio)
            )
        | Activation.Erf ->
            // Each factor has been smoothed to exp(-u^2 / (1 + 2 s^2)).
            Quadrature.stepForGrowth (4.0 * fieldStdDev * fieldStdDev / (1.0 + 2.0 * s * s))
        | Activation.Linear
        | Activation.Relu -> Quadrature.stepForGrowth 0.0

    let private tryTrapezoidal (step: float) : Result<GaussianRule, int> =
        let count = Quadrature.trapezoidalPointCount step

        if count <= float pointLimit then
            Ok(Quadrature.trapezoidal step)
        else
            Error(int (Math.Min(count, float Int32.MaxValue)))

    let private tryFieldRule activation fieldStdDev s =
        if fieldStdDev = 0.0 then
            Ok Quadrature.point
        else
            match activation with
            // The kink at u = 0 is smoothed over s; every scale from s to the field's own occurs.
            | Activation.Relu -> Ok(Quadrature.graded (s / fieldStdDev))
            | Activation.Tanh
            | Activation.Erf
            | Activation.Linear -> tryTrapezoidal (fieldStep activation fieldStdDev s)

    let private valueOf (average: NeuronAverage) (functionOfField: NeuronFunction) : float =
        match functionOfField with
        | MeanDerivative 0 -> average.Mean
        | MeanDerivative 1 -> average.Slope
        | MeanDerivative order -> invalidOp $"The layer map holds the derivative of order {order}."
        | ActivityVariance -> average.VarianceRatio

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2).</summary>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <returns>One average for each product, v in units of s^2. Relative error about 1e-13 for tanh and
    /// erf; pre-activations that are too large for the allowed number of points are an error.</returns>
    let evaluate
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: NeuronFunction list[])
        : Result<float[], SolveError> =
        let rules =
            tryFieldRule activation fieldStdDev s
            |> Result.bind (fun fieldRule ->
                tryTrapezoidal (inputStep activation s)
                |> Result.map (fun inputRule -> fieldRule, inputRule)
            )

        match rules with
        | Error points -> Error(NotResolved(layer, points, pointLimit))
        | Ok(fieldRule, inputRule) ->
            let totals = Array.zeroCreate products.Length

            for node in 0 .. fieldRule.Nodes.Length - 1 do
                let u = fieldStdDev * fieldRule.Nodes[node]
                let average = NeuronAverage.evaluate activation inputRule u s

                for i in 0 .. products.Length - 1 do
                    let product =
                        products[i] |> List.fold (fun value f -> value * valueOf average f) 1.0

                    totals[i] <- totals[i] + fieldRule.Weights[node] * product

            Ok totals
