// Builds and tests CorrSyn with the SDK alone: dotnet fsi build.fsx TARGET
// TARGET is one of the names in `targets` at the end of this file; without one it is `test`.

#load "docs/theory/TheoryPages.fs"
#load "docs/SitePages.fs"
#load "tests/Packages.fs"

open System
open System.Diagnostics
open System.IO
open System.Text.Json
open System.Text.RegularExpressions
open System.Threading.Tasks
open System.Xml.Linq

let root = __SOURCE_DIRECTORY__

/// Files under the repository root, named from there.
let inRoot (path: string) = Path.Combine(root, path)

/// Running programs: what is run is echoed, what they say is shown when they fail.
module Command =

    /// Text that must not appear in the log: the address of the package source.
    let mutable private secret = ""

    /// Prints captured output with the address of the package source taken out.
    let private show (text: string) =
        let text =
            if secret = "" then
                text
            else
                text.Replace(secret, "%CORRSYN_NUGET_SOURCE%")

        printfn "%s" (text.TrimEnd())

    let hide text = secret <- text

    let private startIn (directory: string) variables (program: string) (arguments: string list) =
        let info = ProcessStartInfo(program, arguments)
        info.WorkingDirectory <- directory

        for name, value in variables do
            info.Environment[name] <- value

        info.RedirectStandardInput <- true
        info.RedirectStandardOutput <- true
        info.RedirectStandardError <- true
        let child = Process.Start info
        child.StandardInput.Close()
        child

    let private start program arguments = startIn root [] program arguments

    /// Exit code and output, both streams in the order in which their lines arrive.
    let capture program arguments =
        use child = start program arguments
        let lines = ResizeArray<string>()

        let read (stream: StreamReader) =
            task {
                let mutable line = ""

                while not (isNull line) do
                    let! next = stream.ReadLineAsync()
                    line <- next

                    if not (isNull line) then
                        lock lines (fun () -> lines.Add line)
            }
            :> Task

        let readers = [| read child.StandardOutput; read child.StandardError |]
        child.WaitForExit()
        // Compiler servers outlive the command and may keep its pipes open, so the end of the
        // streams is awaited for a moment only.
        Task.WaitAll(readers, TimeSpan.FromSeconds 2.0) |> ignore
        child.ExitCode, lock lines (fun () -> String.Join(Environment.NewLine, lines))

    /// What a program prints on standard output, or what it says if it fails; in a folder, with more variables.
    let readIn directory variables program arguments =
        use child = startIn directory variables program arguments
        let said = child.StandardError.ReadToEndAsync()
        let printed = child.StandardOutput.ReadToEnd()
        child.WaitForExit()

        match child.ExitCode, said.Result.TrimEnd() with
        | 0, _ -> Ok printed
        | code, "" -> Error $"exit code {code}. {printed.TrimEnd()}"
        | _, reason -> Error reason

    /// What a program prints on standard output, or what it says on standard error if it fails.
    let read program arguments = readIn root [] program arguments

    /// Echoes and runs a command; says what it said if it failed.
    let tryRun program (arguments: string list) =
        let quoted =
            arguments
            |> List.map (fun argument ->
                if argument.Contains ' ' then
                    $"\"{argument}\""
                else
                    argument
            )

        printfn "> %s" (String.Join(" ", program :: quoted))
        let code, output = capture program arguments

        if code <> 0 then
            show output

        code

    /// As <c>tryRun</c>; a failure ends the build with the exit code of the command.
    let run program arguments =
        match tryRun program arguments with
        | 0 -> ()
        | code ->
            eprintfn "build.fsx: %s failed with exit code %d" program code
            exit code

    /// Ends the build with a message.
    let stop (message: string) =
        eprintfn "build.fsx: %s" message
        exit 1

