module CorrSyn.Core.Tests.CheckTests

open System
open System.Text.RegularExpressions
open FsCheck
open Xunit

[<Fact>]
let ``a property that holds is tried 200 times`` () =
    let mutable count = 0

    let property (_: int) =
        count <- count + 1
        true

    Check.holds property
    Assert.Equal(200, count)

[<Fact>]
let ``a property that does not hold throws`` () =
    Assert.ThrowsAny<Exception>(fun () -> Check.holds (fun (x: int) -> x < 40))
    |> ignore

[<Fact>]
let ``the cases are the same in every run`` () =
    let draw () =
        let cases = ResizeArray<int>()

        Check.holds (fun (x: int) ->
            cases.Add x
            true
        )

        List.ofSeq cases

    Assert.Equal<int list>(draw (), draw ())

[<Fact>]
let ``the printed step of a failure runs again as that failure`` () =
    let isSmall (x: int) = x < 40

    let failure = Assert.ThrowsAny<Exception>(fun () -> Check.holds isSmall)

    let printed = Regex.Match(failure.Message, @"\(\d+,\d+,\d+\)")
    Assert.True(printed.Success, failure.Message)

    let mutable tried = []

    let config =
        Config.Quick.WithMaxTest(1).WithReplay(Some(Check.parseReplay printed.Value))

    FsCheck.Check.One(
        config.WithQuietOnSuccess true,
        fun (x: int) ->
            tried <- x :: tried
            true
    )

    Assert.False(isSmall (List.exactlyOne tried))

[<Theory>]
[<InlineData("")>]
[<InlineData("1,2")>]
[<InlineData("1,2,-3")>]
[<InlineData("one,2,3")>]
let ``a seed that FsCheck does not print is refused`` (text: string) =
    Assert.Throws<ArgumentException>(fun () -> Check.parseReplay text |> ignore)
    |> ignore
