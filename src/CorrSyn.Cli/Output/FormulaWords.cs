using System.Buffers;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Output;

/// <summary>Tells formulas written as plain text from the words of the sentence around them.</summary>
internal static partial class FormulaWords
{
    private static readonly SearchValues<char> Operators = SearchValues.Create("_^=<>+/*~");

    /// <summary>The Greek letters by their names, as plain-text formulas spell them.</summary>
    public static IReadOnlyDictionary<string, string> Greek { get; } = new Dictionary<string, string>
    {
        ["alpha"] = "\u03b1",
        ["gamma"] = "\u03b3",
        ["delta"] = "\u03b4",
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
            (int start, int end) = Core(word);
            string core = word[start..end];
            return plain(word[..start]) + (IsFormula(core) ? formula(core) : plain(core)) + plain(word[end..]);
        }));

    // Without the punctuation around it, and without a bracket that belongs to the sentence.
    private static (int Start, int End) Core(string word)
    {
        int start = 0, end = word.Length;
        while (end > start && ".,;:\"".Contains(word[end - 1]))
            end--;
        if (start < end && word[start] == '(' && Depth(word[start..end]) > 0)
            start++;
        while (end > start && word[end - 1] == ')' && Depth(word[start..end]) < 0)
            end--;
        return (start, end);
    }

    private static int Depth(string text) => text.Count(c => c == '(') - text.Count(c => c == ')');

    private static bool IsFormula(string core) =>
        core.Length > 0
        && (core.AsSpan().ContainsAny(Operators)
            || core.StartsWith("sqrt(", StringComparison.Ordinal)
            || Greek.Keys.Any(name => core.Contains(name, StringComparison.Ordinal))
            || Symbol().IsMatch(core));

    /// <summary>Whether the brackets of an exponent only hold it together; those of a derivative, as in phi^(n), are
    /// part of it.</summary>
    public static bool IsOnlyGrouped(string exponent) => exponent is not ['(', _, ')'];

    // A letter by itself, with at most a digit, that is no word of English; a product such as m.C.m; the beginning of a
    // normal law N(0, F).
    [GeneratedRegex(@"^([B-HJ-Zb-hj-z][0-9]?|[A-Z][0-9])['!]?$|^[A-Za-z]\.[A-Za-z]\.[A-Za-z]$|^N\(0$")]
    private static partial Regex Symbol();
}
