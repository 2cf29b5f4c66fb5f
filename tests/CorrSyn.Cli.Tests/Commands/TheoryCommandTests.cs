using System.Globalization;
using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class TheoryCommandTests
{
    // docs: checked numbers of the model page, to the four digits given there.
    [Theory]
    [InlineData("0", new[] { .6667, .4183, .3017, .2337, .1892, .1582, .1353 })]
    [InlineData("1", new[] { .6667, .3020, .1943, .1422, .1115, .0913, .0770 })]
    public void Json_CheckedNumbers_AgreeToFourDigits(string correlation, double[] expected)
    {
        JsonElement document = CommandRun.Of("theory", "--correlation", correlation, "--json").Document();

        double[] dimensions = [.. document.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("dimension").GetDouble())];
        Assert.Equal(expected, dimensions.Select(dimension => Math.Round(dimension, 4)));
        Assert.Equal("corrsyn/theory/1", document.GetProperty("schema").GetString());
        Assert.True(document.GetProperty("validity").GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void Json_Layer_HasTheNamesOfTheContract()
    {
        JsonElement layer = CommandRun.Typed("theory --depth 1 --json").Document().GetProperty("layers")[1];

        Assert.Equal(
            ["layer", "k1", "logK1", "k2", "q", "nSigma", "dimension", "relativeError"],
            layer.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Run_ReluWithCorrelation_UsesTheFullMap()
    {
        using JsonDocument document = JsonDocument.Parse(CommandRun.Typed("theory --activation relu --json").Output);
        JsonElement validity = document.RootElement.GetProperty("validity");
        Assert.True(validity.GetProperty("holds").GetBoolean());
        Assert.Equal("full", validity.GetProperty("closure").GetString());
        JsonElement layer = document.RootElement.GetProperty("layers")[1];
        Assert.True(layer.GetProperty("collectiveCovariance").GetProperty("ww").GetDouble() > 0);
    }

    [Fact]
    public void Run_ReluWithoutCorrelation_Works()
    {
        Assert.Equal(0, CommandRun.Typed("theory --activation relu --correlation 0").Code);
        Assert.Equal(0, CommandRun.Typed("theory --activation relu --weights independent").Code);
    }

    [Theory]
    [InlineData("odd", "lacks M and V")]
    [InlineData("gaussian", "lacks M_pw, M_ww, V_pw and V_ww")]
    public void Run_MapWhereItIsNotClosed_ComputesAndWarns(string closure, string lacks)
    {
        CommandRun run = CommandRun.Typed($"theory --activation relu --closure {closure} --json");

        Assert.Equal(0, run.Code);
        Assert.StartsWith("corrsyn: warning: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(lacks, run.ErrorLines[0], StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.False(document.RootElement.GetProperty("validity").GetProperty("holds").GetBoolean());
    }

    [Fact]
    public void Run_LargerTolerance_CopesWithLargerGains()
    {
        // kappa is exp(-g K1/2), from values of order 1: no formula keeps its digits.
        CommandRun exact = CommandRun.Typed("theory --activation sin(x) --gain 50 --depth 1");
        CommandRun rough = CommandRun.Typed("theory --activation sin(x) --gain 50 --depth 1 --tolerance 1e-8");

        Assert.Equal(3, exact.Code);
        Assert.Contains("N Sigma at layer 1 has an estimated relative error", Assert.Single(exact.ErrorLines), StringComparison.Ordinal);
        Assert.Contains("a larger tolerance", Assert.Single(exact.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, rough.Code);
        Assert.Equal(2, CommandRun.Typed("theory --tolerance 0").Code);
        Assert.Equal(2, CommandRun.Typed("theory --tolerance 0.1").Code);
    }

    [Fact]
    public void Run_FrenchCulture_ChangesNothing()
    {
        string[] commands = ["theory", "theory --json --gain 1.5", "derive", "simulate --width 8 --samples 8 --instances 3", "--help"];
        CultureInfo before = CultureInfo.CurrentCulture;
        foreach (string command in commands)
        {
            CommandRun expected = CommandRun.Typed(command);
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("fr-FR");
            try
            {
                Assert.Equal(expected, CommandRun.Typed(command));
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Fact]
    public void Run_DeepReluNetworkWithCorrelations_EndsWhereNSigmaIsLostInRounding()
    {
        CommandRun run = CommandRun.Typed("theory --activation relu --depth 60");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains("is lost in rounding at layer", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Typed("theory --activation relu --depth 30").Code);
    }

    [Fact]
    public void Run_OverflowingNetwork_IsOneLineAndExitCode3()
    {
        CommandRun run = CommandRun.Typed("theory --activation linear --gain 1e30 --depth 100 --json");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains("layer", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_FiniteSize_SumsTheOrders()
    {
        JsonElement document = CommandRun.Typed("theory --width 400 --finite-size --depth 2 --json").Document();
        JsonElement finite = document.GetProperty("finiteSize");
        Assert.Equal(400, finite.GetProperty("width").GetInt32());
        Assert.True(finite.GetProperty("trusted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, finite.GetProperty("warning").ValueKind);
        JsonElement layer = finite.GetProperty("layers")[2];
        JsonElement dimension = layer.GetProperty("dimension");
        double Term(string name) => dimension.GetProperty(name).GetDouble();
        Assert.Equal(Term("limit") + Term("halfOrder") + Term("firstOrder"), Term("value"));
        Assert.Equal(document.GetProperty("layers")[2].GetProperty("dimension").GetDouble(), Term("limit"));
        JsonElement parts = layer.GetProperty("dimensionParts");
        Assert.True(parts.GetProperty("jensen").GetProperty("value").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, parts.GetProperty("covarianceCorrelation").GetProperty("firstOrder").ValueKind);
        Assert.False(layer.TryGetProperty("exact", out _));
        Assert.Equal("derived", finite.GetProperty("methods").GetProperty("mean").GetString());
        Assert.Equal("delta method", finite.GetProperty("methods").GetProperty("standardDeviation").GetString());
        JsonElement deviation = layer.GetProperty("standardDeviation");
        Assert.True(deviation.GetProperty("dimension").GetDouble() > 0 && deviation.GetProperty("trusted").GetBoolean());
        Assert.True(layer.GetProperty("inverseDimension").GetDouble() <= finite.GetProperty("criterion").GetProperty("largestInverseDimension").GetDouble());
    }

    [Fact]
    public void Run_FiniteSize_TellsTheLimitFromTheWidth()
    {
        string text = CommandRun.Typed("theory --width 400 --finite-size --depth 2").Output;
        int limit = text.IndexOf("The limit N -> infinity:", StringComparison.Ordinal);
        int width = text.IndexOf("Networks of width N = 400:", StringComparison.Ordinal);
        Assert.True(limit > 0 && width > limit);
        Assert.Equal(1, text.Split("N -> infinity").Length - 1);
        Assert.Contains("mean D/N  std D/N", text, StringComparison.Ordinal);
        Assert.Contains("delta method", text, StringComparison.Ordinal);
        Assert.DoesNotContain("The limit", CommandRun.Typed("theory --depth 2").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_FiniteSizeOfALinearNetwork_ShowsTheExactAverages()
    {
        CommandRun run = CommandRun.Typed("theory --activation linear --width 400 --finite-size --depth 2 --json");
        JsonElement layer = run.Document().GetProperty("finiteSize").GetProperty("layers")[1];
        double exact = layer.GetProperty("exact").GetProperty("squaredCovariance").GetDouble();
        Assert.True(exact > layer.GetProperty("nSigma").GetProperty("value").GetDouble());
        Assert.Contains("Exact at this width", CommandRun.Typed("theory --activation linear --finite-size --depth 1").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--activation relu")]
    [InlineData("--weights binary --activation softplus")]
    public void Run_FiniteSizeWithACommonDrive_SaysThatTheOrderOneOverNIsNotKnown(string options)
    {
        CommandRun run = CommandRun.Typed($"theory --finite-size --depth 2 --width 400 {options} --json");
        Assert.Equal(0, run.Code);
        JsonElement document = run.Document().GetProperty("finiteSize");
        Assert.Equal("derived to N^-1/2", document.GetProperty("methods").GetProperty("mean").GetString());
        JsonElement nSigma = document.GetProperty("layers")[2].GetProperty("nSigma");
        Assert.Equal(JsonValueKind.Null, nSigma.GetProperty("firstOrder").ValueKind);
        Assert.NotEqual(0, nSigma.GetProperty("halfOrder").GetDouble());
    }

    [Fact]
    public void Run_FiniteSizeOfNarrowNetworks_WarnsAndSaysSoInTheDocument()
    {
        CommandRun run = CommandRun.Typed("theory --width 20 --finite-size --depth 3 --json");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("corrsyn: warning: at width 20", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        JsonElement finite = document.RootElement.GetProperty("finiteSize");
        Assert.False(finite.GetProperty("trusted").GetBoolean());
        Assert.Contains("1/D is", finite.GetProperty("warning").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("corrections reach", finite.GetProperty("warning").GetString(), StringComparison.Ordinal);
    }
}
