using System.Buffers;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Output;

/// <summary>Sentences with plain-text formulas in them, as LaTeX.</summary>
internal static partial class LatexProse
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("_^=<>+/*'");

    private static readonly string[] Greek =
        ["alpha", "gamma", "rho", "kappa", "sigma", "phi", "Sigma", "Delta"];

    /// <summary>The text with everything special to LaTeX written safely, and formulas in math mode.</summary>
    public static string Render(string text) => string.Join(' ', text.Split(' ').Select(Word));

    private static string Word(string word)
    {
        Match parts = Punctuated().Match(word);
        string core = parts.Groups["core"].Value;
        string rendered = IsFormula(core) ? $"${Formula(core)}$" : Escape(core);
        return Escape(parts.Groups["before"].Value) + rendered + Escape(parts.Groups["after"].Value);
    }

    private static bool IsFormula(string core) =>
        core.Length > 0
        && (core.AsSpan().IndexOfAny(Operators) >= 0
            || Greek.Any(name => core.Contains(name, StringComparison.Ordinal))
            || Symbol().IsMatch(core));

    private static string Formula(string core)
    {
        string formula = Overlap().Replace(core, "$1 \\cdot C \\cdot $2");
        formula = Script().Replace(formula, "$1{$2}");
        formula = Root().Replace(formula, "\\sqrt{$1}");
        foreach (string name in Greek)
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

    [GeneratedRegex(@"^(?<before>[""]*)(?<core>.*?)(?<after>[.,;:""]*)$")]
    private static partial Regex Punctuated();

    // A letter by itself, with at most a digit, that is no word of English.
    [GeneratedRegex(@"^([B-HJ-Zb-hj-z][0-9]?|[A-Z][0-9])$|^[A-Za-z]\.[A-Za-z]\.[A-Za-z]$")]
    private static partial Regex Symbol();

    [GeneratedRegex(@"([A-Za-z])\.C\.([A-Za-z])")]
    private static partial Regex Overlap();

    [GeneratedRegex(@"([_^])(\([^()]*\)|-?[A-Za-z0-9]+)")]
    private static partial Regex Script();

    [GeneratedRegex(@"sqrt\(([^()]*)\)")]
    private static partial Regex Root();

    [GeneratedRegex(@"[\\{}$&#_%^~<>]")]
    private static partial Regex Special();
}
