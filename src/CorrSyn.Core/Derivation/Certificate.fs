namespace CorrSyn.Derivation

open CorrSyn.Symbolic

/// <summary>The outcome of a check of one step, run together with the derivation.</summary>
type Certificate =
    {
        /// What kind of check: enumeration, orthogonality, balance, order, homogeneity, parity,
        /// moments or reduction.
        Kind: string
        Passed: bool
        /// What was compared, with the numbers.
        Detail: string
    }

/// The checks of the steps. All are exact.
[<RequireQualifiedAccess>]
module Certificate =

    /// A check with its outcome.
    let create (kind: string) (passed: bool) (detail: string) : Certificate =
        {
            Kind = kind
            Passed = passed
            Detail = detail
        }

    /// The derived moments as functions of rho itself, with weight variance g/N: gamma = 0 makes r = rho.
    let private momentsOfPairs (premise: Premise) : LayerMoments =
        LayerMoments.derive
            { premise with
                VarianceExponent = Rational.one
                PartnerExponent = Rational.one
            }

    let private derivedValue (case: Enumeration.Case) (expansion: AsymptoticExpansion) =
        AsymptoticExpansion.assignGamma Rational.zero expansion
        |> AsymptoticExpansion.dropOrderTerm
        |> Polynomial.evaluate (Enumeration.width case) (Enumeration.valueOf case)

    /// E Delta_ii, E Delta_ij, E Delta_ii^2 - (E Delta_ii)^2 and N E Delta_ij^2 of a case, by the slow route.
    let private enumerated (distribution: WeightDistribution) (case: Enumeration.Case) =
        let n = Rational.ofInt (Enumeration.width case)
        let i, j = First, Second

        let variance, covariance, squaredVariance, squaredCovariance =
            match distribution with
            | BinaryWeights ->
                let average = Enumeration.binaryAverage case

                average (fun delta -> delta[0, 0]),
                average (fun delta -> delta[0, 1]),
                average (fun delta -> Rational.pow 2 delta[0, 0]),
                average (fun delta -> Rational.pow 2 delta[0, 1])
            | GaussianWeights ->
                let average = Enumeration.gaussianAverage case

                average [ i, i ], average [ i, j ], average [ i, i; i, i ], average [ i, j; i, j ]

        [
            variance
            covariance
            squaredVariance - Rational.pow 2 variance
            n * squaredCovariance
        ]

    let private enumeration
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

        let derived case =
            [
                moments.Variance
                moments.Covariance
                moments.VarianceFluctuation
                moments.SquaredCovariance
            ]
            |> List.map (derivedValue case)

        let agree =
            cases |> List.forall (fun case -> derived case = enumerated distribution case)

        let example = List.last cases
        let value = Rational.render (derivedValue example moments.SquaredCovariance)

        let what =
            match distribution with
            | BinaryWeights -> "all binary weight matrices of N = 2 and 3"
            | GaussianWeights -> "the index sums of Gaussian weights written out at N = 2 and 3"

        create
            "enumeration"
            agree
            $"4 moments equal the average over {what}, as rationals, for {cases.Length} covariance matrices (e.g. N E Delta_ij^2 = {value})"

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

        create
            "orthogonality"
            (isZeroAtIdentity moments.SquaredCovariance
             && Polynomial.isZero (AsymptoticExpansion.dropOrderTerm excess))
            "C = 1 gives Delta_ij = 0 (N = 2, 5, 11), and tr Delta^2 = g^2 tr C^2 at every power of N kept"

    /// <summary>The averages over the weights by a second route.</summary>
    /// <remarks>Columns: enumeration at N = 2 and 3. Haar matrices: identities of orthogonality.</remarks>
    let ofMoments (premise: Premise) : Certificate =
        let moments = momentsOfPairs premise

        match premise.Weights with
        | Columns(distribution, isCorrelated) -> enumeration distribution isCorrelated moments
        | HaarMatrix -> orthogonality moments

    /// Every demand is of order N^0 at every gamma found, and a correlated term is among those that are.
    let ofScaling (scaling: CorrelationScaling) : Certificate =
        let holdsAt gamma =
            let values =
                scaling.Demands
                |> List.map (fun demand -> Polynomial.assignGamma gamma demand.Value)

            let isCorrelatedAndFinite (monomial: Monomial, _) =
                Monomial.powerOf Correlation monomial > 0
                && Rational.isZero (Exponent.value monomial.Width)

            values
            |> List.forall (fun value -> Polynomial.tryLeadingExponent value = Some Rational.zero)
            && values
               |> List.exists (fun value -> value.Terms |> List.exists isCorrelatedAndFinite)

        let found = scaling.Exponents |> List.map Rational.render |> String.concat ", "

        create
            "balance"
            (List.forall holdsAt scaling.Exponents)
            (if List.isEmpty scaling.Exponents then
                 "no correlation enters, so there is no exponent to find"
             else
                 $"at gamma = {found} every demand is of order N^0 and a correlated term is one of the largest")

    /// Everything named vanishes as N grows.
    let ofOrders (what: string) (scales: Rational option list) : Certificate =
        let text scale =
            match scale with
            | Some power -> $"N^({Rational.render power})"
            | None -> "0"

        let listed = scales |> List.map text |> String.concat ", "

        create
            "order"
            (scales |> List.forall (Option.forall (fun power -> Rational.sign power < 0)))
            $"{what}: {listed}"
