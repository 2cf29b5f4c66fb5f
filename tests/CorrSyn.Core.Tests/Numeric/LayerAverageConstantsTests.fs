module CorrSyn.Core.Tests.LayerAverageConstantsTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

let private constants = LayerAverages.read ()

let private map =
    let synapses = SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0)

    match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble synapses) with
    | Ok map -> map
    | Error failure -> invalidOp $"{failure}"

let private activation name =
    match Activation.tryOfName name with
    | Ok activation -> activation
    | Error error -> invalidOp $"{error}"

let private layersOf (model: LayerConstant) =
    NetworkSpec.create
        (SynapseEnsemble.Gaussian(SynapticCorrelation.create model.Correlation))
        model.Gain
        model.BiasVariance
        (activation model.Activation)
        (InputEnsemble.create model.InputRatio model.InputStd)
        model.Layers.Length
        200
    // step(x-0.25) + 0.5 x at a gain of 1e6 has a mean of order 1 from values of order 1000.
    |> MeanField.evaluate
        { FieldAverages.defaultSettings with
            Tolerance = 1e-12
        }
        map

/// Where the value itself is not representable, both are 0.
let private deviation (expected: float) (actual: float) =
    if Math.Abs expected < 1e-300 then
        Math.Abs actual
    else
        Math.Abs(actual - expected) / Math.Abs expected

let private dimension (layer: float[]) =
    layer[0] * layer[0] / (layer[1] + layer[3])

/// (model, layer, deviation, estimate) of every number of the table.
let private rows =
    lazy
        [
            for model in constants do
                match layersOf model with
                | Error error -> invalidOp $"%A{model}: {error}"
                | Ok states ->
                    for expected, state in List.zip (List.ofArray model.Layers) (List.tail states) do
                        let actual = [ state.K1; state.K2; state.Q; state.NSigma; state.Dimension ]

                        for expected, actual in
                            List.zip (List.ofArray expected @ [ dimension expected ]) actual do
                            model, state.Layer, deviation expected actual, state.RelativeError
        ]

[<Fact>]
let ``the table holds sixty networks, with every activation and gains from 1e-6 to 1e6`` () =
    Assert.True(constants.Length >= 60)
    let gains = constants |> List.map _.Gain
    Assert.Equal(1e-6, List.min gains)
    Assert.Equal(1e6, List.max gains)
    Assert.Contains(0.0, constants |> List.map _.BiasVariance)

    let used = constants |> List.map _.Activation |> set

    for activation in Activation.all do
        Assert.Contains(Activation.name activation, used)

[<Fact>]
let ``every number of the table comes out to a relative error of 1e-12`` () =
    let wrong =
        rows.Force()
        |> List.filter (fun (_, _, deviation, _) -> not (deviation <= 1e-12))

    Assert.True(
        List.isEmpty wrong,
        wrong
        |> List.map (fun (model, layer, deviation, estimate) ->
            $"{model.Activation} g={model.Gain} b={model.BiasVariance} layer {layer}: {deviation:G3}, estimated {estimate:G3}"
        )
        |> String.concat "\n"
    )

[<Fact>]
let ``the estimated error is above the actual one`` () =
    let understated =
        rows.Force()
        |> List.filter (fun (_, layer, deviation, estimate) -> layer > 0 && deviation > estimate)

    Assert.True(
        List.isEmpty understated,
        understated
        |> List.map (fun (model, layer, deviation, estimate) ->
            $"{model.Activation} g={model.Gain} b={model.BiasVariance} layer {layer}: {deviation:G3}, estimated {estimate:G3}"
        )
        |> String.concat "\n"
    )

[<Fact>]
let ``the comparison would see a wrong number`` () =
    // A change of r by 1e-9.
    let model =
        constants
        |> List.find (fun model -> model.Activation = "tanh" && model.Gain > 1e-3)

    match
        layersOf
            { model with
                Correlation = model.Correlation + 1e-9
            }
    with
    | Error error -> Assert.Fail $"{error}"
    | Ok states ->
        let first = model.Layers[0]
        Assert.True(deviation first[3] (List.item 1 states).NSigma > 1e-12)
