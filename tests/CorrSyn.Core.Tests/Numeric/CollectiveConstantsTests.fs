module CorrSyn.Core.Tests.CollectiveConstantsTests

open System.Text.Json
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

let private networks =
    lazy (ReferenceTable.items "networks" (ReferenceTable.read "collective-averages.json"))

let private synapses (layer: JsonElement) =
    let correlated () =
        SynapticCorrelation.create (ReferenceTable.value "correlation" layer)

    match layer.GetProperty("weights").GetString() with
    | "gaussian" -> SynapseEnsemble.Gaussian(correlated ())
    | "binary" -> SynapseEnsemble.Binary(correlated ())
    | "orthogonal" -> SynapseEnsemble.Orthogonal
    | "independent" -> SynapseEnsemble.Independent
    | other -> invalidOp other

let private layer (element: JsonElement) : NetworkLayer =
    {
        Synapses = synapses element
        Gain = ReferenceTable.value "gain" element
        BiasVariance = ReferenceTable.value "biasVariance" element
        Activation = ReferenceTable.activation element
        Width = element.GetProperty("width").GetInt32()
    }

/// The width of the input in collective_averages.py; only ratios matter.
let private inputWidth = 240

let private spec (change: NetworkLayer -> NetworkLayer) (network: JsonElement) =
    let layers = ReferenceTable.items "layers" network |> List.map (layer >> change)
    let first = List.head layers

    NetworkSpec.create
        SynapseEnsemble.Independent
        1.0
        0.0
        first.Activation
        (InputEnsemble.create
            (ReferenceTable.value "inputRatio" network)
            (ReferenceTable.value "inputStd" network))
        1
        inputWidth
    |> NetworkSpec.tryWithLayers layers
    |> ParameterError.raiseIfError

/// A derivation takes far longer than an evaluation.
let private derived =
    System.Collections.Concurrent.ConcurrentDictionary<Closure * Premise, CompiledMap>()

let private mapOf closure premise =
    derived.GetOrAdd(
        (closure, premise),
        fun _ ->
            match ScalingDerivation.deriveMap closure premise with
            | Ok map -> CompiledMap.compile map
            | Error failure -> invalidOp $"{failure}"
    )

let private evaluate closure (spec: NetworkSpec) =
    let maps =
        List.map2
            (fun below layer -> mapOf closure (Premise.ofLayer below layer))
            (List.take spec.Depth spec.Widths)
            spec.Layers

    match MeanField.evaluateLayers (ScratchArrays()) FieldAverages.defaultSettings maps spec with
    | Ok states -> List.tail states
    | Error error -> invalidOp $"{error}"

let private collective create =
    let p, w = MeanOverlap, SquaredActivity
    [ create (p, p); create (p, w); create (w, w) ]

/// In the order of the table.
let private valuesOf (state: LayerState) =
    [
        yield! [ state.K1; state.K2; state.Q; state.NSigma ]

        for quantity in collective CollectiveCovariance @ collective CollectiveProjection ->
            state.CollectiveValue quantity
    ]

/// Network, layer, name, deviation and estimate of every number of the table.
let private rows closure change =
    [
        for index, network in List.indexed (networks.Force()) do
            let states = evaluate closure (spec change network)

            for expected, state in List.zip (ReferenceTable.items "values" network) states do
                let expected =
                    [ for value in expected.EnumerateArray() -> ReferenceTable.number value ]

                let names = [ "K1"; "K2"; "Q"; "N Sigma"; "Mpp"; "Mpw"; "Mww"; "Vpp"; "Vpw"; "Vww" ]

                for name, (expected, actual) in List.zip names (List.zip expected (valuesOf state)) do
                    $"network {index} layer {state.Layer} {name} {expected}",
                    ReferenceTable.deviation expected actual,
                    state.RelativeError
    ]

let private fullRows = lazy (rows CollectiveVariables id)

let private assertNone (wrong: (string * float * float) list) =
    Assert.True(
        List.isEmpty wrong,
        wrong
        |> List.map (fun (name, deviation, estimate) ->
            $"{name}: {deviation:G3}, estimated {estimate:G3}"
        )
        |> String.concat "\n"
    )

[<Fact>]
let ``the table holds sixteen networks with correlated layers, layers of other widths and every ensemble``
    ()
    =
    let layers =
        networks.Force()
        |> List.collect (ReferenceTable.items "layers")
        |> List.map layer

    Assert.Equal(16, networks.Force().Length)

    for name in SynapseEnsemble.names do
        Assert.Contains(layers, fun layer -> SynapseEnsemble.name layer.Synapses = name)

    let correlated =
        layers
        |> List.filter (fun layer ->
            SynapseEnsemble.correlation layer.Synapses > 0.0
            && not (Activation.isOdd layer.Activation)
        )

    Assert.True(correlated.Length >= 12)
    Assert.Contains(layers, fun layer -> layer.Width > inputWidth)
    Assert.Contains(layers, fun layer -> layer.Width < inputWidth)

[<Fact>]
let ``every number of the ten order parameters comes out to a relative error of 1e-12`` () =
    fullRows.Force()
    |> List.filter (fun (_, deviation, _) -> not (deviation <= 1e-12))
    |> assertNone

[<Fact>]
let ``the estimated error is above the actual one`` () =
    fullRows.Force()
    |> List.filter (fun (_, deviation, estimate) -> deviation > estimate)
    |> assertNone

[<Fact>]
let ``the comparison would see a narrower map and a slightly wrong parameter`` () =
    let missed rows =
        rows |> List.filter (fun (_, deviation, _) -> deviation > 1e-12) |> List.length

    Assert.True(missed (rows FourParameters id) > 50)

    Assert.True(
        missed (
            rows
                CollectiveVariables
                (fun (layer: NetworkLayer) ->
                    { layer with
                        Gain = layer.Gain * (1.0 + 1e-10)
                    }
                )
        )
            >
            100
    )
