using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using CorrSyn.Cli.Tests.Output;

namespace CorrSyn.Cli.Tests.Commands;

/// <summary>What docs/guide/hebbian.md shows is what the program prints. Every block follows a comment with its command line, and is followed by one
/// with a probe: D/N of learned and of rotated rows in the last layer of a small network with the same options, by rule. CORRSYN_ACCEPT=1 writes all blocks
/// and probes anew; without it, the first block is run and compared, and so are all probes. A block that is no longer what the program prints has a
/// probe that is not either, unless what changed does not show in a small network.</summary>
public partial class HebbianPageTests
{
    private const string Small = " --width 30 --depth 2 --samples 200 --held-out 200 --instances 2 --single-network no --json";

    private static readonly Lazy<string> Accepted = new(() =>
    {
        string page = Block().Replace(
            File.ReadAllText(PagePath()),
            match => $"{match.Groups[1].Value}{Printed(match.Groups[2].Value)}{match.Groups[4].Value}\n<!-- probe: {Probe(match.Groups[2].Value)} -->\n");
        File.WriteAllText(PagePath(), page);
        return page;
    });

    [Fact]
    public void Page_FirstBlock_IsWhatTheProgramPrints()
    {
        Match first = Block().Match(Page());

        Assert.True(first.Success);
        PrintedText.AssertSame(first.Groups[3].Value, Printed(first.Groups[2].Value));
    }

    [Fact]
    public void Page_EveryProbe_IsWhatTheProgramGives()
    {
        MatchCollection blocks = Block().Matches(Page());

        Assert.Equal(8, blocks.Count);
        Assert.All(blocks, block => PrintedText.AssertSame(block.Groups[5].Value, Probe(block.Groups[2].Value)));
    }

    // The page, written anew where that is asked for.
    private static string Page() =>
        Environment.GetEnvironmentVariable("CORRSYN_ACCEPT") == "1" ? Accepted.Value : File.ReadAllText(PagePath());

    private static string Probe(string commandLine) =>
        string.Join(", ", JsonDocument.Parse(Printed(commandLine + Small)).RootElement.GetProperty("results").EnumerateArray().Select(result =>
            string.Join(' ', result.GetProperty("networks").EnumerateArray().Take(2)
                .Select(network => network.GetProperty("layers").EnumerateArray().Last().GetProperty("measuredDimension").GetProperty("mean").GetDouble())
                .Select(dimension => dimension.ToString("F4", CultureInfo.InvariantCulture))
                .Prepend(result.GetProperty("rule").GetString()))));

    private static string Printed(string commandLine)
    {
        CommandRun run = CommandRun.Typed(commandLine);
        Assert.Equal(0, run.Code);
        return run.Output;
    }

    private static string PagePath([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../docs/guide/hebbian.md"));

    [GeneratedRegex(@"(<!-- corrsyn (.+?) -->\n\n```text\n)(.*?)(```\n)(?:\n<!-- probe: (.*?) -->\n)?", RegexOptions.Singleline)]
    private static partial Regex Block();
}
