using System.Text.Json;
using System.Text.RegularExpressions;

namespace CorrSyn.Cli.Tests.Commands;

public sealed partial class DeriveCommandTests
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

    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    [InlineData("orthogonal")]
    [InlineData("independent")]
    public void Latex_Document_IsBalanced(string weights)
    {
        string document = CommandRun.Of("derive", "--weights", weights, "--format", "latex").Output;

        Assert.StartsWith("\\documentclass{article}", document, StringComparison.Ordinal);
        Assert.EndsWith("\\end{document}\n", document, StringComparison.Ordinal);
        Assert.Equal(document.Count(c => c == '{'), document.Count(c => c == '}'));
        Assert.Equal(0, document.Count(c => c == '$') % 2);
        Assert.Equal(Begin().Count(document), End().Count(document));
        Assert.Contains("\\tag{MF-6}", document, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\\begin\{")]
    private static partial Regex Begin();

    [GeneratedRegex(@"\\end\{")]
    private static partial Regex End();
}
