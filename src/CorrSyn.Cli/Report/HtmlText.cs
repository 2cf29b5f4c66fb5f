using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Report;

/// <summary>Text and plain-text formulas as HTML.</summary>
internal static partial class HtmlText
{
    /// <summary>Text that holds no markup.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A sentence whose formulas are set as formulas.</summary>
    /// <remarks>A sign of comparison is a word by itself; in a formula, &lt; and &gt; without blanks are brackets.</remarks>
    public static string Prose(string text) =>
        FormulaWords.Render(text, word => word is "<" or ">" ? Escape(word) : Formula(word), Escape);

    /// <summary>A formula of plain text: letters in italics, Greek letters, indices and powers set as such, averages in
    /// angle brackets.</summary>
    public static string Formula(string text) => $"<span class=\"math\">{Tokens(text)}</span>";

    private static string Tokens(string text)
    {
        var html = new StringBuilder();
        foreach (Match token in Token().Matches(text))
        {
            string value = token.Value;
            html.Append(
                token.Groups["power"].Success ? $"<sup>{Tokens(Inner(value))}</sup>"
                : token.Groups["index"].Success ? $"<sub>{Tokens(value[1..])}</sub>"
                : token.Groups["compared"].Success ? Escape(value)
                : token.Groups["name"].Success ? Name(value)
                : Sign(value));
        }

        return html.ToString();
    }

    // ^2, ^-1, ^-(3/2) and ^(1 - 2 gamma) alike.
    private static string Inner(string power) =>
        FormulaWords.IsOnlyGrouped(power[1..])
            ? power[1..].Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
            : power[1..];

    private static string Name(string name)
    {
        if (FormulaWords.Greek.TryGetValue(name, out string? letter))
            return $"<i>{letter}</i>";
        if (name is "sqrt" or "sum")
            return name == "sum" ? "\u2211" : "\u221a";
        bool isNumbered = name.Length > 1 && char.IsAsciiLetter(name[0]) && name.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        if (isNumbered)
            return $"<i>{name[0]}</i><sub>{name[1..]}</sub>";
        return name.Length <= 2 && char.IsAsciiLetter(name[0]) ? $"<i>{Escape(name)}</i>" : Escape(name);
    }

    private static string Sign(string sign) =>
        sign switch
        {
            "<" => "\u27e8",
            ">" => "\u27e9",
            "-" => "\u2212",
            "'" => "\u2032",
            "." => "\u00b7",
            "~" => "\u223c",
            _ => Escape(sign),
        };

    [GeneratedRegex(@"(?<power>\^-?(\([^()]*\)|\w+))|(?<index>_[A-Za-z0-9]+)|(?<compared> [<>] )|(?<name>[A-Za-z][A-Za-z0-9]*)|\d+(\.\d+)?|\.\.\.|.")]
    private static partial Regex Token();
}
