module CorrSyn.Core.Tests.EnumerationTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Certificates

/// N E Delta_ij^2 as derived, at gamma = 1/2: a polynomial in r^2, so that r^2 = N rho^2 is rational.
let private derived distribution (case: Enumeration.Case) =
    let n = Enumeration.width case
    let moments = LayerMoments.derive (Premise.create (Columns(distribution, true)))

    let squaredR = Rational.ofInt n * Rational.pow 2 case.Correlation

    let polynomial =
        moments.SquaredCovariance
        |> AsymptoticExpansion.assignGamma (Rational.ofRatio 1 2)
        |> AsymptoticExpansion.dropOrderTerm

    polynomial.Terms
    |> List.map (fun (monomial, coefficient) ->
        let powerOfR = Monomial.powerOf Correlation monomial
        Assert.Equal(0, powerOfR % 2)

        let others =
            monomial.Factors
            |> List.filter (fst >> (<>) Correlation)
            |> List.fold
                (fun product (quantity, power) ->
                    product * Rational.pow power (Enumeration.valueOf case quantity)
                )
                coefficient

        let width = Exponent.value monomial.Width

        others
        * Rational.pow (powerOfR / 2) squaredR
        * Rational.pow (int width.Numerator) (Rational.ofInt n)
    )
    |> List.fold (+) Rational.zero

let private enumerated (case: Enumeration.Case) =
    Rational.ofInt (Enumeration.width case)
    * Enumeration.binaryAverage case (fun delta -> Rational.pow 2 delta[0, 1])

[<Fact>]
let ``E Delta_ij^2 equals the average over all binary matrices of N = 2 and 3, as rationals`` () =
    // Fewer cases than usual: at N = 3 each is a sum over 512 matrices in exact arithmetic.
    let cases =
        Enumeration.cases
        @ (FsCheck.FSharp.Gen.sampleWithSeed
            (FsCheck.Rnd 7UL)
            10
            12
            (Generators.SmallCase().Generator)
           |> Array.map (fun (SmallCase case) -> case)
           |> List.ofArray)

    for case in cases do
        Assert.Equal(enumerated case, derived BinaryWeights case)

[<Fact>]
let ``the enumeration tells binary weights from Gaussian ones`` () =
    for case in Enumeration.cases do
        Assert.NotEqual(enumerated case, derived GaussianWeights case)

[<Fact>]
let ``the probabilities of all matrices sum to one`` () =
    for case in Enumeration.cases do
        Assert.Equal(Rational.one, Enumeration.binaryAverage case (fun _ -> Rational.one))

[<Fact>]
let ``order parameters of a small matrix follow their definitions`` () =
    let case = List.head Enumeration.cases
    let value = Enumeration.valueOf case >> Rational.render
    Assert.Equal("5/2", value K1)
    Assert.Equal("13/2", value K2)
    // 2/(N-1) C_12^2 = 2.
    Assert.Equal("2", value NSigma)
