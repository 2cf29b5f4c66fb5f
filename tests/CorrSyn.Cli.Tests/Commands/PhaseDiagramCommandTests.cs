using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class PhaseDiagramCommandTests : IDisposable
{
    private const string Small = "phase-diagram --gain-range 1:3:3 --bias-variance-range 0:0.1:2";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_Document_HasPointsAndCriticalLines()
    {
        JsonElement document = CommandRun.Typed($"{Small} --json").Document();

        Assert.Equal("corrsyn/phase-diagram/1", document.GetProperty("schema").GetString());
        Assert.Equal([1.0, 2.0, 3.0], document.GetProperty("gains").EnumerateArray().Select(gain => gain.GetDouble()));
        Assert.Equal(6, document.GetProperty("points").GetArrayLength());
        JsonElement line = document.GetProperty("criticalLines")[0];
        Assert.Equal(1, line.GetProperty("gains")[0].GetProperty("gain").GetDouble(), 1e-12);
    }

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBytes()
    {
        foreach (string form in new[] { "--json", "--format csv", "--format text" })
            Assert.Equal(CommandRun.Typed($"{Small} {form} --threads 1"), CommandRun.Typed($"{Small} {form} --threads 3"));
    }

    [Fact]
    public void Csv_EveryLine_HasTheColumnsOfTheHeading_AndErrorsInsteadOfNumbers()
    {
        string[] lines = CommandRun.Typed($"{Small} --activation relu --correlation 0 --format csv")
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("gain,biasVariance,k1,k2,q,nSigma,dimension,stability,", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        Assert.All(lines, line => Assert.Equal(15, line.Split('"')[0].Count(c => c == ',')));
        Assert.Contains("2,0,,,,,,,,,,,,,,\"fixed points are not isolated", lines[2], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.Contains("NaN", StringComparison.Ordinal));
    }

    [Fact]
    public void Out_Folder_HoldsTheThreeFiles()
    {
        CommandRun run = CommandRun.Typed($"{Small} --json --out {_folder["diagram"]}");

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["critical-lines.csv", "phase-diagram.csv", "phase-diagram.json"],
            Directory.GetFiles(_folder["diagram"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(run.Output, File.ReadAllText(Path.Combine(_folder["diagram"], "phase-diagram.json")));
    }

    [Theory]
    [InlineData("--gain-range 1:2")]
    [InlineData("--gain-range 0:2:3")]
    [InlineData("--gain-range 2:1:3")]
    [InlineData("--gain-range 1:2:1")]
    [InlineData("--gain-range 1:2:3:lin")]
    [InlineData("--gain-range 1:NaN:3")]
    [InlineData("--gain-range 1:2:10000 --bias-variance-range 0:1:10000")]
    [InlineData("--bias-variance-range 0:1:5:log")]
    [InlineData("--bias-variance-range -1:1:5")]
    [InlineData("--gain 3")]
    [InlineData("--format csv --json")]
    [InlineData("--threads 0")]
    public void Run_BadGrid_IsOneLineAndExitCode2(string options)
    {
        CommandRun run = CommandRun.Typed($"phase-diagram {options}");

        Assert.Equal(2, run.Code);
        Assert.Single(run.ErrorLines);
    }

    [Fact]
    public void Json_LogarithmicGrid_HasEqualFactorsAndExactEnds()
    {
        JsonElement document = CommandRun
            .Typed("phase-diagram --gain-range 0.1:10:5:log --bias-variance-range 0.1:0.1:1 --json").Document();
        double[] gains = [.. document.GetProperty("gains").EnumerateArray().Select(gain => gain.GetDouble())];

        Assert.Equal((0.1, 10.0), (gains[0], gains[^1]));
        Assert.All(gains.Zip(gains.Skip(1)), pair => Assert.Equal(Math.Sqrt(10), pair.Second / pair.First, 1e-12));
    }

    [Fact]
    public void Run_Interrupted_IsExitCode130AndLeavesNothing()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        CommandRun run = CommandRun.Cancellable(source.Token, "phase-diagram", "--out", _folder["diagram"]);

        Assert.Equal(130, run.Code);
        Assert.Empty(run.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }
}
