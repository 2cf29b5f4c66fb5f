namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic

/// How accurate averages are to be, and what they may cost.
type AverageSettings =
    {
        /// The relative error of an average; 1e-15 to 1e-3.
        Tolerance: float
        /// The most nodes of one rule; tanh with pre-activations of standard deviation 1000 needs 7e4.
        PointLimit: int
    }

/// <summary>Averages over the neurons of a layer of products of functions of the field.</summary>
[<RequireQualifiedAccess>]
module FieldAverages =

    /// A relative error of 1e-13, with at most 200,000 nodes.
    let defaultSettings: AverageSettings =
        {
            Tolerance = 1e-13
            PointLimit = 200_000
        }

    /// The factors of phi in a function of the field.
    let private powerOf (functionOfField: NeuronFunction) : int =
        match functionOfField with
        | MeanDerivative _ -> 1
        | SquareDerivative _
        | ActivityVariance -> 2
        | PowerDerivative(power, _) -> power

    /// At least as many factors are reckoned with as in v^2.
    let private fewestFactors = 4

    /// At least the square of phi.
    let private lowestPower = 2

    /// The largest step for the average over t at the standard deviation s of the pre-activation.
    let private inputStep tolerance (activation: Activation) (power: int) (s: float) : float =
        match activation with
        // The poles of tanh nearest to the real line are at plus and minus i pi/2.
        | Activation.Tanh -> Quadrature.stepForStrip tolerance (0.5 * Math.PI / s)
        // Those of softplus are at plus and minus i pi.
        | Activation.Softplus -> Quadrature.stepForStrip tolerance (Math.PI / s)
        // |erf(x + iy)| grows like exp(y^2), and so do its derivatives; a power of it is averaged.
        | Activation.Erf -> Quadrature.stepForGrowth tolerance (float power * s * s)
        // Closed forms: the rule is not used.
        | Activation.Linear
        | Activation.Relu -> Quadrature.stepForGrowth tolerance 0.0

    /// <summary>The rule for the average over the field.</summary>
    /// <remarks>What is averaged has been smoothed over s already, which widens the strip in which it is
    /// tame; of two valid steps the larger is taken.</remarks>
    let private fieldStep
        tolerance
        (activation: Activation)
        (factorCount: int)
        (fieldStdDev: float)
        (s: float)
        : float =
        let ratio = fieldStdDev / s

        match activation with
        | Activation.Tanh ->
            Math.Max(
                Quadrature.stepForStrip tolerance (0.5 * Math.PI / fieldStdDev),
                // |E_t phi(u + iy + s t)| is at most exp(y^2 / 2 s^2): the path of t can be shifted.
                Quadrature.stepForGrowth tolerance (0.5 * float factorCount * ratio * ratio)
            )
        | Activation.Softplus ->
            Math.Max(
                Quadrature.stepForStrip tolerance (Math.PI / fieldStdDev),
                Quadrature.stepForGrowth tolerance (0.5 * float factorCount * ratio * ratio)
            )
        | Activation.Erf ->
            // Each factor has been smoothed to exp(-u^2 / (1 + 2 s^2)).
            Quadrature.stepForGrowth
                tolerance
                (float factorCount * fieldStdDev * fieldStdDev / (1.0 + 2.0 * s * s))
        | Activation.Linear
        | Activation.Relu -> Quadrature.stepForGrowth tolerance 0.0

    let private tryTrapezoidal (pointLimit: int) (step: float) : Result<GaussianRule, int> =
        let count = Quadrature.trapezoidalPointCount step

        if count <= float pointLimit then
            Ok(Quadrature.trapezoidal step)
        else
            Error(int (Math.Min(count, float Int32.MaxValue)))

    let private tryFieldRule settings activation factorCount fieldStdDev s =
        if fieldStdDev = 0.0 then
            Ok Quadrature.point
        else
            match activation with
            // The kink at u = 0 is smoothed over s; every scale from s to the field's own occurs.
            | Activation.Relu -> Ok(Quadrature.graded (s / fieldStdDev))
            | Activation.Tanh
            | Activation.Erf
            | Activation.Softplus
            | Activation.Linear ->
                fieldStep settings.Tolerance activation factorCount fieldStdDev s
                |> tryTrapezoidal settings.PointLimit

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2).</summary>
    /// <param name="settings">The accuracy and its price.</param>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <returns>One average for each product, v in units of s^2. The error is that of the settings for tanh and
    /// erf, and rounding for relu and linear; pre-activations that are too large for the allowed number of points are an error.</returns>
    let evaluate
        (settings: AverageSettings)
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: NeuronFunction list[])
        : Result<float[], SolveError> =
        let factorCount =
            products
            |> Seq.map (List.sumBy powerOf)
            |> Seq.append [ fewestFactors ]
            |> Seq.max

        let power =
            products
            |> Seq.collect (List.map powerOf)
            |> Seq.append [ lowestPower ]
            |> Seq.max

        let rules =
            tryFieldRule settings activation factorCount fieldStdDev s
            |> Result.bind (fun fieldRule ->
                inputStep settings.Tolerance activation power s
                |> tryTrapezoidal settings.PointLimit
                |> Result.map (fun inputRule -> fieldRule, inputRule)
            )

        match rules with
        | Error points -> Error(NotResolved(layer, points, settings.PointLimit))
        | Ok(fieldRule, inputRule) ->
            let totals = Array.zeroCreate products.Length
            let functions = products |> Seq.concat |> Seq.distinct |> Array.ofSeq

            let factors =
                products
                |> Array.map (fun product ->
                    product
                    |> List.map (fun f -> System.Array.IndexOf(functions, f))
                    |> Array.ofList
                )

            for node in 0 .. fieldRule.Nodes.Length - 1 do
                let u = fieldStdDev * fieldRule.Nodes[node]
                let average = NeuronAverage.evaluate activation inputRule u s

                let values = functions |> Array.map average

                for i in 0 .. products.Length - 1 do
                    let product = factors[i] |> Array.fold (fun value f -> value * values[f]) 1.0
                    totals[i] <- totals[i] + fieldRule.Weights[node] * product

            Ok totals
