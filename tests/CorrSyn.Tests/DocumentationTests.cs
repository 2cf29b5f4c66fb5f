using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace CorrSyn.Tests;

public partial class DocumentationTests
{
    private const string Page = "docs/theory/derivation.md";

    // The build writes the equations of the default premise into the page. Of orthogonal weights the page says
    // that what it does not show is the same.
    [Theory]
    [InlineData("gaussian")]
    [InlineData("orthogonal")]
    public void Derivation_EveryEquationOfTheEngine_StandsInThePage(string weights)
    {
        string page = RepositoryFiles.Read(Page);
        Assert.All(
            ScalingDerivation.Derive(NetworkModel.Create(weights)).Value.Steps.SelectMany(step => step.Equations),
            equation => Assert.Contains($"\n```math\n{equation.Latex}\n```\n", page, StringComparison.Ordinal));
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
        [.. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => "docs/" + Path.GetRelativePath(RepositoryFiles.PathOf("docs"), file).Replace('\\', '/'))
            .Where(page => !page.EndsWith(".source.md", StringComparison.Ordinal))];

    // Decisions have an index of their own.
    [Fact]
    public void Menu_OfTheSite_LeadsToEveryPage()
    {
        string menu = RepositoryFiles.Read("docs/_template.html");
        Assert.All(
            Pages.Where(page => !page.StartsWith("docs/decisions/", StringComparison.Ordinal) && page != "docs/README.md"),
            page => Assert.Contains($"href=\"{{{{root}}}}{page["docs/".Length..^".md".Length]}.html\"", menu, StringComparison.Ordinal));
    }

    private static string WithoutBlocks(string page) =>
        Block().Replace(RepositoryFiles.Read(page), "");

    [GeneratedRegex(@"\]\((?<target>[^)#:]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"^```text\n(?<text>.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex PrintedBlock();
}
