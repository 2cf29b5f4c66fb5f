using System.Security.Cryptography;
using System.Text;
using CorrSyn.Cli.Charts;

namespace CorrSyn.Cli.Report;

/// <summary>What stands about the contents of every page.</summary>
/// <param name="Title">The title, as text.</param>
/// <param name="Main">The contents, as HTML.</param>
internal sealed record HtmlPage(string Title, string Main)
{
    /// <summary>What the page adds to the style sheet.</summary>
    public string Style { get; init; } = "";

    /// <summary>The elements after the contents: data and scripts.</summary>
    public string Scripts { get; init; } = "";

    /// <summary>The content security policy; null where a server sends one.</summary>
    public string? Policy { get; init; }

    // Scripts run by what they are, so that markup which got into a page by mistake would not run, and nothing is fetched.
    private static readonly Lazy<string> FilePolicy = new(() =>
        $"default-src 'none'; script-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageScript.Charts)))}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'");

    /// <summary>A page with charts in one file, which needs nothing else.</summary>
    public static HtmlPage OfFile(string title, string main) =>
        new(title, main) { Scripts = $"<script>{PageScript.Charts}</script>", Policy = FilePolicy.Value };

    /// <summary>The document.</summary>
    public string Render() =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">{(Policy is null ? "" : $"\n<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\">")}
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{HtmlText.Escape(Title)}</title>
        <link rel="icon" href="data:,">
        <style>
        {ReportStyle.Sheet}{(Style.Length == 0 ? "" : $"\n{Style}")}
        </style>
        </head>
        <body>
        <main>
        {Main}
        </main>
        {Scripts}
        </body>
        </html>

        """;
}
