module CorrSyn.Core.Tests.ReplicaExpansionTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Rendering

let private text polynomial =
    AsymptoticExpansion.exact polynomial |> Notation.expansion |> PlainText.render

[<Fact>]
let ``deviations of one input move the average of phi squared`` () =
    let responses = [ SquareOfActivity ]

    Assert.Equal<string list>(
        [
            "<psi_0>"
            "<psi_1>"
            "1/2 <psi_2>"
            "1/2 g <psi_3>"
            "1/2 g <psi_2>"
            "1/8 g^2 <psi_4>"
        ],
        ReplicaExpansion.expand responses
        |> List.map (ReplicaExpansion.value responses >> text)
    )

[<Fact>]
let ``inputs that do not both deviate drop out of the connected average`` () =
    for term in ReplicaExpansion.connected [ Activity; Activity ] do
        let inputs =
            term.Deviations
            |> List.collect (fun deviation ->
                match deviation with
                | Collective(_, a) -> [ a ]
                | Overlap(a, b) -> [ a; b ]
            )

        Assert.Equal<int list>([ 0; 1 ], List.distinct inputs |> List.sort)

[<Fact>]
let ``the expansion is symmetric in the inputs`` () =
    for a in CollectiveFluctuations.drives do
        for b in CollectiveFluctuations.drives do
            Assert.Equal(CollectiveFluctuations.coupling a b, CollectiveFluctuations.coupling b a)

[<Fact>]
let ``the expansion equals exact Gaussian moments`` () = Assert.True(ReplicaMoments.agree ())

[<Fact>]
let ``an input over which is averaged has no deviations of its own`` () =
    for term in ReplicaExpansion.expand [ AveragedActivity; Activity ] do
        for deviation in term.Deviations do
            match deviation with
            | Collective(_, input) -> Assert.Equal(1, input)
            | Overlap _ -> Assert.Fail "An averaged input has no overlap."
