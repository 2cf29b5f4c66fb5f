namespace CorrSyn.Numeric

open System
open System.Runtime.Intrinsics
open CorrSyn.Model
open CorrSyn.Symbolic
open MathNet.Numerics

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

    /// A function of the field as weighted sums of a row of values.
    type private FieldRow =
        {
            Function: NeuronFunction
            /// A power of phi at the points, or a derivative of one.
            Row: float[]
            /// The derivatives that are left to Stein's lemma.
            Order: int
            /// What rounding may take from a value, in units of the relative error of phi.
            Lost: float
        }

    /// Below this s, Stein's lemma gives digits away where derivatives of phi are known.
    let private smallestForStein = 0.3

    /// (phi^power)^(order) at every point where it is known.
    let private tryPointwise activation (points: LatticePoints) power order =
        PowerDerivative.tryEvaluate activation power order 0.0
        |> Option.map (fun _ ->
            points.Values
            |> Array.map (fun z ->
                PowerDerivative.tryEvaluate activation power order z |> Option.defaultValue 0.0
            )
        )

    let private power (phi: float[]) exponent =
        match exponent with
        | 1 -> phi
        | 2 -> phi |> Array.map (fun value -> value * value)
        | _ -> phi |> Array.map (fun value -> Math.Pow(value, float exponent))

    let private rowOf activation points s phi size functionOfField =
        let ofPower exponent order =
            let known =
                if order > 1 && s < smallestForStein then
                    tryPointwise activation points exponent order
                else
                    None

            match known with
            // Known derivatives have errors relative to themselves.
            | Some row ->
                {
                    Function = functionOfField
                    Row = row
                    Order = 0
                    Lost = 0.0
                }
            // The root mean square of He_n is sqrt(n!).
            | None ->
                {
                    Function = functionOfField
                    Row = power phi exponent
                    Order = order
                    Lost =
                        Math.Pow(size, float exponent) * Math.Sqrt(SpecialFunctions.Factorial order)
                        / Math.Pow(s, float order)
                }

        match functionOfField with
        | MeanDerivative order -> ofPower 1 order
        | SquareDerivative order -> ofPower 2 order
        | PowerDerivative(exponent, order) -> ofPower exponent order
        | ActivityVariance ->
            {
                Function = functionOfField
                Row = phi
                Order = 0
                Lost = 2.0 * size / s
            }

    /// A function at eight fields, and its derivative with respect to log s^2.
    let private evaluate s (weights: float[][]) points (row: FieldRow) field =
        match row.Function with
        | ActivityVariance ->
            let struct (square, second) =
                WeightedSums.deviations weights[0] weights[2] points row.Row field

            let value = square * (1.0 / (s * s))
            struct (value, second * 0.5 - value)
        | MeanDerivative _
        | SquareDerivative _
        | PowerDerivative _ ->
            let struct (value, second) =
                WeightedSums.products
                    (row.Order % 2 = 0)
                    weights[row.Order]
                    weights[row.Order + 2]
                    points
                    row.Row
                    field

            struct (value, second * (0.5 * s * s))

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
    let private relativeError (row: FieldRow) meanSquare =
        let typical = Math.Sqrt meanSquare

        let lost =
            match row.Function with
            | ActivityVariance -> row.Lost * Math.Sqrt typical
            | MeanDerivative _
            | SquareDerivative _
            | PowerDerivative _ -> row.Lost

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
            let isSingle = lattice.FieldCount = lattice.FirstField
            let points = LatticePoints.create lattice
            let phi = LatticePoints.apply activation points
            let weights = Lattice.inputWeights s (products.Order + 2) lattice
            let struct (fieldWeights, fieldDerivatives) = Lattice.fieldWeights fieldStdDev lattice
            let size = typicalSize lattice fieldStdDev weights[0] points phi
            let rows = products.Functions |> Array.map (rowOf activation points s phi size)
            let sums = LatticeSums.create isHalf products
            let mutable field = 0

            while field < fieldWeights.Length do
                for f in 0 .. rows.Length - 1 do
                    let row = rows[f]
                    let struct (value, change) = evaluate s weights points row field

                    // Exactly, where rounding leaves a little.
                    let isZero =
                        field = 0 && isHalf && FieldProducts.parity row.Function = -1

                    // At one field a derivative may vanish by a symmetry of phi. Below its rounding it is 0, of which
                    // no relative error can be asked.
                    let isLost = isSingle && Math.Abs(value[0]) <= 4.0 * rounding * row.Lost

                    sums.Values[f] <- if isZero || isLost then value.WithElement(0, 0.0) else value
                    sums.Changes[f] <- if isZero then change.WithElement(0, 0.0) else change

                LatticeSums.add sums fieldWeights fieldDerivatives field
                field <- field + Vector512<float>.Count

            let relativeErrors =
                Array.map2 relativeError rows (Array.map Vector512.Sum sums.Squares)

            let errors = Array.zeroCreate products.Factors.Length
            let mutable isAccurate = true

            for p in 0 .. errors.Length - 1 do
                if not (isHalf && products.Parities[p] = -1) then
                    let mutable relative = ruleTolerance

                    for f in products.Factors[p] do
                        relative <- relative + relativeErrors[f]

                    errors[p] <- relative * Vector512.Sum sums.Sizes[p]
                    isAccurate <- isAccurate && relative <= tolerance && Double.IsFinite errors[p]

            if isAccurate then
                Some
                    {
                        FieldAverage.Values = Array.map Vector512.Sum sums.Totals
                        Errors = errors
                        Derivatives =
                            Some
                                {
                                    ByInputVariance = Array.map Vector512.Sum sums.ByInput
                                    ByFieldVariance = Array.map Vector512.Sum sums.ByField
                                }
                    }
            else
                None
