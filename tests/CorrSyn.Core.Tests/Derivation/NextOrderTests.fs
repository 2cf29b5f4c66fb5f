module CorrSyn.Core.Tests.NextOrderTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.WidthCorrections

let private premise =
    Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0))

let private half = Rational.ofRatio 1 2

let private average orders =
    Polynomial.quantity (Quantity.fieldAverage (orders |> List.map MeanDerivative))

[<Fact>]
let ``for Gaussian inputs the correction is that of Delta_ii with its squared covariance`` () =
    let expected =
        Polynomial.pow 3 (Polynomial.quantity Gain)
        * average [ 1; 1 ]
        * average [ 1; 3 ]
        * Polynomial.quantity CubedCovariance
        |> Polynomial.scale (Rational.ofInt 4)

    Assert.Equal(expected, NextOrder.ofGaussianInputs ())
    Assert.Equal(expected, NextOrder.ofVarianceFluctuation premise half)

[<Fact>]
let ``without a shared drive every correction stays zero`` () =
    for _, next in NextOrder.next Polynomial.zero do
        let atZero quantity =
            if List.contains quantity NextOrder.quantities then
                Some Polynomial.zero
            else
                None

        Assert.Equal(Polynomial.zero, Polynomial.substitute atZero next)

[<Fact>]
let ``a linear network has no correction of this order`` () =
    // phi_1 = 1, psi_2 = 2, all other derivatives of phi beyond m vanish.
    let linear quantity =
        match Quantity.tryFieldAverage quantity with
        | Some functions when functions |> List.forall ((=) (MeanDerivative 1)) ->
            Some Polynomial.one
        | Some [ SquareDerivative 2 ] -> Some(Polynomial.constant (Rational.ofInt 2))
        | Some _ -> Some Polynomial.zero
        | None ->
            if quantity = NSigmaCorrection then
                Some Polynomial.zero
            else
                None

    let next = NextOrder.next (Polynomial.quantity Correlation) |> Map.ofList
    Assert.Equal(Polynomial.zero, Polynomial.substitute linear next[NSigmaCorrection])

[<Fact>]
let ``premises for which it is not derived are refused`` () =
    Assert.True(NextOrder.holdsFor premise)
    Assert.False(NextOrder.holdsFor (Premise.create HaarMatrix))
    Assert.False(NextOrder.holdsFor (Premise.create (Columns(BinaryWeights, true))))
