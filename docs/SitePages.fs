/// <summary>The documentation as a site: what fsdocs writes, made to work from any folder, without a network.</summary>
/// <remarks>
/// Links become relative, headings get the anchors that they have in the repository, formulas and code get elements of
/// their own, and a link that leads nowhere is an error. Formulas are left as TeX for web/math.mjs.
/// </remarks>
module SitePages

open System
open System.Collections.Generic
open System.Net
open System.Text.Json
open System.Text.RegularExpressions

/// What fsdocs is told to write where the address of the site stands.
[<Literal>]
let Root = "/@root@/"

/// A page by its path from the root of the site, with forward slashes.
type Page = { Path: string; Text: string }

type Site =
    {
        Pages: Page list
        /// Title and address of every page and of every member of the API.
        Index: (string * string) list
        /// Links that lead nowhere, as sentences.
        Broken: string list
    }

let private replace (pattern: string) (evaluate: Match -> string) (text: string) =
    Regex.Replace(text, pattern, MatchEvaluator evaluate, RegexOptions.Singleline)

let private plain (html: string) =
    Regex.Replace(html, "<[^>]*>", "")
    |> WebUtility.HtmlDecode
    |> replace @"\s+" (fun _ -> " ")
    |> _.Trim()

/// README.html of a folder is what a server shows for the folder.
let private placed (path: string) =
    replace @"(^|/)README\.html$" (fun found -> found.Groups[1].Value + "index.html") path

// ---- headings

/// The anchor that code hosts give a heading: lower case, no punctuation, hyphens for spaces.
let private slug (heading: string) =
    heading.ToLowerInvariant()
    |> replace @"[^\w\- ]" (fun _ -> "")
    |> _.Replace(' ', '-')

let private heading =
    "<h([1-6])><a name=\"([^\"]*)\" class=\"anchor\" href=\"[^\"]*\">(.*?)</a></h[1-6]>"

/// The name that fsdocs gave each heading, with its slug; the second of two equal slugs ends in -1.
let private anchors (html: string) =
    let seen = Dictionary<string, int>()

    dict
        [
            for found in Regex.Matches(html, heading, RegexOptions.Singleline) do
                let slug = slug (plain found.Groups[3].Value)
                let times = seen.GetValueOrDefault slug
                seen[slug] <- times + 1
                found.Groups[2].Value, (if times = 0 then slug else $"{slug}-{times}")
        ]

let private nameHeadings (html: string) =
    let anchors = anchors html

    html
    |> replace
        heading
        (fun found ->
            let level, id = found.Groups[1].Value, anchors[found.Groups[2].Value]
            $"<h{level} id=\"{id}\"><a href=\"#{id}\">{found.Groups[3].Value}</a></h{level}>"
        )
    |> replace
        "href=\"#([^\"]*)\""
        (fun found ->
            match anchors.TryGetValue found.Groups[1].Value with
            | true, id -> $"href=\"#{id}\""
            | false, _ -> found.Value
        )

// ---- code, formulas, tables

let private frameCode (html: string) =
    html
    |> replace
        "<table class=\"pre\">.*?<code lang=\"([^\"]*)\">(.*?)</code></pre></td>\s*</tr>\s*</table>"
        (fun found ->
            let text = found.Groups[2].Value

            if found.Groups[1].Value = "math" then
                $"<div class=\"math-display\">\\[{text}\\]</div>"
            else
                $"<div class=\"code\"><pre><code>{text}</code></pre></div>"
        )
    |> replace
        "<pre class=\"fssnip[^\"]*\"><code lang=\"fsharp\">(.*?)</code></pre>"
        (fun found -> $"<div class=\"code\"><pre><code>{found.Groups[1].Value}</code></pre></div>")
    |> replace "<table>(.*?)</table>" (fun found -> $"<div class=\"wide\">{found.Value}</div>")

// ---- links

/// A relative address as a path from the root, or None where it leads out of the site.
let private resolve (page: string) (address: string) =
    let start =
        if address.StartsWith Root then
            []
        else
            page.Split '/' |> Array.rev |> Array.tail |> Array.toList

    let step path part =
        path
        |> Option.bind (fun path ->
            match part, path with
            | ("" | "."), _ -> Some path
            | "..", [] -> None
            | "..", _ :: above -> Some above
            | name, _ -> Some(name :: path)
        )

    (if address.StartsWith Root then
         address.Substring Root.Length
     else
         address)
        .Split
        '/'
    |> Array.fold step (Some start)
    |> Option.map (List.rev >> String.concat "/" >> placed)

