namespace CorrSyn.Numeric.Averages

open System
open System.Runtime.Intrinsics
open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Averages over the fields of a layer by trapezoidal rules whose nodes u_i + s t_j all lie on one lattice.</summary>
/// <remarks>
/// For analytic phi the rule converges exponentially (see <see cref="T:CorrSyn.Numeric.Averages.AnalyticStep"/>). The field moves in
/// steps of p lattice points and the input in steps of one, so phi is evaluated once at each lattice point and an average
/// over inputs is a scalar product of such values with fixed weights, taken for eight fields at once. Derivatives come
/// from Stein's lemma, E phi^(n)(u + s t) = E phi(u + s t) He_n(t) / s^n: rounding grows as s^-n, which the estimated
/// error holds. The
/// derivative of such an average with respect to log s^2 is s^2/2 times the one of order n + 2, by Price's theorem.
/// For tanh the addition theorem gives what the map of four order parameters needs of it, from values at the u_i and at the
/// s t_j alone; the steps of fields and inputs are then independent of each other.
/// </remarks>
[<RequireQualifiedAccess>]
module LatticeAverages =

    /// A value of phi is known to this relative error.
    let private rounding = 4e-16

    /// |phi| where the pre-activations of a typical neuron are: what is rounded.
    let private typicalSize
        (lattice: Lattice)
        fieldStdDev
        (weights: float[])
        points
        (phi: float[])
        =
        let field =
            Math.Min(lattice.FieldCount, int (fieldStdDev / lattice.Step) / lattice.PointsPerField)
            - lattice.FirstField

        let square place =
            let value = phi[place + field]
            value * value

        let mutable total = weights[0] * square points.Ahead[0]

        for j in 1 .. lattice.InputCount do
            total <- total + weights[j] * (square points.Ahead[j] + square points.Behind[j])

        Math.Sqrt total

    /// The relative error that rounding makes in a typical value of a function. Where all values are 0 they are so exactly,
    /// or they are lost.
    let private relativeError
        (lattice: Lattice)
        (fieldWeights: float[])
        functionOfField
        (table: FieldTable)
        lost
        isLost
        =
        let mutable squares = Vector512<float>.Zero

        for field in 0..8 .. Lattice.fieldLength lattice - 1 do
            let value = Vector512.Create(table.Values, field)
            squares <- squares + Vector512.Create(fieldWeights, field) * value * value

        let typical = Math.Sqrt(Vector512.Sum squares)

        let lost =
            match functionOfField with
            | ActivityVariance -> lost * Math.Sqrt typical
            | MeanDerivative _
            | SquareDerivative _
            | PowerDerivative _ -> lost

        if typical > 0.0 then rounding * lost / typical
        elif isLost then Double.PositiveInfinity
        else 0.0

    /// <summary>Averages of one product over the fields.</summary>
    /// <param name="lattice">The fields.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="derivatives">Those of the derivative with respect to the logarithm of the variance of the field.</param>
    /// <param name="tables">The functions.</param>
    /// <param name="factors">Which of them are multiplied.</param>
    /// <returns>The average, that of the absolute value, and the derivatives with respect to the logarithms of the
    /// variances over inputs and of the field.</returns>
    let private averageOf
        (lattice: Lattice)
        (weights: float[])
        (derivatives: float[])
        (tables: FieldTable[])
        (factors: int[])
        =
        let mutable total = Vector512<float>.Zero
        let mutable size = Vector512<float>.Zero
        let mutable byInput = Vector512<float>.Zero
        let mutable byField = Vector512<float>.Zero

        for field in 0..8 .. Lattice.fieldLength lattice - 1 do
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

    /// Functions at the fields, and the relative error of each by rounding.
    type private Functions =
        {
            Tables: FieldTable[]
            RelativeErrors: float[]
        }

    /// By values of phi on a shared lattice.
    let private ofPoints activation s lattice fieldStdDev weights fieldWeights products scratch =
        let points = LatticePoints.create lattice
        let phi = LatticePoints.apply activation points scratch
        let size = typicalSize lattice fieldStdDev (Array.head weights) points phi
        let tables = FieldTables.tabulate activation s weights points phi products scratch
        let relativeErrors = Array.zeroCreate tables.Length
        let isHalf = lattice.FirstField = 0 && Activation.isOdd activation
        let isSingle = lattice.FieldCount = lattice.FirstField

        for f in 0 .. tables.Length - 1 do
            let functionOfField, table = products.Functions[f], tables[f]
            let lost = FieldTables.lost activation s size functionOfField

            // Exactly, where rounding leaves a little.
            if isHalf && FieldProducts.parity functionOfField = -1 then
                table.Values[0] <- 0.0
                table.Changes[0] <- 0.0

            // At one field a derivative may vanish by a symmetry of phi. Below its rounding it is 0, of which no
            // relative error can be asked. The mean itself vanishes for odd phi only.
            if
                isSingle
                && functionOfField <> MeanDerivative 0
                && Math.Abs table.Values[0] <= 4.0 * rounding * lost
            then
                table.Values[0] <- 0.0

            // The mean of a phi that is not odd is lost where values of both signs cancel to the last digit.
            let isLost = functionOfField = MeanDerivative 0 && not (Activation.isOdd activation)

            relativeErrors[f] <-
                relativeError lattice fieldWeights functionOfField table lost isLost

        {
            Tables = tables
            RelativeErrors = relativeErrors
        }

    /// By the addition theorem of tanh.
    let private ofTanh s lattice weights (products: FieldProducts) scratch =
        let moments = FieldTables.emptyMoments (Lattice.fieldLength lattice) scratch
        TanhMoments.fill s lattice weights scratch moments.Mean moments.Slope moments.Variance

        {
            Tables = products.Functions |> Array.map (FieldTables.momentOf moments)
            RelativeErrors = Array.create products.Functions.Length TanhMoments.relativeError
        }

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
        let ruleTolerance = Math.Max(Lattice.smallestTolerance, 0.1 * tolerance)
        scratch.Reset()

        let isTanh =
            activation.IsTanh && Array.forall FieldTables.isMoment products.Functions

        match Lattice.tryCreate (not isTanh) ruleTolerance activation fieldStdDev s products with
        | None -> None
        | Some lattice ->
            let isHalf = lattice.FirstField = 0 && Activation.isOdd activation

            let weights =
                Lattice.inputWeights s (Math.Max(1, products.Order) + 2) lattice scratch

            let struct (fieldWeights, fieldDerivatives) =
                Lattice.fieldWeights fieldStdDev lattice scratch

            let functions =
                if isTanh then
                    ofTanh s lattice weights products scratch
                else
                    ofPoints activation s lattice fieldStdDev weights fieldWeights products scratch

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
                        averageOf lattice fieldWeights fieldDerivatives functions.Tables factors

                    let mutable relative = ruleTolerance

                    for f in factors do
                        relative <- relative + functions.RelativeErrors[f]

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
                            Some(
                                Lazy<AverageDerivatives>
                                    {
                                        ByInputVariance = byInput
                                        ByFieldVariance = byField
                                    }
                            )
                    }
            else
                None
