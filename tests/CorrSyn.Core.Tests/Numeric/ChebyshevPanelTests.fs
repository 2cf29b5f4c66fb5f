module CorrSyn.Core.Tests.ChebyshevPanelTests

open System
open Xunit
open CorrSyn.Numeric.FixedPoints

let private panel f low high =
    ChebyshevPanel.points low high
    |> Array.map f
    |> ChebyshevPanel.ofValues low high

let private roots tolerance f low high =
    match ChebyshevPanel.roots tolerance (panel f low high) with
    | Isolated roots -> roots
    | Vanishing -> invalidOp "The function vanishes."

[<Fact>]
let ``a series has the value and the derivative of its function`` () =
    let exponential = panel Math.Exp 0.0 1.0

    for x in [ 0.0; 0.1; 0.37; 0.99; 1.0 ] do
        Assert.Equal(Math.Exp x, ChebyshevPanel.value exponential x, 1e-14)
        // The derivative weighs coefficients with up to 2 k^2, in sum 9800, and each has a rounding of 5e-16.
        Assert.Equal(
            Math.Exp x,
            ChebyshevPanel.value (ChebyshevPanel.derivative exponential) x,
            5e-12
        )

[<Fact>]
let ``every root of a product of distances is found`` () =
    Property.holds (fun (first: int) (second: int) (third: int) ->
        // Positions from 0.01 to 0.99 in hundredths; equal ones make multiple roots.
        let positions =
            [ first; second; third ]
            |> List.map (fun n -> 0.01 * float (1 + abs (n % 99)))
            |> List.sort

        let f x =
            positions |> List.fold (fun product position -> product * (x - position)) 1.0

        let found = roots 1e-14 f 0.0 1.0

        // A triple root is known to the third root of the error, a double one to the second.
        let isNear position (root: PanelRoot) =
            Math.Abs(root.Position - position) < 1e-4

        positions |> List.forall (fun position -> List.exists (isNear position) found)
        && found
           |> List.forall (fun root ->
               positions |> List.exists (fun position -> isNear position root)
           )
        && found.Length = (List.distinct positions).Length
    )

[<Fact>]
let ``a function that touches 0 has a double root there, one that stays away has none`` () =
    let touching = roots 1e-14 (fun x -> (x - 0.4) * (x - 0.4)) 0.0 1.0
    Assert.True((Assert.Single touching).IsDouble)
    // Known to the root of the error.
    Assert.Equal(0.4, touching.Head.Position, 2e-7)
    Assert.Empty(roots 1e-14 (fun x -> (x - 0.4) * (x - 0.4) + 1e-12) 0.0 1.0)

    let apart = roots 1e-14 (fun x -> (x - 0.4) * (x - 0.4) - 1e-10) 0.0 1.0

    Assert.Equal<float list>(
        [ 0.39999; 0.40001 ],
        apart |> List.map (fun root -> Math.Round(root.Position, 9))
    )

[<Fact>]
let ``a function that is 0 everywhere is told from one with roots`` () =
    Assert.Equal(Vanishing, ChebyshevPanel.roots 1e-14 (panel (fun _ -> 1e-16) 0.0 1.0))

[<Fact>]
let ``roots at the joints of intervals are found once`` () =
    let panels f =
        [ 0.0; 1.0; 2.0 ] |> List.map (fun low -> Ok(panel f low (low + 1.0)))

    match ZeroSearch.roots 1e-14 false (panels (fun x -> (x - 1.0) * (x - 2.5))) with
    | Ok(Isolated roots) ->
        Assert.Equal<float list>(
            [ 1.0; 2.5 ],
            roots |> List.map (fun root -> Math.Round(root.Position, 12))
        )
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``what cannot be told from 0 at a quiet end is no root`` () =
    // e^x - e^2x changes sign at 0 only, but is below 1e-14 on the first intervals.
    let panels =
        [ -36.0 .. 1.0..1.0 ]
        |> List.map (fun low -> Ok(panel (fun x -> Math.Exp x - Math.Exp(2.0 * x)) low (low + 1.0)))

    match ZeroSearch.roots 1e-14 true panels with
    | Ok(Isolated roots) -> Assert.Equal(0.0, (Assert.Single roots).Position, 1e-12)
    | other -> Assert.Fail $"{other}"
