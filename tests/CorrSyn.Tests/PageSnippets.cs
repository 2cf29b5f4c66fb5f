// The snippets of C# on pages that hold one each: the region of that name is the block of code of the page, and prints what
// the page shows.
using System.Globalization;
using System.Text.RegularExpressions;
using CorrSyn.Formats;
using Xunit;

namespace CorrSyn.Tests;

[Collection(nameof(Console))]
public sealed partial class PageSnippets
{
    [Theory]
    [InlineData("README.md", "evaluate", "using CorrSyn;")]
    [InlineData("docs/guide/start.md", "evaluate", "using CorrSyn;")]
    [InlineData("docs/guide/formats.md", "formats", "using CorrSyn.Formats;")]
    public void Page_BlockOfCode_IsTheRegionOfThisFile(string page, string region, string usings)
    {
        string code = Block("csharp", page)!;
        Assert.Equal($"{usings}\n\n{Region(region)}", code);
    }

    [Fact]
    public void Evaluate_PrintsTheNumbersOfTheTable()
    {
        string[] printed = Printed(Evaluate).Split('\n');
        Assert.Equal(7, printed.Length);
        Assert.Equal("1: D/N = 0.3020", printed[1]);
    }

    [Fact]
    public void Formats_PrintsWhatThePageShows()
    {
        Assert.Equal(Block("text", "docs/guide/formats.md"), Printed(Formats));
        File.Delete("weights.npz");
    }

    private static void Evaluate()
    {
        #region evaluate
        var model = NetworkModel.Create(correlation: 1.0, gain: 0.8, activation: "tanh", depth: 6);
        foreach (MeanFieldLayer layer in MeanField.Evaluate(model).Value.Layers)
            Console.WriteLine($"{layer.Layer}: D/N = {layer.Dimension:F4}");
        #endregion
    }

    private static void Formats()
    {
        #region formats
        var weights = NumericArray.Create([2, 3], [0.5, -1, 0.25, 0, 2, -0.5]);
        using (FileStream target = File.Create("weights.npz"))
            ArrayWriter.WriteNpz(target, new Dictionary<string, NumericArray> { ["fc1.weight"] = weights });

        using ArrayFile file = ArrayFile.Open("weights.npz");
        foreach (ArrayEntry entry in file.Arrays)
            Console.WriteLine($"{entry.Name}: {string.Join(" x ", entry.Shape)}, sum {entry.Read().Values.Sum()}");
        #endregion
    }

    private static string Printed(Action snippet)
    {
        var written = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        TextWriter before = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            Console.SetOut(written);
            CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
            snippet();
        }
        finally
        {
            Console.SetOut(before);
            CultureInfo.CurrentCulture = culture;
        }

        return written.ToString().TrimEnd('\n');
    }

    private static string? Block(string language, string page) =>
        Regex.Match(RepositoryFiles.Read(page), $@"^```{language}\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)
            is { Success: true } block ? block.Groups[1].Value : null;

    private static string Region(string name)
    {
        string source = RepositoryFiles.Read("tests/CorrSyn.Tests/PageSnippets.cs");
        string body = Regex.Match(source, $@"^ *#region {name}\n(.*?)\n *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1].Value;
        return Indent().Replace(body, "");
    }

    [GeneratedRegex("^ {8}", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
