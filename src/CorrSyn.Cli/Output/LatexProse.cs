using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Output;

/// <summary>Sentences with plain-text formulas in them, as LaTeX.</summary>
internal static partial class LatexProse
{
    /// <summary>The text with everything special to LaTeX written safely, and formulas in math mode.</summary>
    public static string Render(string text)
    {
        // Words that follow each other are one formula, and so is a number behind a sign.
        string joined = FormulaWords.Render(text, core => $"${Formula(core)}$", Escape)
            .Replace("$ $", " \\, ", StringComparison.Ordinal);
        string spaced = SpaceAroundSign().Replace(joined, "");
        return NumberBehindSign().Replace(spaced, "$1 $2$$");
    }

    private static string Formula(string core)
    {
        string formula = Overlap().Replace(core, "$1 \\cdot C \\cdot $2");
        formula = Script().Replace(formula, match => $"{match.Groups[1]}{{{Grouped(match.Groups[2].Value)}}}");
        formula = Numbered().Replace(formula, "$1_$2");
        formula = Root().Replace(formula, "\\sqrt{$1}");
        formula = Expectation().Replace(formula, "\\mathbb{E}");
        formula = Normal().Replace(formula, "\\mathcal{N}(");
        foreach (string name in FormulaWords.Greek.Keys)
            formula = Regex.Replace(formula, $@"(?<![A-Za-z\\]){name}(?![A-Za-z])", $"\\{name}");
        return formula
            .Replace("sum_", "\\sum_", StringComparison.Ordinal)
            .Replace("cov(", "\\operatorname{cov}(", StringComparison.Ordinal)
            .Replace("~", "\\sim", StringComparison.Ordinal);
    }

    private static string Grouped(string exponent) =>
        FormulaWords.IsOnlyGrouped(exponent)
            ? exponent.Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)
            : exponent;

    private static string Escape(string text) =>
        Special().Replace(text, match => match.Value switch
        {
            "\\" => "\\textbackslash{}",
            "^" => "\\textasciicircum{}",
            "~" => "\\textasciitilde{}",
            "<" => "\\textless{}",
            ">" => "\\textgreater{}",
            var other => "\\" + other,
        });

    [GeneratedRegex(@"([A-Za-z])\.C\.([A-Za-z])")]
    private static partial Regex Overlap();

    [GeneratedRegex(@"([_^])(-?\([^()]*\)|-?[A-Za-z0-9]+)")]
    private static partial Regex Script();

    [GeneratedRegex(@"\b([A-Z])([0-9])\b")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"sqrt\(([^()]*)\)")]
    private static partial Regex Root();

    [GeneratedRegex(@"(?<![A-Za-z\\{])E(?![A-Za-z])")]
    private static partial Regex Expectation();

    // A normal law, not a product with the width.
    [GeneratedRegex(@"^N\((?=0)")]
    private static partial Regex Normal();

    [GeneratedRegex(@" \\,(?= (?:[-+=<>/]|\\sim)(?: |\$))|(?<=[ $](?:[-+=<>/]|\\sim)) \\,")]
    private static partial Regex SpaceAroundSign();

    [GeneratedRegex(@"([=<>+/])\$ (\d+)\b")]
    private static partial Regex NumberBehindSign();

    [GeneratedRegex(@"[\\{}$&#_%^~<>]")]
    private static partial Regex Special();
}
