module CorrSyn.Core.Tests.CopyLawTests

open Xunit
open CorrSyn.Derivation.Scaling
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.StructuredMaps
open CorrSyn.Derivation.Certificates

let private ratio = Rational.ofRatio

let private moment (density: Rational) order =
    if order % 2 = 1 then Rational.zero
    elif order = 0 then Rational.one
    else Rational.pow (1 - order / 2) density

let private structures =
    [
        CorrelationStructure.Identity
        CorrelationStructure.Uniform
        CorrelationStructure.Blocks 2
        CorrelationStructure.LowRank 1
        CorrelationStructure.LowRank 2
    ]

/// K f^2 + own^2 = 1.
let private loadings structure =
    match structure with
    | CorrelationStructure.LowRank 2 -> ratio 10 51, ratio 49 51
    | CorrelationStructure.Identity
    | CorrelationStructure.Uniform
    | CorrelationStructure.Blocks _
    | CorrelationStructure.LowRank _ -> ratio 8 17, ratio 15 17

let private law structure =
    let shared, own = loadings structure
    CopyLaw.loadings shared own 4 structure

/// R_ij of the model: x times the entry of the structure, x = K f^2.
let private correlation structure i j =
    let own = snd (loadings structure)

    if i = j then
        Rational.one
    else
        (Rational.one - own * own) * StructureMoments.entry structure 4 i j

[<Fact>]
let ``two weights are correlated by the product of both sides`` () =
    for rows in structures do
        for columns in structures do
            for i in 0..3 do
                for k in 0..3 do
                    let weights = [ 0, 1; i, k ]

                    Assert.Equal(
                        correlation rows 0 i * correlation columns 1 k,
                        CopyLaw.average (moment (ratio 1 3)) (law rows) (law columns) weights
                    )

[<Fact>]
let ``cumulants of blocks give every joint moment that going through all choices gives`` () =
    let products =
        [
            [ 0, 0; 0, 0; 0, 0; 0, 0 ]
            [ 0, 0; 1, 0; 2, 0; 3, 0 ]
            [ 2, 0; 2, 1; 2, 2; 2, 3 ]
            [ 0, 1; 0, 2; 3, 1; 3, 2 ]
            [ 0, 0; 0, 0; 1, 1; 1, 1 ]
            [ 0, 0; 0, 0; 0, 0; 1, 2 ]
            [ 0, 0; 0, 1; 0, 1; 1, 3; 1, 3; 0, 0 ]
            [ 0, 0; 0, 1; 1, 0; 1, 1; 2, 3; 2, 2 ]
        ]

    for density in [ Rational.one; ratio 1 5 ] do
        for rows, columns in
            [
                CorrelationStructure.Identity, CorrelationStructure.Blocks 2
                CorrelationStructure.Uniform, CorrelationStructure.LowRank 1
                CorrelationStructure.LowRank 2, CorrelationStructure.Uniform
                CorrelationStructure.Blocks 2, CorrelationStructure.Uniform
            ] do
            for weights in products do
                Assert.Equal(
                    CopyLaw.average (moment density) (law rows) (law columns) weights,
                    CopyLaw.byCumulants (moment density) (law rows) (law columns) weights
                )

let private premise distribution postsynaptic presynaptic activation =
    { (Premise.create (Columns(distribution, true))
       |> Premise.withStructures postsynaptic presynaptic) with
        Activation = activation
    }

let private at gamma delta =
    {
        GammaValue = gamma
        DeltaValue = delta
    }

let private half = ratio 1 2

let private uniform = CorrelationStructure.Uniform

let private orders premise values =
    (fst (CopyOrders.ofPremise premise)) values

[<Fact>]
let ``independent rows have exact pairs, and variances that scatter with the root of N`` () =
    let premise distribution =
        premise distribution CorrelationStructure.Identity uniform OddActivation

    let symmetric = orders (premise SymmetricWeights) (at Rational.zero half)
    Assert.Equal(None, symmetric.SquaredCovariance)
    Assert.Equal(Some -half, symmetric.VarianceFluctuation)

    Assert.Equal<Rational option list>(
        [ None; Some(ratio -1 1); Some(ratio -1 4) ],
        symmetric.Neglected
    )

    // (mu_4 - 1) is 0 for binary weights.
    let binary = orders (premise BinaryWeights) (at Rational.zero half)
    Assert.Equal(Some(ratio -1 1), binary.VarianceFluctuation)
    Assert.Equal(CopyOrders.none, orders (premise GaussianWeights) (at Rational.zero half))

[<Fact>]
let ``a mean of the activity along the directions makes fields that are not Gaussian`` () =
    let fields structure delta =
        orders
            (premise BinaryWeights CorrelationStructure.Identity structure AnyActivation)
            (at Rational.zero delta)
        |> fun orders -> orders.FieldCumulants

    Assert.Equal<Rational option list>([ Some Rational.zero ], fields uniform Rational.one)

    Assert.Equal<Rational option list>(
        [ Some(ratio -1 1) ],
        fields (CorrelationStructure.LowRank 2) half
    )

[<Fact>]
let ``the fourth cumulant of a field grows as it is said to, by all choices`` () =
    // u = sum_k w_k / sqrt(N) with m = 1 and sigma = 4 t^2 near 1/N: the part of it that Gaussian weights do not have.
    let cumulant exponent =
        let t = Rational.pow exponent half
        let width = Rational.pow (2 * exponent) (Rational.ofInt 2)
        let square = t * t
        let one = Rational.one

        let columns =
            CopyLaw.loadings
                (Rational.ofInt 2 * t / (one + square))
                ((one - square) / (one + square))
                1
                uniform

        let sigma = columns.Shared * columns.Shared

        let terms =
            [
                for equal in SetPartition.all [ 0..3 ] do
                    let node slot =
                        equal |> List.findIndex (List.contains slot)

                    let count =
                        Seq.init equal.Length (fun n -> width - Rational.ofInt n)
                        |> Seq.fold (*) one

                    count
                    * CopyLaw.average
                        (moment one)
                        CopyLaw.unshared
                        columns
                        [ for slot in 0..3 -> 0, node slot ]
            ]

        let variance = width * (one + (width - one) * sigma)

        (List.fold (+) Rational.zero terms - Rational.ofInt 3 * variance * variance)
        / (width * width)

    // -2 (N sigma)^2 with N sigma = 4: binary values have mu_4 - 3 = -2.
    let difference = cumulant 12 - Rational.ofInt -32
    Assert.True(abs (Rational.approximate difference) < 0.1)
    Assert.True(abs (Rational.approximate (cumulant 12)) > 31.0)

[<Fact>]
let ``the checks of copies can fail`` () =
    let premise = premise SymmetricWeights uniform uniform OddActivation
    let values = at half Rational.one
    let right = orders premise values
    Assert.True((CopyCertificate.ofLaw premise).Passed)
    Assert.True((CopyCertificate.ofOrders premise [ values, right ]).Passed)

    // A power of N that is too small, or one that does not vanish.
    for wrong in
        [
            { right with
                SquaredCovariance = Some(ratio -1 1)
            }
            { right with
                VarianceFluctuation = Some(ratio -3 2)
            }
            { right with
                VarianceFluctuation = None
            }
            { right with
                FieldCumulants = [ Some Rational.zero ]
            }
        ] do
        Assert.False((CopyCertificate.ofOrders premise [ values, wrong ]).Passed)
