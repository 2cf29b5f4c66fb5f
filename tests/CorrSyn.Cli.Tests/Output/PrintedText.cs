using System.Globalization;

namespace CorrSyn.Cli.Tests.Output;

/// <summary>Text of the program as a page shows it.</summary>
/// <remarks>Machines may add products in another order, and what was rounded then differs in its last digit: numbers may be
/// two units of their last digit apart, and everything else must be the same. Widths of columns follow from the numbers.</remarks>
internal static class PrintedText
{
    private static readonly char[] Separators = [' ', '\n', ',', ';'];

    public static void AssertSame(string expected, string actual)
    {
        string[] shown = Tokens(expected), printed = Tokens(actual);
        Assert.True(shown.Length == printed.Length, $"{shown.Length} words on the page, {printed.Length} printed:\n{actual}");
        Assert.All(shown.Zip(printed), pair => Assert.True(IsSame(pair.First, pair.Second), $"{pair.First} on the page, {pair.Second} printed"));
    }

    public static bool IsSame(string expected, string actual)
    {
        if (expected == actual)
            return true;
        if (!TryNumber(expected, out double first) || !TryNumber(actual, out double second))
            return false;
        int point = expected.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : expected.Length - point - 1;
        return Math.Abs(first - second) <= 2.001 * Math.Pow(10, -decimals);
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // The rules under headings are as long as the columns are wide.
    private static string[] Tokens(string text) =>
        [.. text.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Where(token => token.Any(character => character != '-'))];
}
