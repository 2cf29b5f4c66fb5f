module CorrSyn.Core.Tests.ScalingDerivationTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

let private premises =
    [
        Columns(GaussianWeights, true)
        Columns(BinaryWeights, true)
        Columns(GaussianWeights, false)
        Columns(BinaryWeights, false)
        HaarMatrix
    ]
    |> List.map Premise.create

let private derive premise =
    match ScalingDerivation.derive premise with
    | Ok derivation -> derivation
    | Error failure -> invalidOp $"{failure}"

[<Fact>]
let ``every step of every derivation passes its check`` () =
    for premise in premises do
        for step in (derive premise).Steps do
            Assert.True(step.Check.Passed, $"{premise.Weights}: {step.Title}: {step.Check.Detail}")

[<Fact>]
let ``correlated synapses have a covariance of order N^-3/2`` () =
    for distribution in [ GaussianWeights; BinaryWeights ] do
        let derivation = derive (Premise.create (Columns(distribution, true)))
        Assert.Equal(Some(Rational.ofRatio 1 2), derivation.Exponent)
        Assert.Equal(Some(Rational.ofRatio 3 2), derivation.CovarianceExponent)

[<Fact>]
let ``without correlation there is no exponent`` () =
    let derivation = derive (Premise.create HaarMatrix)
    Assert.Equal(None, derivation.Exponent)
    Assert.Equal(None, derivation.CovarianceExponent)

[<Fact>]
let ``a premise without a map says which demand fails`` () =
    let premise =
        { Premise.create (Columns(GaussianWeights, true)) with
            VarianceExponent = Rational.ofRatio 1 2
        }

    match ScalingDerivation.derive premise with
    | Error(NoSelfConsistentScaling obstruction) ->
        Assert.Equal("E Delta_ii", obstruction.Demand.Name)
        Assert.Equal(Rational.ofRatio 1 2, obstruction.Exponent)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``checks of orders and of homogeneity can fail`` () =
    Assert.False((Certificate.ofOrders "made up" [ Some Rational.zero ]).Passed)
    let map = (derive (List.head premises)).Map
    Assert.True((MapCertificate.ofHomogeneity map).Passed)

    Assert.False(
        (MapCertificate.ofHomogeneity
            { map with
                Next =
                    map.Next
                    |> List.map (fun (quantity, value) -> quantity, value + LayerMap.next K1 map)
            })
            .Passed
    )

[<Fact>]
let ``the check of the closure can fail`` () =
    let premise = List.head premises
    let map = (derive premise).FullMap
    let half = Rational.ofRatio 1 2
    Assert.True((MapCertificate.ofClosure premise half map).Passed)
    // A source that no parity removes, and an exponent at which m.C.m is not of the order of Delta_ij.
    Assert.False(
        (MapCertificate.ofClosure
            premise
            half
            { map with
                Next =
                    map.Next
                    |> List.map (fun (quantity, value) -> quantity, value + map.DrivingVariance)
            })
            .Passed
    )
