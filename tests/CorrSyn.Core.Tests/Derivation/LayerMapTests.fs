module CorrSyn.Core.Tests.LayerMapTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Rendering

let private derived closure weights =
    match ScalingDerivation.deriveMap closure (Premise.create weights) with
    | Ok map -> map
    | Error _ -> invalidOp "No map."

let private map = derived FourParameters
let private full = derived CollectiveVariables

let private gaussian = map (Columns(GaussianWeights, true))
let private binary = map (Columns(BinaryWeights, true))
let private independent = map (Columns(GaussianWeights, false))
let private orthogonal = map HaarMatrix

let private text expansion =
    AsymptoticExpansion.dropOrderTerm expansion
    |> AsymptoticExpansion.exact
    |> Notation.expansion
    |> PlainText.render

[<Fact>]
let ``the map of correlated Gaussian weights`` () =
    Assert.Equal("g K1", text gaussian.DrivingVariance)
    Assert.Equal("sigma_b + g Q", text gaussian.FieldVariance)
    Assert.Equal("<v>", text (LayerMap.next K1 gaussian))
    Assert.Equal("<v^2>", text (LayerMap.next K2 gaussian))
    Assert.Equal("<m^2>", text (LayerMap.next Q gaussian))
    Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma + r^2 K1^2)", text (LayerMap.next NSigma gaussian))

[<Fact>]
let ``binary weights have the same map`` () = Assert.Equal(gaussian, binary)

[<Fact>]
let ``independent weights are the case r = 0`` () =
    Assert.Equal(
        Polynomial.without
            Correlation
            (AsymptoticExpansion.dropOrderTerm (LayerMap.next NSigma gaussian)),
        AsymptoticExpansion.dropOrderTerm (LayerMap.next NSigma independent)
    )

[<Fact>]
let ``orthogonal weights are the case r^2 = -1`` () =
    let atMinusOne =
        (AsymptoticExpansion.dropOrderTerm (LayerMap.next NSigma gaussian)).Terms
        |> List.map (fun (monomial, coefficient) ->
            let without =
                monomial.Factors
                |> List.filter (fst >> (<>) Correlation)
                |> List.map (fun (q, n) -> Polynomial.pow n (Polynomial.quantity q))
                |> Polynomial.product

            let sign =
                if Monomial.powerOf Correlation monomial = 2 then
                    -coefficient
                else
                    coefficient

            Polynomial.scale sign without
        )
        |> Polynomial.sum

    Assert.Equal(atMinusOne, AsymptoticExpansion.dropOrderTerm (LayerMap.next NSigma orthogonal))

[<Fact>]
let ``what one layer leaves out vanishes as N grows`` () =
    for map in [ gaussian; binary; independent; orthogonal ] do
        for _, expansion in map.Next do
            match expansion.OrderTerm with
            | Some power -> Assert.True(Rational.sign power < 0)
            | None -> Assert.Fail "Something is left out."

    Assert.Equal(Some(Rational.ofRatio -1 2), (LayerMap.next NSigma gaussian).OrderTerm)

[<Fact>]
let ``four order parameters are enough for odd phi or without a shared part of the synapses`` () =
    let isClosed isOdd correlation weights =
        Parity.isClosedWithFour isOdd correlation (full weights)

    Assert.True(isClosed true 1.0 (Columns(GaussianWeights, true)))
    Assert.True(isClosed false 0.0 (Columns(GaussianWeights, true)))
    Assert.False(isClosed false 1.0 (Columns(GaussianWeights, true)))
    Assert.False(isClosed false 0.5 (Columns(BinaryWeights, true)))
    Assert.True(isClosed false 0.0 (Columns(GaussianWeights, false)))
    Assert.True(isClosed false 0.0 HaarMatrix)

[<Fact>]
let ``the average of an odd function of the field vanishes, of an even one it does not`` () =
    let vanishes functions =
        Parity.vanishesForOddActivation (Quantity.fieldAverage functions)

    // For odd phi the n-th derivative has the parity of n + 1, and v is even.
    for order in 0..4 do
        Assert.Equal(order % 2 = 0, vanishes [ MeanDerivative order ])
        Assert.False(vanishes [ MeanDerivative order; MeanDerivative order ])
        Assert.Equal(order % 2 = 0, vanishes [ MeanDerivative order; ActivityVariance ])

    Assert.True(vanishes [ Quantity.mean; Quantity.slope ])
    Assert.False(Parity.vanishesForOddActivation K1)

[<Fact>]
let ``the inputs have the moments of xi xi^T / N`` () =
    let input = InputMap.derive ()
    Assert.Equal("alpha sigma^2", text input.K1)
    Assert.Equal("alpha sigma^4", text input.NSigma)
    Assert.Equal("alpha^2 sigma^4", text (AsymptoticExpansion.keepFinite input.K2))
