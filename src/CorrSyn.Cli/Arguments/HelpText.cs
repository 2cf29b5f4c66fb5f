using System.CommandLine;
using System.Text;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Arguments;

/// <summary>The pages that --help prints.</summary>
internal static class HelpText
{
    private const int LineLength = 96;
    private const int Indent = 2;

    /// <summary>The page of the program.</summary>
    public static string OfProgram(IReadOnlyList<CommandDefinition> definitions)
    {
        var page = new StringBuilder();
        AddParagraph(
            page,
            "corrsyn derives how synaptic correlations shape the dimensionality of a deep network's layers, evaluates what it derived, and tests it against simulated networks.");
        page.Append("\nUsage: corrsyn COMMAND [options]\n\nCommands:\n");
        AddRows(page, definitions.Select(definition => (definition.Name, definition.Summary)));
        page.Append("\nOptions:\n");
        AddRows(page, new[] { FlagOption.Help, FlagOption.Version }.Select(Row));
        page.Append("\nExit codes:\n");
        AddRows(
            page,
            [
                ("0", "done"),
                ("1", "done, and the answer is no: theory and simulation disagree"),
                ("2", "bad usage, bad input, or a file that cannot be written"),
                ("3", "the mathematics has no answer there"),
                ("130, 143", "interrupted, terminated"),
            ]);
        page.Append("\nStart with `corrsyn verify`. `corrsyn COMMAND --help` has the options and examples of a command.\n");
        return page.ToString();
    }

    /// <summary>The page of a command.</summary>
    public static string OfCommand(CommandDefinition definition)
    {
        var page = new StringBuilder();
        AddParagraph(page, definition.Description);
        page.Append(InvariantCulture, $"\nUsage: corrsyn {definition.Name}{(definition.Files is { } files ? $" {files.HelpName}..." : "")} [options]\n");
        foreach (OptionGroup group in definition.Groups)
        {
            page.Append(InvariantCulture, $"\n{group.Title}:\n");
            AddRows(page, group.Options.Select(Row));
        }

        page.Append("\nExamples:\n");
        foreach ((string arguments, string meaning) in definition.Examples)
            page.Append(InvariantCulture, $"  corrsyn {arguments}\n      {meaning}\n");
        return page.ToString();
    }

    private static (string, string) Row(Option option)
    {
        string names = string.Join(", ", new[] { option.Name }.Concat(option.Aliases));
        string name = option.HelpName is { } value ? $"{names} {value}" : names;
        return (name, option.Description ?? "");
    }

    private static void AddRows(StringBuilder page, IEnumerable<(string Name, string Meaning)> rows)
    {
        var list = rows.ToList();
        int column = list.Max(row => row.Name.Length) + 2 * Indent;
        foreach ((string name, string meaning) in list)
        {
            page.Append(new string(' ', Indent)).Append(name.PadRight(column - Indent));
            page.AppendJoin("\n" + new string(' ', column), Wrap(meaning, LineLength - column)).Append('\n');
        }
    }

    private static void AddParagraph(StringBuilder page, string text) =>
        page.AppendJoin('\n', Wrap(text, LineLength)).Append('\n');

    private static List<string> Wrap(string text, int length)
    {
        var lines = new List<string> { "" };
        foreach (string word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > length)
                lines.Add("");
            lines[^1] += lines[^1].Length == 0 ? word : $" {word}";
        }

        return lines;
    }
}
