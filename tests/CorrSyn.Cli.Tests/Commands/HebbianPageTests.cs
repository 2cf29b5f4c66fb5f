using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>What docs/guide/hebbian.md shows is what the program prints. Every block follows a comment with its command line.
/// CORRSYN_ACCEPT=1 writes all blocks anew; without it, the first one is run and compared.</summary>
/// <remarks>Machines may add products in another way, and what was rounded then differs in its last digit: numbers may be two units of their
/// last digit apart, and everything else must be the same.</remarks>
public partial class HebbianPageTests
{
    [Fact]
    public void Page_FirstBlock_IsWhatTheProgramPrints()
    {
        string page = File.ReadAllText(PagePath());
        if (Environment.GetEnvironmentVariable("CORRSYN_ACCEPT") == "1")
        {
            page = Block().Replace(page, match => $"{match.Groups[1].Value}{Printed(match.Groups[2].Value)}{match.Groups[4].Value}");
            File.WriteAllText(PagePath(), page);
        }

        Match first = Block().Match(page);
        Assert.True(first.Success);
        string[] expected = Tokens(first.Groups[3].Value);
        string[] actual = Tokens(Printed(first.Groups[2].Value));

        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(IsSame(pair.First, pair.Second), $"{pair.First} on the page, {pair.Second} now"));
    }

    [Theory]
    [InlineData("0.123", "0.125", true)]
    [InlineData("0.123", "0.126", false)]
    [InlineData("-51.8", "-51.9", true)]
    [InlineData("holds", "mixed", false)]
    [InlineData("12", "15", false)]
    public void IsSame_Tokens_AllowsTwoUnitsOfTheLastDigit(string expected, string actual, bool same) =>
        Assert.Equal(same, IsSame(expected, actual));

    private static string Printed(string commandLine)
    {
        CommandRun run = CommandRun.Typed(commandLine);
        Assert.Equal(0, run.Code);
        return run.Output;
    }

    // Widths of columns follow from the numbers, and so do the rules under the heading.
    private static string[] Tokens(string text) =>
        [.. text.Split((char[])[' ', '\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries).Where(token => token.Any(character => character != '-'))];

    private static bool IsSame(string expected, string actual)
    {
        if (expected == actual)
            return true;
        if (!double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out double first)
            || !double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out double second))
            return false;
        int point = expected.IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : expected.Length - point - 1;
        return Math.Abs(first - second) <= 2.001 * Math.Pow(10, -decimals);
    }

    private static string PagePath([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../docs/guide/hebbian.md"));

    [GeneratedRegex(@"(<!-- corrsyn (.+?) -->\n\n```text\n)(.*?)(```\n)", RegexOptions.Singleline)]
    private static partial Regex Block();
}
