using System.CommandLine;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Arguments;

/// <summary>Finds the command of a command line and refuses what does not belong there.</summary>
internal sealed class CommandLineReader
{
    // Neither @files nor -abc for -a -b -c: a model file may have any name, and no option has one letter.
    private static readonly ParserConfiguration Plain =
        new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly IReadOnlyList<CommandDefinition> _definitions;
    private readonly Command _root = new("corrsyn");

    /// <summary>A reader for these commands.</summary>
    public CommandLineReader(IReadOnlyList<CommandDefinition> definitions)
    {
        _definitions = definitions;
        _root.Options.Add(FlagOption.Help);
        _root.Options.Add(FlagOption.Version);
        foreach (CommandDefinition definition in definitions)
            _root.Subcommands.Add(definition.Parsed);
    }

    /// <summary>Runs what the command line says.</summary>
    /// <exception cref="UsageException">It cannot be understood, or a value is not allowed.</exception>
    public int Run(IReadOnlyList<string> arguments, Session session)
    {
        ParseResult parsed = _root.Parse(arguments, Plain);
        CommandDefinition? definition =
            _definitions.FirstOrDefault(candidate => candidate.Parsed == parsed.CommandResult.Command);
        if (FlagOption.IsSet(parsed, FlagOption.Help))
        {
            session.Write(definition is null ? HelpText.OfProgram(_definitions) : HelpText.OfCommand(definition));
            return ExitCode.Done;
        }

        RefuseUnmatched(parsed, definition);
        if (FlagOption.IsSet(parsed, FlagOption.Version))
        {
            session.Write($"{ProgramVersion.Text}\n");
            return ExitCode.Done;
        }

        if (definition is null)
            throw new UsageException($"no command is given; allowed: {CommandNames}; see corrsyn --help");
        return parsed.Errors is [var error, ..]
            ? throw new UsageException($"{error.Message.TrimEnd('.')}; see {Help(definition)}")
            : definition.Run(parsed, session);
    }

    private string CommandNames => string.Join(", ", _definitions.Select(definition => definition.Name));

    private void RefuseUnmatched(ParseResult parsed, CommandDefinition? definition)
    {
        if (parsed.UnmatchedTokens.Concat(OptionsAmongFiles(parsed, definition)).FirstOrDefault() is not { } token)
            return;
        string shown = UsageException.Shown(token);
        if (!token.StartsWith("--", StringComparison.Ordinal))
        {
            throw new UsageException(
                definition is null
                    ? $"unknown command {shown}; allowed: {CommandNames}{NearestName.Suggestion(token, _definitions.Select(each => each.Name))}"
                    : $"unexpected argument {shown}; see {Help(definition)}");
        }

        string[] names = [.. parsed.CommandResult.Command.Options.Select(option => option.Name), FlagOption.Help.Name];
        string name = token.Split('=')[0];
        throw new UsageException(
            names.Contains(name)
                ? $"option {shown} stands before the command; allowed: after it, as in corrsyn {definition?.Name} {name}"
                : $"unknown option {shown}{NearestName.Suggestion(name, names)}; see {Help(definition)}");
    }

    // The parser takes an option that it does not know for a file where files may stand; ./--name means a file.
    private static IEnumerable<string> OptionsAmongFiles(ParseResult parsed, CommandDefinition? definition) =>
        definition?.Files is { } files
            ? (parsed.GetValue(files) ?? []).Where(file => file.StartsWith("--", StringComparison.Ordinal))
            : [];

    private static string Help(CommandDefinition? definition) =>
        definition is null ? "corrsyn --help" : $"corrsyn {definition.Name} --help";
}
