module CorrSyn.Core.Tests.StructureGraphTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Structures

let private structures =
    [
        CorrelationStructure.Uniform
        CorrelationStructure.Blocks 2
        CorrelationStructure.Blocks 3
        CorrelationStructure.LowRank 1
        CorrelationStructure.LowRank 2
    ]

let private incoming a b = IncomingSynapses, a, b
let private outgoing a b = OutgoingSynapses, a, b

let private graphs =
    [
        1, []
        2, []
        2, [ outgoing 0 1 ]
        2, [ outgoing 0 1; incoming 1 0; incoming 0 1 ]
        3, [ outgoing 0 1; incoming 2 1 ]
        3, [ outgoing 0 1; incoming 1 2; incoming 2 0 ]
        4, [ outgoing 0 1; incoming 2 3 ]
        4, [ outgoing 0 1; incoming 1 2; outgoing 2 3; incoming 3 0 ]
        4, [ outgoing 0 1; incoming 1 2; incoming 1 2; outgoing 2 3 ]
    ]

/// The sum over all choices of different neurons.
let private explicitSum width first second (nodeCount, edges) =
    let entry side =
        match side with
        | IncomingSynapses -> StructureMoments.entry first width
        | OutgoingSynapses -> StructureMoments.entry second width
        // (-1)^floor(2^a i/N), by the definition in the model.
        | IncomingPattern number ->
            let sign i = pown -1 (pown 2 number * i / width)
            fun i j -> Rational.ofInt (sign i * sign j)

    let rec choices count =
        if count = 0 then
            [ [] ]
        else
            [
                for rest in choices (count - 1) do
                    for i in 0 .. width - 1 do
                        if not (List.contains i rest) then
                            i :: rest
            ]

    choices nodeCount
    |> List.map (fun neurons ->
        edges
        |> List.fold
            (fun product (side, a, b) -> product * entry side neurons[a] neurons[b])
            Rational.one
    )
    |> List.fold (+) Rational.zero

[<Fact>]
let ``sums over different neurons are polynomials in N that hold at every width`` () =
    for first in structures do
        for second in structures do
            let pair = StructureGraph.create first second
            let cells = StructureGraph.cellCount first second

            let widths =
                [ 1..3 ] |> List.map ((*) cells) |> List.filter (fun width -> width <= 8)

            for nodeCount, edges in graphs do
                let sum = StructureGraph.sumOverDistinct pair nodeCount edges

                for width in widths do
                    Assert.Equal(
                        explicitSum width first second (nodeCount, edges),
                        Polynomial.evaluate width (fun _ -> Rational.zero) sum
                    )

[<Fact>]
let ``sums with single patterns of signs`` () =
    let pattern number a b = IncomingPattern number, a, b

    let graphs =
        [
            2, [ pattern 1 0 1 ]
            2, [ pattern 2 0 1; outgoing 0 1 ]
            3, [ pattern 1 0 1; outgoing 1 2 ]
            4, [ pattern 2 0 1; pattern 2 2 3; outgoing 1 2; outgoing 3 0 ]
        ]

    let first = CorrelationStructure.LowRank 2

    for second in structures |> List.filter ((<>) (CorrelationStructure.Blocks 3)) do
        let pair = StructureGraph.create first second
        let width = 2 * StructureGraph.cellCount first second

        for nodeCount, edges in graphs do
            Assert.Equal(
                explicitSum width first second (nodeCount, edges),
                StructureGraph.sumOverDistinct pair nodeCount edges
                |> Polynomial.evaluate width (fun _ -> Rational.zero)
            )

[<Fact>]
let ``one structure alone gives N (N-1) f_n`` () =
    for structure in structures do
        let pair = StructureGraph.create CorrelationStructure.Uniform structure

        for power in 1..4 do
            let sum =
                StructureGraph.sumOverDistinct pair 2 (List.replicate power (outgoing 0 1))

            let width = 3 * CorrelationStructure.cellCount structure
            let n = Rational.ofInt width

            Assert.Equal(
                n * (n - Rational.one) * StructureMoments.pairMeanAt structure power width,
                Polynomial.evaluate width (fun _ -> Rational.zero) sum
            )

[<Fact>]
let ``a refinement with too many cells is refused, naming both structures`` () =
    let error =
        Assert.Throws<ArgumentOutOfRangeException>(fun () ->
            StructureGraph.create (CorrelationStructure.Blocks 63) (CorrelationStructure.Blocks 64)
            |> ignore
        )

    Assert.Contains("blocks:63", error.Message)
    Assert.Contains("blocks:64", error.Message)
