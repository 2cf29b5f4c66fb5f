using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class StructuredModelTests : IDisposable
{
    private const string Small = "simulate --width 32 --samples 40 --instances 4 --depth 2 --json";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--postsynaptic blocks:4 --correlation 1.5")]
    [InlineData("--weights binary --postsynaptic low-rank:2 --correlation 0.7")]
    [InlineData("--weights sparse:0.2")]
    [InlineData("--weights laplace --presynaptic blocks:2 --presynaptic-correlation 0.3 --correlation 0.2")]
    [InlineData("--weights uniform --correlation-exponent 1 --correlation 3")]
    [InlineData("--postsynaptic identity --presynaptic uniform --presynaptic-correlation 2 --presynaptic-exponent 1")]
    [InlineData("--correlation -0.1")]
    [InlineData("--weights binary --correlation -0.1")]
    [InlineData("--weights binary --input-law mixture:0.9")]
    [InlineData("--input-law signs --weights orthogonal")]
    public void Simulate_ModelOfAnOutput_RoundTrips(string options)
    {
        string first = CommandRun.Typed($"{Small} {options}").Document().GetRawText();
        string path = _folder.Write("model.json", JsonDocument.Parse(first).RootElement.GetProperty("model").GetRawText());

        string second = CommandRun.Typed($"simulate --config {path} --samples 40 --instances 4 --json").Document().GetRawText();

        Assert.Equal(first, second);
        Assert.NotEqual(CommandRun.Typed(Small).Output, first);
    }

    [Theory]
    [InlineData("--postsynaptic uniform")]
    [InlineData("--weights binary --postsynaptic uniform --presynaptic identity --correlation-exponent 0.5")]
    [InlineData("--weights independent --postsynaptic identity")]
    [InlineData("--input-law gaussian")]
    public void Simulate_StructureThatWeightsHaveAnyway_ChangesNoByte(string options)
    {
        string weights = options.Contains("--weights", StringComparison.Ordinal) ? string.Join(' ', options.Split(' ').Take(2)) : "";

        Assert.Equal(CommandRun.Typed($"{Small} {weights}").Output, CommandRun.Typed($"{Small} {options}").Output);
    }

    [Fact]
    public void Simulate_LayersWithStructuresOfTheirOwn_RoundTrip()
    {
        string path = _folder.Write(
            "layers.json",
            """
            {"width": 32, "correlation": 0.5, "inputLaw": "uniform", "layers": [
              {"postsynaptic": "blocks:4", "gain": 1.1}, {"weights": "orthogonal", "width": 16},
              {"weights": "binary", "presynaptic": "uniform", "presynapticCorrelation": 0.2, "correlation": 0.1},
              {"weights": "sparse:0.5", "activation": "relu"}, {"weights": "binary", "correlation": -0.01}]}
            """);
        JsonElement first = CommandRun.Typed($"simulate --config {path} --samples 40 --instances 3 --json").Document();
        JsonElement[] layers = [.. first.GetProperty("model").GetProperty("layers").EnumerateArray()];

        Assert.Equal(
            ["blocks:4", "identity", "uniform", "uniform", "uniform"], layers.Select(layer => layer.GetProperty("postsynaptic").GetString()));
        Assert.Equal(0.5, layers[0].GetProperty("correlation").GetDouble());
        string again = _folder.Write("again.json", first.GetProperty("model").GetRawText());
        JsonElement second = CommandRun.Typed($"simulate --config {again} --samples 40 --instances 3 --json").Document();
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Unanswered($"theory --config {path}", "structures that differ");
        Unanswered($"verify --config {path} --no-report", "simulate");
    }

    [Theory]
    [InlineData("--weights haar", "--weights: haar")]
    [InlineData("--weights sparse:0", "--weights: sparse:0")]
    [InlineData("--postsynaptic rings", "--postsynaptic: rings")]
    [InlineData("--postsynaptic blocks:65", "--postsynaptic: blocks:65")]
    [InlineData("--postsynaptic blocks:3", "--width: 32")]
    [InlineData("--postsynaptic identity --correlation 1", "--correlation: 1")]
    [InlineData("--weights orthogonal --postsynaptic uniform", "--postsynaptic: uniform")]
    [InlineData("--weights independent --presynaptic uniform --presynaptic-correlation 1", "--presynaptic: uniform")]
    [InlineData("--presynaptic uniform", "--presynaptic: uniform")]
    [InlineData("--presynaptic-correlation 1", "--presynaptic-correlation: 1")]
    [InlineData("--correlation-exponent 0", "--correlation-exponent: 0")]
    [InlineData("--correlation-exponent 3", "--correlation-exponent: 3")]
    [InlineData("--correlation -0.2", "positive definite")]
    [InlineData("--weights binary --correlation -0.15", "positive definite")]
    [InlineData("--weights sparse:0.5 --correlation -0.01", "copied")]
    [InlineData("--postsynaptic low-rank:1 --correlation -0.01", "0 <= x < 1")]
    [InlineData("--weights binary --postsynaptic low-rank:4 --correlation 5", "x <= 1/4")]
    [InlineData("--correlation 6 --postsynaptic blocks:2", "x < 1")]
    [InlineData("--input-law cauchy", "--input-law: cauchy")]
    [InlineData("--input-law mixture:1", "--input-law: mixture:1")]
    public void Simulate_SettingThatCannotBe_IsNamedWithWhatIsAllowed(string options, string cause)
    {
        CommandRun run = CommandRun.Typed($"{Small} {options}");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(cause, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("allowed: ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("theory --correlation -0.02", "no limit of infinite width")]
    [InlineData("theory --postsynaptic blocks:2 --correlation-exponent 1", "derived: gamma = 1/2")]
    [InlineData("theory --presynaptic uniform --presynaptic-correlation 1", "derived: gamma = 1/2 and delta = 1")]
    [InlineData("theory --weights binary --postsynaptic identity --presynaptic uniform --presynaptic-correlation 1 --presynaptic-exponent 1 --activation relu", "no closed layer map")]
    [InlineData("theory --postsynaptic blocks:2 --finite-size", "--finite-size")]
    [InlineData("theory --postsynaptic blocks:2 --closure odd", "--closure")]
    [InlineData("theory --finite-size --input-law signs", "gaussian")]
    [InlineData("verify --postsynaptic blocks:2 --no-report", "simulate")]
    [InlineData("verify --weights laplace --no-report", "simulate")]
    [InlineData("fixed-points --weights laplace", "simulate")]
    public void Theory_SettingWithoutAnswer_IsOneLineAndExitCode3(string arguments, string cause) =>
        Unanswered(arguments, cause);

    // Blocks: r^2 times the share 1/B of pairs in one block. Values beyond their variance play no part.
    [Fact]
    public void Theory_BlocksOfTwo_AreTheUniformCorrelationOverRootTwo()
    {
        JsonElement blocks = CommandRun.Typed("theory --weights laplace --postsynaptic blocks:4 --correlation 2 --json").Document();
        JsonElement uniform = CommandRun.Typed("theory --correlation 1 --json").Document();

        foreach ((JsonElement a, JsonElement b) in blocks.GetProperty("layers").EnumerateArray().Zip(uniform.GetProperty("layers").EnumerateArray()))
            Assert.Equal(b.GetProperty("dimension").GetDouble(), a.GetProperty("dimension").GetDouble(), 1e-10);
        Assert.Equal("derived", blocks.GetProperty("validity").GetProperty("closure").GetString());
        Assert.Equal("blocks:4", blocks.GetProperty("model").GetProperty("postsynaptic").GetString());
    }

    [Fact]
    public void Simulate_CompareCorrelation_ComparesStructuredNetworks()
    {
        JsonElement document = CommandRun.Typed($"{Small} --postsynaptic blocks:2 --correlation 2 --compare-correlation 0").Document();

        Assert.Equal(0, document.GetProperty("comparison").GetProperty("correlation").GetDouble());
    }

    private static void Unanswered(string arguments, string cause)
    {
        CommandRun run = CommandRun.Typed(arguments);

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(cause, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
