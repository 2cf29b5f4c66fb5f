/// <summary>Whether the packages work for those who install them: in a C# program, in an F# script, as a tool.</summary>
/// <remarks>
/// The programs are the examples in the pages of the packages, src/*/PACKAGE.md. They are run in a folder of their own with
/// a package cache of its own, so that nothing of the repository or of an earlier package helps.
/// </remarks>
module Packages

open System
open System.IO
open System.Text.Json
open System.Text.RegularExpressions

/// Runs a program in a folder with more variables in its environment: what it prints, or what it says when it fails.
type Run = string -> (string * string) list -> string -> string list -> Result<string, string>

/// The first block of code of a language on a page.
let private example language (page: string) =
    let block =
        Regex.Match(
            File.ReadAllText page,
            $"^```{language}\n(.*?)\n```$",
            RegexOptions.Multiline ||| RegexOptions.Singleline
        )

    if block.Success then
        block.Groups[1].Value
    else
        invalidOp $"{page} holds no example in {language}"

let private program packages version =
    let references =
        packages
        |> List.map (fun name -> $"""<PackageReference Include="{name}" Version="{version}" />""")
        |> String.concat "\n    "

    $"""<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    {references}
  </ItemGroup>
</Project>
"""

/// The sources of the user's configuration, and the folder of the packages.
let private configuration (packages: string) =
    $"""<configuration>
  <packageSources>
    <add key="packages" value="{packages}" />
  </packageSources>
</configuration>
"""

/// D/N of the layers as the example of the facade prints it, from the document of `corrsyn theory`.
let private expected (document: string) =
    [
        for layer in JsonDocument.Parse(document).RootElement.GetProperty("layers").EnumerateArray() do
            let number = layer.GetProperty("layer").GetInt32()
            let dimension = layer.GetProperty("dimension").GetDouble()

            String.Format(
                Globalization.CultureInfo.InvariantCulture,
                "{0}: D/N = {1:F4}",
                number,
                dimension
            )
    ]

let private lines (text: string) =
    text.Split('\n', StringSplitOptions.RemoveEmptyEntries ||| StringSplitOptions.TrimEntries)
    |> Array.toList

/// <summary>Installs the packages and runs their examples.</summary>
/// <param name="run">Runs a program.</param>
/// <param name="sources">The folder src of the repository.</param>
/// <param name="packages">The folder of the packages.</param>
/// <param name="version">Their version, one that was never published.</param>
/// <param name="folder">An empty folder outside the repository.</param>
/// <returns>What is wrong, as sentences.</returns>
let check
    (run: Run)
    (sources: string)
    (packages: string)
    (version: string)
    (folder: string)
    : string list =
    let inFolder (path: string) = Path.Combine(folder, path)

    let page project =
        Path.Combine(sources, project, "PACKAGE.md")

    File.WriteAllText(inFolder "nuget.config", configuration packages)

    let run directory program arguments =
        run
            directory
            [ "NUGET_PACKAGES", inFolder "cache"; "DOTNET_CLI_HOME", inFolder "home" ]
            program
            arguments

    let runExample project references =
        let directory = inFolder project
        Directory.CreateDirectory directory |> ignore
        File.WriteAllText(Path.Combine(directory, "Example.csproj"), program references version)
        File.WriteAllText(Path.Combine(directory, "Program.cs"), example "csharp" (page project))
        run directory "dotnet" [ "run"; "--project"; directory ]

    let runScript () =
        let script =
            $"#i \"nuget: {packages}\"\n#r \"nuget: CorrSyn.Core, {version}\"\n\n"
            + example "fsharp" (page "CorrSyn.Core")

        File.WriteAllText(inFolder "example.fsx", script)
        run folder "dotnet" [ "fsi"; inFolder "example.fsx" ]

    let runTool arguments =
        let tool = inFolder "tool/corrsyn"
        run folder tool arguments

    let install () =
        run
            folder
            "dotnet"
            [
                "tool"
                "install"
                "CorrSyn.Tool"
                "--version"
                version
                "--tool-path"
                inFolder "tool"
            ]

    let expect name isRight result =
        match result with
        | Error reason -> [ $"{name} fails: {reason}" ]
        | Ok printed when isRight (lines printed) -> []
        | Ok printed -> [ $"{name} prints\n{printed}" ]

    let holds (part: string) printed =
        printed |> List.exists (fun (line: string) -> line.Contains part)

    [
        match install () |> Result.bind (fun _ -> runTool [ "theory"; "--json" ]) with
        | Error reason -> $"CorrSyn.Tool fails: {reason}"
        | Ok document ->
            yield! expect "CorrSyn" ((=) (expected document)) (runExample "CorrSyn" [ "CorrSyn" ])

            yield!
                expect
                    "corrsyn --version"
                    (fun printed -> printed.Length = 1)
                    (runTool [ "--version" ])

        yield! expect "CorrSyn.Core" (holds "(MF-6)  N Sigma' = g^2") (runScript ())

        yield!
            expect
                "CorrSyn.Simulation"
                (fun printed -> printed.Length = 4 && holds "layer 3: D/N = 0." printed)
                (runExample "CorrSyn.Simulation" [ "CorrSyn.Simulation" ])

        yield!
            expect
                "CorrSyn.Formats"
                ((=) [ "fc1.weight: 2 x 3, sum 1.25" ])
                (runExample "CorrSyn.Formats" [ "CorrSyn.Formats" ])
    ]
