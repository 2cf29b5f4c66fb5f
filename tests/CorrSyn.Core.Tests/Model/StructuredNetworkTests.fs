module CorrSyn.Core.Tests.StructuredNetworkTests

open CorrSyn.Model
open Xunit

let private inputs = InputEnsemble.create 2.0 0.5
let private create = StructuredCorrelation.create "correlation"
let private none = StructuredCorrelation.none

let private parameterOf result =
    match result with
    | Ok _ -> "accepted"
    | Error error -> error.Parameter

[<Fact>]
let ``a correlation is at least 0 and below 1`` () =
    let tryUniform = StructuredCorrelation.tryCreate "x" CorrelationStructure.Uniform

    for value in [ 0.0; 0.3; 0.999 ] do
        Assert.Equal(Ok value, tryUniform value |> Result.map _.Value)

    for value in [ -1.0; 1.0; nan; infinity ] do
        Assert.Equal("x", parameterOf (tryUniform value))

[<Fact>]
let ``a negative correlation leaves its matrix positive definite`` () =
    let checkSizes weights =
        StructuredWeights.checkSizes 6 12 weights

    let gaussian structure value =
        StructuredWeights.create WeightValues.Gaussian (create structure value) none

    let signs structure value =
        match StructuredWeights.tryCreateSigns (create structure value) with
        | Ok weights -> weights
        | Error error -> invalidOp (string error)

    let accepts weights =
        parameterOf (checkSizes weights) = "accepted"
    // 12 neurons: 1 + 11 x > 0; blocks of 4: 1 + 3 x > 0. Signs: sin(pi x/2) in place of x.
    let ofSigns x = 2.0 / System.Math.PI * asin x
    Assert.True(accepts (gaussian CorrelationStructure.Uniform (-0.999 / 11.0)))
    Assert.False(accepts (gaussian CorrelationStructure.Uniform (-1.001 / 11.0)))
    Assert.True(accepts (gaussian (CorrelationStructure.Blocks 3) (-0.999 / 3.0)))
    Assert.False(accepts (gaussian (CorrelationStructure.Blocks 3) (-1.001 / 3.0)))
    Assert.True(accepts (signs CorrelationStructure.Uniform (ofSigns (-0.999 / 11.0))))
    Assert.False(accepts (signs CorrelationStructure.Uniform (ofSigns (-1.001 / 11.0))))

    let presynaptic value =
        StructuredWeights.create
            WeightValues.Gaussian
            none
            (create CorrelationStructure.Uniform value)

    Assert.True(accepts (presynaptic (-0.999 / 5.0)))
    Assert.Equal("presynapticCorrelation", parameterOf (checkSizes (presynaptic (-1.001 / 5.0))))
    // Patterns and copied values have no negative correlation.
    let patterns =
        StructuredCorrelation.tryCreate "x" (CorrelationStructure.LowRank 1) -0.01

    Assert.Equal("x", parameterOf patterns)
    let negative = create CorrelationStructure.Uniform -0.01

    for values in [ WeightValues.Binary; WeightValues.Sparse 0.5; WeightValues.Laplace ] do
        let copied = StructuredWeights.tryCreate values negative none
        Assert.Equal("postsynapticCorrelation", parameterOf copied)

[<Fact>]
let ``signs of gaussian numbers are correlated by blocks at most`` () =
    let patterns = create (CorrelationStructure.LowRank 1) 0.1
    Assert.Equal("postsynaptic", parameterOf (StructuredWeights.tryCreateSigns patterns))

[<Fact>]
let ``the identity has no correlation`` () =
    Assert.Equal(Ok none, StructuredCorrelation.tryCreate "x" CorrelationStructure.Identity 0.0)

    Assert.Equal(
        "x",
        parameterOf (StructuredCorrelation.tryCreate "x" CorrelationStructure.Identity 0.1)
    )

[<Fact>]
let ``a structure has a limited number of blocks or patterns`` () =
    for structure in
        [
            CorrelationStructure.Blocks 1
            CorrelationStructure.Blocks 65
            CorrelationStructure.LowRank 0
            CorrelationStructure.LowRank 7
        ] do
        Assert.Equal("x", parameterOf (StructuredCorrelation.tryCreate "x" structure 0.1))

[<Fact>]
let ``a density is above 0 and at most 1`` () =
    for density in [ 0.0; -0.1; 1.1; nan ] do
        let values = WeightValues.Sparse density
        Assert.Equal("density", parameterOf (StructuredWeights.tryCreate values none none))

    Assert.Equal(
        "accepted",
        parameterOf (StructuredWeights.tryCreate (WeightValues.Sparse 1.0) none none)
    )

