module CorrSyn.Core.Tests.SitePagesTests

open Xunit

let private page path text : SitePages.Page = { Path = path; Text = text }

let private rendered files pages =
    SitePages.render (set files) [ for path, text in pages -> page path text ]

let private textOf (site: SitePages.Site) path =
    (site.Pages |> List.find (fun page -> page.Path = path)).Text

let private heading (level: int) (name: string) (title: string) =
    $"<h{level}><a name=\"{name}\" class=\"anchor\" href=\"#{name}\">{title}</a></h{level}>"

[<Theory>]
[<InlineData("Files", "files")>]
[<InlineData("What is printed", "what-is-printed")>]
[<InlineData("<code>verify</code> says DIFFERS. Why?", "verify-says-differs-why")>]
[<InlineData("C&#35; and F", "c-and-f")>]
let ``A heading has the anchor that the repository shows`` (title: string, anchor: string) =
    let site = rendered [] [ "a.html", heading 2 "Any-Name" title ]

    Assert.Equal(
        $"<h2 id=\"{anchor}\"><a href=\"#{anchor}\">{title}</a></h2>",
        textOf site "a.html"
    )

[<Fact>]
let ``The second of two equal headings has a number, and lists of contents follow`` () =
    let text =
        heading 2 "Same" "Same"
        + heading 2 "Same-1" "Same"
        + "<li><a href=\"#Same-1\">Same</a></li>"

    let site = rendered [] [ "a.html", text ]
    Assert.Contains("<h2 id=\"same-1\">", textOf site "a.html")
    Assert.Contains("<li><a href=\"#same-1\">", textOf site "a.html")
    Assert.Empty site.Broken

[<Fact>]
let ``Addresses from the root become relative, and README is the index of its folder`` () =
    let site =
        rendered
            [ "content/site.css" ]
            [
                "README.html", $"<link href=\"{SitePages.Root}content/site.css\"/>"
                "guide/a.html",
                $"<link href=\"{SitePages.Root}content/site.css\"/><a href=\"../README.html#top\">up</a><p id=\"x\">"
                "guide/b.html", $"<a href=\"{SitePages.Root}guide/a.html#x\">a</a>"
            ]

    Assert.Equal("<link href=\"content/site.css\"/>", textOf site "index.html")

    Assert.Equal(
        "<link href=\"../content/site.css\"/><a href=\"../index.html#top\">up</a><p id=\"x\">",
        textOf site "guide/a.html"
    )

    Assert.Equal("<a href=\"../guide/a.html#x\">a</a>", textOf site "guide/b.html")

    Assert.Equal<string list>(
        [
            "guide/a.html links to ../index.html#top, but index.html has no such heading"
        ],
        site.Broken
    )

[<Fact>]
let ``A link out of the site is its text, one to a page that is missing an error`` () =
    let site =
        rendered
            []
            [
                "guide/a.html",
                "<a href=\"../../src/x.cs\">source</a> <a href=\"b.html\">b</a> <a href=\"https://example.org\">e</a>"
            ]

    Assert.Equal(
        "source <a href=\"../guide/b.html\">b</a> <a href=\"https://example.org\">e</a>",
        textOf site "guide/a.html"
    )

    Assert.Equal<string list>(
        [ "guide/a.html links to ../guide/b.html, which is not there" ],
        site.Broken
    )

[<Fact>]
let ``Formulas and code get elements of their own`` () =
    let block language text =
        $"<table class=\"pre\"><tr><td class=\"snippet\"><pre class=\"fssnip\"><code lang=\"{language}\">{text}</code></pre></td></tr></table>"

    let site = rendered [] [ "a.html", block "math" "a &lt; b" + block "sh" "corrsyn" ]

    Assert.Equal(
        "<div class=\"math-display\">\\[a &lt; b\\]</div><div class=\"code\"><pre><code>corrsyn</code></pre></div>",
        textOf site "a.html"
    )

[<Fact>]
let ``The index holds pages and members`` () =
    let api =
        "<title>MeanField (CorrSyn)\n | CorrSyn</title><a id=\"Evaluate\"> <a href=\"#Evaluate\"> <code><span>MeanField.Evaluate(spec)</span></code> </a> </a>"

    let site = rendered [] [ "reference/m.html", api ]

    Assert.Equal<(string * string) list>(
        [
            "MeanField (CorrSyn)", "reference/m.html"
            "MeanField.Evaluate(spec)", "reference/m.html#Evaluate"
        ],
        site.Index
    )

    Assert.Equal(
        "window.sitePages = [[\"a\\u003Cb\",\"c.html\"]];\n",
        SitePages.script [ "a<b", "c.html" ]
    )
