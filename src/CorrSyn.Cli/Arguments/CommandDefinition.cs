using System.CommandLine;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Arguments;

/// <summary>Options under one heading of the help.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Options">The options.</param>
internal sealed record OptionGroup(string Title, IReadOnlyList<Option> Options)
{
    /// <summary>A group of options with values.</summary>
    public static OptionGroup Of(string title, params IEnumerable<ValueOption> options) =>
        new(title, [.. options.Select(option => (Option)option.Parsed)]);
}

/// <summary>A command: what is parsed, what is done, and what its help says.</summary>
/// <param name="Name">The name.</param>
/// <param name="Summary">One line, for the list of commands.</param>
/// <param name="Description">What it does, in sentences.</param>
/// <param name="Groups">Its options.</param>
/// <param name="Examples">Command lines without the program's name, each with what it shows.</param>
/// <param name="Run">Reads the options to one record, checks it, and runs it; returns the exit code.</param>
/// <param name="Files">The files that stand after the name; null where none may.</param>
internal sealed record CommandDefinition(
    string Name,
    string Summary,
    string Description,
    IReadOnlyList<OptionGroup> Groups,
    IReadOnlyList<(string Arguments, string Meaning)> Examples,
    Func<ParseResult, Session, int> Run,
    Argument<string[]>? Files = null)
{
    /// <summary>Names that may stand after the command, for completion.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The command as the parser knows it.</summary>
    public Command Parsed { get; } = Parser(Name, Groups, Files);

    private static Command Parser(string name, IReadOnlyList<OptionGroup> groups, Argument<string[]>? files)
    {
        var command = new Command(name);
        if (files is not null)
            command.Arguments.Add(files);
        foreach (Option option in groups.SelectMany(group => group.Options))
            command.Options.Add(option);
        return command;
    }
}