[<Fact>]
let ``values other than gaussian copy at most always`` () =
    let uniform = create CorrelationStructure.Uniform
    let patterns = create (CorrelationStructure.LowRank 2)

    for values in [ WeightValues.Binary; WeightValues.Sparse 0.2 ] do
        let weights = StructuredWeights.tryCreate values
        Assert.Equal("accepted", parameterOf (weights none (uniform 0.99)))
        Assert.Equal("postsynapticCorrelation", parameterOf (weights (patterns 0.51) none))
        Assert.Equal("presynapticCorrelation", parameterOf (weights none (patterns 0.51)))
        Assert.Equal("accepted", parameterOf (weights (patterns 0.5) none))
        // f = g = 1/2: 1/4 + sqrt(3)/2 is above 1; g^2 = 0.15: 0.194 + 0.461 + 0.335 is not.
        Assert.Equal("presynapticCorrelation", parameterOf (weights (uniform 0.25) (uniform 0.25)))
        Assert.Equal("accepted", parameterOf (weights (uniform 0.25) (uniform 0.15)))

    let gaussian = StructuredWeights.tryCreate WeightValues.Gaussian
    Assert.Equal("accepted", parameterOf (gaussian (patterns 0.51) (uniform 0.4)))

let private layer weights width =
    {
        Weights = weights
        Gain = 0.8
        BiasVariance = 0.1
        Activation = Activation.Tanh
        Width = width
    }

[<Fact>]
let ``widths are multiples of the cells on either side`` () =
    let weights =
        StructuredWeights.create
            WeightValues.Gaussian
            (create (CorrelationStructure.Blocks 3) 0.1)
            (create (CorrelationStructure.LowRank 2) 0.1)

    let tryCreate inputWidth widths =
        widths
        |> List.map (layer weights)
        |> StructuredNetwork.tryCreate inputs inputWidth
        |> Result.map _.Widths

    Assert.Equal(Ok [ 8; 12; 9 ], tryCreate 8 [ 12; 9 ])
    Assert.Equal("layers[0].width", parameterOf (tryCreate 6 [ 12 ]))
    Assert.Equal("layers[0].width", parameterOf (tryCreate 8 [ 10 ]))
    Assert.Equal("layers[1].width", parameterOf (tryCreate 8 [ 9; 12 ]))
    Assert.Equal("layers[0].width", parameterOf (tryCreate 8 [ 0 ]))
    Assert.Equal("depth", parameterOf (tryCreate 8 []))

[<Fact>]
let ``gain and bias variance are checked`` () =
    let tryCreate gain biasVariance =
        StructuredNetwork.tryCreate
            inputs
            8
            [
                { layer StructuredWeights.Haar 4 with
                    Gain = gain
                    BiasVariance = biasVariance
                }
            ]

    Assert.Equal("layers[0].gain", parameterOf (tryCreate 0.0 0.1))
    Assert.Equal("layers[0].gain", parameterOf (tryCreate nan 0.1))
    Assert.Equal("layers[0].biasVariance", parameterOf (tryCreate 0.8 -0.1))
    Assert.Equal("accepted", parameterOf (tryCreate 0.8 0.0))

[<Fact>]
let ``one premise gives the network of any widths`` () =
    let weights presynapticCount =
        StructuredCorrelation.tryCreate
            "correlation"
            CorrelationStructure.Uniform
            (1.5 / sqrt (float presynapticCount))
        |> Result.bind (fun postsynaptic ->
            StructuredWeights.tryCreate WeightValues.Gaussian postsynaptic none
        )

    let ofWidths = StructuredNetwork.tryOfWidths 0.8 0.1 Activation.Tanh inputs weights

    match ofWidths [ 16; 100; 36 ] with
    | Error error -> Assert.Fail(string error)
    | Ok network ->
        Assert.Equal<int list>([ 16; 100; 36 ], network.Widths)
        Assert.Equal(2, network.Depth)

        let values =
            network.Layers
            |> List.map (fun layer -> (fst (StructuredWeights.correlations layer.Weights)).Value)

        Assert.Equal<float list>([ 0.375; 0.15 ], values)

    Assert.Equal("correlation", parameterOf (ofWidths [ 2; 100 ]))
    Assert.Equal("depth", parameterOf (ofWidths [ 16 ]))
    Assert.Equal("depth", parameterOf (ofWidths []))
