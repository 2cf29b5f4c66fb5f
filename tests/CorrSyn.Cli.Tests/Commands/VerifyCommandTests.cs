using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class VerifyCommandTests : IDisposable
{
    private const string Small = "verify --widths 20,40,80 --samples 40 --instances 500 --depth 2 --correlation 0.3";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Json_Document_HasTheNamesOfTheContract()
    {
        JsonElement document = CommandRun.Typed($"{Small} --no-report --json").Document();

        Assert.Equal("corrsyn/verify/1", document.GetProperty("schema").GetString());
        Assert.Equal(1, document.GetProperty("seed").GetInt64());
        Assert.Equal("1/2", document.GetProperty("derivation").GetProperty("scaling").GetProperty("exponent").GetString());
        Assert.Equal(3, document.GetProperty("theory").GetProperty("layers").GetArrayLength());
        Assert.Equal([20, 40, 80], document.GetProperty("simulations").EnumerateArray().Select(each => each.GetProperty("width").GetInt32()));
        JsonElement agreement = document.GetProperty("agreement");
        Assert.True(agreement.GetProperty("passed").GetBoolean());
        Assert.Equal("agrees", agreement.GetProperty("verdict").GetString());
        Assert.Equal("N^-1/2", agreement.GetProperty("extrapolation").GetProperty("power").GetString());
        Assert.Equal(
            ["k1", "k2", "q", "nSigma", "dimension"],
            agreement.GetProperty("rows").EnumerateArray().Take(5).Select(row => row.GetProperty("quantity").GetString()!));
    }

    [Fact]
    public void Json_AnyThreads_AreTheSameBytes() =>
        Assert.Equal(
            CommandRun.Typed($"{Small} --no-report --json --threads 1"),
            CommandRun.Typed($"{Small} --no-report --json --threads 2"));

    [Fact]
    public void Run_Folder_HoldsThreeFilesAndTheDocument()
    {
        CommandRun run = CommandRun.Of([.. Small.Split(' '), "--json", "--out", _folder["deep/report"]]);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["layers.csv", "report.html", "results.json"],
            Directory.EnumerateFileSystemEntries(_folder["deep/report"]).Select(Path.GetFileName).Order()!);
        Assert.Equal(run.Output, File.ReadAllText(_folder["deep/report/results.json"]));
        string[] lines = File.ReadAllLines(_folder["deep/report/layers.csv"]);
        Assert.StartsWith("layer,quantity,theory,simulated,standardError,z,mean20,standardError20", lines[0], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.Equal(11, line.Count(c => c == ',')));
        Assert.Equal(1 + 3 * 5, lines.Length);
    }

    [Fact]
    public void Run_LargeCorrelation_IsOutOfReachAndSuggestsLargerWidths()
    {
        CommandRun run = CommandRun.Typed("verify --widths 20,40 --samples 20 --instances 20 --depth 6 --correlation 4 --gain 2 --no-report");

        Assert.Equal(3, run.Code);
        Assert.Contains("OUT OF REACH", run.Output, StringComparison.Ordinal);
        Assert.Contains("Try: corrsyn verify", run.Output, StringComparison.Ordinal);
        Assert.Contains("--widths 40,80", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LargeCorrelationAtLargeWidths_DoesNotMindTheWidthOfTheModel() =>
        Assert.Contains(
            CommandRun.Typed("verify --correlation 15 --widths 250,260 --samples 4 --instances 2 --depth 1 --no-report").Code,
            new[] { 0, 1, 3 });

    [Fact]
    public void Run_FileInPlaceOfTheFolder_IsRefusedBeforeSampling()
    {
        string file = _folder.Write("taken", "");
        foreach (string path in new[] { file, Path.Combine(file, "below") })
        {
            // So many networks would take hours.
            CommandRun run = CommandRun.Of("verify", "--instances", "100000", "--out", path);

            Assert.Equal(2, run.Code);
            Assert.Empty(run.Output);
            Assert.Contains(path, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_NoTheory_LeavesNoFolder()
    {
        CommandRun run = CommandRun.Of("verify", "--activation", "linear", "--gain", "3", "--depth", "1000", "--out", _folder["a/b"]);

        Assert.Equal(3, run.Code);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }

    [Fact]
    public void Run_Cancelled_LeavesNoFolder()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));

        CommandRun run = CommandRun.Cancellable(cancellation.Token, "verify", "--instances", "100000", "--out", _folder["a/b"]);

        Assert.Equal(130, run.Code);
        Assert.Empty(run.Output + run.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Location));
    }
}
