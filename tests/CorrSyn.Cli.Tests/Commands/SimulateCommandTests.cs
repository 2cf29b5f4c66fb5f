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
            ["schema", "version", "model", "seed", "samples", "instances", "estimator", "layers"],
            document.EnumerateObject().Select(property => property.Name));
        Assert.Equal(7, document.GetProperty("seed").GetInt64());
        Assert.Equal("corrected", document.GetProperty("estimator").GetString());
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
}
