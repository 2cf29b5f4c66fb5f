module CorrSyn.Core.Tests.ArchitectureTests

open System
open System.IO
open System.Text.RegularExpressions
open System.Xml.Linq
open Xunit

/// A source file: its path from the repository root, with forward slashes, and its text.
type Source = { Path: string; Text: string }

/// The folders whose uses are restricted, and the folders of CorrSyn that each may use besides
/// itself. What is not listed here, the facade and the command line, is held by the project graph.
let private mayUse =
    [
        "src/CorrSyn.Core/Model", []
        "src/CorrSyn.Core/Symbolic", [ "Model" ]
        "src/CorrSyn.Core/Derivation", [ "Symbolic"; "Model" ]
        "src/CorrSyn.Core/Rendering", [ "Derivation"; "Symbolic"; "Model" ]
        "src/CorrSyn.Core/Numeric", [ "Derivation"; "Symbolic"; "Model" ]
        "src/CorrSyn.Simulation", [ "Model" ]
        "src/CorrSyn.Formats", []
    ]

/// The project references there may be.
let private arrows =
    set
        [
            "CorrSyn.Cli", "CorrSyn"
            "CorrSyn", "CorrSyn.Core"
            "CorrSyn", "CorrSyn.Simulation"
            "CorrSyn", "CorrSyn.Formats"
            "CorrSyn.Simulation", "CorrSyn.Core"
        ]

let private isBelow (folder: string) (source: Source) =
    source.Path.StartsWith(folder + "/", StringComparison.Ordinal)

let private matches pattern text =
    [ for found in Regex.Matches(text, pattern) -> found ]

/// The text without its comments, which may speak of anything. (*) is not a comment.
let private code (source: Source) =
    Regex.Replace(source.Text, @"//[^\n]*|\(\*(?!\))[\s\S]*?\*\)|/\*[\s\S]*?\*/", "")

/// Uses of a folder of CorrSyn that the table does not allow. A folder is named in full or, as C#
/// allows inside CorrSyn.Simulation and F# after `open CorrSyn`, by its last part.
let private forbiddenFolders source =
    match mayUse |> List.tryFind (fun (folder, _) -> isBelow folder source) with
    | None -> []
    | Some(folder, others) ->
        let own = folder.Split('/', '.') |> Array.last
        let allowed = own :: others

        matches
            @"\bCorrSyn\.([A-Z]\w*)|(?<![\w.])(Model|Symbolic|Derivation|Rendering|Numeric|Simulation|Formats)\.(?=[A-Z])"
            (code source)
        |> List.map (fun found -> found.Groups[1].Value + found.Groups[2].Value)
        |> List.distinct
        |> List.filter (fun used -> not (List.contains used allowed))
        |> List.map (fun used -> $"{source.Path}: may not use CorrSyn.{used}")

let private forbiddenNames source =
    matches "Utils?|Common|Helpers?|Misc|Manager" source.Path
    |> List.map (fun found -> $"{source.Path}: {found.Value} says nothing; name the concept")

let private forbiddenWords source =
    matches @"\b(failwithf?|TODO|FIXME)\b" source.Text
    |> List.map (fun found -> $"{source.Path}: {found.Value}")

/// Input and output, the clock, the environment and randomness in Core.
let private impurities source =
    if isBelow "src/CorrSyn.Core" source then
        matches
            @"\bSystem\.IO\b|\b(File|Directory|Environment|Stopwatch|DateTimeOffset)\.|\bDateTime\.(Utc)?(Now|Today)|\bConsole\b|\be?printfn?\b|\bRandom\b|\bNewGuid\b"
            (code source)
        |> List.map (fun found -> $"{source.Path}: Core is pure, but names {found.Value}")
    else
        []

/// Floating-point mathematics of others where the mathematics is exact.
let private inexactness source =
    if
        [ "Symbolic"; "Derivation"; "Rendering" ]
        |> List.exists (fun folder -> isBelow $"src/CorrSyn.Core/{folder}" source)
    then
        matches @"\bMathNet\b" (code source)
        |> List.map (fun _ -> $"{source.Path}: MathNet.Numerics belongs to Numeric and Model")
    else
        []

let private excessLines source =
    let count = source.Text.TrimEnd('\n').Split('\n').Length

    if count > 300 then
        [ $"{source.Path}: {count} lines; split above 300" ]
    else
        []

/// Everything that is wrong with a source file, one line each.
let private violations source =
    [
        forbiddenFolders
        forbiddenNames
        forbiddenWords
        impurities
        inexactness
        excessLines
    ]
    |> List.collect (fun rule -> rule source)

let private root =
    let rec search (directory: DirectoryInfo) =
        if File.Exists(Path.Combine(directory.FullName, "CorrSyn.sln")) then
            directory.FullName
        else
            search directory.Parent

    search (DirectoryInfo AppContext.BaseDirectory)

let private filesBelowSrc =
    Directory.GetFiles(Path.Combine(root, "src"), "*", SearchOption.AllDirectories)
    |> Array.map (fun path -> Path.GetRelativePath(root, path).Replace('\\', '/'))
    |> Array.filter (fun path -> not (Regex.IsMatch(path, "/(bin|obj)/")))
    |> Array.sort
    |> Array.toList

let private hasExtension (extensions: string list) (path: string) =
    List.contains (Path.GetExtension path) extensions

