using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CorrSyn.Tests;

public partial class DocumentationTests
{
    private const string Page = "docs/theory/derivation.md";

    private static readonly string[] Ensembles = ["gaussian", "binary", "orthogonal", "independent"];

    /// <summary>The numbered equations of the page.</summary>
    private static (string Id, string Latex)[] Written =>
        [.. NumberedEquation().Matches(RepositoryFiles.Read(Page))
            .Select(match => (match.Groups["id"].Value, match.Groups["latex"].Value))];

    [Theory]
    [InlineData("gaussian")]
    [InlineData("orthogonal")]
    public void Derivation_EveryEquationOfTheEngine_StandsInThePageUnderItsNumber(string weights)
    {
        (string Id, string Latex)[] written = Written;
        Assert.All(Derived(weights), equation => Assert.Contains(equation, written));
    }

    [Fact]
    public void Derivation_EveryNumberedEquationOfThePage_IsOneOfTheEngine()
    {
        (string, string)[] derived = [.. Ensembles.SelectMany(Derived)];
        (string Id, string Latex)[] written = Written;
        Assert.All(written, equation => Assert.Contains(equation, derived));
        Assert.Equal(written, written.Distinct());

        // An equation whose layout the pattern does not know would not be compared.
        Assert.Equal(Number().Count(RepositoryFiles.Read(Page)), written.Length);
    }

    [Fact]
    public void Derivation_TableOfDimensions_IsWhatTheTheorySays()
    {
        string page = RepositoryFiles.Read(Page);
        Assert.Contains(Row("orthogonal", "orthogonal", null), page);
        foreach (double correlation in new[] { 0, 0.5, 1, 2 })
            Assert.Contains(Row(correlation.ToString(CultureInfo.InvariantCulture), "gaussian", correlation), page);
    }

    [Fact]
    public void Notation_HasEveryParameterAndEveryQuantityByItsNameInTheJson()
    {
        string page = RepositoryFiles.Read("docs/theory/notation.md");
        Assert.All(
            typeof(ModelDescription).GetConstructors()[0].GetParameters()
                .Concat(typeof(MeanFieldLayer).GetConstructors()[0].GetParameters())
                .Where(parameter => parameter.Name != nameof(MeanFieldLayer.Layer))
                .Select(parameter => char.ToLowerInvariant(parameter.Name![0]) + parameter.Name[1..]),
            name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Pages_InlineMath_HoldsNoBackslashThatMarkdownTakesForItself() =>
        Assert.All(Pages, page => Assert.DoesNotMatch(@"\$[^$\n`]*\\[,;!{}|][^$\n]*\$", WithoutBlocks(page)));

    [Fact]
    public void Pages_RelativeLinks_LeadToFiles() =>
        Assert.All(Pages, page => Assert.All(
            Link().Matches(WithoutBlocks(page)).Select(match => match.Groups["target"].Value),
            target => Assert.True(
                Path.Exists(RepositoryFiles.PathOf(Path.GetDirectoryName(page)!.Replace('\\', '/') + "/" + target)),
                $"{page} links to {target}, which does not exist.")));

    [Fact]
    public async Task Script_OfTheGuide_RunsAgainstTheBuiltAssemblies()
    {
        const string script = "docs/guide/fsharp.fsx";
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["fsi", RepositoryFiles.PathOf(script)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{script} needs a Release build of src/CorrSyn.\n{await errors}");

        // The last comment of the script shows what it prints.
        string shown = PrintedBlock().Match(RepositoryFiles.Read(script)).Groups["text"].Value;
        Assert.NotEmpty(shown);
        Assert.Equal(shown, (await output).ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    private static string[] Pages =>
    [
        "docs/README.md", Page, "docs/theory/linear.md", "docs/theory/notation.md", "docs/guide/csharp.md", "docs/guide/shell.md",
    ];

    private static IEnumerable<(string Id, string Latex)> Derived(string weights) =>
        ScalingDerivation.Derive(NetworkModel.Create(weights)).Value.Steps
            .SelectMany(step => step.Equations)
            .Select(equation => (equation.Id, equation.Latex));

    private static string Row(string label, string weights, double? correlation)
    {
        IEnumerable<string> numbers = MeanField.Evaluate(NetworkModel.Create(weights, correlation)).Value.Layers
            .Select(layer => layer.Dimension.ToString("0.0000", CultureInfo.InvariantCulture));
        return $"\n| {label} | {string.Join(" | ", numbers)} |\n";
    }

    private static string WithoutBlocks(string page) =>
        Block().Replace(RepositoryFiles.Read(page), "");

    [GeneratedRegex(@"^\*\*\((?<id>[A-Z]+-\d+)\)\*\* [^\n]+\n\n```math\n(?<latex>[^\n]+)\n```$", RegexOptions.Multiline)]
    private static partial Regex NumberedEquation();

    [GeneratedRegex(@"\*\*\([A-Z]+-\d+\)")]
    private static partial Regex Number();

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```text\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PrintedBlock();
}
