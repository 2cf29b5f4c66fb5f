module CorrSyn.Core.Tests.ContractionTests

open Xunit
open CorrSyn.Symbolic

let private scaleOf contraction =
    Rational.render (Contraction.scale contraction)

[<Fact>]
let ``the numbering of the indices does not matter`` () =
    Property.holds (fun (seed: int) ->
        let random = System.Random seed
        let nodes = [ 0..3 ]
        let edges = List.init 4 (fun _ -> random.Next 4, random.Next 4)
        let legs = List.init 2 (fun _ -> random.Next 4)
        let numbers = [| 10; 20; 30; 40 |]
        random.Shuffle numbers
        let renumber node = numbers[node]

        Contraction.components nodes edges legs =
            Contraction.components
                (List.map renumber nodes)
                (edges |> List.map (fun (a, b) -> renumber b, renumber a))
                (List.map renumber legs)
    )

[<Fact>]
let ``a disconnected sum falls into its factors`` () =
    Assert.Equal<Contraction list>(
        List.sort [ Contraction.trace; Contraction.traceOfSquare; Contraction.meanSquare ],
        Contraction.components [ 0..3 ] [ (0, 0); (1, 2); (2, 1) ] [ 3; 3 ]
    )

[<Fact>]
let ``sums of covariances of order N^-1/2 reach the powers of N that norms allow`` () =
    Assert.Equal("1", scaleOf Contraction.trace)
    Assert.Equal("1", scaleOf Contraction.traceOfSquare)
    Assert.Equal("1", scaleOf Contraction.squaredVariances)
    Assert.Equal("1", scaleOf Contraction.meanSquare)
    Assert.Equal("3/2", scaleOf Contraction.meanOverlap)

    // |tr C^n| <= (tr C^2)^(n/2), and tr C^2 is of order N.
    let traceOfPower n =
        Contraction.components [ 0 .. n - 1 ] (List.init n (fun k -> k, (k + 1) % n)) []
        |> List.head

    Assert.Equal("3/2", scaleOf (traceOfPower 3))
    Assert.Equal("2", scaleOf (traceOfPower 4))
