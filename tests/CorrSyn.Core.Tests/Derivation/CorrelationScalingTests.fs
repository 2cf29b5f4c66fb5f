module CorrSyn.Core.Tests.CorrelationScalingTests

open Xunit
open FsCheck
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Certificates

let private correlated distribution =
    Premise.create (Columns(distribution, true))

let private solve premise =
    LayerMoments.derive premise
    |> CorrelationScaling.demands
    |> CorrelationScaling.solve

let private exponents premise =
    match solve premise with
    | Ok scaling -> scaling.Exponents |> List.map Rational.render
    | Error obstruction -> [ $"{obstruction.Demand.Name}: {Rational.render obstruction.Exponent}" ]

[<Fact>]
let ``Gaussian and binary weights leave gamma = 1/2 alone`` () =
    Assert.Equal<string list>([ "1/2" ], exponents (correlated GaussianWeights))
    Assert.Equal<string list>([ "1/2" ], exponents (correlated BinaryWeights))

[<Fact>]
let ``below 1/2 the correlation diverges and above it drops out`` () =
    match solve (correlated GaussianWeights) with
    | Error _ -> Assert.Fail "There is a scaling."
    | Ok scaling ->
        let half = Some(Rational.ofRatio 1 2)

        Assert.Equal<Regime list>(
            [
                {
                    From = None
                    To = half
                    Verdict = Diverges
                }
                {
                    From = half
                    To = half
                    Verdict = SelfConsistent
                }
                {
                    From = half
                    To = None
                    Verdict = Irrelevant
                }
            ],
            scaling.Regimes
        )

[<Fact>]
let ``rows correlated with N^beta others give gamma = beta/2`` () =
    Property.holds (fun (numerator: int) ->
        let beta = Rational.ofRatio (abs numerator % 13) 12

        let premise =
            { correlated BinaryWeights with
                PartnerExponent = beta
            }

        exponents premise = [ Rational.render (beta / Rational.ofInt 2) ]
    )

[<Fact>]
let ``a weight variance g/N^a with a other than 1 has no self-consistent map`` () =
    Property.holds (fun (numerator: int) ->
        let a = Rational.ofRatio (numerator % 30) 10

        let premise =
            { correlated GaussianWeights with
                VarianceExponent = a
            }

        match solve premise with
        | Ok _ -> a = Rational.one
        | Error obstruction ->
            a <> Rational.one
            && obstruction.Demand.Name = "E Delta_ii"
            && obstruction.Exponent = Rational.one - a
    )

[<Fact>]
let ``weights without a correlation leave no exponent to find`` () =
    Assert.Empty(exponents (Premise.create (Columns(GaussianWeights, false))))
    Assert.Empty(exponents (Premise.create HaarMatrix))

[<Fact>]
let ``several competing terms are cut at each of their roots`` () =
    // r^2 N^(1 - 2 gamma) + r^2 N^(1/2 - gamma / 2): the roots are 1/2 and 1, and the second decides.
    let power constant slope =
        Exponent.constant constant + Exponent.gamma slope |> Polynomial.widthPower

    let r2 = Polynomial.pow 2 (Polynomial.quantity Correlation)

    let demand =
        {
            Name = "made up"
            Value =
                Polynomial.one
                + r2 * power Rational.one (Rational.ofInt -2)
                + r2 * power (Rational.ofRatio 1 2) (Rational.ofRatio -1 2)
        }

    match CorrelationScaling.solve [ demand ] with
    | Error _ -> Assert.Fail "There is a scaling."
    | Ok scaling ->
        Assert.Equal<Rational list>([ Rational.one ], scaling.Exponents)

        Assert.Equal<Verdict list>(
            [ Diverges; SelfConsistent; Irrelevant ],
            scaling.Regimes |> List.map _.Verdict
        )

[<Fact>]
let ``the certificate of the balance rejects a wrong exponent`` () =
    match solve (correlated GaussianWeights) with
    | Error _ -> Assert.Fail "There is a scaling."
    | Ok scaling ->
        Assert.True((Certificate.ofScaling scaling).Passed)

        for wrong in [ Rational.ofRatio 1 4; Rational.one ] do
            Assert.False((Certificate.ofScaling { scaling with Exponents = [ wrong ] }).Passed)
