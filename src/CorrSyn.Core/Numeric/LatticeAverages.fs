namespace CorrSyn.Numeric

open System
open System.Runtime.Intrinsics
open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Averages over the fields of a layer by trapezoidal rules whose nodes u_i + s t_j all lie on one lattice.</summary>
/// <remarks>
/// For analytic phi the rule converges exponentially (see <see cref="T:CorrSyn.Numeric.AnalyticStep"/>). The field moves in
/// steps of p lattice points and the input in steps of one, so phi is evaluated once at each lattice point and an average
/// over inputs is a scalar product of such values with fixed weights, taken for eight fields at once. Derivatives come from Stein's lemma,
/// E phi^(n)(u + s t) = E phi(u + s t) He_n(t) / s^n: rounding grows as s^-n, which the estimated error holds. The
/// derivative of such an average with respect to log s^2 is s^2/2 times the one of order n + 2, by Price's theorem.
/// </remarks>
[<RequireQualifiedAccess>]
module LatticeAverages =

    /// A value of phi is known to this relative error.
    let private rounding = 4e-16

    /// Below this s, Stein's lemma gives digits away where derivatives of phi are known.
    let private smallestForStein = 0.3

    /// (phi^power)^(order) at every point where it is known.
    let private tryPointwise activation (points: LatticePoints) scratch power order =
        PowerDerivative.tryEvaluate activation power order 0.0
        |> Option.map (fun _ ->
            LatticePoints.map
                (fun z ->
                    PowerDerivative.tryEvaluate activation power order z |> Option.defaultValue 0.0
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

    /// The functions that one pass over phi gives together.
    let private isMoment (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative order -> order <= 1
        | ActivityVariance -> true
        | SquareDerivative _
        | PowerDerivative _ -> false

    /// <summary>Averages over inputs at every field, one table for each function.</summary>
    let private tabulate
        activation
        s
        (weights: float[][])
        (points: LatticePoints)
        phi
        (products: FieldProducts)
        (scratch: ScratchArrays)
        : FieldTable[] =
        let table () =
            {
                Values = scratch.Take points.FieldLength
                Changes = scratch.Take points.FieldLength
            }

        let mean, slope, variance = table (), table (), table ()

        if Array.exists isMoment products.Functions then
            WeightedSums.moments s weights points phi mean slope variance

        let ofPower exponent order =
            let table = table ()

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
            match functionOfField with
            | MeanDerivative 0 -> mean
            | MeanDerivative 1 -> slope
            | ActivityVariance -> variance
            | MeanDerivative order -> ofPower 1 order
            | SquareDerivative order -> ofPower 2 order
            | PowerDerivative(exponent, order) -> ofPower exponent order
        )

    /// What rounding may take from a value of a function, in units of the relative error of phi.
    let private lost activation s size functionOfField =
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

    /// |phi| where the pre-activations of a typical neuron are: what is rounded.
    let private typicalSize (lattice: Lattice) fieldStdDev (weights: float[]) points (phi: float[]) =
        let field =
            Math.Min(
                lattice.FieldCount,
                int (fieldStdDev / lattice.Step) / lattice.PointsPerField
            )
            - lattice.FirstField

        let square place =
            let value = phi[place + field]
            value * value

        let mutable total = weights[0] * square points.Ahead[0]

        for j in 1 .. lattice.InputCount do
            total <- total + weights[j] * (square points.Ahead[j] + square points.Behind[j])

        Math.Sqrt total

    /// The relative error that rounding makes in a typical value of a function.
    let private relativeError
        (points: LatticePoints)
        (fieldWeights: float[])
        functionOfField
        (table: FieldTable)
        lost
        =
        let mutable squares = Vector512<float>.Zero

        for field in 0..8 .. points.FieldLength - 1 do
            let value = Vector512.Create(table.Values, field)
            squares <- squares + Vector512.Create(fieldWeights, field) * value * value

        let typical = Math.Sqrt(Vector512.Sum squares)

        let lost =
            match functionOfField with
            | ActivityVariance -> lost * Math.Sqrt typical
            | MeanDerivative _
            | SquareDerivative _
            | PowerDerivative _ -> lost

        if typical > 0.0 then rounding * lost / typical else 0.0

    /// <summary>Averages of one product over the fields.</summary>
    /// <param name="points">The fields.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="derivatives">Those of the derivative with respect to the logarithm of the variance of the field.</param>
    /// <param name="tables">The functions.</param>
    /// <param name="factors">Which of them are multiplied.</param>
    /// <returns>The average, that of the absolute value, and the derivatives with respect to the logarithms of the
    /// variances over inputs and of the field.</returns>
    let private averageOf
        (points: LatticePoints)
        (weights: float[])
        (derivatives: float[])
        (tables: FieldTable[])
        (factors: int[])
        =
        let mutable total = Vector512<float>.Zero
        let mutable size = Vector512<float>.Zero
        let mutable byInput = Vector512<float>.Zero
        let mutable byField = Vector512<float>.Zero

        for field in 0..8 .. points.FieldLength - 1 do
            let weight = Vector512.Create(weights, field)
            let mutable product = Vector512.Create 1.0
            let mutable change = Vector512<float>.Zero

            for f in factors do
                let value = Vector512.Create(tables[f].Values, field)
                change <- change * value + product * Vector512.Create(tables[f].Changes, field)
                product <- product * value

            let weighted = weight * product
            total <- total + weighted
            size <- size + Vector512.Abs weighted
            byInput <- byInput + weight * change
            byField <- byField + Vector512.Create(derivatives, field) * product

        struct (Vector512.Sum total,
                Vector512.Sum size,
                Vector512.Sum byInput,
                Vector512.Sum byField)

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2), with their derivatives.</summary>
    /// <param name="tolerance">The relative error, beyond which there is no result; above 0.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <param name="scratch">Where intermediate values are kept; reset at the start.</param>
    /// <returns>One average for each product, v in units of s^2, with its estimated absolute error: the bound of the
    /// trapezoidal rule, and rounding. None where phi is not known to be analytic, where the lattice would be too
    /// large, or where the error is.</returns>
    let tryEvaluate
        (tolerance: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        (scratch: ScratchArrays)
        : FieldAverage option =
        let ruleTolerance = Math.Max(1e-15, 0.1 * tolerance)
        scratch.Reset()

        match Lattice.tryCreate ruleTolerance activation fieldStdDev s products with
        | None -> None
        | Some lattice ->
            let isHalf = lattice.FirstField = 0 && Activation.isOdd activation
            let isSingle = lattice.FieldCount = lattice.FirstField
            let points = LatticePoints.create lattice
            let phi = LatticePoints.apply activation points scratch
            let weights = Lattice.inputWeights s (Math.Max(1, products.Order) + 2) lattice scratch
            
            let struct (fieldWeights, fieldDerivatives) =
                Lattice.fieldWeights fieldStdDev lattice scratch

            let size = typicalSize lattice fieldStdDev weights[0] points phi
            let tables = tabulate activation s weights points phi products scratch
            let relativeErrors = Array.zeroCreate tables.Length

            for f in 0 .. tables.Length - 1 do
                let functionOfField, table = products.Functions[f], tables[f]
                let lost = lost activation s size functionOfField

                // Exactly, where rounding leaves a little.
                if isHalf && FieldProducts.parity functionOfField = -1 then
                    table.Values[0] <- 0.0
                    table.Changes[0] <- 0.0

                // At one field a derivative may vanish by a symmetry of phi. Below its rounding it is 0, of which no
                // relative error can be asked.
                if isSingle && Math.Abs table.Values[0] <= 4.0 * rounding * lost then
                    table.Values[0] <- 0.0

                relativeErrors[f] <- relativeError points fieldWeights functionOfField table lost

            let count = products.Factors.Length
            let values = Array.zeroCreate count
            let errors = Array.zeroCreate count
            let byInput = Array.zeroCreate count
            let byField = Array.zeroCreate count
            let mutable isAccurate = true

            for p in 0 .. count - 1 do
                if not (isHalf && products.Parities[p] = -1) then
                    let factors = products.Factors[p]

                    let struct (total, absolute, ofInput, ofField) =
                        averageOf points fieldWeights fieldDerivatives tables factors

                    let mutable relative = ruleTolerance

                    for f in factors do
                        relative <- relative + relativeErrors[f]

                    values[p] <- total
                    errors[p] <- relative * absolute
                    byInput[p] <- ofInput
                    byField[p] <- ofField
                    isAccurate <- isAccurate && relative <= tolerance && Double.IsFinite errors[p]

            if isAccurate then
                Some
                    {
                        FieldAverage.Values = values
                        Errors = errors
                        Derivatives =
                            Some
                                {
                                    ByInputVariance = byInput
                                    ByFieldVariance = byField
                                }
                    }
            else
                None
