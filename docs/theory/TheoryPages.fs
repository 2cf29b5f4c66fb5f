/// <summary>The pages of docs/theory: prose from NAME.source.md, equations and numbers from the program.</summary>
/// <remarks>
/// A placeholder is a line by itself. After the first word, which says what is wanted, come options of the command
/// that gives it, and after a bar what to call the result.
/// <code>
/// {{MF-6}}                                   the equation MF-6 that `corrsyn derive` prints
/// {{W-3 --weights binary}}                   W-3 of another premise, called "binary weights"
/// {{W-3 --weights binary | weights of ±1}}   the same, called otherwise
/// {{theory dimension --correlation 2 | 2}}   a row of a table: a quantity of `corrsyn theory`, layer by layer
/// </code>
/// </remarks>
module TheoryPages

open System.Globalization
open System.Text.Json
open System.Text.RegularExpressions

/// Runs the program with arguments and --json: its document, or what it said when it failed.
type Program = string list -> Result<JsonElement, string>

type private Placeholder =
    {
        Kind: string
        Options: string list
        Label: string option
    }

type private Line =
    | Prose of string
    | Placeholder of Placeholder
    | Misplaced

let private words (text: string) =
    text.Split(' ', System.StringSplitOptions.RemoveEmptyEntries) |> Array.toList

let private readLine (line: string) =
    let found = Regex.Match(line, @"^\{\{ *([^{}| ]+)([^{}|]*)(\|([^{}]*))?\}\}$")

    if found.Success then
        Placeholder
            {
                Kind = found.Groups[1].Value
                Options = words found.Groups[2].Value
                Label =
                    if found.Groups[3].Success then
                        Some(found.Groups[4].Value.Trim())
                    else
                        None
            }
    elif line.Contains "{{" then
        Misplaced
    else
        Prose line

let private isId (text: string) = Regex.IsMatch(text, @"^[A-Z]+-\d+$")

let private text (element: JsonElement) (key: string) = element.GetProperty(key).GetString()

let private items (element: JsonElement) (key: string) =
    List.ofSeq (element.GetProperty(key).EnumerateArray())

/// `--weights orthogonal` is called "orthogonal weights".
let rec private nameOf (options: string list) =
    match options with
    | [] -> []
    | option :: value :: rest when not (value.StartsWith "--") ->
        $"{value} {option.TrimStart('-')}" :: nameOf rest
    | flag :: rest -> flag.TrimStart('-') :: nameOf rest

let private showEquation (placeholder: Placeholder) (equation: JsonElement) =
    let label =
        match placeholder.Label with
        | Some label -> [ label ]
        | None -> nameOf placeholder.Options

    let name = String.concat ", " (text equation "name" :: label)
    let latex = text equation "latex"
    $"**({placeholder.Kind})** {name}\n\n```math\n{latex}\n```"

let private showRow (label: string option) (numbers: float list) =
    let cells =
        numbers
        |> List.map (fun x -> x.ToString("0.0000", CultureInfo.InvariantCulture))

    "| " + String.concat " | " (Option.toList label @ cells) + " |"

/// One run of the program for each premise.
let private equationsOf (program: Program) =
    let known = System.Collections.Generic.Dictionary<string list, _>()

    fun options ->
        match known.TryGetValue options with
        | true, equations -> equations
        | false, _ ->
            let equations =
                program ("derive" :: options)
                |> Result.map (fun document ->
                    items document "equations" |> List.map (fun each -> text each "id", each)
                )

            known[options] <- equations
            equations

let private fill program equations (placeholder: Placeholder) : Result<string, string> =
    match placeholder.Kind, placeholder.Options with
    | id, options when isId id ->
        equations options
        |> Result.bind (fun equations ->
            match List.tryFind (fst >> (=) id) equations with
            | Some(_, equation) -> Ok(showEquation placeholder equation)
            | None ->
                let known = equations |> List.map fst |> String.concat ", "
                Error $"the program derives no equation {id}, but {known}"
        )
    | "theory", quantity :: options ->
        program ("theory" :: options)
        |> Result.bind (fun document ->
            let layers = items document "layers"

            match layers |> List.filter (fun layer -> fst (layer.TryGetProperty quantity)) with
            | [] -> Error $"corrsyn theory has no quantity {quantity}"
            | layers ->
                layers
                |> List.map (fun layer -> layer.GetProperty(quantity).GetDouble())
                |> showRow placeholder.Label
                |> Ok
        )
    | kind, _ ->
        Error $"unknown placeholder {kind}; known: the number of an equation, theory QUANTITY"

let private header (name: string) =
    $"<!-- Written by `dotnet fsi build.fsx docs` from {name} and what the program derives. Edit that file, not this one. -->\n\n"

/// A number of an equation in the prose that no equation has, such as MF-66.
let private unknownNumber (known: Set<string>) (prose: string) =
    let prefix (id: string) = id.Substring(0, id.IndexOf '-')
    let prefixes = Set.map prefix known

    Regex.Matches(prose, @"\b[A-Z]+-\d+\b")
    |> Seq.map _.Value
    |> Seq.tryFind (fun id -> prefixes.Contains(prefix id) && not (known.Contains id))

/// Equations of the default premise that no page shows, and equations that are shown twice.
let private miscounted equations (shown: (string * string list) list) =
    match equations [] with
    | Error reason -> [ reason ]
    | Ok derived ->
        [
            for id, _ in derived do
                if not (List.contains (id, []) shown) then
                    $"no page shows the equation {id}: {{{{{id}}}}} is missing"

            for (id, options), count in List.countBy (fun each -> each) shown do
                if isId id && count > 1 then
                    let premise = String.concat " " (id :: options)
                    $"{premise} is shown {count} times"
        ]

/// <summary>Fills in the pages.</summary>
/// <param name="program">Runs the program.</param>
/// <param name="sources">The source pages, by their file names.</param>
/// <returns>
/// The pages in the same order. Or what is wrong: a placeholder that the program cannot fill, an equation of the
/// default premise that no page shows, one shown twice, a number in the prose that no equation has.
/// </returns>
let render (program: Program) (sources: (string * string) list) : Result<string list, string list> =
    let equations = equationsOf program

    let pages =
        [
            for name, source in sources ->
                name, source.Split '\n' |> Array.toList |> List.map readLine
        ]

    let shown =
        [
            for _, lines in pages do
                for line in lines do
                    match line with
                    | Placeholder each -> each.Kind, each.Options
                    | Prose _
                    | Misplaced -> ()
        ]

    let known =
        [] :: List.map snd (List.filter (fst >> isId) shown)
        |> List.distinct
        |> List.collect (equations >> Result.map (List.map fst) >> Result.defaultValue [])
        |> set

    let fillLine line =
        match line with
        | Misplaced -> Error "a placeholder stands on a line by itself"
        | Placeholder placeholder -> fill program equations placeholder
        | Prose prose ->
            match unknownNumber known prose with
            | Some id -> Error $"there is no equation {id}"
            | None -> Ok prose

    let filled = pages |> List.map (fun (name, lines) -> name, List.map fillLine lines)

    let wrong =
        [
            for name, lines in filled do
                for index, line in List.indexed lines do
                    match line with
                    | Error reason -> $"{name}:{index + 1}: {reason}"
                    | Ok _ -> ()
        ]

    match wrong @ miscounted equations shown with
    | [] ->
        Ok
            [
                for name, lines in filled ->
                    header name + String.concat "\n" (List.map (Result.defaultValue "") lines)
            ]
    | reasons -> Error reasons
