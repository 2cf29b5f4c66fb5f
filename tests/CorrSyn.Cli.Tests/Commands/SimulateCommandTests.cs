using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class SimulateCommandTests
{
    private const string Small = "simulate --width 24 --samples 30 --instances 5 --depth 2";

    [Fact]
    public void Json_AnyThreads_AreTheSameBytes()
    {
        CommandRun one = CommandRun.Typed($"{Small} --threads 1 --per-network --json");
        CommandRun two = CommandRun.Typed($"{Small} --threads 2 --per-network --json");

        Assert.Equal(one.Output, two.Output);
        Assert.NotEqual(one.Output, CommandRun.Typed($"{Small} --seed 2 --per-network --json").Output);
    }

    [Fact]
    public void Json_Document_HasTheNamesOfTheContract()
    {
        JsonElement document = CommandRun.Typed($"{Small} --json --seed 7").Document();

        Assert.Equal(
            ["schema", "version", "model", "seed", "samples", "instances", "estimator", "arithmetic", "centred", "layers"],
            document.EnumerateObject().Select(property => property.Name));
        Assert.Equal(7, document.GetProperty("seed").GetInt64());
        Assert.Equal("corrected", document.GetProperty("estimator").GetString());
        Assert.True(document.GetProperty("centred").GetBoolean());
        Assert.Equal(3, document.GetProperty("layers").GetArrayLength());
        Assert.True(document.GetProperty("layers")[1].GetProperty("nSigma").GetProperty("standardError").GetDouble() > 0);
    }

    [Fact]
    public void Json_OneNetwork_HasNoStandardErrorAndOneRowForEachLayer()
    {
        JsonElement document = CommandRun.Typed("simulate --width 10 --samples 10 --instances 1 --depth 2 --per-network --json").Document();

        JsonElement estimate = document.GetProperty("layers")[2].GetProperty("k1");
        Assert.Equal(JsonValueKind.Null, estimate.GetProperty("standardError").ValueKind);
        JsonElement row = document.GetProperty("networks")[2];
        Assert.Equal(3, document.GetProperty("networks").GetArrayLength());
        Assert.Equal(estimate.GetProperty("mean").GetDouble(), row.GetProperty("k1").GetDouble());
    }

    [Fact]
    public void Text_Table_SaysHowItWasEstimated()
    {
        string text = CommandRun.Typed($"{Small} --estimator plain --per-network").Output;

        Assert.Contains("+-", text, StringComparison.Ordinal);
        Assert.Contains("Plain estimator", text, StringComparison.Ordinal);
        Assert.Contains("width N = 24, 30 inputs (M), 5 networks, seed 1", text, StringComparison.Ordinal);
        Assert.Contains("centred", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_LayersWithinRounding_WarnsInOneLine()
    {
        CommandRun deep = CommandRun.Typed("simulate --depth 120 --width 20 --samples 10 --instances 2 --json");

        Assert.Equal(0, deep.Code);
        Assert.Matches(@"^corrsyn: warning: from layer \d+ on, activity varies", Assert.Single(deep.ErrorLines));
        Assert.Empty(CommandRun.Typed($"{Small} --json").ErrorLines);
    }

    [Fact]
    public void Run_OverflowingNetwork_IsOneLineAndExitCode3()
    {
        CommandRun run = CommandRun.Typed("simulate --activation linear --gain 1e60 --depth 5 --width 10 --samples 8 --instances 2");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Single(run.ErrorLines);
    }

    [Fact]
    public void Json_CompareCorrelation_GivesDifferencesWithErrors()
    {
        JsonElement document =
            CommandRun.Typed("simulate --width 40 --samples 60 --instances 20 --depth 2 --correlation 0.2 --compare-correlation 0 --json").Document();

        JsonElement comparison = document.GetProperty("comparison");
        JsonElement difference = comparison.GetProperty("differences")[2].GetProperty("nSigma");
        JsonElement own = document.GetProperty("layers")[2].GetProperty("nSigma");
        Assert.Equal(0, comparison.GetProperty("correlation").GetDouble());
        Assert.Equal(0, comparison.GetProperty("differences")[0].GetProperty("dimension").GetProperty("mean").GetDouble());
        Assert.True(
            difference.GetProperty("standardError").GetDouble() < own.GetProperty("standardError").GetDouble());
    }

    [Fact]
    public void Json_TargetError_IsReachedAndSaysHow()
    {
        CommandRun one = CommandRun.Typed("simulate --width 40 --depth 2 --target-error 0.006 --json --threads 1");
        JsonElement document = one.Document();

        JsonElement precision = document.GetProperty("precision");
        JsonElement steps = precision.GetProperty("steps");
        JsonElement last = steps[steps.GetArrayLength() - 1];
        Assert.Equal("reached", last.GetProperty("decision").GetString());
        Assert.Equal(document.GetProperty("instances").GetInt32(), last.GetProperty("instances").GetInt32());
        Assert.Equal(document.GetProperty("samples").GetInt32(), last.GetProperty("samples").GetInt32());
        Assert.All(
            document.GetProperty("layers").EnumerateArray(),
            layer => Assert.True(layer.GetProperty("dimension").GetProperty("standardError").GetDouble() <= 0.006));
        Assert.Equal(
            one.Output, CommandRun.Typed("simulate --width 40 --depth 2 --target-error 0.006 --json --threads 3").Output);
    }

    [Theory]
    [InlineData("--target-error 1e-7", "--max-operations is 1.00e+13")]
    [InlineData("--target-error 0.001 --instances 30", "--instances is 30")]
    public void Run_TargetErrorOutOfReach_IsOneLineAndExitCode3(string options, string reason)
    {
        CommandRun run = CommandRun.Typed($"simulate --width 30 --depth 2 {options}");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(reason, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--target-error 0")]
    [InlineData("--target-error 0.1 --samples 7")]
    [InlineData("--target-error 0.1 --instances 1")]
    [InlineData("--target-error 0.1 --estimator plain")]
    [InlineData("--target-error 0.1 --compare-correlation 0")]
    [InlineData("--max-operations 1e9")]
    [InlineData("--compare-correlation -1")]
    [InlineData("--compare-correlation 5")]
    [InlineData("--weights orthogonal --compare-correlation 0")]
    public void Run_OptionsThatCannotBe_AreOneLineAndExitCode2(string options)
    {
        CommandRun run = CommandRun.Typed($"simulate --width 16 {options}");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Matches("^corrsyn: error: .*allowed: ", Assert.Single(run.ErrorLines));
    }
}
