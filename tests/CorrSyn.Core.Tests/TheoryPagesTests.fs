module CorrSyn.Core.Tests.TheoryPagesTests

open System.Text.Json
open Xunit

let private derivation (equations: (string * string) list) =
    let part (id, latex) =
        $$"""{"id": "{{id}}", "name": "name of {{id}}", "latex": "{{latex}}"}"""

    let parts = equations |> List.map part |> String.concat ", "
    $$"""{"equations": [{{parts}}]}"""

/// A program that derives A-1 and A-2, the second of which depends on the weights.
let private program (arguments: string list) =
    match arguments with
    | [ "derive" ] -> Ok(derivation [ "A-1", "a = 1"; "A-2", "b = 2" ])
    | [ "derive"; "--weights"; "binary" ] -> Ok(derivation [ "A-1", "a = 1"; "A-2", "b = 3" ])
    | "theory" :: options ->
        Assert.Equal<string list>([ "--correlation"; "2" ], options)

        Ok """{"layers": [{"dimension": 0.5, "k1": 1}, {"dimension": 0.123456, "k1": 2}]}"""
    | arguments -> Error $"""cannot run {String.concat " " arguments}"""
    |> Result.map (fun document -> JsonDocument.Parse(document).RootElement)

let private render source =
    TheoryPages.render program [ "page.source.md", source ]

let private page source =
    match render source with
    | Ok [ page ] -> page
    | other -> invalidOp $"There is one page, not {other}."

let private reasons source =
    match render source with
    | Error reasons -> reasons
    | Ok pages -> invalidOp $"The page is not refused: {pages}"

let private complete = "{{A-1}}\n{{A-2}}\n"

[<Fact>]
let ``placeholders become numbered equations between the prose`` () =
    Assert.EndsWith(
        "not this one. -->\n\nBy A-1 and A-2:\n\n\
        **(A-1)** name of A-1\n\n```math\na = 1\n```\n\n\
        **(A-2)** name of A-2\n\n```math\nb = 2\n```\n",
        page "By A-1 and A-2:\n\n{{A-1}}\n\n{{A-2}}\n"
    )

[<Fact>]
let ``an equation of another premise is called by its options, or as the page says`` () =
    Assert.Contains(
        "**(A-2)** name of A-2, binary weights\n\n```math\nb = 3\n```",
        page (complete + "{{A-2 --weights binary}}")
    )

    Assert.Contains(
        "**(A-2)** name of A-2, two values\n\n```math\nb = 3\n```",
        page (complete + "{{A-2 --weights binary | two values}}")
    )

[<Fact>]
let ``numbers of the theory become a row of a table`` () =
    Assert.Contains(
        "\n| two | 0.5000 | 0.1235 |\n",
        page (complete + "{{theory dimension --correlation 2 | two}}\n")
    )

[<Fact>]
let ``the page names its source and the command that writes it`` () =
    let header = (page complete).Split '\n' |> Array.head
    Assert.StartsWith("<!--", header)
    Assert.Contains("page.source.md", header)
    Assert.Contains("dotnet fsi build.fsx docs", header)

[<Fact>]
let ``equations may stand on different pages`` () =
    match TheoryPages.render program [ "a", "{{A-1}}"; "b", "{{A-2}}" ] with
    | Ok pages -> Assert.Equal(2, pages.Length)
    | Error reasons -> Assert.Empty reasons

[<Theory>]
[<InlineData("{{A-1}}", "no page shows the equation A-2: {{A-2}} is missing")>]
[<InlineData("{{A-1}}\n{{A-2 --weights binary}}",
             "no page shows the equation A-2: {{A-2}} is missing")>]
[<InlineData("{{A-1}}\n{{A-2}}\n{{A-1}}", "A-1 is shown 2 times")>]
[<InlineData("{{A-1}}\n{{A-2}}\n{{A-3}}",
             "page.source.md:3: the program derives no equation A-3, but A-1, A-2")>]
[<InlineData("{{A-1}}\n{{A-2}}\n{{A-1 --weights none}}",
             "page.source.md:3: cannot run derive --weights none")>]
[<InlineData("{{A-1}}\n{{A-2}}\n{{picture}}",
             "page.source.md:3: unknown placeholder picture; known: the number of an equation, theory QUANTITY")>]
[<InlineData("{{A-1}}\n{{A-2}}\n{{theory size --correlation 2}}",
             "page.source.md:3: corrsyn theory has no quantity size")>]
[<InlineData("{{A-1}}\n{{A-2}}\nas in {{A-1}}",
             "page.source.md:3: a placeholder stands on a line by itself")>]
[<InlineData("By A-7:\n{{A-1}}\n{{A-2}}", "page.source.md:1: there is no equation A-7")>]
let ``what is wrong with a page is said`` (source: string) (reason: string) =
    Assert.Equal<string list>([ reason ], reasons source)
