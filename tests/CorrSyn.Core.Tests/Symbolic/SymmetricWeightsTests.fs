module CorrSyn.Core.Tests.SymmetricWeightsTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation.Certificates

let private law distribution =
    {
        Distribution = distribution
        Variance = Polynomial.quantity Gain
        Correlation = Polynomial.quantity Correlation
        Sharing = Polynomial.quantity Correlation
    }

let private neurons a b =
    List.replicate a First @ List.replicate b Second

/// The polynomial with every standardized moment replaced by a number.
let private withMoments (moment: int -> Rational) =
    Polynomial.substitute (fun quantity ->
        [ 4; 6; 8 ]
        |> List.tryFind (fun order -> quantity = StandardizedMoment order)
        |> Option.map (moment >> Polynomial.constant)
    )

[<Fact>]
let ``weights whose moments are all 1 are binary`` () =
    let symmetric = ColumnLaw.cumulants 8 (law SymmetricWeights)
    let binary = ColumnLaw.cumulants 8 (law BinaryWeights)

    for a in 0..8 do
        for b in 0 .. 8 - a do
            if a + b > 0 then
                Assert.Equal(
                    binary (neurons a b),
                    withMoments (fun _ -> Rational.one) (symmetric (neurons a b))
                )

[<Fact>]
let ``cumulants of one weight with Gaussian moments vanish beyond the second`` () =
    let gaussianMoment order =
        seq { 1..2 .. order - 1 }
        |> Seq.fold (fun product n -> product * Rational.ofInt n) Rational.one

    let cumulant = ColumnLaw.cumulants 8 (law SymmetricWeights)

    for order in 3..8 do
        Assert.Equal(
            Polynomial.zero,
            withMoments gaussianMoment (cumulant (List.replicate order First))
        )

[<Fact>]
let ``the joint cumulant of four weights`` () =
    // E x^2 y^2 - (E x^2)^2 - 2 (E xy)^2 = g^2 (rho mu_4 + 1 - rho - 1 - 2 rho^2).
    let rho, mu =
        Polynomial.quantity Correlation, Polynomial.quantity (StandardizedMoment 4)

    let expected =
        Polynomial.pow 2 (Polynomial.quantity Gain)
        * (rho * mu - rho - Polynomial.scale (Rational.ofInt 2) (rho * rho))

    Assert.Equal(expected, ColumnLaw.cumulants 4 (law SymmetricWeights) (neurons 2 2))

let private densities = [ Rational.ofRatio 1 5; Rational.ofRatio 1 2; Rational.one ]

let private smallCases =
    FsCheck.FSharp.Gen.sampleWithSeed (FsCheck.Rnd 11UL) 10 30 (Generators.SmallCase().Generator)
    |> Array.map (fun (SmallCase case) -> case)
    |> Array.filter (fun case -> Enumeration.width case = 2)
    |> List.ofArray

/// A moment of Delta for symmetric weights, order by order, in terms of C itself.
let private derived density (case: Enumeration.Case) (factors: DisorderFactor list) =
    let law =
        IndependentColumns
            {
                Distribution = SymmetricWeights
                Variance = Polynomial.constant (case.Gain / Rational.ofInt 2)
                Correlation = Polynomial.constant case.Correlation
                Sharing = Polynomial.constant case.Correlation
            }

    let valueOf (contraction: Contraction) =
        let rec assignments count =
            if count = 0 then
                [ [] ]
            else
                [
                    for rest in assignments (count - 1) do
                        for k in 0..1 -> k :: rest
                ]

        assignments contraction.NodeCount
        |> List.map (fun chosen ->
            let chosen = Array.ofList chosen

            contraction.Edges
            |> List.fold
                (fun product (a, b) -> product * case.Covariance[chosen[a], chosen[b]])
                Rational.one
        )
        |> List.fold (+) Rational.zero

    DisorderAverage.average law Polynomial.zero factors
    |> List.map (fun term ->
        let coefficient =
            AsymptoticExpansion.dropOrderTerm term.Coefficient
            |> Polynomial.evaluate 1 (SparseEnumeration.valueOf density Rational.zero case)

        term.Contractions
        |> List.fold (fun product next -> product * valueOf next) coefficient
    )
    |> List.fold (+) Rational.zero

[<Fact>]
let ``averages of up to four Delta equal those over all sparse matrices, as rationals`` () =
    let ii, ij =
        PreActivationCovariance(First, First), PreActivationCovariance(First, Second)

    let products =
        [
            [ ii ], (fun (delta: Rational[,]) -> delta[0, 0])
            [ ij ], (fun delta -> delta[0, 1])
            [ ij; ij ], (fun delta -> Rational.pow 2 delta[0, 1])
            [ ii; ij; ij ], (fun delta -> delta[0, 0] * Rational.pow 2 delta[0, 1])
            [ ij; ij; ij ], (fun delta -> Rational.pow 3 delta[0, 1])
            [ ij; ij; ij; ij ], (fun delta -> Rational.pow 4 delta[0, 1])
        ]

    Assert.NotEmpty smallCases

    for case in List.truncate 6 smallCases do
        for density in densities do
            for factors, statistic in products do
                Assert.Equal(
                    SparseEnumeration.average density Rational.zero case statistic,
                    derived density case factors
                )

[<Fact>]
let ``sparse probabilities sum to one, and a density of one is binary`` () =
    for case in smallCases do
        for density in densities do
            Assert.Equal(
                Rational.one,
                SparseEnumeration.average density Rational.zero case (fun _ -> Rational.one)
            )

        let statistic (delta: Rational[,]) = Rational.pow 2 delta[0, 1]

        Assert.Equal(
            Enumeration.binaryAverage case statistic,
            SparseEnumeration.average Rational.one Rational.zero case statistic
        )

[<Fact>]
let ``the enumeration notices a wrong fourth moment`` () =
    let case = List.head Enumeration.cases
    let statistic (delta: Rational[,]) = Rational.pow 2 delta[0, 1]
    let factors = List.replicate 2 (PreActivationCovariance(First, Second))
    let half, third = Rational.ofRatio 1 2, Rational.ofRatio 1 3

    Assert.NotEqual(
        SparseEnumeration.average half Rational.zero case statistic,
        derived third case factors
    )
