module CorrSyn.Core.Tests.NextOrderConstantsTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion
open CorrSyn.Numeric.WidthCorrections

let private table = lazy (ReferenceTable.read "next-order.json")

let private settings = FieldAverages.defaultSettings

let private value result =
    match result with
    | Ok value -> value
    | Error error -> invalidOp $"{error}"

let private inputs element =
    InputEnsemble.create
        (ReferenceTable.value "inputRatio" element)
        (ReferenceTable.value "inputStd" element)

let private premise = Premise.create (Columns(GaussianWeights, true))

let private withStructures postsynaptic presynaptic activation widths =
    { Premise.withStructures postsynaptic presynaptic premise with
        Activation = activation
        Widths = widths
    }

let private values (element: JsonElement) =
    [
        for row in element.GetProperty("values").EnumerateArray() ->
            [ for item in row.EnumerateArray() -> ReferenceTable.number item ]
    ]

/// Each number of the table with its deviation.
let private compare element (found: float list list) =
    [
        for layer, (expected, found) in List.indexed (List.zip (values element) found) do
            for expected, found in List.zip expected found do
                $"layer {layer + 1}: {found} for {expected}",
                ReferenceTable.deviation expected found
    ]

let private uniform = CorrelationStructure.Uniform
let private identity = CorrelationStructure.Identity

let private columns =
    lazy
        (let premise = withStructures uniform identity OddActivation EqualWidths

         let map =
             match ScalingDerivation.deriveMap FourParameters premise with
             | Ok map -> map
             | Error failure -> invalidOp $"{failure}"

         map, LayerMap.sharedVariance premise (LayerMoments.derive premise) (Rational.ofRatio 1 2))

let private nextOrder gainFactor (element: JsonElement) =
    let map, sharedVariance = columns.Force()

    let spec =
        NetworkSpec.create
            (SynapseEnsemble.Gaussian(
                SynapticCorrelation.create (ReferenceTable.value "correlation" element)
            ))
            (ReferenceTable.value "gain" element * gainFactor)
            (ReferenceTable.value "biasVariance" element)
            (ReferenceTable.activation element)
            (inputs element)
            (values element).Length
            100

    let states = value (MeanField.evaluate settings map spec)

    FiniteSize.evaluate settings sharedVariance spec states
    |> value
    |> List.zip states
    |> List.tail
    |> List.map (fun (state, correction) -> [ state.NSigma; correction.NSigma ])

let private maps =
    lazy
        (let derive premise =
            match PremiseDerivation.derive premise with
            | Ok derivation -> derivation.Maps
            | Error failure -> invalidOp $"{failure}"

         let corners = derive (withStructures uniform uniform OddActivation VaryingWidths)

         Map
             [
                 "s",
                 List.exactlyOne (
                     derive (withStructures identity uniform OddActivation VaryingWidths)
                 )
                 "level",
                 List.exactlyOne (
                     derive (withStructures identity uniform AnyActivation VaryingWidths)
                 )
                 "first", corners[0]
                 "second", corners[1]
             ])

let private presynaptic gainFactor (element: JsonElement) =
    let kind = element.GetProperty("premise").GetString()

    {
        Gain = ReferenceTable.value "gain" element * gainFactor
        // Of no effect where only presynaptic neurons are correlated, and to be 0 there.
        PostsynapticCorrelation =
            if kind = "first" || kind = "second" then
                ReferenceTable.value "correlation" element
            else
                0.0
        PresynapticCorrelation = ReferenceTable.value "presynapticCorrelation" element
        WidthRatios = List.ofArray (ReferenceTable.numbers "widthRatios" element)
        BiasVariance = ReferenceTable.value "biasVariance" element
        Activation = ReferenceTable.activation element
        Inputs = inputs element
    }
    |> MeanField.evaluatePremise settings (Map.find kind (maps.Force()))
    |> value
    |> List.tail
    |> List.map (fun state -> [ state.K1; state.K2; state.Q; state.NSigma ])

let private rows name evaluate =
    [
        for index, element in List.indexed (ReferenceTable.items name (table.Force())) do
            for text, deviation in compare element (evaluate element) ->
                $"{index} {text}", deviation
    ]

let private assertWithin tolerance rows =
    let wrong = rows |> List.filter (fun (_, deviation) -> not (deviation <= tolerance))

    Assert.True(
        List.isEmpty wrong,
        wrong
        |> List.map (fun (text, deviation) -> $"{text}: {deviation:G3}")
        |> String.concat "\n"
    )

/// Averages have a relative error of 1e-12 at most, and layers and products of them add.
let private tolerance = 1e-11

[<Fact>]
let ``corrections of order N^(-1/2) agree with mpmath`` () =
    rows "nextOrder" (nextOrder 1.0) |> assertWithin tolerance

[<Fact>]
let ``maps with correlated presynaptic neurons agree with mpmath`` () =
    rows "presynaptic" (presynaptic 1.0) |> assertWithin tolerance

[<Fact>]
let ``each kind of map is there, with layers of other widths`` () =
    let all = ReferenceTable.items "presynaptic" (table.Force())

    for kind in [ "s"; "level"; "first"; "second" ] do
        Assert.Contains(all, fun element -> element.GetProperty("premise").GetString() = kind)

    Assert.Contains(
        all,
        fun element ->
            ReferenceTable.numbers "widthRatios" element
            |> Array.exists (fun ratio -> ratio <> 1.0)
    )

[<Fact>]
let ``a slightly wrong gain is seen in every row`` () =
    for name, evaluate in [ "nextOrder", nextOrder; "presynaptic", presynaptic ] do
        for element in ReferenceTable.items name (table.Force()) do
            Assert.Contains(
                compare element (evaluate (1.0 + 1e-9) element),
                fun (_, deviation) -> deviation > tolerance
            )
