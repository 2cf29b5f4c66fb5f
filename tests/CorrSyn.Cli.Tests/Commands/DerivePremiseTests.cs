using System.Text.Json;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class DerivePremiseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--distribution symmetric", "1/2", "3/2")]
    [InlineData("--postsynaptic blocks:4 --width-ratio varying", "1/2", "3/2")]
    [InlineData("--distribution binary --postsynaptic low-rank:3", "1/2", "3/2")]
    [InlineData("--distribution symmetric --postsynaptic low-rank:2", "1/2", "3/2")]
    [InlineData("--postsynaptic identity --presynaptic uniform --activation odd", "1/2", "3/2")]
    [InlineData("--distribution binary --postsynaptic identity --presynaptic uniform --activation odd", "1/2", "3/2")]
    [InlineData("--distribution symmetric --postsynaptic identity --presynaptic low-rank:2", "1/2", "3/2")]
    [InlineData("--postsynaptic identity --presynaptic uniform", "1", "2")]
    public void Json_OneUnknown_HasItsExponentAndThePremise(string options, string exponent, string covariance)
    {
        JsonElement document = CommandRun.Typed($"derive {options} --json").Document();

        JsonElement scaling = document.GetProperty("scaling");
        Assert.Equal(exponent, scaling.GetProperty("exponent").GetString());
        Assert.Equal(covariance, scaling.GetProperty("covarianceExponent").GetString());
        Assert.Empty(scaling.GetProperty("edges").EnumerateArray());
        Assert.Single(scaling.GetProperty("exponentPairs").EnumerateArray());
        Assert.Equal(3, document.GetProperty("regimes").GetArrayLength());
        Assert.True(document.GetProperty("termCount").GetInt64() > 0);
        Assert.All(
            document.GetProperty("steps").EnumerateArray(),
            step => Assert.True(step.GetProperty("check").GetProperty("passed").GetBoolean()));

        // The model of the output is a premise that gives the same output.
        string path = _folder.Write("premise.json", document.GetProperty("model").GetRawText());
        Assert.Equal(
            CommandRun.Typed($"derive {options}").Output, CommandRun.Of("derive", "--premise", path).Output);
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("binary")]
    [InlineData("symmetric")]
    public void Json_TwoUnknowns_HasCornersAndEdgesButNoExponent(string distribution)
    {
        JsonElement scaling =
            CommandRun.Typed($"derive --distribution {distribution} --presynaptic uniform --activation odd --json")
                .Document().GetProperty("scaling");

        Assert.Equal(JsonValueKind.Null, scaling.GetProperty("exponent").ValueKind);
        Assert.Equal(JsonValueKind.Null, scaling.GetProperty("covarianceExponent").ValueKind);
        Assert.Empty(scaling.GetProperty("exponents").EnumerateArray());
        Assert.Equal(
            ["1/2 1", "1 1/2"],
            scaling.GetProperty("exponentPairs").EnumerateArray()
                .Select(pair => $"{pair.GetProperty("gamma").GetString()} {pair.GetProperty("delta").GetString()}"));
        Assert.Equal(
            ["gamma = 1/2", "gamma + delta = 3/2", "delta = 1/2"],
            scaling.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("line").GetString()!));
    }

    [Fact]
    public void Text_TwoUnknowns_StatesBothMaps()
    {
        CommandRun run = CommandRun.Typed("derive --presynaptic blocks:2 --activation odd");

        Assert.Equal(0, run.Code);
        Assert.Contains("(MA-6)", run.Output, StringComparison.Ordinal);
        Assert.Contains("(MB-6)", run.Output, StringComparison.Ordinal);
        Assert.Contains("gamma + delta = 3/2", run.Output.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Latex_TwoUnknowns_IsBalanced()
    {
        string document = CommandRun.Typed("derive --presynaptic uniform --activation odd --format latex").Output;

        Assert.Equal(document.Count(c => c == '{'), document.Count(c => c == '}'));
        Assert.Equal(0, document.Count(c => c == '$') % 2);
        Assert.Contains("\\delta", document, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_HaarWithVaryingWidths_StatesTheMapOfWiderLayersToo()
    {
        CommandRun run = CommandRun.Typed("derive --weights orthogonal --width-ratio varying");

        Assert.Equal(0, run.Code);
        Assert.Contains("c g^2 <kappa^2>^2 (K2 + N Sigma - K1^2)", run.Output, StringComparison.Ordinal);
        Assert.Contains("g^2 <kappa^2>^2 (c K2 + c N Sigma - K1^2)", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--presynaptic uniform", "odd")]
    [InlineData("--distribution binary --presynaptic uniform", "odd")]
    [InlineData("--distribution binary --postsynaptic identity --presynaptic uniform", "mu_4 - 3")]
    [InlineData("--distribution symmetric --postsynaptic identity --presynaptic blocks:2", "mu_4 - 3")]
    public void NoKnownMap_ExitsWithThreeAndTheReason(string options, string reason)
    {
        CommandRun run = CommandRun.Typed($"derive {options}");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Output);
        Assert.Contains(reason, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--weights gaussian --postsynaptic blocks:4", "--postsynaptic", "uniform")]
    [InlineData("--weights binary --distribution gaussian", "--distribution", "binary")]
    [InlineData("--weights orthogonal --distribution binary", "--distribution", "nothing")]
    [InlineData("--weights independent --presynaptic uniform", "--presynaptic", "identity")]
    [InlineData("--weights sparse", "--weights", "orthogonal")]
    [InlineData("--distribution gausian", "--distribution", "did you mean gaussian?")]
    [InlineData("--postsynaptic blocks:1", "--postsynaptic", "blocks:2 to blocks:64")]
    [InlineData("--presynaptic low-rank:7", "--presynaptic", "low-rank:1 to low-rank:6")]
    [InlineData("--width-ratio 2", "--width-ratio", "varying")]
    [InlineData("--activation relu", "--activation", "odd")]
    [InlineData("--distribution symmetric --postsynaptic blocks:63 --presynaptic blocks:64", "--presynaptic", "128")]
    [InlineData("--postsynaptic blocks:63 --presynaptic blocks:64", "--presynaptic", "128")]
    [InlineData("--premise /nonexistent.json", "--premise", "no such file")]
    public void BadPremise_IsOneLineThatNamesTheOptionAndWhatIsAllowed(string options, string option, string allowed)
    {
        CommandRun run = CommandRun.Typed($"derive {options}");

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains(option, line, StringComparison.Ordinal);
        Assert.Contains(allowed, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"distributions\": \"binary\"}", "did you mean distribution?")]
    [InlineData("{\"postsynaptic\": 4}", "postsynaptic")]
    [InlineData("{\"weights\": \"gaussian\", \"postsynaptic\": \"blocks:2\"}", "postsynaptic")]
    [InlineData("{\"gain\": 1}", "gain")]
    [InlineData("[]", "an array")]
    [InlineData("{", "not valid JSON")]
    [InlineData("{\"activation\": \"odd\", \"activation\": \"any\"}", "activation")]
    public void BadPremiseFile_NamesTheFileAndTheCause(string content, string cause)
    {
        string path = _folder.Write("premise.json", content);

        CommandRun run = CommandRun.Of("derive", "--premise", path);

        Assert.Equal(2, run.Code);
        string line = Assert.Single(run.ErrorLines);
        Assert.Contains(path, line, StringComparison.Ordinal);
        Assert.Contains(cause, line, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WinOverTheFile()
    {
        string path = _folder.Write(
            "premise.json", "{\"distribution\": \"binary\", \"postsynaptic\": \"blocks:2\", \"weights\": null}");

        JsonElement model = CommandRun.Of(
            "derive", "--premise", path, "--postsynaptic", "blocks:3", "--json").Document().GetProperty("model");

        Assert.Equal("binary", model.GetProperty("distribution").GetString());
        Assert.Equal("blocks:3", model.GetProperty("postsynaptic").GetString());
        Assert.Equal("identity", model.GetProperty("presynaptic").GetString());
    }
}
