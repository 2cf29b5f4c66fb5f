using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class ActivationsCommandTests
{
    [Fact]
    public void Json_Document_SaysWhichAreOdd()
    {
        JsonElement list = CommandRun.Of("activations", "--json").Document().GetProperty("activations");

        Dictionary<string, bool> odd = list.EnumerateArray().ToDictionary(
            each => each.GetProperty("name").GetString()!, each => each.GetProperty("odd").GetBoolean());
        Assert.True(odd["tanh"]);
        Assert.False(odd["relu"]);
    }

    [Theory]
    [InlineData("x/(1+abs(x))", "odd")]
    [InlineData("leaky-relu:0.2", "full")]
    [InlineData("hard-tanh", "odd")]
    [InlineData("sign", "odd")]
    [InlineData("gelu", "full")]
    public void Theory_NameOrFormula_IsEvaluatedWithAnError(string activation, string closure)
    {
        JsonElement document = CommandRun.Of("theory", "--activation", activation, "--depth", "2", "--json").Document();
        Assert.Equal(activation, document.GetProperty("model").GetProperty("activation").GetString());
        Assert.Equal(closure, document.GetProperty("validity").GetProperty("closure").GetString());
        foreach (JsonElement layer in document.GetProperty("layers").EnumerateArray())
            Assert.InRange(layer.GetProperty("relativeError").GetDouble(), 0, 1e-10);
    }

    [Fact]
    public void Theory_FormulaInTheModelFile_IsTheSameModel()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.json"];
        JsonElement first = CommandRun.Of("theory", "--activation", "tanh(2*x)", "--json").Document();
        File.WriteAllText(path, first.GetProperty("model").GetRawText());
        Assert.Equal(first.GetRawText(), CommandRun.Of("theory", "--config", path, "--json").Document().GetRawText());
    }

    [Theory]
    [InlineData("x/(1+ab(x))", "unknown name ab at 6")]
    [InlineData("2*", "at position 3")]
    [InlineData("leaky-relu:steep", "leaky-relu:SLOPE")]
    public void Theory_FormulaThatCannotBeRead_IsBadUsage(string activation, string part)
    {
        CommandRun run = CommandRun.Of("theory", $"--activation={activation}");
        Assert.Equal(2, run.Code);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.Contains(activation, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Theory]
    [InlineData("log(x)", "no finite value at z = -")]
    [InlineData("exp(x^2)", "layer 1")]
    [InlineData("3", "K1 vanishes at layer 1")]
    public void Theory_ActivationWithoutAnswer_IsNamedWithTheLayer(string activation, string part)
    {
        CommandRun run = CommandRun.Of("theory", "--activation", activation, "--correlation", "0", "--bias-variance", "9");
        Assert.Equal(3, run.Code);
        Assert.Contains(part, run.Error, StringComparison.Ordinal);
        Assert.Contains("layer 1", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void List_Text_SaysWhatAFormulaMayHold() =>
        Assert.Contains("A formula holds numbers, x, + - * / ^", CommandRun.Of("activations").Output, StringComparison.Ordinal);
}
