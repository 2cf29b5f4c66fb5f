module CorrSyn.Core.Tests.LayoutTests

open Xunit
open CorrSyn.Rendering

let private terms names =
    Terms(names |> List.mapi (fun i name -> Text(if i = 0 then name else "+ " + name)))

let private bracketed contents =
    Bracketed(("<", ">"), ("[", "]"), contents)

let private lines room layout = Layout.lines String.length room layout

[<Fact>]
let ``what fits stays on one line, in the brackets for one line`` () =
    let layout = Beside [ Text "g "; bracketed (terms [ "a"; "b"; "c" ]) ]
    Assert.Equal("g <a + b + c>", Layout.oneLine layout)
    Assert.Equal<string list>([ "g <a + b + c>" ], lines 13 layout)

[<Fact>]
let ``a sum is broken before a sign, into lines of much the same width`` () =
    Assert.Equal<string list>(
        [ "a + b + c"; "+ d + e + f" ],
        lines 20 (terms [ "a"; "b"; "c"; "d"; "e"; "f" ])
    )

[<Fact>]
let ``a bracket is broken where the formula does not fit, and changes its brackets`` () =
    Assert.Equal<string list>(
        [ "g [a + b"; "+ c + d] h" ],
        lines 12 (Beside [ Text "g "; bracketed (terms [ "a"; "b"; "c"; "d" ]); Text " h" ])
    )

[<Fact>]
let ``brackets that fit on a line stay whole`` () =
    Assert.Equal<string list>(
        [ "a"; "+ <b + c>"; "+ <d + e>" ],
        lines
            9
            (Terms
                [
                    Text "a"
                    Beside [ Text "+ "; bracketed (terms [ "b"; "c" ]) ]
                    Beside [ Text "+ "; bracketed (terms [ "d"; "e" ]) ]
                ])
    )

[<Fact>]
let ``a term that cannot be broken stands on a line by itself, however long`` () =
    Assert.Equal<string list>(
        [ "a"; "+ bbbbbbbb"; "+ c" ],
        lines 5 (terms [ "a"; "bbbbbbbb"; "c" ])
    )

[<Fact>]
let ``no line is wider than the room, and nothing is lost`` () =
    let names = [ for i in 1..40 -> String.replicate (1 + i % 7) "x" ]
    let layout = Beside [ Text "f"; bracketed (terms names) ]

    for room in 10..60 do
        let lines = lines room layout
        Assert.All(lines, fun line -> Assert.InRange(line.Length, 1, room))
        Assert.Equal($"""f[{String.concat " + " names}]""", String.concat " " lines)
