using System.Diagnostics;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class CompletionCommandTests
{
    [Theory]
    [InlineData("bash", "complete -o default -F _corrsyn corrsyn")]
    [InlineData("zsh", "#compdef corrsyn")]
    [InlineData("fish", "-l bias-variance -r -d")]
    public void Run_Shell_PrintsAScriptWithEveryCommandAndOption(string shell, string expected)
    {
        CommandRun run = CommandRun.Of("completion", shell);

        Assert.Equal(0, run.Code);
        Assert.Contains(expected, run.Output, StringComparison.Ordinal);
        Assert.All(
            ["verify", "theory", "simulate", "derive", "network", "hebbian", "figure", "activations", "completion", "phase-diagram", "widths", "checkpoint", "dimension-binary"],
            word => Assert.Contains(word, run.Output, StringComparison.Ordinal));
    }

    [RequiresTheory(Requirement.Bash)]
    [InlineData("corrsyn fix", 1, "fixed-points")]
    [InlineData("corrsyn verify --wid", 2, "--widths --width")]
    [InlineData("corrsyn figure dim", 2, "dimension dimension-binary")]
    [InlineData("corrsyn network model.npz --lay", 3, "--layout --layers")]
    public void Run_Bash_CompletesInBash(string line, int word, string expected)
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("corrsyn.bash", CommandRun.Of("completion", "bash").Output);
        var start = new ProcessStartInfo("/bin/bash", ["--norc", "-c", $"source '{script}'; COMP_WORDS=({line}); COMP_CWORD={word}; _corrsyn; echo \"${{COMPREPLY[*]}}\""])
        {
            RedirectStandardOutput = true,
        };

        using Process bash = Process.Start(start)!;
        string output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();

        Assert.Equal(expected.Split(' ').Order(), output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order());
    }

    [Theory]
    [InlineData("completion", "no shell is named; allowed: bash, zsh, fish")]
    [InlineData("completion bsh", "did you mean bash?")]
    [InlineData("completion bash zsh", "2 shells are named")]
    public void Run_BadUsage_IsOneLine(string line, string expected)
    {
        CommandRun run = CommandRun.Typed(line);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
