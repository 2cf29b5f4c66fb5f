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
}
