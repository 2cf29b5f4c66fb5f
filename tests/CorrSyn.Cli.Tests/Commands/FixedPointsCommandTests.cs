using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class FixedPointsCommandTests
{
    [Fact]
    public void Json_FixedPoint_HasTheNamesOfTheContract()
    {
        JsonElement document = CommandRun.Typed("fixed-points --gain 3 --json").Document();
        JsonElement point = document.GetProperty("fixedPoints")[1];

        Assert.Equal("corrsyn/fixed-points/1", document.GetProperty("schema").GetString());
        Assert.Equal(3, document.GetProperty("model").GetProperty("gain").GetDouble());
        Assert.Equal(
            ["k1", "k2", "q", "nSigma", "dimension", "residual", "iterations", "eigenvalues", "isStable"],
            point.EnumerateObject().Select(property => property.Name).Take(9));
        Assert.True(point.GetProperty("isStable").GetBoolean());
        Assert.True(point.GetProperty("depthScale").GetProperty("nSigma").GetDouble() > 0);
        Assert.Equal(4, point.GetProperty("eigenvalues").GetArrayLength());
        Assert.Equal(1, document.GetProperty("reached").GetProperty("index").GetInt32());
        Assert.Equal(6, document.GetProperty("decay").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, document.GetProperty("fixedPoints")[0].GetProperty("depthScale").GetProperty("k1").ValueKind);
    }

    [Theory]
    [InlineData("--activation relu --correlation 0 --gain 3", "no fixed point")]
    [InlineData("--activation relu --correlation 0 --gain 2 --bias-variance 0", "not isolated")]
    [InlineData("--activation linear --gain 1.5 --bias-variance 0", "diverges")]
    public void Run_WithoutAnAnswer_IsOneLineAndExitCode3(string model, string reason)
    {
        CommandRun run = CommandRun.Typed($"fixed-points {model} --json");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(reason, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ActivationThatIsNotOdd_GivesNoDimensionWhereItIsNotKnownAndSaysWhy()
    {
        CommandRun run = CommandRun.Typed("fixed-points --activation relu --json");

        Assert.Equal(0, run.Code);
        Assert.Empty(run.ErrorLines);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal("full", document.RootElement.GetProperty("validity").GetProperty("closure").GetString());
        JsonElement point = Assert.Single(document.RootElement.GetProperty("fixedPoints").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, point.GetProperty("dimension").ValueKind);
        Assert.Contains(
            "D/N is not known (-) where K1 is 0", CommandRun.Typed("fixed-points --activation relu").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exp(x)")]
    [InlineData("exp(x^2)")]
    public void Run_ActivationBeyondFloatingPoint_IsOneLineWithoutInfinity(string activation)
    {
        CommandRun run = CommandRun.Typed($"fixed-points --activation {activation} --gain 1.2 --depth 1");

        Assert.Equal(3, run.Code);
        Assert.DoesNotContain("Infinity", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Text_IsThatOfTheGuide()
    {
        string page = File.ReadAllText(GuidePage()).ReplaceLineEndings("\n");
        string shown = page.Split("corrsyn fixed-points --gain 3\n```\n\n```text\n")[1].Split("```")[0];

        Assert.Equal(shown, CommandRun.Typed("fixed-points --gain 3").Output);
    }

    private static string GuidePage()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CorrSyn.sln")))
            folder = folder.Parent;
        return Path.Combine(folder!.FullName, "docs", "guide", "shell.md");
    }
}
