module CorrSyn.Core.Tests.OrderWitnessTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

let private premise = Premise.create (Columns(GaussianWeights, true))
let private half = Rational.ofRatio 1 2

let private neglected = PriceExpansion.neglected premise

[<Fact>]
let ``a mean is evaluated as it is printed`` () =
    // E Delta_ii = (g/N) tr C with tr C = N and g = 3/2.
    let terms = LayerMoments.average premise [ LayerMoments.variance ]
    Assert.Equal(Rational.ofRatio 3 2, OrderWitness.value half 1 terms)

[<Fact>]
let ``what is left out stays within its order`` () =
    for terms in neglected do
        Assert.True(OrderWitness.isBoundedBy half (LayerStatistics.tryScale half terms) terms)

[<Fact>]
let ``an order that is too small by a half is noticed`` () =
    for terms in neglected do
        match LayerStatistics.tryScale half terms with
        | Some power -> Assert.False(OrderWitness.isBoundedBy half (Some(power - half)) terms)
        | None -> Assert.Fail "Something is left out."

[<Fact>]
let ``what does not vanish is not bounded by nothing`` () =
    Assert.False(OrderWitness.isBoundedBy half None (List.head neglected))
    Assert.True(OrderWitness.isBoundedBy half None [])
