module CorrSyn.Core.Tests.NetworkSpecTests

open System
open Xunit
open CorrSyn.Model

let private gaussian r =
    SynapseEnsemble.Gaussian(SynapticCorrelation.create r)

let private create gain bias depth width r =
    NetworkSpec.tryCreate
        (gaussian r)
        gain
        bias
        Activation.Tanh
        (InputEnsemble.create 2.0 0.5)
        depth
        width

let private refused parameter result =
    match result with
    | Error(error: ParameterError) -> Assert.Equal(parameter, error.Parameter)
    | Ok _ -> Assert.Fail $"{parameter} should have been refused."

[<Fact>]
let ``a network is accepted exactly if every parameter is in its range`` () =
    Property.holds (fun (gain: float) (bias: float) (depth: int) (width: int) (r: float) ->
        let r = if Double.IsFinite r then Math.Abs r else 1.0

        let isValid =
            gain > 0.0
            && Double.IsFinite gain
            && bias >= 0.0
            && Double.IsFinite bias
            && depth >= 1
            && depth <= 10_000
            && width >= 2
            && width <= 1_000_000
            && r < Math.Sqrt(float width)

        Result.isOk (create gain bias depth width r) = isValid
    )

[<Fact>]
let ``refusals name the parameter`` () =
    create -1.0 0.1 6 200 1.0 |> refused "gain"
    create Double.NaN 0.1 6 200 1.0 |> refused "gain"
    create 0.8 -0.1 6 200 1.0 |> refused "biasVariance"
    create 0.8 Double.PositiveInfinity 6 200 1.0 |> refused "biasVariance"
    create 0.8 0.1 0 200 1.0 |> refused "depth"
    create 0.8 0.1 6 1 0.5 |> refused "width"
    create 0.8 0.1 6 200 1e9 |> refused "correlation"
    SynapticCorrelation.tryCreate -0.1 |> Result.map ignore |> refused "correlation"

    SynapticCorrelation.tryCreate Double.NaN
    |> Result.map ignore
    |> refused "correlation"

    InputEnsemble.tryCreate 0.0 0.5 |> Result.map ignore |> refused "inputRatio"
    InputEnsemble.tryCreate 2.0 -0.5 |> Result.map ignore |> refused "inputStd"
    Activation.tryOfName "foo" |> Result.map ignore |> refused "activation"

    SynapseEnsemble.tryOfName 1.0 None "foo"
    |> Result.map ignore
    |> refused "weights"

[<Fact>]
let ``a refusal says the value and what is allowed in the invariant culture`` () =
    let before = Globalization.CultureInfo.CurrentCulture

    try
        Globalization.CultureInfo.CurrentCulture <- Globalization.CultureInfo "fr-FR"

        match create 0.8 0.1 6 200 15.5 with
        | Error error ->
            Assert.Equal(
                "correlation: 15.5 is not allowed; allowed: 0 <= r < sqrt(200) = 14.1421",
                error.ToString()
            )
        | Ok _ -> Assert.Fail "rho above 1"
    finally
        Globalization.CultureInfo.CurrentCulture <- before

[<Fact>]
let ``a correlation together with weights that have none is refused`` () =
    SynapseEnsemble.tryOfName 1.0 (Some 0.5) "orthogonal"
    |> Result.map ignore
    |> refused "correlation"

    SynapseEnsemble.tryOfName 1.0 (Some 0.0) "independent"
    |> Result.map ignore
    |> refused "correlation"

[<Fact>]
let ``creating an invalid network raises an exception that names the parameter`` () =
    let error =
        Assert.Throws<ArgumentOutOfRangeException>(fun () ->
            SynapticCorrelation.create -1.0 |> ignore
        )

    Assert.Equal("correlation", error.ParamName)

[<Fact>]
let ``an odd activation is odd, and its derivative is its derivative`` () =
    for activation in Activation.all do
        for z in [ -2.3; -0.7; -0.1; 0.2; 0.9; 3.1 ] do
            let phi = Activation.apply activation
            let h = 1e-5
            // The central difference has an error of h^2 phi'''/6, below 1e-9 here, plus rounding.
            let slope = (phi (z + h) - phi (z - h)) / (2.0 * h)
            Assert.Equal(slope, Activation.derivative activation z, 1e-9)

            if Activation.isOdd activation then
                Assert.Equal(-phi z, phi -z, 1e-15)

    Assert.NotEqual(-Activation.apply Activation.Relu 1.0, Activation.apply Activation.Relu -1.0)

[<Fact>]
let ``every activation is found by its name`` () =
    for activation in Activation.all do
        Assert.Equal(Ok activation, Activation.tryOfName (Activation.name activation))

let private layer gain r width =
    {
        Synapses = gaussian r
        Gain = gain
        BiasVariance = 0.1
        Activation = Activation.Tanh
        Width = width
    }

let private base' =
    create 0.8 0.1 6 200 1.0 |> Result.defaultWith (fun _ -> invalidOp "")

[<Fact>]
let ``layers of their own set the depth and the widths`` () =
    match NetworkSpec.tryWithLayers [ layer 0.9 0.5 300; layer 1.1 2.0 150 ] base' with
    | Ok spec ->
        Assert.False spec.IsUniform
        Assert.Equal(2, spec.Depth)
        Assert.Equal<int list>([ 200; 300; 150 ], spec.Widths)
        Assert.Equal<float list>([ 0.9; 1.1 ], spec.Layers |> List.map (fun layer -> layer.Gain))
    | Error error -> Assert.Fail(error.ToString())

[<Fact>]
let ``layers that are all like the common ones are those of a uniform network`` () =
    let layers = List.replicate 6 (layer 0.8 1.0 200)
    Assert.Equal(Ok base', NetworkSpec.tryWithLayers layers base')

[<Fact>]
let ``a refused layer is named by its place, and its correlation by the width below`` () =
    NetworkSpec.tryWithLayers [ layer 0.9 0.5 300; layer -1.0 0.5 300 ] base'
    |> refused "layers[1].gain"

    NetworkSpec.tryWithLayers [ layer 0.9 0.5 1 ] base' |> refused "layers[0].width"
    NetworkSpec.tryWithLayers [] base' |> refused "depth"

    // r = 12 is below sqrt(200) but not below sqrt(100).
    NetworkSpec.tryWithLayers [ layer 0.9 12.0 100 ] base'
    |> Result.isOk
    |> Assert.True

    NetworkSpec.tryWithLayers [ layer 0.9 0.5 100; layer 0.9 12.0 200 ] base'
    |> refused "layers[1].correlation"

[<Fact>]
let ``at another width every layer keeps its ratio to the input`` () =
    let spec = NetworkSpec.tryWithLayers [ layer 0.9 0.5 300; layer 0.9 0.5 130 ] base'

    match spec |> Result.bind (NetworkSpec.tryWithWidth 100) with
    | Ok spec -> Assert.Equal<int list>([ 100; 150; 65 ], spec.Widths)
    | Error error -> Assert.Fail(error.ToString())

    spec |> Result.bind (NetworkSpec.tryWithWidth 2) |> refused "layers[1].width"
