using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class DeriveCommandTests
{
    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    public void Json_CorrelatedWeights_HasTheExponents(string weights)
    {
        JsonElement document = CommandRun.Of("derive", "--weights", weights, "--json").Document();

        JsonElement scaling = document.GetProperty("scaling");
        Assert.Equal("1/2", scaling.GetProperty("exponent").GetString());
        Assert.Equal("3/2", scaling.GetProperty("covarianceExponent").GetString());
        Assert.Equal("1/2", Assert.Single(scaling.GetProperty("exponents").EnumerateArray()).GetString());
        Assert.Equal(weights, document.GetProperty("model").GetProperty("weights").GetString());
        Assert.Equal(
            ["diverges", "self-consistent", "irrelevant"],
            document.GetProperty("regimes").EnumerateArray().Select(regime => regime.GetProperty("verdict").GetString()!));
        Assert.All(
            document.GetProperty("steps").EnumerateArray(),
            step => Assert.True(step.GetProperty("check").GetProperty("passed").GetBoolean()));
    }

    [Theory]
    [InlineData("orthogonal")]
    [InlineData("independent")]
    public void Json_UncorrelatedWeights_HasNoExponent(string weights)
    {
        JsonElement scaling = CommandRun.Of("derive", "--weights", weights, "--json").Document().GetProperty("scaling");

        Assert.Equal(JsonValueKind.Null, scaling.GetProperty("exponent").ValueKind);
        Assert.Equal(JsonValueKind.Null, scaling.GetProperty("covarianceExponent").ValueKind);
        Assert.Empty(scaling.GetProperty("exponents").EnumerateArray());
    }

    [Fact]
    public void Text_Page_StatesStepsChecksAndConclusion()
    {
        string page = CommandRun.Of("derive").Output;

        Assert.Contains("(MF-6)", page, StringComparison.Ordinal);
        Assert.Contains("[passed] balance", page, StringComparison.Ordinal);
        Assert.Contains("rho = r/sqrt(N)", page, StringComparison.Ordinal);
        Assert.Contains("N^-(3/2)", page, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_Page_FitsOnATerminalOfAHundredColumns() =>
        Assert.All(CommandRun.Of("derive").Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
}
