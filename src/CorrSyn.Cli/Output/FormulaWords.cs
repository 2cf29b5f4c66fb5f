using System.Buffers;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Output;

/// <summary>Tells formulas written as plain text from the words of the sentence around them.</summary>
internal static partial class FormulaWords
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("_^=<>+/*'");

    /// <summary>The Greek letters by their names, as plain-text formulas spell them.</summary>
    public static IReadOnlyDictionary<string, string> Greek { get; } = new Dictionary<string, string>
    {
        ["alpha"] = "\u03b1",
        ["gamma"] = "\u03b3",
        ["rho"] = "\u03c1",
        ["kappa"] = "\u03ba",
        ["sigma"] = "\u03c3",
        ["phi"] = "\u03c6",
        ["Sigma"] = "\u03a3",
        ["Delta"] = "\u0394",
    };

    /// <summary>A sentence, word by word.</summary>
    /// <param name="text">The sentence.</param>
    /// <param name="formula">Prints a word that is a formula.</param>
    /// <param name="plain">Prints any other text.</param>
    public static string Render(string text, Func<string, string> formula, Func<string, string> plain) =>
        string.Join(' ', text.Split(' ').Select(word =>
        {
            Match parts = Punctuated().Match(word);
            string core = parts.Groups["core"].Value;
            return plain(parts.Groups["before"].Value)
                + (IsFormula(core) ? formula(core) : plain(core))
                + plain(parts.Groups["after"].Value);
        }));

    private static bool IsFormula(string core) =>
        core.Length > 0
        && (core.AsSpan().ContainsAny(Operators)
            || Greek.Keys.Any(name => core.Contains(name, StringComparison.Ordinal))
            || Symbol().IsMatch(core));

    [GeneratedRegex(@"^(?<before>[""]*)(?<core>.*?)(?<after>[.,;:""]*)$")]
    private static partial Regex Punctuated();

    // A letter by itself, with at most a digit, that is no word of English; or a product such as m.C.m.
    [GeneratedRegex(@"^([B-HJ-Zb-hj-z][0-9]?|[A-Z][0-9])$|^[A-Za-z]\.[A-Za-z]\.[A-Za-z]$")]
    private static partial Regex Symbol();
}
