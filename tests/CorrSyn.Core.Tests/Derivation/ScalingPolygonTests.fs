module CorrSyn.Core.Tests.ScalingPolygonTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation.Scaling

let private ratio = Rational.ofRatio

/// N^(constant - a gamma - b delta).
let private exponent (constant, a, b) =
    Exponent.constant constant
    + Exponent.gamma (Rational.ofInt -a)
    + Exponent.delta (Rational.ofInt -b)

let private at (gamma, delta) e =
    e |> Exponent.assignGamma gamma |> Exponent.assignDelta delta |> Exponent.value

[<Fact>]
let ``two correlations that meet in one term have two corners`` () =
    let polygon =
        [
            Rational.one, 2, 0
            Rational.one, 0, 2
            Rational.ofInt 3, 2, 2
            Rational.ofInt 2, 2, 1
            // Weaker than others everywhere.
            Rational.zero, 1, 1
        ]
        |> List.map exponent
        |> ScalingPolygon.solve

    Assert.Equal<(Rational * Rational) list>(
        [ ratio 1 2, Rational.one; Rational.one, ratio 1 2 ],
        polygon.Vertices
    )

    Assert.Equal<string list>(
        [ "gamma = 1/2"; "gamma + delta = 3/2"; "delta = 1/2" ],
        polygon.Edges |> List.map ScalingPolygon.lineText
    )

    Assert.Equal(None, (List.head polygon.Edges).Start)
    Assert.Equal(None, (List.last polygon.Edges).End)

[<Fact>]
let ``corners and edges are where the largest exponent vanishes, whatever the terms`` () =
    Property.holds (fun (first: int) (second: int) (third: int) (fourth: int) ->
        let terms =
            [ first; second; third; fourth ]
            |> List.mapi (fun i n ->
                let n = abs (n % 1000)
                ratio (n % 7 + 1) 2, (n / 7) % 3 + (if i = 0 then 1 else 0), (n / 21) % 3
            )
            |> List.filter (fun (_, a, b) -> a + b > 0)
            |> List.map exponent

        let polygon = ScalingPolygon.solve terms

        let largest point =
            terms |> List.map (at point) |> List.max

        let middle (edge: ScalingEdge) =
            match edge.Start, edge.End with
            | Some(a, b), Some(c, d) -> (a + c) * ratio 1 2, (b + d) * ratio 1 2
            | None, Some(a, b) when Rational.isZero (let (_, q, _) = edge.Line in q) ->
                a, b + Rational.one
            | Some(a, b), None when Rational.isZero (let (p, _, _) = edge.Line in p) ->
                a + Rational.one, b
            | Some(a, b), None
            | None, Some(a, b) -> a, b
            | None, None ->
                let p, q, c = edge.Line

                if Rational.isZero q then
                    c / p, Rational.zero
                else
                    Rational.zero, c / q

        polygon.Vertices |> List.forall (fun point -> Rational.isZero (largest point))
        && polygon.Edges
           |> List.forall (fun edge -> Rational.isZero (largest (middle edge)))
        && polygon.Edges.Length > 0
    )

[<Fact>]
let ``an exponent with both unknowns has no value until both are given`` () =
    let e = exponent (Rational.one, 1, 1)

    Assert.Throws<System.InvalidOperationException>(fun () -> Exponent.value e |> ignore)
    |> ignore

    Assert.Throws<System.InvalidOperationException>(fun () -> Exponent.at Rational.one e |> ignore)
    |> ignore

    Assert.Equal(-Rational.one, at (Rational.one, Rational.one) e)
    Assert.Equal(e, Exponent.exchange e)
    Assert.Equal(Exponent.delta Rational.one, Exponent.exchange (Exponent.gamma Rational.one))
