using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Tests.Guide;

/// <summary>A block of shell commands on a page, and what the page says they print.</summary>
/// <param name="Page">The page, from the root of the repository.</param>
/// <param name="Number">Which block of the page, from 1.</param>
/// <param name="Commands">Its lines.</param>
/// <param name="Printed">The block of text that follows it, if one does before the next heading or block of commands.</param>
internal sealed partial record ShellSnippet(string Page, int Number, string Commands, string? Printed)
{
    /// <summary>Every block of shell commands of a page, in order.</summary>
    public static IReadOnlyList<ShellSnippet> Of(string page)
    {
        MatchCollection found = Block().Matches(File.ReadAllText(Path.Combine(Root(), page)).ReplaceLineEndings("\n"));
        return [.. found.Select((block, index) => new ShellSnippet(
            page,
            index + 1,
            block.Groups["commands"].Value,
            block.Groups["printed"].Success ? block.Groups["printed"].Value : null))];
    }

    /// <summary>Whether the page shows an error, and not a result.</summary>
    public bool ShowsError => Printed?.StartsWith("corrsyn: error:", StringComparison.Ordinal) == true;

    private static string Root([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../.."));

    [GeneratedRegex(
        @"^```sh\n(?<commands>.*?)\n```$(?:(?:(?!^```|^\#)[^\n]*\n)+?^```text\n(?<printed>.*?)\n```$)?",
        RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
