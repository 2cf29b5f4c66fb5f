namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open MathNet.Numerics

/// <summary>Averages over the fields of a layer by trapezoidal rules whose nodes u_i + s t_j all lie on one lattice.</summary>
/// <remarks>
/// For analytic phi the rule converges exponentially (see <see cref="T:CorrSyn.Numeric.AnalyticStep"/>). The field moves in
/// steps of p lattice points and the input in steps of one, so phi is evaluated once at each lattice point and an average
/// over inputs is a scalar product of a stretch of those values with fixed weights. Derivatives come from Stein's lemma,
/// E phi^(n)(u + s t) = E phi(u + s t) He_n(t) / s^n: rounding grows as s^-n, which the estimated error holds. The
/// derivative of such an average with respect to log s^2 is s^2/2 times the one of order n + 2, by Price's theorem.
/// </remarks>
[<RequireQualifiedAccess>]
module LatticeAverages =

    /// A value of phi is known to this relative error.
    let private rounding = 4e-16

    /// A function at every field, and its derivative with respect to log s^2.
    type private Tabulated =
        {
            Values: float[]
            Derivatives: float[]
            /// What rounding may take from a value, in units of the relative error of phi.
            Lost: float
        }

    /// Below this s, Stein's lemma gives digits away where derivatives of phi are known.
    let private smallestForStein = 0.3

    /// A power of phi at every lattice point, or its n-th derivative where that is known and Stein's lemma would lose
    /// digits; and how many derivatives are left to Stein's lemma.
    let private rowOf activation (lattice: Lattice) s (phi: float[]) power order =
        let first = lattice.FirstField * lattice.PointsPerField - lattice.InputCount

        let pointwise =
            if order > 1 && s < smallestForStein then
                PowerDerivative.tryEvaluate activation power order 0.0
                |> Option.map (fun _ ->
                    Array.init
                        phi.Length
                        (fun k ->
                            PowerDerivative.tryEvaluate
                                activation
                                power
                                order
                                (lattice.Step * float (first + k))
                            |> Option.defaultValue 0.0
                        )
                )
            else
                None

        match pointwise, power with
        | Some row, _ -> row, 0
        | None, 1 -> phi, order
        | None, 2 -> phi |> Array.map (fun value -> value * value), order
        | None, _ -> phi |> Array.map (fun value -> Math.Pow(value, float power)), order

    let private tabulate
        activation
        (lattice: Lattice)
        s
        isHalf
        (weights: float[][])
        (phi: float[])
        size
        functionOfField
        =
        let count = lattice.FieldCount - lattice.FirstField + 1
        let values = Array.zeroCreate count
        let derivatives = Array.zeroCreate count
        let half = 0.5 * s * s
        let stride = lattice.PointsPerField

        let average power order =
            let row, ofStein = rowOf activation lattice s phi power order

            for i in 0 .. count - 1 do
                let struct (value, second) =
                    WeightedSums.products weights[ofStein] weights[ofStein + 2] row (stride * i)

                values[i] <- value
                derivatives[i] <- half * second

            // The root mean square of He_n is sqrt(n!). Known derivatives have errors relative to themselves.
            if ofStein < order then
                0.0
            else
                Math.Pow(size, float power) * Math.Sqrt(SpecialFunctions.Factorial order)
                / Math.Pow(s, float order)

        let lost =
            match functionOfField with
            | MeanDerivative order -> average 1 order
            | SquareDerivative order -> average 2 order
            | PowerDerivative(power, order) -> average power order
            | ActivityVariance ->
                for i in 0 .. count - 1 do
                    let struct (mean, _) =
                        WeightedSums.products weights[0] weights[0] phi (stride * i)

                    let struct (square, second) =
                        WeightedSums.squares weights[0] weights[2] phi (stride * i) mean

                    values[i] <- square / (s * s)
                    derivatives[i] <- 0.5 * second - values[i]

                2.0 * size / s

        // Exactly, where rounding leaves a little.
        if isHalf && FieldProducts.parity functionOfField = -1 then
            values[0] <- 0.0
            derivatives[0] <- 0.0

        // At one field a derivative may vanish by a symmetry of phi. Below its rounding it is 0, of which no relative
        // error can be asked. The mean itself vanishes for odd phi only.
        if
            count = 1
            && functionOfField <> MeanDerivative 0
            && Math.Abs values[0] <= 4.0 * rounding * lost
        then
            values[0] <- 0.0

        {
            Values = values
            Derivatives = derivatives
            Lost = lost
        }

    let private meanSquare (weights: float[]) (values: float[]) =
        let mutable total = 0.0

        for i in 0 .. weights.Length - 1 do
            total <- total + weights[i] * values[i] * values[i]

        total

    /// The relative error that rounding makes in a typical value of a function.
    let private relativeError (weights: float[]) functionOfField (table: Tabulated) =
        let typical = Math.Sqrt(meanSquare weights table.Values)

        let lost =
            match functionOfField with
            | ActivityVariance -> table.Lost * Math.Sqrt typical
            | MeanDerivative _
            | SquareDerivative _
            | PowerDerivative _ -> table.Lost

        if typical > 0.0 then rounding * lost / typical else 0.0

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2), with their derivatives.</summary>
    /// <param name="tolerance">The relative error, beyond which there is no result; above 0.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <returns>One average for each product, v in units of s^2, with its estimated absolute error: the bound of the
    /// trapezoidal rule, and rounding. None where phi is not known to be analytic, where the lattice would be too
    /// large, or where the error is.</returns>
    let tryEvaluate
        (tolerance: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : FieldAverage option =
        let ruleTolerance = Math.Max(1e-15, 0.1 * tolerance)

        match Lattice.tryCreate ruleTolerance activation fieldStdDev s products with
        | None -> None
        | Some lattice ->
            let isHalf = lattice.FirstField = 0 && Activation.isOdd activation
            let phi = Lattice.values activation lattice
            let weights = Lattice.inputWeights s (products.Order + 2) lattice
            let fieldWeights, fieldDerivatives = Lattice.fieldWeights fieldStdDev lattice

            // |phi| where the pre-activations of a typical neuron are: what is rounded.
            let size =
                let typical =
                    Math.Min(
                        lattice.FieldCount,
                        int (fieldStdDev / lattice.Step) / lattice.PointsPerField
                    )

                let first = lattice.PointsPerField * (typical - lattice.FirstField)
                let struct (square, _) = WeightedSums.squares weights[0] weights[0] phi first 0.0
                Math.Sqrt square

            let tables =
                products.Functions
                |> Array.map (tabulate activation lattice s isHalf weights phi size)

            let relativeErrors =
                Array.map2 (relativeError fieldWeights) products.Functions tables

            let count = products.Products.Length
            let values = Array.zeroCreate count
            let errors = Array.zeroCreate count
            let byInput = Array.zeroCreate count
            let byField = Array.zeroCreate count
            let mutable isAccurate = true

            for p in 0 .. count - 1 do
                if not (isHalf && products.Parities[p] = -1) then
                    let factors = products.Factors[p]
                    let mutable absolute = 0.0

                    for i in 0 .. fieldWeights.Length - 1 do
                        let mutable product = 1.0
                        let mutable change = 0.0

                        for f in factors do
                            let table = tables[f]
                            change <- change * table.Values[i] + product * table.Derivatives[i]
                            product <- product * table.Values[i]

                        values[p] <- values[p] + fieldWeights[i] * product
                        absolute <- absolute + Math.Abs(fieldWeights[i] * product)
                        byInput[p] <- byInput[p] + fieldWeights[i] * change
                        byField[p] <- byField[p] + fieldDerivatives[i] * product

                    let mutable relative = ruleTolerance

                    for f in factors do
                        relative <- relative + relativeErrors[f]

                    errors[p] <- relative * absolute
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
