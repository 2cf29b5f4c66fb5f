namespace CorrSyn.Derivation.Certificates

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.Moments

/// Checks of averages over the weights by second routes. All are exact.
[<RequireQualifiedAccess>]
module MomentCertificate =

    /// <summary>The derived moments as functions of rho itself, with weight variance g/N and R_ij = rho:
    /// gamma = 0 makes r = rho.</summary>
    let private momentsOfPairs (premise: Premise) : LayerMoments =
        LayerMoments.ofPartners
            { premise with
                VarianceExponent = Rational.one
            }

    let private derivedValue width valueOf (expansion: AsymptoticExpansion) =
        AsymptoticExpansion.assignGamma Rational.zero expansion
        |> AsymptoticExpansion.dropOrderTerm
        |> Polynomial.evaluate width valueOf

    /// The averages of Delta_ii, Delta_ij and their squares by the slow route, and what stands for each
    /// quantity in the derived ones.
    type private SlowRoute =
        {
            Case: Enumeration.Case
            Averages: Rational list
            ValueOf: Quantity -> Rational
        }

    let private overMatrices average valueOf case =
        {
            Case = case
            Averages =
                [
                    average (fun (delta: Rational[,]) -> delta[0, 0])
                    average (fun delta -> delta[0, 1])
                    average (fun delta -> Rational.pow 2 delta[0, 0])
                    average (fun delta -> Rational.pow 2 delta[0, 1])
                ]
            ValueOf = valueOf
        }

    /// Where signs differ between pairs of neurons, weights are also opposite copies of each other.
    let private oppositeCopies (premise: Premise) =
        match Premise.postsynaptic premise with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _ -> [ Rational.zero ]
        | CorrelationStructure.LowRank _ -> [ Rational.zero; Rational.ofRatio 1 5 ]

    let private slowRoutes
        premise
        (distribution: WeightDistribution)
        (cases: Enumeration.Case list)
        =
        match distribution with
        | BinaryWeights ->
            cases
            |> List.map (fun case ->
                overMatrices (Enumeration.binaryAverage case) (Enumeration.valueOf case) case
            )
        | GaussianWeights ->
            let i, j = First, Second

            cases
            |> List.map (fun case ->
                {
                    Case = case
                    Averages =
                        [ [ i, i ]; [ i, j ]; [ i, i; i, i ]; [ i, j; i, j ] ]
                        |> List.map (Enumeration.gaussianAverage case)
                    ValueOf = Enumeration.valueOf case
                }
            )
        | SymmetricWeights ->
            [
                for case in cases do
                    if Enumeration.width case = 2 then
                        for density in [ Rational.ofRatio 1 3; Rational.ofRatio 3 4 ] do
                            for opposite in oppositeCopies premise do
                                overMatrices
                                    (SparseEnumeration.average density opposite case)
                                    (SparseEnumeration.valueOf density opposite case)
                                    case
            ]

    /// E Delta_ii, E Delta_ij, E Delta_ii^2 - (E Delta_ii)^2 and N E Delta_ij^2.
    let private enumerated (route: SlowRoute) =
        match route.Averages with
        | [ variance; covariance; squaredVariance; squaredCovariance ] ->
            [
                variance
                covariance
                squaredVariance - Rational.pow 2 variance
                Rational.ofInt (Enumeration.width route.Case) * squaredCovariance
            ]
        | _ -> invalidOp "Four averages are taken."

    let private enumeration
        (premise: Premise)
        (distribution: WeightDistribution)
        (isCorrelated: bool)
        (moments: LayerMoments)
        : Certificate =
        let cases =
            Enumeration.cases
            |> List.map (fun case ->
                if isCorrelated then
                    case
                else
                    { case with
                        Correlation = Rational.zero
                    }
            )

        let valueIn route expansion =
            derivedValue (Enumeration.width route.Case) route.ValueOf expansion

        let derived route =
            [
                moments.Variance
                moments.Covariance
                moments.VarianceFluctuation
                moments.SquaredCovariance
            ]
            |> List.map (valueIn route)

        let routes = slowRoutes premise distribution cases
        let agree = routes |> List.forall (fun route -> derived route = enumerated route)
        let example = List.last routes
        let value = Rational.render (valueIn example moments.SquaredCovariance)

        let what =
            match distribution with
            | BinaryWeights -> "all binary weight matrices of N = 2 and 3"
            | GaussianWeights -> "the index sums of Gaussian weights written out at N = 2 and 3"
            | SymmetricWeights ->
                "all matrices of N = 2 of weights 0 and two opposite values, a third or three quarters of them not 0"

        let kind =
            match distribution with
            | BinaryWeights
            | GaussianWeights -> "covariance matrices"
            | SymmetricWeights ->
                "choices of a covariance matrix, a density and a probability of opposite copies"

        Certificate.create
            "enumeration"
            agree
            $"4 moments equal the average over {what}, as rationals, for {routes.Length} {kind} (e.g. N E Delta_ij^2 = {value})"

    /// Two sums over a Haar matrix are known without any average: O C O^T = 1 if C = 1, and
    /// tr (O C O^T)^2 = tr C^2.
    let private orthogonality (moments: LayerMoments) : Certificate =
        let identity quantity =
            match quantity with
            | NSigma -> Rational.zero
            | K1
            | K2
            | Gain -> Rational.one
            | other -> invalidOp $"No such quantity in an orthogonal layer: {other}."

        let isZeroAtIdentity (expansion: AsymptoticExpansion) =
            let value width =
                Polynomial.evaluate width identity (AsymptoticExpansion.dropOrderTerm expansion)

            [ 2; 5; 11 ] |> List.forall (value >> Rational.isZero)

        let g = Polynomial.quantity Gain
        let n = AsymptoticExpansion.exact (Polynomial.width 1)
        let one = AsymptoticExpansion.one

        // N (E Delta_ii)^2 + N Var Delta_ii + (N-1) N E Delta_ij^2 - g^2 tr C^2.
        let excess =
            n * moments.Variance * moments.Variance
            + n * moments.VarianceFluctuation
            + (n - one) * moments.SquaredCovariance
            - AsymptoticExpansion.exact (g * g)
              * AsymptoticExpansion.exact (
                  (LayerStatistics.tryOfContraction Contraction.traceOfSquare).Value
              )

        Certificate.create
            "orthogonality"
            (isZeroAtIdentity moments.SquaredCovariance
             && Polynomial.isZero (AsymptoticExpansion.dropOrderTerm excess))
            "C = 1 gives Delta_ij = 0 (N = 2, 5, 11), and tr Delta^2 = g^2 tr C^2 at every power of N kept"

    /// A row of w is sqrt(g c) times N entries of a unit vector in c N dimensions, so E Delta_ii^2 =
    /// (g c)^2 ((tr C)^2 + 2 tr C^2) / (n (n + 2)) with n = c N; and tr Delta^2 = (g c)^2 tr C^2.
    let private columnOrthogonality (premise: Premise) (moments: LayerMoments) : Certificate =
        let exact = AsymptoticExpansion.exact

        let value contraction =
            exact (LayerStatistics.tryOfContraction contraction).Value

        let size = exact (Premise.widthRatio premise * Polynomial.width 1)

        let squaredScale =
            exact (Polynomial.pow 2 (Polynomial.quantity Gain * Premise.widthRatio premise))

        let squaredVariance =
            moments.VarianceFluctuation + moments.Variance * moments.Variance

        let squaredCovariance = exact (Polynomial.width -1) * moments.SquaredCovariance

        let ofSquare =
            size * (squaredVariance + (size - AsymptoticExpansion.one) * squaredCovariance)
            - squaredScale * value Contraction.traceOfSquare

        let two = exact (Polynomial.constant (Rational.ofInt 2))

        let ofUnitVector =
            size * (size + two) * squaredVariance
            - squaredScale
              * (value Contraction.trace * value Contraction.trace
                 + two * value Contraction.traceOfSquare)

        let vanishes expansion =
            AsymptoticExpansion.dropOrderTerm expansion
            |> Polynomial.cancelWidthRatios
            |> Polynomial.isZero

        Certificate.create
            "orthogonality"
            (vanishes ofSquare && vanishes ofUnitVector)
            "tr Delta^2 = (g c)^2 tr C^2, and E Delta_ii^2 is that of N entries of a unit vector in c N dimensions, at every power of N kept"

    /// <summary>The averages over the weights by a second route.</summary>
    /// <remarks>Columns: enumeration at N = 2 and 3. Haar matrices: identities of orthogonality.</remarks>
    let ofMoments (premise: Premise) : Certificate =
        let moments = momentsOfPairs premise

        match premise.Weights with
        | Columns(distribution, isCorrelated) ->
            enumeration premise distribution isCorrelated moments
        | HaarMatrix -> orthogonality moments
        | HaarColumns -> columnOrthogonality premise moments

    /// <summary>f_n and the rows of R by counting all pairs of two finite widths.</summary>
    /// <param name="structure">A structure with at least two cells.</param>
    let ofStructure (structure: CorrelationStructure) : Certificate =
        let widths = [ 1; 2 ] |> List.map ((*) (CorrelationStructure.cellCount structure))

        let meanOf (values: Rational list) =
            List.fold (+) Rational.zero values / Rational.ofInt values.Length

        let agreesAt width =
            let entries = Array2D.init width width (StructureMoments.entry structure width)

            let others i =
                [
                    for j in 0 .. width - 1 do
                        if j <> i then
                            entries[i, j]
                ]

            let rows = List.init width others
            let rowMeans = rows |> List.map meanOf

            [ 1..4 ]
            |> List.forall (fun power ->
                rows |> List.concat |> List.map (Rational.pow power) |> meanOf =
                    StructureMoments.pairMeanAt structure power width
            )
            && rowMeans |> List.forall ((=) (List.head rowMeans))

        let shown = widths |> List.map string |> String.concat " and "

        Certificate.create
            "counting"
            (List.forall agreesAt widths)
            $"f_1 to f_4 equal the means over all pairs of N = {shown} neurons, as rationals, and all rows of R have the same mean"

    /// <summary>Where moments of the weights beyond the variance enter: nowhere at leading order.</summary>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <param name="moments">The averages over weights of a symmetric law.</param>
    let ofDistribution (gamma: Rational) (moments: LayerMoments) : Certificate =
        let scale (expansion: AsymptoticExpansion) =
            AsymptoticExpansion.dropOrderTerm expansion
            |> Polynomial.assignGamma gamma
            |> Polynomial.filter (fun monomial ->
                Monomial.powerOf (StandardizedMoment 4) monomial > 0
            )
            |> Polynomial.tryLeadingExponent

        Certificate.ofOrders
            "terms with mu_4 in N E Delta_ij^2 and in the fluctuation of Delta_ii"
            [ scale moments.SquaredCovariance; scale moments.VarianceFluctuation ]
