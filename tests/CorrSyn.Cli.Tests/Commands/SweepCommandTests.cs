using System.Globalization;
using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class SweepCommandTests
{
    [Fact]
    public void Json_EveryModel_HasTheLayersThatTheoryPrints()
    {
        JsonElement document = CommandRun.Typed("sweep --correlation 0:2:3 --activation tanh,relu --depth 2 --json").Document();

        Assert.Equal("corrsyn/sweep/1", document.GetProperty("schema").GetString());
        Assert.Equal(["correlation", "activation"], document.GetProperty("axes").EnumerateArray().Select(axis => axis.GetString()!));
        JsonElement[] models = [.. document.GetProperty("models").EnumerateArray()];
        Assert.Equal(6, models.Length);
        Assert.Equal(["1", "relu"], models[3].GetProperty("values").EnumerateArray().Select(value => value.GetString()!));
        Assert.All(models, model =>
        {
            string correlation = model.GetProperty("model").GetProperty("correlation").GetDouble().ToString(CultureInfo.InvariantCulture);
            string activation = model.GetProperty("model").GetProperty("activation").GetString()!;
            JsonElement theory = CommandRun.Typed($"theory --correlation {correlation} --activation {activation} --depth 2 --json").Document();
            Assert.True(JsonElement.DeepEquals(theory.GetProperty("layers"), model.GetProperty("layers")));
        });
    }

    [Fact]
    public void Simulate_EveryModel_HasTheNumbersOfSimulate()
    {
        const string sampling = "--samples 20 --instances 3 --seed 5 --depth 2";
        JsonElement document = CommandRun.Typed($"sweep --width 20,30 --weights gaussian,binary --simulate {sampling} --json").Document();
        JsonElement last = document.GetProperty("models")[3];
        JsonElement alone = CommandRun.Typed($"simulate --weights binary --width 30 {sampling} --json").Document();

        Assert.True(JsonElement.DeepEquals(alone.GetProperty("layers"), last.GetProperty("simulated")));
        Assert.Equal(5, document.GetProperty("seed").GetInt64());
    }

    [Fact]
    public void Csv_EveryLine_HasTheColumnsOfTheHeading()
    {
        string[] lines = CommandRun.Typed("sweep --activation tanh,max(0,x) --gain 0.5:2:3:log --layers all --depth 2 --format csv")
            .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal("gain,activation,layer,k1,k2,q,nSigma,dimension,error", lines[0]);
        Assert.Equal(1 + 3 * 2 * 3, lines.Length);
        Assert.StartsWith("0.5,tanh,0,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("1,\"max(0,x)\",2,", lines[12], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Equal(8, line.Replace("max(0,x)", "", StringComparison.Ordinal).Count(c => c == ',')));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--format csv")]
    [InlineData("--simulate --samples 10 --instances 4")]
    public void Run_AnyNumberOfThreads_GivesTheSameBytes(string options)
    {
        string command = $"sweep --correlation 0:1:5 --width 16,25 --depth 2 {options}";
        Assert.Equal(CommandRun.Typed($"{command} --threads 1"), CommandRun.Typed($"{command} --threads 3"));
    }

    [Fact]
    public void Model_WithoutAnswer_SaysWhy_AndTheOthersStand()
    {
        CommandRun run = CommandRun.Typed("sweep --gain 0.5,3 --activation linear --depth 1000");

        Assert.Equal(0, run.Code);
        Assert.Contains("gain = 3: N Sigma diverges at layer 321", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Combination_ThatIsNotAllowed_IsMarked()
    {
        JsonElement models = CommandRun.Typed("sweep --correlation 1,5 --width 16,100 --depth 1 --json").Document().GetProperty("models");

        Assert.Equal(["1", "16"], models[0].GetProperty("values").EnumerateArray().Select(value => value.GetString()!));
        Assert.Equal(JsonValueKind.Null, models[2].GetProperty("layers").ValueKind);
        Assert.Contains("--correlation: 5 is not allowed", models[2].GetProperty("errors")[0].GetString(), StringComparison.Ordinal);
        Assert.Equal(2, models[3].GetProperty("layers").GetArrayLength());
    }

    [Theory]
    [InlineData("--gain 1", "no option of the model has several values")]
    [InlineData("--gain 1,-1", "--gain: -1 is not allowed")]
    [InlineData("--gain 1,,2", "--gain: '' is not allowed")]
    [InlineData("--gain 1:x:3", "--gain: 1:x:3 is not allowed")]
    [InlineData("--gain 0:1:3:log", "--gain: 0:1:3:log is not allowed")]
    [InlineData("--weights gaussian,normal", "--weights: normal is not allowed")]
    [InlineData("--weights orthogonal,gaussian --correlation 1", "--correlation: 1 is not allowed")]
    [InlineData("--gain 1:2:10000 --correlation 0:1:10000", "make 100000000 models")]
    [InlineData("--gain 1,2 --samples 3", "--samples needs --simulate")]
    [InlineData("--gain 1,2 --json --format csv", "--format csv contradicts --json")]
    public void BadInput_OneLineAndCode2(string options, string message)
    {
        CommandRun run = CommandRun.Typed($"sweep {options}");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(message, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Grid_WithoutAnyAnswer_EndsWithCode3()
    {
        CommandRun run = CommandRun.Typed("sweep --gain 3,4 --activation linear --depth 1000");

        Assert.Equal(3, run.Code);
        Assert.Contains("no model of the grid has an answer", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        CommandRun run = CommandRun.Cancellable(cancellation.Token, "sweep", "--gain", "0.1:3:1000", "--format", "csv");

        Assert.Equal(130, run.Code);
    }
}
