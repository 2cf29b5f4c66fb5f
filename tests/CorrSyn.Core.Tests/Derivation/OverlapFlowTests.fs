module CorrSyn.Core.Tests.OverlapFlowTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Derivation.Certificates

[<Fact>]
let ``products of overlaps are counted as multigraphs with loops`` () =
    // Symmetric functions of the entries of a symmetric matrix: 2, 7, 23, 79 of degree 1 to 4.
    Assert.Equal<int list>(
        [ 2; 7; 23; 79 ],
        [ 1..4 ] |> List.map (OverlapProduct.all >> List.length)
    )

[<Fact>]
let ``the numbering of inputs plays no part`` () =
    let same = [ [ 0, 1; 1, 2; 3, 3 ]; [ 7, 7; 5, 4; 9, 4 ]; [ 2, 0; 1, 1; 0, 5 ] ]

    Assert.Single(same |> List.map OverlapProduct.ofFactors |> List.distinct)
    |> ignore

    Assert.NotEqual(
        OverlapProduct.ofFactors [ 0, 1; 1, 2 ],
        OverlapProduct.ofFactors [ 0, 1; 2, 3 ]
    )

[<Fact>]
let ``one overlap of two inputs follows the derivatives of the map`` () =
    // E (G'_12 - Q') at first order: g <kappa^2> (G_12 - Q) + g/2 <m phi_2> (G_11 + G_22 - 2 (K1 + Q)).
    let g = Polynomial.quantity Gain

    let average orders =
        Polynomial.quantity (Quantity.fieldAverage (orders |> List.map MeanDerivative))

    let value (term: FlowTerm) =
        (term.Neurons |> Seq.map OverlapFlow.value |> Polynomial.product)
        * Polynomial.pow term.Gain g
        |> Polynomial.scale term.Coefficient

    let found =
        OverlapFlow.ofDifferentNeurons 1 1 (OverlapProduct.ofFactors [ 0, 1 ])
        |> List.filter (fun term -> term.RootPower = 0)
        |> List.groupBy (fun term -> term.Below)
        |> List.map (fun (below, terms) -> below, terms |> Seq.map value |> Polynomial.sum)
        |> Map.ofList

    Assert.Equal(g * average [ 1; 1 ], found[OverlapProduct.ofFactors [ 0, 1 ]])
    Assert.Equal(g * average [ 0; 2 ], found[OverlapProduct.ofFactors [ 0, 0 ]])

[<Fact>]
let ``a neuron that two factors share is centred by its averages`` () =
    // Cov(phi_1 phi_2, phi_1 phi_3) = <psi_0 m m> - <m^2>^2.
    let value =
        OverlapFlow.value
            {
                Factors = [ 0, 1; 0, 2 ]
                Derivatives = []
            }

    let m = Quantity.mean

    let expected =
        Polynomial.quantity (Quantity.fieldAverage [ SquareDerivative 0; m; m ])
        - Polynomial.pow 2 (Polynomial.quantity (Quantity.fieldAverage [ m; m ]))

    Assert.Equal(expected, value)

[<Fact>]
let ``the first layer has the same correction by Price's series; that of other weights differs``
    ()
    =
    let premise =
        Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0))

    let gamma = Rational.ofRatio 1 2
    Assert.True((NextOrderCertificate.ofFirstLayer premise gamma).Passed)

    // The same recursion of overlaps against weights without correlation.
    let independent = Premise.create (Columns(GaussianWeights, false))
    Assert.False((NextOrderCertificate.ofFirstLayer independent gamma).Passed)
