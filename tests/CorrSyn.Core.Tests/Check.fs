namespace CorrSyn.Core.Tests

open System
open System.Globalization
open FsCheck

/// Properties inside plain xunit facts, with one seed for every run.
[<RequireQualifiedAccess>]
module Check =

    /// The variable that holds the seed of a failure to run again.
    [<Literal>]
    let SeedVariable = "CORRSYN_SEED"

    /// <summary>A failing step as FsCheck prints it: "seed,gamma,size", in brackets or not.</summary>
    let parseReplay (text: string) : Replay =
        let (|Number|_|) (part: string) =
            match UInt64.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture) with
            | true, number -> Some number
            | false, _ -> None

        match text.Trim().Trim('(', ')').Split(',', StringSplitOptions.TrimEntries) with
        | [| Number seed; Number gamma; Number size |] when size <= uint64 Int32.MaxValue ->
            {
                Rnd = Rnd(seed, gamma)
                Size = Some(int size)
            }
        | _ ->
            invalidArg
                SeedVariable
                $"\"{text}\" is not seed,gamma,size as FsCheck prints it, e.g. 20260101,1,50"

    let private replay () =
        match Environment.GetEnvironmentVariable SeedVariable with
        | null
        | "" -> { Rnd = Rnd 20260101UL; Size = None }
        | text -> parseReplay text

    /// That many cases, drawn with the given types of arbitraries before FsCheck's own.
    let holdsTimes (count: int) (arbitraries: Type list) (property: 'Testable) : unit =
        let config =
            Config.QuickThrowOnFailure
                .WithMaxTest(count)
                .WithQuietOnSuccess(true)
                .WithArbitrary(arbitraries)
                .WithReplay(Some(replay ()))

        FsCheck.Check.One(config, property)

    /// 200 cases, drawn with the given types of arbitraries before FsCheck's own.
    let holdsWith (arbitraries: Type list) (property: 'Testable) : unit =
        holdsTimes 200 arbitraries property

    /// 200 cases, drawn with FsCheck's own arbitraries.
    let holds (property: 'Testable) : unit = holdsWith [] property