/// The steps of the build. Each result can be made by its own step only, so a step that takes
/// one cannot be run before the step that gives it.
module Steps =

    type Restored = private | Restored
    type Formatted = private | Formatted
    type Built = private | Built
    type Runnable = private | Runnable
    type Tested = private | Tested

    let private solution = "CorrSyn.sln"
    let private configuration = [ "-c"; "Release" ]

    /// The directories that people write in; bin and obj below them are not ours.
    let private sources = [ "src"; "tests"; "bench"; "docs" ]

    let private isGenerated (path: string) =
        let name = Path.GetFileName path
        name = "bin" || name = "obj" || name.StartsWith '.'

    /// Every file below a directory that is neither hidden nor generated.
    let rec private filesBelow (directory: string) : string seq =
        seq {
            for file in Directory.EnumerateFiles directory do
                if not ((Path.GetFileName file).StartsWith '.') then
                    file

            for child in Directory.EnumerateDirectories directory do
                if not (isGenerated child) then
                    yield! filesBelow child
        }

    let private existing = List.filter (inRoot >> Directory.Exists)

    let private holding (extensions: string list) directory =
        filesBelow (inRoot directory)
        |> Seq.exists (fun file -> List.contains (Path.GetExtension file) extensions)

    // ---- restore

    /// The enabled sources of the user's own NuGet configuration, in its order.
    let private enabledSources () =
        let code, output =
            Command.capture "dotnet" [ "nuget"; "list"; "source"; "--format"; "short" ]

        if code <> 0 then
            Command.stop "the NuGet configuration could not be read: dotnet nuget list source"

        [
            for line in output.Split '\n' do
                // E, then letters for machine-wide or official sources, then the address.
                let entry = Regex.Match(line.TrimEnd(), "^E[A-Z]* (.+)$")

                if entry.Success then
                    entry.Groups[1].Value
        ]

    /// <summary>Tells Paket where the packages are.</summary>
    /// <remarks>
    /// paket.dependencies names the variable CORRSYN_NUGET_SOURCE instead of a registry. A source
    /// line of Paket takes one address, so of several enabled sources the first is used. The address
    /// is not printed, because it may hold a password.
    /// </remarks>
    let private chooseSource () =
        let variable = "CORRSYN_NUGET_SOURCE"

        let given = Environment.GetEnvironmentVariable variable

        let source =
            if not (String.IsNullOrWhiteSpace given) then
                given
            else
                match enabledSources () with
                | [] ->
                    Command.stop $"NuGet has no enabled package source; add one or set {variable}"
                | [ only ] -> only
                | first :: others ->
                    let count = 1 + List.length others
                    printfn "%d package sources are enabled, the first is used" count
                    first

        Command.hide source
        Environment.SetEnvironmentVariable(variable, source)

    /// Each of the three commands finds out by itself that nothing has changed, in about three seconds
    /// together, so none is skipped: a check of our own could only be wrong. Paket has just run when
    /// MSBuild starts, so MSBuild need not call it again for every project.
    let restore () : Restored =
        chooseSource ()
        Command.run "dotnet" [ "tool"; "restore" ]
        Command.run "dotnet" [ "paket"; "restore" ]
        Command.run "dotnet" [ "restore"; solution; "-v:q"; "-p:PaketDisableGlobalRestore=true" ]
        Restored

    // ---- format

    let private fantomas arguments =
        let targets =
            "build.fsx"
            :: (existing sources |> List.filter (holding [ ".fs"; ".fsi"; ".fsx" ]))

        Command.run "dotnet" ("fantomas" :: arguments @ targets)

    /// `dotnet format` in its folder mode: it looks at each file alone, so it needs no build. Its
    /// style rules need one, and the compiler already reports those as errors.
    let private whitespace arguments =
        Command.run
            "dotnet"
            ([ "format"; "whitespace"; "."; "--folder" ]
             @ arguments
             @ [ "--include" ]
             @ (existing sources |> List.map (fun directory -> directory + "/"))
             @ [ "--exclude"; "**/bin/**"; "**/obj/**" ])

    let checkFormat (Restored) : Formatted =
        fantomas [ "--check" ]
        whitespace [ "--verify-no-changes" ]
        Formatted

    let applyFormat (Restored) : Formatted =
        fantomas []
        whitespace []
        Formatted

    // ---- build

    /// <summary>
    /// The list of everything the program is built from, whose age tells the launchers corrsyn and
    /// corrsyn.cmd whether the build is still good. They make the same list.
    /// </summary>
    let private writeInputs path =
        let shared =
            [
                "Directory.Build.props"
                "Directory.Build.targets"
                "global.json"
                "paket.dependencies"
                "paket.lock"
            ]

        let below =
            filesBelow (inRoot "src")
            |> Seq.map (fun file -> Path.GetRelativePath(root, file).Replace('\\', '/'))

        let names = Seq.append shared below |> Seq.toArray
        Array.Sort(names, StringComparer.Ordinal)
        File.WriteAllText(path, String.Join("\n", names) + "\n")

    let private buildRelease project =
        let stamp = inRoot "artifacts/launcher/inputs"
        let pending = stamp + ".build"
        Directory.CreateDirectory(inRoot "artifacts/launcher") |> ignore
        // Written before the build, so that a file saved during the build is newer. A build that does
        // not end well leaves no stamp.
        File.Delete stamp
        writeInputs pending

        Command.run
            "dotnet"
            ([ "build"; project ]
             @ configuration
             @ [ "--no-restore"; "-m:2"; "-v:q"; "-nologo" ])

        File.Move(pending, stamp, true)

    let build (Restored) : Built =
        buildRelease solution
        Built

    let buildProgram (Restored) : Runnable =
        buildRelease "src/CorrSyn.Cli/CorrSyn.Cli.csproj"
        Runnable

    let programOf (Built) : Runnable = Runnable

    /// The program that times CorrSyn against its peers.
    let buildBench (Restored) =
        buildRelease "bench/CorrSyn.Bench/CorrSyn.Bench.csproj"

    /// The program that times the kernels. It is outside the solution and has packages of its own.
    let buildKernels (Restored) =
        let project = "bench/CorrSyn.Kernels.Bench/CorrSyn.Kernels.Bench.csproj"

        Command.run "dotnet" [ "restore"; project; "-v:q" ]

        Command.run
            "dotnet"
            ([ "build"; project ] @ configuration @ [ "--no-restore"; "-v:q"; "-nologo" ])

    // ---- docs

    let private corrsyn arguments =
        Command.read
            "dotnet"
            (inRoot "src/CorrSyn.Cli/bin/Release/net10.0/CorrSyn.Cli.dll" :: arguments)

    let private theory = "docs/theory"

    let private read (path: string) =
        File.ReadAllText(inRoot path).ReplaceLineEndings "\n"

    /// The pages of docs/theory as the program would have them: path and text.
    let private theoryPages () =
        let suffix = ".source.md"

        let names =
            Directory.GetFiles(inRoot theory, "*" + suffix)
            |> Array.map Path.GetFileName
            |> Array.sort
            |> Array.toList

        printfn "> corrsyn derive, corrsyn theory: the pages of %s" theory

        let program arguments =
            corrsyn (arguments @ [ "--json" ])
            |> Result.map (fun document -> JsonDocument.Parse(document).RootElement)

        match TheoryPages.render program [ for name in names -> name, read $"{theory}/{name}" ] with
        | Ok pages ->
            let path (name: string) =
                $"{theory}/{name.Substring(0, name.Length - suffix.Length)}.md"

            List.zip (List.map path names) pages
        | Error reasons -> Command.stop (String.Join("\nbuild.fsx: ", reasons))

    let writeDocs (Runnable) : unit =
        for path, page in theoryPages () do
            File.WriteAllText(inRoot path, page)

    let checkDocs (Runnable) : unit =
        for path, page in theoryPages () do
            if not (File.Exists(inRoot path)) || read path <> page then
                Command.stop
                    $"{path} is not what its source and the program give; run: dotnet fsi build.fsx docs"

    // ---- site

    let private fsdocs = "fsdocs-tool", "22.2.0"

    let private site = "artifacts/site"

    /// fsdocs is needed here alone and is large, so it is no tool of every restore.
    let private installFsdocs () =
        let name, version = fsdocs
        let folder = inRoot $"artifacts/tools/{name}-{version}"
        let program = Path.Combine(folder, "fsdocs")

        if not (File.Exists program || File.Exists(program + ".exe")) then
            Command.run
                "dotnet"
                [ "tool"; "install"; name; "--version"; version; "--tool-path"; folder ]

        program

    /// What fsdocs leaves that is no page of ours: sources of pages, scripts of the build, copies in Markdown.
    let private isNoPage (path: string) =
        path.EndsWith ".source.html"
        || path.EndsWith ".md"
        || path.EndsWith ".fs"
        || path.EndsWith ".txt"
        || path.EndsWith ".json"
        || path.EndsWith "NuGet.config"

    /// MathML in place of TeX. It takes node and KaTeX; without them the pages show TeX, and the build goes on.
    let private renderFormulas () =
        let has program =
            try
                fst (Command.capture program [ "--version" ]) = 0
            with :? ComponentModel.Win32Exception ->
                false

        let npm = if OperatingSystem.IsWindows() then "npm.cmd" else "npm"

        // Without a package registry for npm there is no KaTeX, as without node.
        let install () =
            printfn "> npm ci --prefix web"

            fst (
                Command.capture npm [ "ci"; "--prefix"; "web"; "--silent"; "--fetch-retries"; "0" ]
            )
                =
                0

        if has "node" && has npm && install () then
            Command.run "node" [ "web/math.mjs"; site ]
        else
            printfn "node, or KaTeX from npm, is not there: formulas stay TeX"

    /// <summary>Documentation and API reference as pages that open from disk, in artifacts/site.</summary>
    /// <remarks>fsdocs makes them; docs/SitePages.fs and web/math.mjs make them work without a network. A link that
    /// leads nowhere and a formula that cannot be read end the build.</remarks>
    let writeSite (Built) : unit =
        let program = installFsdocs ()

        let projects =
            [
                for name in
                    [
                        "CorrSyn.Core/CorrSyn.Core.fsproj"
                        "CorrSyn.Simulation/CorrSyn.Simulation.csproj"
                        "CorrSyn.Formats/CorrSyn.Formats.csproj"
                        "CorrSyn/CorrSyn.csproj"
                    ] do
                    inRoot $"src/{name}"
            ]

        Command.run
            program
            ([
                "build"
                "--clean"
                "--strict"
                "--nodefaultcontent"
                "--ignoreuncategorized"
             ]
             @ [ "--output"; site; "--properties"; "Configuration=Release" ]
             @ [ "--parameters"; "root"; SitePages.Root ]
             @ ("--projects" :: projects))

        let paths =
            [
                for file in filesBelow (inRoot site) do
                    Path.GetRelativePath(inRoot site, file).Replace('\\', '/')
            ]

        let unwanted, kept = List.partition isNoPage paths
        let written, files = kept |> List.partition (fun path -> path.EndsWith ".html")
        let pathOf path = inRoot $"{site}/{path}"
        let index = "content/pages.js"

        let rendered =
            SitePages.render
                (set (index :: files))
                [
                    for path in written ->
                        {
                            Path = path
                            Text = File.ReadAllText(pathOf path)
                        }
                ]

        for path in unwanted @ written do
            File.Delete(pathOf path)

        for page in rendered.Pages do
            File.WriteAllText(pathOf page.Path, page.Text)

        File.WriteAllText(pathOf index, SitePages.script rendered.Index)

        match rendered.Broken with
        | [] -> ()
        | broken -> Command.stop (String.Join("\nbuild.fsx: ", broken))

        renderFormulas ()
        printfn "%d pages: %s/index.html" rendered.Pages.Length site

    // ---- packages

    let private packageArguments extra =
        [ "pack"; solution ]
        @ configuration
        @ [ "--no-restore"; "-v:q"; "-nologo" ]
        @ extra

    /// The packages, in artifacts/packages.
    let pack (Restored) : unit =
        Command.run "dotnet" (packageArguments [])

        for package in Directory.GetFiles(inRoot "artifacts/packages", "*.nupkg") do
            printfn "artifacts/packages/%s" (Path.GetFileName package)

    /// Packs under a version of its own, installs the packages elsewhere, and runs their examples. Assemblies keep theirs.
    let checkPackages (Restored) : unit =
        let folder = Directory.CreateTempSubdirectory "corrsyn-packages-"
        let packages = Path.Combine(folder.FullName, "packages")
        let version = $"0.0.0-check{DateTime.UtcNow:yyyyMMddHHmmss}"

        Command.run
            "dotnet"
            (packageArguments [ $"-p:PackageVersion={version}"; $"-p:PackageOutputPath={packages}" ])

        let wrong =
            Packages.check Command.readIn (inRoot "src") packages version folder.FullName

        folder.Delete true

        match wrong with
        | [] -> printfn "The packages install, and their examples run."
        | reasons -> Command.stop (String.Join("\nbuild.fsx: ", reasons))

    // ---- results of tests

    /// total, passed and failed of one results file; what neither passed nor failed was skipped.
    let private counters (path: string) =
        let counters =
            XDocument.Load(path).Descendants()
            |> Seq.find (fun element -> element.Name.LocalName = "Counters")

        let count names =
            names |> List.sumBy (fun name -> int (counters.Attribute(XName.Get name).Value))

        count [ "total" ], count [ "passed" ], count [ "failed"; "error"; "timeout"; "aborted" ]

    // ---- browser

    /// Outside the solution: what it needs is large, and nothing else needs it.
    let private browserTests =
        "tests/CorrSyn.Browser.Tests/CorrSyn.Browser.Tests.csproj"

    /// CORRSYN_CHROMIUM if it is set; else a Chromium on the PATH, or in the places where installers put one.
    let private chromium () =
        let names =
            [ "chromium"; "chromium-browser"; "google-chrome"; "google-chrome-stable" ]

        let folders =
            (Environment.GetEnvironmentVariable "PATH").Split Path.PathSeparator
            |> Array.toList

        let usual =
            [
                "/usr/bin/chromium"
                "/snap/bin/chromium"
                "/Applications/Chromium.app/Contents/MacOS/Chromium"
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
                @"C:\Program Files\Google\Chrome\Application\chrome.exe"
                @"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe"
            ]

        match Environment.GetEnvironmentVariable "CORRSYN_CHROMIUM" with
        | null
        | "" ->
            [
                for folder in folders do
                    for name in names -> Path.Combine(folder, name)
            ]
            @ usual
            |> List.tryFind File.Exists
        | given -> Some given

    /// The pages in a headless Chromium; without one, a line that says so.
    let testPages (Runnable) : unit =
        match chromium () with
        | None ->
            printfn
                "There is no Chromium on the PATH (CORRSYN_CHROMIUM names another): the browser tests are not run."
        | Some browser ->
            let results = inRoot "artifacts/browser"

            if Directory.Exists results then
                Directory.Delete(results, true)

            Environment.SetEnvironmentVariable("CORRSYN_CHROMIUM", browser)
            Command.run "dotnet" [ "restore"; browserTests; "-v:q"; "--locked-mode" ]

            let code =
                Command.tryRun
                    "dotnet"
                    ([ "test"; browserTests ]
                     @ configuration
                     @ [
                         "--no-restore"
                         "-nologo"
                         "--logger"
                         "trx"
                         "--results-directory"
                         results
                     ])

            let times = Path.Combine(results, "times.txt")

            if File.Exists times then
                printf "%s" (File.ReadAllText times)

            for file in Directory.GetFiles(results, "*.trx") do
                let total, passed, failed = counters file

                printfn
                    "BROWSER TESTS: %d total, %d passed, %d failed, %d skipped"
                    total
                    passed
                    failed
                    (total - passed - failed)

            if code <> 0 then
                exit code

            printfn "Pictures of the pages: artifacts/browser"

    // ---- test

    let test (Built) : Tested =
        let results = "artifacts/tests"

        if Directory.Exists(inRoot results) then
            Directory.Delete(inRoot results, true)

        let code =
            Command.tryRun
                "dotnet"
                ([ "test"; solution ]
                 @ configuration
                 @ [ "--no-build"; "--logger"; "trx"; "--results-directory"; results ])

        let files =
            if Directory.Exists(inRoot results) then
                Directory.GetFiles(inRoot results, "*.trx", SearchOption.AllDirectories)
            else
                [||]

        let projects =
            Directory.GetFiles(inRoot "tests", "*.*proj", SearchOption.AllDirectories)
            |> Array.filter (fun path -> path <> inRoot browserTests)

        let counts = Array.map counters files
        let total = counts |> Array.sumBy (fun (total, _, _) -> total)
        let passed = counts |> Array.sumBy (fun (_, passed, _) -> passed)
        let failed = counts |> Array.sumBy (fun (_, _, failed) -> failed)
        let skipped = total - passed - failed

        let isComplete = files.Length = projects.Length && total > 0

        if total = 0 then
            eprintfn "build.fsx: no test was run"
        elif not isComplete then
            eprintfn
                "build.fsx: %d test projects left %d files of results"
                projects.Length
                files.Length

        printfn "%d passed, %d failed, %d skipped" passed failed skipped
        printfn "TESTS: %d total, %d passed, %d failed, %d skipped" total passed failed skipped

        match code with
        | 0 when failed > 0 || not isComplete -> exit 1
        | 0 -> Tested
        | code -> exit code

    // ---- clean

    let clean () =
        let rec remove (directory: string) =
            for child in Directory.GetDirectories directory do
                match Path.GetFileName child with
                | "bin"
                | "obj"
                | "TestResults" -> Directory.Delete(child, true)
                | _ -> remove child

        existing sources |> List.iter (inRoot >> remove)

        if Directory.Exists(inRoot "artifacts") then
            Directory.Delete(inRoot "artifacts", true)

