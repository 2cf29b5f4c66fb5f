using System.Text.Json;

namespace CorrSyn.Cli.Tests.Arguments;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "not valid JSON")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{} {}", "not valid JSON")]
    [InlineData("{\"gain\": 1,}", "not valid JSON")]
    [InlineData("{\"gain\": NaN}", "not valid JSON")]
    [InlineData("{\"gain\": 1, \"gain\": 2}", "gain")]
    [InlineData("[]", "an array")]
    [InlineData("1", "a number")]
    [InlineData("null", "null")]
    [InlineData("{\"gian\": 1}", "gian")]
    [InlineData("{\"gain\": \"1\"}", "gain")]
    [InlineData("{\"gain\": null}", "gain")]
    [InlineData("{\"gain\": 1e999}", "gain")]
    [InlineData("{\"gain\": -1}", "gain")]
    [InlineData("{\"biasVariance\": -1}", "biasVariance")]
    [InlineData("{\"depth\": 2.5}", "depth")]
    [InlineData("{\"width\": 1}", "width")]
    [InlineData("{\"weights\": 1}", "weights")]
    [InlineData("{\"weights\": \"haar\"}", "weights")]
    [InlineData("{\"weights\": \"orthogonal\", \"correlation\": 1}", "correlation")]
    [InlineData("{\"activation\": \"foo\"}", "activation")]
    [InlineData("{\"\\ud800\": 1}", "model.json")]
    [InlineData("{\"layers\": []}", "layers")]
    [InlineData("{\"layers\": {}}", "layers")]
    [InlineData("{\"layers\": [1]}", "layers[0]")]
    [InlineData("{\"layers\": [{}, {\"gian\": 1}]}", "layers[1]: unknown key gian")]
    [InlineData("{\"layers\": [{\"depth\": 1}]}", "layers[0]: unknown key depth")]
    [InlineData("{\"layers\": [{}, {\"gain\": -1}]}", "layers[1]: gain: -1")]
    [InlineData("{\"layers\": [{\"width\": 2.5}]}", "layers[0]: width")]
    [InlineData("{\"layers\": [{\"activation\": \"foo\"}]}", "layers[0]: activation")]
    [InlineData("{\"layers\": [{\"weights\": \"orthogonal\", \"correlation\": 1}]}", "layers[0]: correlation")]
    [InlineData("{\"layers\": [{\"width\": 4}, {\"correlation\": 2}]}", "layers[1]: correlation")]
    [InlineData("{\"depth\": 3, \"layers\": [{}]}", "depth: 3")]
    public void Theory_MalformedConfig_NamesTheFileAndTheCause(string content, string cause)
    {
        string path = _folder.Write("model.json", content);

        Refused(CommandRun.Of("theory", "--config", path), path, cause);
        Refused(CommandRun.Of("verify", "--config", path), path, cause);
    }

    [Fact]
    public void Theory_UnreadableConfig_NamesTheFileAndTheCause()
    {
        Refused(CommandRun.Of("theory", "--config", _folder["missing.json"]), "missing.json", "no such file");
        Refused(CommandRun.Of("theory", "--config", _folder.Location), _folder.Location, "directory");
        Refused(CommandRun.Of("theory", "--config", ""), "--config", "cannot be read");
        File.WriteAllBytes(_folder["latin.json"], [.. "{\"weights\": \""u8, 0xe9, .. "\"}"u8]);
        Refused(CommandRun.Of("theory", "--config", _folder["latin.json"]), "latin.json", "not UTF-8");
        Refused(CommandRun.Of("theory", "--config", _folder.Write("big.json", new string(' ', 4_000_001))), "big.json", "larger");
    }

    [Fact]
    public void Theory_ModelOfAnOutput_RoundTrips()
    {
        JsonElement first = CommandRun
            .Typed("theory --weights binary --correlation 0.3 --gain 1.1 --bias-variance 0.07 --depth 3 --width 64 --json")
            .Document();
        string path = _folder.Write("model.json", first.GetProperty("model").GetRawText());

        CommandRun second = CommandRun.Of("theory", "--config", path, "--json");

        Assert.Equal(first.GetRawText(), second.Document().GetRawText());
    }

    [Fact]
    public void Simulate_LayersThatDiffer_RoundTrip()
    {
        string path = _folder.Write(
            "layers.json",
            "{\"correlation\": 0.5, \"layers\": [{\"width\": 60}, {\"gain\": 2, \"weights\": \"orthogonal\"}, {\"activation\": \"erf\"}]}");
        JsonElement first = CommandRun
            .Of("simulate", "--config", path, "--width", "40", "--samples", "20", "--instances", "2", "--json").Document();
        JsonElement model = first.GetProperty("model");
        Assert.Equal(3, model.GetProperty("depth").GetInt32());
        Assert.Equal(
            [60, 40, 40], model.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("width").GetInt32()));
        Assert.Equal(JsonValueKind.Null, model.GetProperty("layers")[1].GetProperty("correlation").ValueKind);
        string again = _folder.Write("again.json", model.GetRawText());

        CommandRun second = CommandRun.Of("simulate", "--config", again, "--samples", "20", "--instances", "2", "--json");

        Assert.Equal(first.GetRawText(), second.Document().GetRawText());
    }

    [Fact]
    public void Theory_OptionAndConfig_OptionWins()
    {
        string path = _folder.Write("model.json", "\ufeff{\"gain\": 2, \"depth\": 3.0, \"correlation\": null}");

        JsonElement model = CommandRun.Of("theory", "--config", path, "--gain", "1.5", "--json").Document().GetProperty("model");

        Assert.Equal(1.5, model.GetProperty("gain").GetDouble());
        Assert.Equal(3, model.GetProperty("depth").GetInt32());
        Assert.Equal(1, model.GetProperty("correlation").GetDouble());
    }

    [Fact]
    public void Theory_WeightsWithoutCorrelation_RefuseTheCorrelationOfTheFileUnlessNull()
    {
        string given = _folder.Write("given.json", "{\"correlation\": 0.5}");
        string none = _folder.Write("none.json", "{\"weights\": \"gaussian\", \"correlation\": null}");

        Refused(CommandRun.Of("theory", "--config", given, "--weights", "independent"), given, "correlation");
        JsonElement model = CommandRun.Of("theory", "--config", none, "--weights", "independent", "--json").Document().GetProperty("model");
        Assert.Equal(JsonValueKind.Null, model.GetProperty("correlation").ValueKind);
    }

    private static void Refused(CommandRun run, string file, string cause)
    {
        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(cause, line, StringComparison.Ordinal);
    }
}
