using System.Text.Json;
using CorrSyn.Formats;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class HebbianCommandTests : IDisposable
{
    private static readonly string[] Small =
        ["hebbian", "--width", "12", "--depth", "2", "--samples", "40", "--held-out", "40", "--steps", "20", "--batch", "10", "--instances", "3"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Text_OneRule_HasTheTableAndAnswersBothClaims()
    {
        CommandRun run = CommandRun.Of(Small);

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.StartsWith("rule oja\n", run.Output, StringComparison.Ordinal);
        foreach (string part in new[] { "learned ", "rotated ", "shuffled ", "orthogonal ", "r_eff^2", "  map  network  ", "Lower dimension, learned rows: ", "Slower decorrelation, rotated rows: ", "z = " })
            Assert.Contains(part, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_AllRules_IsAMap()
    {
        CommandRun run = CommandRun.Of([.. Small, "--rule", "all", "--data", "digits"]);

        Assert.Equal(0, run.Code);
        foreach (string rule in new[] { "hebb", "oja", "subspace", "sanger", "foldiak", "bcm" })
            Assert.Contains($"\n{rule} ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_AnyNumberOfThreads_GivesTheSameBytes()
    {
        CommandRun one = CommandRun.Of([.. Small, "--data", "mixture", "--json", "--threads", "1"]);
        CommandRun three = CommandRun.Of([.. Small, "--data", "mixture", "--json", "--threads", "3"]);

        Assert.Equal(one.Output, three.Output);
        JsonElement document = one.Document();
        Assert.Equal("corrsyn/hebbian/1", document.GetProperty("schema").GetString());
        Assert.Equal(1, document.GetProperty("seed").GetInt64());
        Assert.Equal("mixture", document.GetProperty("model").GetProperty("data").GetProperty("name").GetString());
        JsonElement result = Assert.Single(document.GetProperty("results").EnumerateArray());
        Assert.Equal("oja", result.GetProperty("rule").GetString());
        Assert.Equal(
            ["learned", "rotated", "shuffled", "orthogonal"],
            result.GetProperty("networks").EnumerateArray().Select(network => network.GetProperty("weights").GetString()!));
        JsonElement layer = result.GetProperty("networks")[0].GetProperty("layers")[1];
        foreach (string name in new[] { "meanCorrelation", "effectiveCorrelationSquared", "nSigma", "nSigmaRatio", "measuredDimension", "accuracy" })
            Assert.True(layer.GetProperty(name).GetProperty("standardError").GetDouble() >= 0, name);
        Assert.True(layer.GetProperty("theory").GetProperty("dimension").GetProperty("mean").GetDouble() > 0);
        Assert.Equal(3, layer.GetProperty("ridges").GetArrayLength());
        Assert.True(layer.GetProperty("singleNetwork").GetProperty("dimension").GetProperty("mean").GetDouble() > 0);
        Assert.Equal(
            ["learned lower dimension", "learned slower decorrelation", "rotated lower dimension", "rotated slower decorrelation"],
            result.GetProperty("claims").EnumerateArray().Select(claim => $"{claim.GetProperty("weights").GetString()} {claim.GetProperty("claim").GetString()}"));
        Assert.All(
            result.GetProperty("claims").EnumerateArray(),
            claim => Assert.Equal(["shuffled", "orthogonal"], claim.GetProperty("contrasts").EnumerateArray().Select(contrast => contrast.GetProperty("control").GetString()!)));
    }

    [Fact]
    public void SingleNetwork_No_LeavesItsColumnOut()
    {
        Assert.DoesNotContain("network  ", CommandRun.Of([.. Small, "--single-network", "no"]).Output, StringComparison.Ordinal);
        JsonElement document = CommandRun.Of([.. Small, "--single-network", "no", "--json"]).Document();
        Assert.Equal(
            JsonValueKind.Null,
            document.GetProperty("results")[0].GetProperty("networks")[0].GetProperty("layers")[0].GetProperty("singleNetwork").ValueKind);
    }

    [Theory]
    [InlineData(".npy")]
    [InlineData(".csv")]
    [InlineData(".idx")]
    public void Images_FromFiles_AreLearnedFrom(string extension)
    {
        string images = Images(extension);
        string labels = Labels(60);

        JsonElement document = CommandRun.Of(
            "hebbian", "--images", images, "--labels", labels, "--width", "10", "--depth", "2", "--steps", "10", "--instances", "2", "--json").Document();

        JsonElement model = document.GetProperty("model");
        Assert.Equal(40, model.GetProperty("samples").GetInt32());
        Assert.Equal(20, model.GetProperty("heldOut").GetInt32());
        Assert.Equal(images, model.GetProperty("data").GetProperty("images").GetString());
        Assert.Equal(6, document.GetProperty("results")[0].GetProperty("input").GetProperty("width").GetInt32());
    }

    [Fact]
    public void Run_BadInput_IsOneLineAndExitCode2()
    {
        string images = Images(".npy");
        byte[] damaged = File.ReadAllBytes(Images(".idx"));
        File.WriteAllBytes(_folder["damaged.idx"], damaged[..^5]);
        foreach (string[] arguments in new string[][]
        {
            ["--rule", "hebbb"],
            ["--learning-rate", "0"],
            ["--learning-rate", "nan"],
            ["--steps", "0"],
            ["--batch", "0"],
            ["--centring", "perhaps"],
            ["--match", "nothing"],
            ["--single-network", "maybe"],
            ["--data", "mnist"],
            ["--width", "1"],
            ["--width", "1000000"],
            ["--depth", "0"],
            ["--gain", "-1"],
            ["--bias-variance", "-1"],
            ["--activation", "nothing"],
            ["--instances", "0"],
            ["--samples", "7"],
            ["--seed", "-1"],
            ["--input-variance", "0"],
            ["--classes", "1"],
            ["--labels", Labels(60)],
            ["--images", images, "--data", "digits"],
            ["--images", _folder["none.npy"]],
            ["--images", _folder["damaged.idx"]],
            ["--images", images, "--labels", Labels(59)],
            ["--images", images, "--labels", images],
            ["--images", images, "--samples", "50", "--held-out", "11"],
            ["--images", images, "--max-array-bytes", "8"],
        })
        {
            CommandRun run = CommandRun.Of(["hebbian", .. arguments]);

            Assert.True(run.Code == 2, $"{string.Join(' ', arguments)}: {run.Code} {run.Error}");
            Assert.StartsWith("corrsyn: error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }
    }

    [Fact]
    public void Run_LabelsOfAnotherCount_SaysBothCounts() =>
        Assert.Contains(
            "59 labels for 60 inputs",
            CommandRun.Of("hebbian", "--images", Images(".npy"), "--labels", Labels(59)).Error,
            StringComparison.Ordinal);

    [Fact]
    public void Run_DivergingRate_IsOneLineAndExitCode3()
    {
        CommandRun run = CommandRun.Of([.. Small, "--learning-rate", "5000"]);

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains("layer 1 with the rule oja and learning rate 5000", line, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--learning-rate", "1e300", "--rule", "hebb")]
    [InlineData("--activation", "log(x)")]
    [InlineData("--activation", "x*0")]
    [InlineData("--input-variance", "1e200")]
    [InlineData("--input-variance", "1e-200", "--data", "mixture")]
    [InlineData("--bias-variance", "1e308")]
    [InlineData("--gain", "1e308")]
    public void Run_NoAnswer_IsOneLineAndExitCode3(params string[] arguments)
    {
        CommandRun run = CommandRun.Of([.. Small, .. arguments]);

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);

        // One clause, as all others: no capital, no full stop.
        Assert.Matches("^corrsyn: error: [a-z].*[^.]$", Assert.Single(run.ErrorLines));
    }

    // A reciprocal has a value at every pre-activation that occurs, but no averages.
    [Fact]
    public void Run_ActivationWithoutTheory_IsMeasuredAndSaysWhy()
    {
        CommandRun run = CommandRun.Of([.. Small, "--activation", "1/x"]);

        Assert.Equal(0, run.Code);
        Assert.Contains("Note: the layer map has no answer for learned rows: activation: 1/x has no finite value at z = 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("Note: the theory of single networks has no answer for learned rows: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_AsFewAsNeeded_AreShared()
    {
        string path = _folder["few.csv"];
        File.WriteAllLines(path, Enumerable.Range(0, 16).Select(k => FormattableString.Invariant($"{Math.Sin(k)},{Math.Cos(k * k)}")));

        JsonElement model = CommandRun.Of("hebbian", "--images", path, "--width", "4", "--depth", "1", "--instances", "2", "--json").Document().GetProperty("model");

        Assert.Equal(8, model.GetProperty("samples").GetInt32());
        Assert.Equal(8, model.GetProperty("heldOut").GetInt32());
    }

    [Fact]
    public void Run_Cancelled_IsInterrupted()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.Equal(130, CommandRun.Cancellable(cancellation.Token, Small).Code);
    }

    private string Images(string extension)
    {
        NumericArray images = NumericArray.Create([60, 2, 3], [.. Enumerable.Range(1, 360).Select(k => Math.Floor(128 + 100 * Math.Cos(k * k)))]);
        string path = _folder["images" + extension];
        switch (extension)
        {
            case ".csv":
                File.WriteAllLines(path, images.Values.Chunk(6).Select(row => string.Join(',', row)));
                break;
            case ".npy":
                using (FileStream stream = File.Create(path))
                    ArrayWriter.WriteNpy(stream, images);
                break;
            default:
                File.WriteAllBytes(path, [0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 2, 0, 0, 0, 3, .. images.Values.Select(value => (byte)value)]);
                break;
        }

        return path;
    }

    private string Labels(int count)
    {
        string path = _folder[$"labels{count}.idx"];
        File.WriteAllBytes(path, [0, 0, 8, 1, 0, 0, 0, (byte)count, .. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);
        return path;
    }
}