open Steps

let targets: (string * string * (unit -> unit)) list =
    [
        "restore", "fetch the tools and the packages", restore >> ignore
        "format", "check the layout of every source file", restore >> checkFormat >> ignore
        "fix", "lay out every source file", restore >> applyFormat >> ignore
        "build", "build everything in Release", restore >> build >> ignore
        "program",
        "build the command corrsyn alone, as ./corrsyn does",
        restore >> buildProgram >> ignore
        "bench",
        "build the program that times CorrSyn against its peers, as bench/compare does",
        restore >> buildBench
        "kernels",
        "build the program that times the kernels, as bench/kernels does",
        restore >> buildKernels
        "docs",
        "write the pages of docs/theory from their sources and the program",
        restore >> buildProgram >> writeDocs
        "site",
        "write the documentation and the API reference as web pages to artifacts/site",
        restore >> build >> writeSite
        "pack", "write the packages to artifacts/packages", restore >> pack
        "packages",
        "pack, install the packages elsewhere and run their examples",
        restore >> checkPackages
        "browser",
        "test the pages of the program, and those of site if they are there, in a headless Chromium",
        restore >> buildProgram >> testPages
        "test",
        "restore, format, build, compare docs/theory and run every test (the default)",
        fun () ->
            let restored = restore ()
            checkFormat restored |> ignore
            let built = build restored
            checkDocs (programOf built)
            test built |> ignore
        "clean", "remove what the build has made", clean
    ]

