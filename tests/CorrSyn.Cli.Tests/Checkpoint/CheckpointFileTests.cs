using System.Diagnostics;
using System.Reflection;
using CorrSyn.Cli.Checkpoint;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Tests.Checkpoint;

public sealed class CheckpointFileTests : IDisposable
{
    private const string Small = "simulate --width 24 --samples 30 --instances 5 --depth 2 --json --per-network";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File1 => _folder["run.checkpoint"];

    [Fact]
    public void Run_FromACheckpoint_GivesTheSameBytes()
    {
        string expected = CommandRun.Typed(Small).Output;

        Assert.Equal(expected, CommandRun.Typed($"{Small} --checkpoint {File1}").Output);
        byte[] written = File.ReadAllBytes(File1);
        Assert.Equal(expected, CommandRun.Typed($"{Small} --checkpoint {File1} --threads 3").Output);
        Assert.Equal(written, File.ReadAllBytes(File1));
        Assert.Equal([File1], Directory.EnumerateFileSystemEntries(_folder.Location));
    }

    [Fact]
    public void Run_MoreNetworksThanBefore_ContinuesTheCheckpoint()
    {
        string more = Small.Replace("--instances 5", "--instances 9", StringComparison.Ordinal);
        CommandRun.Typed($"{Small} --checkpoint {File1}");

        Assert.Equal(CommandRun.Typed(more).Output, CommandRun.Typed($"{more} --checkpoint {File1}").Output);
    }

    [Theory]
    [InlineData("simulate --width 24 --depth 2 --correlation 0.2 --compare-correlation 0 --instances 4 --json")]
    [InlineData("simulate --width 24 --depth 2 --target-error 0.02 --samples 8 --json")]
    public void Run_OtherPlansFromACheckpoint_GiveTheSameBytes(string command)
    {
        string expected = CommandRun.Typed(command).Output;

        Assert.Equal(expected, CommandRun.Typed($"{command} --checkpoint {File1}").Output);
        Assert.Equal(expected, CommandRun.Typed($"{command} --checkpoint {File1}").Output);
    }

    // Killed without a chance to tidy up, as soon as there is a second checkpoint; on a fast machine perhaps after the end.
    [RequiresFact(Requirement.Unix)]
    public void Main_KilledOnTheWay_IsResumedBitForBit()
    {
        string[] arguments = ["simulate", "--width", "200", "--samples", "150", "--instances", "400", "--depth", "4", "--json", "--threads", "1"];
        using (Process process = BuiltProgram.Start([.. arguments, "--checkpoint", File1]))
        {
            long first = 0;
            while (!process.HasExited && (first == 0 || new FileInfo(File1).Length == first))
            {
                Thread.Sleep(20);
                if (first == 0 && File.Exists(File1))
                    first = new FileInfo(File1).Length;
            }

            process.Kill();
            process.WaitForExit();
        }

        Assert.Equal(CommandRun.Of(arguments).Output, CommandRun.Of([.. arguments, "--checkpoint", File1]).Output);
    }

    [Theory]
    [InlineData("cut", "damaged or not complete")]
    [InlineData("flipped", "damaged or not complete")]
    [InlineData("longer", "damaged or not complete")]
    [InlineData("empty", "not a checkpoint")]
    [InlineData("foreign", "not a checkpoint")]
    [InlineData("model", "another model")]
    [InlineData("seed", "other settings (Seed = 1; these have Seed = 2)")]
    [InlineData("estimator", "other settings")]
    public void Run_CheckpointThatIsNone_IsRefusedAndStays(string damage, string reason)
    {
        CommandRun.Typed($"{Small} --checkpoint {File1}");
        byte[] content = File.ReadAllBytes(File1);
        byte[] flipped = [.. content];
        flipped[content.Length / 2] ^= 1;
        (byte[] stored, string options) = damage switch
        {
            "cut" => (content[..^40], ""),
            "flipped" => (flipped, ""),
            "longer" => ([.. content, 0], ""),
            "empty" => ([], ""),
            "foreign" => ("{}\n"u8.ToArray(), ""),
            "model" => (content, "--gain 1.1"),
            "seed" => (content, "--seed 2"),
            "estimator" => (content, "--estimator plain"),
            _ => throw new ArgumentOutOfRangeException(nameof(damage)),
        };
        File.WriteAllBytes(File1, stored);

        CommandRun run = CommandRun.Typed($"{Small} {options} --checkpoint {File1}");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains("--checkpoint", line, StringComparison.Ordinal);
        Assert.Contains(reason.Split(" (")[0], line, StringComparison.Ordinal);
        Assert.Equal(stored, File.ReadAllBytes(File1));
    }

