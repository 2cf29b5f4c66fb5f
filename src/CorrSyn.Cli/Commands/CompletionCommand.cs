using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Commands;

/// <summary>Prints a script that makes a shell complete command lines.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string[]> ShellArgument = new("shell")
    {
        HelpName = string.Join('|', CompletionScript.Shells),
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>The command, for a program with these others.</summary>
    public static CommandDefinition Define(IReadOnlyList<CommandDefinition> others)
    {
        CommandDefinition? own = null;
        own = new CommandDefinition(
            "completion",
            "a script that makes a shell complete commands and options",
            "Prints a script for bash, zsh or fish; its first line says where to put it.",
            [new OptionGroup("Options", [FlagOption.Help])],
            [("completion bash", "The script for bash.")],
            (parsed, session) =>
            {
                session.Write(CompletionScript.Render(Shell(parsed), [.. others, own!]));
                return ExitCode.Done;
            },
            ShellArgument)
        { Words = CompletionScript.Shells };
        return own;
    }

    private static string Shell(ParseResult parsed)
    {
        string[] given = parsed.GetValue(ShellArgument) ?? [];
        string allowed = string.Join(", ", CompletionScript.Shells);
        return given switch
        {
            [] => throw new UsageException($"no shell is named; allowed: {allowed}"),
            [var shell] when CompletionScript.Shells.Contains(shell) => shell,
            [var shell] => throw new UsageException($"no script for {UsageException.Shown(shell)}; allowed: {allowed}{NearestName.Suggestion(shell, CompletionScript.Shells)}"),
            _ => throw new UsageException($"{NumberText.Whole(given.Length)} shells are named; allowed: one of {allowed}"),
        };
    }
}