/// <summary>A home directory for the tools, which keep packages and settings there.</summary>
/// <remarks>Paket stops where HOME is unset, and an empty one makes relative paths.</remarks>
let home () =
    let isWritable (directory: string) =
        try
            use _ =
                File.Create(
                    Path.Combine(directory, Path.GetRandomFileName()),
                    1,
                    FileOptions.DeleteOnClose
                )

            true
        with
        | :? IOException
        | :? UnauthorizedAccessException -> false

    let given = Environment.GetFolderPath Environment.SpecialFolder.UserProfile

    if given <> "" && isWritable given then
        given
    else
        (Directory.CreateDirectory(inRoot "artifacts/home")).FullName

if not (OperatingSystem.IsWindows()) then
    Environment.SetEnvironmentVariable("HOME", home ())

// No banner, no telemetry and English messages, whatever the machine has set.
for name, value in
    [
        "DOTNET_NOLOGO", "1"
        "DOTNET_CLI_TELEMETRY_OPTOUT", "1"
        "DOTNET_CLI_UI_LANGUAGE", "en"
    ] do
    Environment.SetEnvironmentVariable(name, value)

match Array.tail fsi.CommandLineArgs with
| [||] -> Some "test"
| [| name |] -> Some name
| _ -> None
|> Option.bind (fun wanted -> targets |> List.tryFind (fun (name, _, _) -> name = wanted))
|> function
    | Some(_, _, run) -> run ()
    | None ->
        eprintfn "usage: dotnet fsi build.fsx TARGET"

        for name, meaning, _ in targets do
            eprintfn "  %-8s %s" name meaning

        exit 2
