using System.Text;

namespace CorrSyn.Cli.Output;

/// <summary>A table of plain text, the same on a terminal and in a pipe: columns set apart by blanks, a rule under the
/// heading.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The table, each line ended.</summary>
    /// <param name="heading">The names of the columns; one that starts with '&lt;' is set flush left.</param>
    /// <param name="rows">The cells; a row without cells is an empty line.</param>
    public static string Render(IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> rows)
    {
        bool[] isLeft = [.. heading.Select(name => name.StartsWith('<'))];
        string[] names = [.. heading.Select(name => name.TrimStart('<'))];
        List<IReadOnlyList<string>> body = [.. rows];
        int[] widths = [.. names.Select((name, column) =>
            Math.Max(name.Length, body.Where(row => row.Count > 0).Select(row => row[column].Length).DefaultIfEmpty().Max()))];
        var text = new StringBuilder();
        foreach (IReadOnlyList<string> row in new[] { names, [.. widths.Select(width => new string('-', width))] }.Concat(body))
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                isLeft[column] ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join(Gap, cells).TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