let private read (path: string) =
    {
        Path = path
        Text = File.ReadAllText(Path.Combine(root, path))
    }

let private references (project: Source) =
    XDocument.Parse(project.Text).Descendants()
    |> Seq.filter (fun element -> element.Name.LocalName = "ProjectReference")
    |> Seq.map (fun element ->
        Path.GetFileNameWithoutExtension project.Path,
        element.Attribute(XName.Get "Include").Value.Replace('\\', '/')
        |> Path.GetFileNameWithoutExtension
    )
    |> set

let private assertNone (found: string list) =
    Assert.True(List.isEmpty found, String.concat "\n" found)

[<Fact>]
let ``the sources keep to the layout`` () =
    let sources =
        filesBelowSrc
        |> List.filter (hasExtension [ ".fs"; ".fsi"; ".cs" ])
        |> List.map read

    Assert.NotEmpty sources
    sources |> List.collect violations |> assertNone

[<Fact>]
let ``no other file has a name that says nothing`` () =
    filesBelowSrc
    |> List.collect (fun path -> forbiddenNames { Path = path; Text = "" })
    |> assertNone

[<Fact>]
let ``every folder of Core has a row in the table`` () =
    filesBelowSrc
    |> List.filter (hasExtension [ ".fs"; ".fsi" ])
    |> List.filter (fun path -> path.StartsWith("src/CorrSyn.Core/", StringComparison.Ordinal))
    |> List.filter (fun path ->
        mayUse
        |> List.forall (fun (folder, _) -> not (isBelow folder { Path = path; Text = "" }))
    )
    |> assertNone

[<Fact>]
let ``the projects refer to each other along the arrows`` () =
    let projects = filesBelowSrc |> List.filter (hasExtension [ ".fsproj"; ".csproj" ])

    let existing = projects |> List.map Path.GetFileNameWithoutExtension |> set

    let expected =
        arrows
        |> Set.filter (fun (user, used) -> existing.Contains user && existing.Contains used)

    let actual = projects |> List.map (read >> references) |> Set.unionMany
    Assert.NotEmpty actual
    Assert.Equal<Set<string * string>>(expected, actual)

[<Fact>]
let ``no package registry is written down`` () =
    [ "paket.dependencies"; "paket.lock" ]
    |> List.map read
    |> List.filter (fun file -> file.Text.Contains("://", StringComparison.Ordinal))
    |> List.map (fun file -> $"{file.Path}: put %%CORRSYN_NUGET_SOURCE%% back for the address")
    |> assertNone

[<Theory>]
[<InlineData("src/CorrSyn.Core/Model/A.fs", "open CorrSyn.Symbolic")>]
[<InlineData("src/CorrSyn.Core/Symbolic/A.fs", "open CorrSyn.Numeric")>]
[<InlineData("src/CorrSyn.Core/Rendering/A.fs", "let x = Numeric.Averages.Quadrature.nodes 3")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "let x = CorrSyn.Rendering.LaTeX.render t")>]
[<InlineData("src/CorrSyn.Simulation/A.cs", "using CorrSyn.Derivation;")>]
[<InlineData("src/CorrSyn.Simulation/A.cs", "var map = Derivation.Maps.LayerMap.Create();")>]
[<InlineData("src/CorrSyn.Formats/A.cs", "using CorrSyn.Model;")>]
[<InlineData("src/CorrSyn/StringHelpers.cs", "")>]
[<InlineData("src/CorrSyn/Misc/A.cs", "")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "let f x = failwith \"no\"")>]
[<InlineData("src/CorrSyn/A.cs", "// TODO: later")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "open System.IO")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "let now = System.DateTime.Now")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "let n = Environment.ProcessorCount")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "let random = System.Random 1")>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "Console.WriteLine 1")>]
[<InlineData("src/CorrSyn.Core/Symbolic/A.fs", "open MathNet.Numerics")>]
let ``a planted violation is found`` (path: string) (text: string) =
    Assert.Single(violations { Path = path; Text = text }) |> ignore

[<Fact>]
let ``a file of 301 lines is found, one of 300 is not`` () =
    let file count =
        {
            Path = "src/CorrSyn/A.cs"
            Text = String.replicate count "//\n"
        }

    Assert.Single(violations (file 301)) |> ignore
    Assert.Empty(violations (file 300))

[<Theory>]
[<InlineData("src/CorrSyn.Core/Numeric/A.fs", "open CorrSyn.Derivation\nopen CorrSyn.Model")>]
[<InlineData("src/CorrSyn.Core/Symbolic/A.fs", "/// See <c>CorrSyn.Numeric</c>.\nlet times = (*)")>]
[<InlineData("src/CorrSyn.Simulation/A.cs",
             "using CorrSyn.Model;\nusing CorrSyn.Simulation.Sampling;")>]
[<InlineData("src/CorrSyn.Cli/A.cs", "Console.WriteLine(Environment.NewLine);")>]
let ``what is allowed passes`` (path: string) (text: string) =
    Assert.Empty(violations { Path = path; Text = text })

[<Fact>]
let ``a planted project reference is found`` () =
    let project =
        {
            Path = "src/CorrSyn.Simulation/CorrSyn.Simulation.csproj"
            Text =
                "<Project><ProjectReference Include=\"..\\CorrSyn.Formats\\CorrSyn.Formats.csproj\" /></Project>"
        }

    Assert.False(Set.isSubset (references project) arrows)
