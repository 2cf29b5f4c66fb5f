using System.Diagnostics;
using CorrSyn.Cli.Tests.Output;

namespace CorrSyn.Cli.Tests.Guide;

/// <summary>The commands on the pages run as they stand there, and print what stands there.</summary>
public sealed class ShellSnippetTests
{
    private static readonly string[] Pages =
        ["README.md", "docs/guide/start.md", "docs/guide/shell.md", "docs/guide/network.md", "docs/guide/hebbian.md"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    // Lines that other tests run, and lines that do not end by themselves.
    private static readonly string[] Elsewhere = ["dotnet fsi build.fsx", "./corrsyn figure all", "corrsyn explore", "./corrsyn explore"];

    public static TheoryData<string, int> Snippets => Chosen(snippet => !snippet.Commands.Contains("jq", StringComparison.Ordinal));

    public static TheoryData<string, int> SnippetsWithJq => Chosen(snippet => snippet.Commands.Contains("jq", StringComparison.Ordinal));

    [RequiresTheory(Requirement.Bash)]
    [MemberData(nameof(Snippets))]
    public void Snippet_OfAPage_RunsAndPrintsWhatThePageShows(string page, int number) => Check(page, number);

    [RequiresTheory(Requirement.Jq)]
    [MemberData(nameof(SnippetsWithJq))]
    public void SnippetWithJq_OfAPage_RunsAndPrintsWhatThePageShows(string page, int number) => Check(page, number);

    private static TheoryData<string, int> Chosen(Func<ShellSnippet, bool> isWanted)
    {
        HashSet<(string Commands, string? Printed)> seen = [];
        TheoryData<string, int> chosen = [];
        foreach (ShellSnippet snippet in Pages.SelectMany(ShellSnippet.Of).Where(isWanted))
        {
            string commands = WithoutRemarks(Runnable(snippet));
            bool isNew = seen.Add((commands, snippet.Printed));
            // Commands that ran and were compared need not run again where nothing is shown.
            seen.Add((commands, null));
            if (commands.Length > 0 && isNew)
                chosen.Add(snippet.Page, snippet.Number);
        }

        return chosen;
    }

    private static string Runnable(ShellSnippet snippet) =>
        string.Join('\n', snippet.Commands.Split('\n').Where(line => !Elsewhere.Any(line.StartsWith))).Trim();

    private static string WithoutRemarks(string commands) =>
        string.Join('\n', commands.Split('\n').Select(line => line.Split(" #")[0].Replace("./corrsyn", "corrsyn", StringComparison.Ordinal).TrimEnd()));

    private static void Check(string page, int number)
    {
        ShellSnippet snippet = ShellSnippet.Of(page)[number - 1];
        using var folder = new GuideFolder();
        (int code, string printed) = Run(folder.FullName, Runnable(snippet));

        Assert.True(snippet.ShowsError ? code == 2 : code == 0, $"exit code {code} of\n{snippet.Commands}\n{printed}");
        if (snippet.Printed is { } expected)
            PrintedText.AssertSame(expected, printed);
    }

    private static (int Code, string Printed) Run(string folder, string commands)
    {
        var start = new ProcessStartInfo("bash", ["-e", "-o", "pipefail", "-c", $"exec 2>&1\n{commands}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["PATH"] = $"{folder}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        bool hasEnded = process.WaitForExit(Limit);
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        Assert.True(hasEnded, $"Still running after {Limit}:\n{commands}");
        return (process.ExitCode, printed.Result.ReplaceLineEndings("\n").Trim('\n'));
    }
}
