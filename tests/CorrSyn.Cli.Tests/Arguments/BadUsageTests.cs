namespace CorrSyn.Cli.Tests.Arguments;

public sealed class BadUsageTests
{
    [Theory]
    [InlineData("theory --gain -1", "--gain", "-1", "above 0")]
    [InlineData("theory --gain=0", "--gain", "0", "above 0")]
    [InlineData("theory --gain NaN", "--gain", "NaN", "above 0")]
    [InlineData("theory --gain Infinity", "--gain", "Infinity", "above 0")]
    [InlineData("theory --gain 1e999", "--gain", "1e999", "above 0")]
    [InlineData("theory --gain 1,5", "--gain", "1,5", "above 0")]
    [InlineData("theory --gain much", "--gain", "much", "above 0")]
    [InlineData("theory --gain", "--gain", "needs a value", "above 0")]
    [InlineData("theory --gain --json", "--gain", "needs a value", "above 0")]
    [InlineData("theory --gain 1 --gain 2", "--gain", "2 times", "once")]
    [InlineData("theory --bias-variance -0.1", "--bias-variance", "-0.1", "at least 0")]
    [InlineData("theory --input-std 0", "--input-std", "0", "above 0")]
    [InlineData("theory --input-ratio -2", "--input-ratio", "-2", "above 0")]
    [InlineData("theory --correlation 1e9", "--correlation", "1e9", "sqrt(200)")]
    [InlineData("theory --correlation -1", "--correlation", "-1", "0 <= r")]
    [InlineData("verify --correlation 12", "--correlation", "12", "sqrt(100)")]
    [InlineData("theory --weights orthogonal --correlation 0.5", "--correlation", "0.5", "no correlation")]
    [InlineData("theory --weights gausian", "--weights", "gausian", "did you mean gaussian?")]
    [InlineData("theory --activation foo", "--activation", "foo", "tanh, erf, relu, leaky-relu, gelu, silu, softplus, sin, linear, hard-tanh, sign, heaviside")]
    [InlineData("theory --activation tahn", "--activation", "tahn", "did you mean tanh?")]
    [InlineData("theory --depth 0", "--depth", "0", "from 1 to 10000")]
    [InlineData("theory --depth 2.5", "--depth", "2.5", "from 1 to 10000")]
    [InlineData("theory --depth 99999999999999999999", "--depth", "99999999999999999999", "from 1 to 10000")]
    [InlineData("theory --width 1", "--width", "1", "from 2 to 1000000")]
    [InlineData("theory --closure wide", "--closure", "wide", "auto, odd, gaussian, full")]
    [InlineData("theory --json=yes", "yes", "unexpected", "--help")]
    [InlineData("theory --json yes", "yes", "unexpected", "--help")]
    [InlineData("theory --gian 0.5", "--gian", "unknown option", "did you mean --gain?")]
    [InlineData("theory -x", "-x", "unexpected", "--help")]
    [InlineData("theory more", "more", "unexpected", "--help")]
    [InlineData("--json theory", "--json", "before the command", "corrsyn theory --json")]
    [InlineData("verfy", "verfy", "unknown command", "did you mean verify?")]
    [InlineData("", "no command", "allowed: verify", "--help")]
    [InlineData("derive --format pdf", "--format", "pdf", "text, latex, json")]
    [InlineData("derive --format latex --json", "--format", "--json", "one of them")]
    [InlineData("derive --gain 1", "--gain", "unknown option", "--help")]
    [InlineData("simulate --samples 1", "--samples", "1", "from 2")]
    [InlineData("simulate --samples 3", "--samples", "3", "at least 4 for --estimator corrected")]
    [InlineData("simulate --instances 0", "--instances", "0", "from 1")]
    [InlineData("simulate --instances 1000000000", "--instances", "1000000000", "memory")]
    [InlineData("simulate --seed -1", "--seed", "-1", "from 0")]
    [InlineData("simulate --threads 0", "--threads", "0", "from 1 to 1024")]
    [InlineData("simulate --estimator best", "--estimator", "best", "plain, corrected")]
    [InlineData("simulate --width 1000000", "--width", "1000000", "memory")]
    [InlineData("verify --widths 1", "--widths", "1", "at least two different")]
    [InlineData("verify --widths 100", "--widths", "100", "at least two different")]
    [InlineData("verify --widths 100,100", "--widths", "100,100", "at least two different")]
    [InlineData("verify --widths 100,,200", "--widths", "100,,200", "at least two different")]
    [InlineData("verify --widths 100,many", "--widths", "100,many", "at least two different")]
    [InlineData("verify --widths 100,1000000", "--widths", "1000000", "memory")]
    [InlineData("verify --instances 1", "--instances", "1", "from 2")]
    [InlineData("verify --samples 3", "--samples", "3", "from 4")]
    [InlineData("verify --no-report --out x", "--out", "--no-report", "one of them")]
    public void Run_BadUsage_IsOneLineAndExitCode2(string arguments, params string[] named)
    {
        CommandRun run = CommandRun.Typed(arguments);

        Assert.Equal(2, run.Code);
        Assert.Empty(run.Output);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("corrsyn: error: ", line, StringComparison.Ordinal);
        Assert.All(named, part => Assert.Contains(part, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    public void Run_ValueThatIsNoWord_IsStillOneLine(string value)
    {
        CommandRun run = CommandRun.Of("theory", "--gain", value);

        Assert.Equal(2, run.Code);
        Assert.Contains("--gain", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("verify --help")]
    [InlineData("theory -h --gain nonsense")]
    [InlineData("simulate -?")]
    [InlineData("derive --help")]
    [InlineData("activations --help")]
    public void Run_Help_GoesToOutputAndFitsTheScreen(string arguments)
    {
        CommandRun run = CommandRun.Typed(arguments);

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains("Usage: corrsyn", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.True(line.Length <= 100, line));
    }

    [Fact]
    public void Run_Version_PrintsTheVersionAlone() => Assert.Matches(@"^\d+\.\d+\.\d+\n$", CommandRun.Of("--version").Output);
}
