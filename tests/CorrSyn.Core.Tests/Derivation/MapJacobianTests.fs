module CorrSyn.Core.Tests.MapJacobianTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Rendering
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

let private maps =
    let one = SynapticCorrelation.create 1.0

    [
        SynapseEnsemble.Gaussian one
        SynapseEnsemble.Binary one
        SynapseEnsemble.Independent
        SynapseEnsemble.Orthogonal
    ]
    |> List.map (fun synapses ->
        match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble synapses) with
        | Ok map -> map
        | Error failure -> invalidOp $"{failure}"
    )

let private text polynomial =
    PlainText.render (Notation.expansion (AsymptoticExpansion.exact polynomial))

[<Fact>]
let ``the multipliers are the same for every ensemble and do not know of r`` () =
    for map in maps do
        let multipliers = MapJacobian.multipliers map
        Assert.Equal("1/2 g <psi_2>", text multipliers.Length)
        Assert.Equal("g <kappa^2>", text multipliers.Overlap)
        Assert.Equal("g^2 <kappa^2>^2", text multipliers.Correlation)

let private orderParameters = [ K1; K2; Q; NSigma ]

/// The map in plain numbers for erf, whose averages are known to rounding.
let private evaluate (gain, bias, r) polynomials (state: Map<Quantity, float>) =
    let slots = Evaluation.slots polynomials
    let products = slots |> Array.choose Quantity.tryFieldAverage
    let driving = gain * state[K1]

    let averages =
        match
            FieldAverages.evaluate
                FieldAverages.defaultSettings
                1
                Activation.Erf
                (Math.Sqrt(gain * state[Q] + bias))
                (Math.Sqrt driving)
                products
        with
        | Ok averages -> averages.Values
        | Error error -> invalidOp $"{error}"

    let values =
        slots
        |> Array.map (fun quantity ->
            match Quantity.tryFieldAverage quantity, quantity with
            | Some functions, _ ->
                let variances = functions |> List.filter ((=) ActivityVariance) |> List.length

                averages[Array.findIndex ((=) functions) products]
                * Math.Pow(driving, float variances)
            | None, Gain -> gain
            | None, BiasVariance -> bias
            | None, Correlation -> r
            | None, other -> state[other]
        )

    polynomials
    |> List.map (fun polynomial -> Evaluation.compile slots polynomial values)

[<Fact>]
let ``every entry of the Jacobian is a limit of difference quotients`` () =
    let map = maps.Head
    let parameters = 2.3, 0.2, 0.7
    let state = Map.ofList [ K1, 0.3; K2, 0.12; Q, 0.25; NSigma, 0.4 ]

    let next =
        orderParameters
        |> List.map (fun quantity -> AsymptoticExpansion.dropOrderTerm (LayerMap.next quantity map))

    for column in orderParameters do
        // Central differences of fourth order: the error is that of the step to the fourth, 1e-12 times a fifth
        // derivative of order 10, plus rounding of 1e-14 over the step.
        let step = 1e-3

        let at factor =
            evaluate parameters next (Map.add column (state[column] + factor * step) state)

        let quotients =
            List.map2
                (fun near far -> (8.0 * near - far) / (12.0 * step))
                (List.map2 (-) (at 1.0) (at -1.0))
                (List.map2 (-) (at 2.0) (at -2.0))

        let derivatives =
            evaluate
                parameters
                (orderParameters |> List.map (fun row -> MapJacobian.derivative map row column))
                state

        for quotient, derivative in List.zip quotients derivatives do
            Assert.Equal(quotient, derivative, 1e-9)

[<Fact>]
let ``a map in which K1 moves N Sigma alone is not taken for a triangular one`` () =
    // A map that is wrong on purpose: Q' with N Sigma in it.
    let wrong =
        { maps.Head with
            Next =
                maps.Head.Next
                |> List.map (fun (quantity, value) ->
                    if quantity = Q then
                        quantity, value + AsymptoticExpansion.exact (Polynomial.quantity NSigma)
                    else
                        quantity, value
                )
        }

    Assert.Throws<InvalidOperationException>(fun () -> MapJacobian.multipliers wrong |> ignore)