let private isAbsolute (address: string) = Regex.IsMatch(address, "^([a-z]+:|//)")

/// The way from a page up to the root.
let private up (page: string) =
    String.replicate (page.Split '/' |> Array.length |> (+) -1) "../"

/// What is deliberately no page: sources of pages, and types that fsdocs links but does not describe.
let private isLeftOut (pages: Set<string>) (path: string) =
    path.EndsWith ".source.html"
    || (path.StartsWith "reference/" && not (pages.Contains path))

/// Links within the site made relative; the text alone of those that lead to what is no page.
let private relink (pages: Set<string>) (page: Page) =
    let relative (address: string) =
        let parts = address.Split('#', 2)
        let anchor = if parts.Length > 1 then "#" + parts[1] else ""

        if parts[0] = "" then
            Some address
        else
            resolve page.Path parts[0]
            |> Option.filter (isLeftOut pages >> not)
            |> Option.map (fun path -> up page.Path + path + anchor)

    page.Text
    |> replace
        "<a ([^>]*?)href=\"([^\"]*)\"([^>]*)>(.*?)</a>"
        (fun found ->
            let address = found.Groups[2].Value

            if isAbsolute address then
                found.Value
            else
                match relative address with
                | Some address ->
                    $"<a {found.Groups[1].Value}href=\"{address}\"{found.Groups[3].Value}>{found.Groups[4].Value}</a>"
                | None -> found.Groups[4].Value
        )
    |> _.Replace(Root, up page.Path)

let private addresses (html: string) =
    [
        for found in Regex.Matches(html, "(?:href|src)=\"([^\"]*)\"") do
            found.Groups[1].Value
    ]
    |> List.filter (isAbsolute >> not)

let private ids (html: string) =
    set
        [
            for found in Regex.Matches(html, "\\bid=\"([^\"]*)\"") do
                found.Groups[1].Value
        ]

let private brokenLinks (files: Set<string>) (pages: Page list) =
    let idsOf = dict [ for page in pages -> page.Path, ids page.Text ]

    [
        for page in pages do
            for address in List.distinct (addresses page.Text) do
                let parts = WebUtility.HtmlDecode(address).Split('#', 2)

                let target =
                    if parts[0] = "" then
                        Some page.Path
                    else
                        resolve page.Path parts[0]

                match target with
                | Some path when idsOf.ContainsKey path ->
                    if parts.Length > 1 && not (idsOf[path].Contains parts[1]) then
                        $"{page.Path} links to {address}, but {path} has no such heading"
                | Some path when files.Contains path -> ()
                | Some _
                | None -> $"{page.Path} links to {address}, which is not there"
    ]

// ---- index

let private titleOf (html: string) =
    (plain (Regex.Match(html, "<title>(.*?)</title>", RegexOptions.Singleline).Groups[1].Value))
        .Split
        " | "
    |> Array.head

let private members (page: Page) =
    [
        for found in
            Regex.Matches(
                page.Text,
                "<a id=\"([^\"]*)\">\s*<a href=\"#[^\"]*\">\s*<code>(.*?)</code>\s*</a>\s*</a>",
                RegexOptions.Singleline
            ) do
            plain found.Groups[2].Value, $"{page.Path}#{found.Groups[1].Value}"
    ]

/// <summary>The site from what fsdocs wrote.</summary>
/// <param name="files">The paths of the files that are no pages.</param>
/// <param name="pages">The pages of fsdocs, with <c>Root</c> as the address of the site.</param>
let render (files: Set<string>) (pages: Page list) : Site =
    let paths = set [ for page in pages -> placed page.Path ]

    let pages =
        [
            for page in pages do
                let page =
                    {
                        Path = placed page.Path
                        Text = page.Text |> nameHeadings |> frameCode
                    }

                { page with Text = relink paths page }
        ]

    {
        Pages = pages
        Index =
            [
                for page in pages do
                    titleOf page.Text, page.Path
                    yield! members page
            ]
        Broken = brokenLinks files pages
    }

/// The index as the script that the search of the pages reads.
let script (index: (string * string) list) =
    let rows = [ for title, address in index -> [ title; address ] ]
    $"window.sitePages = {JsonSerializer.Serialize rows};\n"