    [Fact]
    public void Decode_AnotherVersionOrArithmetic_IsRefused()
    {
        var header = new CheckpointHeader("1.0", "{}", "Settings { Seed = 1 }", "fused");
        byte[] content = CheckpointFormat.Encode(header, []);
        Assert.Empty(CheckpointFormat.Decode(content, header));
        foreach (CheckpointHeader other in new[] { header with { Version = "1.1" }, header with { Arithmetic = "separate" } })
            Assert.Throws<CheckpointException>(() => CheckpointFormat.Decode(content, other));
    }

    [Fact]
    public void Run_FolderThatIsNotThereOrAFolder_IsExitCode2()
    {
        foreach (string path in new[] { _folder["no/run"], _folder.Location })
        {
            CommandRun run = CommandRun.Of("simulate", "--width", "10", "--samples", "8", "--checkpoint", path);
            Assert.Equal(2, run.Code);
            Assert.Single(run.ErrorLines);
        }
    }

    // The limit on the size of a file stands for a full disk: the first states fit, a later one does not. The runtime itself
    // needs large files in memory unless it maps code once only. A network of 7 ms and 0.6 kB: the state after the first second has
    // half of the 200 kB.
    [RequiresFact(Requirement.Linux)]
    public void Main_NoSpaceOnTheWay_KeepsTheCheckpointFromBefore()
    {
        const string Arguments = "simulate --width 200 --samples 400 --instances 200000 --depth 6 --threads 1";
        using Process process = BuiltProgram.StartInShell(
            $"trap '' XFSZ; ulimit -f 400; DOTNET_EnableWriteXorExecute=0 exec \"$0\" \"$1\" {Arguments} --checkpoint '{File1}'");
        (int code, string output, string error) = BuiltProgram.End(process);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Matches("^corrsyn: error: .*run.checkpoint cannot be written: .*; the file from before is kept\n$", error);
        Assert.Equal([File1], Directory.EnumerateFileSystemEntries(_folder.Location));
        Assert.NotEmpty(CheckpointFormat.Decode(File.ReadAllBytes(File1), CheckpointHeader.Of(
            ModelDescription.Of(NetworkModel.Create(width: 200)),
            null,
            null,
            new SimulationSettings(400, 1, 1, 1, CovarianceEstimator.Corrected))));
    }

    [Fact]
    public void Run_MoreThanTheMemoryOfAContainer_IsRefusedWithTheNumbers()
    {
        using Process process = BuiltProgram.StartInShell(
            "DOTNET_GCHeapHardLimit=0x10000000 exec \"$0\" \"$1\" simulate --width 5000 --samples 2000");
        (int code, string output, string error) = BuiltProgram.End(process);

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Matches("^corrsyn: error: --width: 5000 .*need [0-9.]+ GB and 0.27 GB are available; fewer .*\n$", error);
    }

    // A new member of the statistics must be written too: then this number changes with the format.
    [Fact]
    public void Encode_Statistics_HoldEveryMember()
    {
        int members = typeof(LayerStatistics).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Count(member => member.SetMethod is not null);
        Assert.Equal(12, members);
        var layer = new LayerStatistics(3, 1.5, 2.5, -0.1, 7, null, 5, double.NaN, 9, new PreActivationStatistics(1, 2, 3))
        {
            ExpectedPreActivation = new PreActivationStatistics(4, 5, 6),
            DimensionInputVariance = 0.25,
        };
        var header = new CheckpointHeader("1", "", "", "");
        KeyValuePair<NetworkKey, IReadOnlyList<LayerStatistics>>[] networks =
            [new(new NetworkKey(1, 20, 4), [layer, layer with { Dimension = 0.5, PreActivation = null }])];
        var read = CheckpointFormat.Decode(CheckpointFormat.Encode(header, networks), header);
        Assert.Equal(networks[0].Key, read[0].Key);
        Assert.Equal(networks[0].Value, read[0].Value);
    }
}
