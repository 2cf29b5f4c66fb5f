using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Output;

/// <summary>Sentences with plain-text formulas in them, as LaTeX.</summary>
internal static partial class LatexProse
{
    /// <summary>The text with everything special to LaTeX written safely, and formulas in math mode.</summary>
    public static string Render(string text) => FormulaWords.Render(text, core => $"${Formula(core)}$", Escape);

    private static string Formula(string core)
    {
        string formula = Overlap().Replace(core, "$1 \\cdot C \\cdot $2");
        formula = Script().Replace(formula, "$1{$2}");
        formula = Root().Replace(formula, "\\sqrt{$1}");
        foreach (string name in FormulaWords.Greek.Keys)
            formula = Regex.Replace(formula, $@"(?<![A-Za-z\\]){name}(?![A-Za-z])", $"\\{name} ");
        return formula;
    }

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

    [GeneratedRegex(@"sqrt\(([^()]*)\)")]
    private static partial Regex Root();

    [GeneratedRegex(@"[\\{}$&#_%^~<>]")]
    private static partial Regex Special();
}
