module CorrSyn.Core.Tests.ExactWidthTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion
open CorrSyn.Numeric.WidthCorrections

/// Networks of sin, or of a linear layer below sin, whose averages at any width are exact integrals.
let private networks =
    lazy (ReferenceTable.items "networks" (ReferenceTable.read "exact-widths.json"))

/// Only ratios of widths matter; those of the table leave whole numbers.
let private width = 100

let private widthRatio (element: JsonElement) =
    ReferenceTable.tryValue "widthRatio" element |> Option.defaultValue 1.0

let private layer (element: JsonElement) : NetworkLayer =
    {
        Synapses =
            SynapseEnsemble.Gaussian(
                SynapticCorrelation.create (ReferenceTable.value "correlation" element)
            )
        Gain = ReferenceTable.value "gain" element
        BiasVariance = ReferenceTable.value "biasVariance" element
        Activation = ReferenceTable.activation element
        Width = int (float width * widthRatio element)
    }

let private spec (network: JsonElement) =
    let layers = ReferenceTable.items "layers" network |> List.map layer

    NetworkSpec.create
        SynapseEnsemble.Independent
        1.0
        0.0
        Activation.Linear
        (InputEnsemble.create
            (ReferenceTable.value "inputRatio" network)
            (ReferenceTable.value "inputStd" network))
        1
        width
    |> NetworkSpec.tryWithLayers layers
    |> ParameterError.raiseIfError

let private settings = FieldAverages.defaultSettings

/// The maps of layers as wide as the one below, and of others.
let private maps =
    [ width; 2 * width ]
    |> List.map (fun above ->
        lazy
            (let layer =
                {
                    Synapses = SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0)
                    Gain = 1.0
                    BiasVariance = 0.0
                    Activation = Activation.Linear
                    Width = above
                }

             match ScalingDerivation.deriveMap FourParameters (Premise.ofLayer width layer) with
             | Ok map -> CompiledMap.compile map
             | Error failure -> invalidOp $"{failure}")
    )

let private mapsOf (spec: NetworkSpec) =
    List.pairwise spec.Widths
    |> List.map (fun (below, above) -> (if above = below then maps[0] else maps[1]).Force())

let private value result =
    match result with
    | Ok value -> value
    | Error error -> invalidOp $"{error}"

/// Of the last layer: K1, Q, K2 and N Sigma in the orders N^0, N^(-1/2), 1/N.
let private series (spec: NetworkSpec) =
    let states =
        MeanField.evaluateLayers (ScratchArrays()) settings (mapsOf spec) spec |> value

    let state = List.last states
    let overlaps = LayerOverlaps.evaluate settings spec states |> value |> List.last

    [
        "k1", [ state.K1; 0.0; overlaps.K1 ]
        "q", [ state.Q; 0.0; overlaps.Q ]
        "k2", List.ofArray overlaps.K2
        "nSigma", List.ofArray overlaps.NSigma
    ]

/// Deviations relative to the leading value of a quantity, or to 1e-3 where it vanishes: Q does without biases.
let private deviations (spec: NetworkSpec) (network: JsonElement) =
    [
        for name, found in series spec do
            let expected = ReferenceTable.numbers name network |> List.ofArray
            let scale = Math.Max(Math.Abs expected[0], 1e-3)

            for order, (expected, found) in List.indexed (List.zip expected found) do
                $"{name} order {order}: {found} for {expected}", Math.Abs(expected - found) / scale
    ]

/// Overlaps are good to 1e-14; N Sigma is a difference of products of them, and a correction a sum of such with coefficients of
/// the order 100.
let private tolerance = 1e-11

[<Fact>]
let ``the table holds networks of both depths, with correlations and biases and without`` () =
    let all = networks.Force()
    Assert.Contains(all, fun network -> (spec network).Depth = 1)
    Assert.Contains(all, fun network -> (spec network).Depth = 2)
    let layers = all |> List.collect (fun network -> (spec network).Layers)

    for lower in [ false; true ] do
        Assert.Contains(layers, fun layer -> (layer.BiasVariance > 0.0) = lower)

        Assert.Contains(
            layers,
            fun layer -> (SynapseEnsemble.correlation layer.Synapses > 0.0) = lower
        )

    Assert.Contains(layers, fun layer -> layer.Width < width)
    Assert.Contains(layers, fun layer -> layer.Width > width)

[<Fact>]
let ``averages over networks agree with exact integrals up to 1/N`` () =
    let wrong =
        [
            for index, network in List.indexed (networks.Force()) do
                for name, deviation in deviations (spec network) network do
                    if not (deviation <= tolerance) then
                        $"network {index} {name}: {deviation:G3}"
        ]

    Assert.True(List.isEmpty wrong, String.concat "\n" wrong)

[<Fact>]
let ``a slightly wrong gain is seen in every order`` () =
    let changed (network: JsonElement) =
        let spec = spec network

        spec
        |> NetworkSpec.tryWithLayers (
            spec.Layers
            |> List.map (fun layer ->
                { layer with
                    Gain = layer.Gain * (1.0 + 1e-9)
                }
            )
        )
        |> ParameterError.raiseIfError

    for network in networks.Force() do
        let seen =
            deviations (changed network) network
            |> List.filter (fun (_, deviation) -> deviation > tolerance)

        for order in [ 0; 2 ] do
            Assert.Contains(
                seen,
                fun (name, _) -> name.Contains($"nSigma order {order}", StringComparison.Ordinal)
            )
