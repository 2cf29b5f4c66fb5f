using System.Globalization;
using CorrSyn.Cli.Tests.Explore;

namespace CorrSyn.Cli.Tests.Commands;

public sealed class ExploreCommandTests
{
    [Fact]
    public void Explore_Interrupted_HasPrintedItsAddressAndEnds()
    {
        CommandRun run = CommandRun.Cancellable(new CancellationToken(canceled: true), "explore");

        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.Empty(run.Error);
        Assert.Matches(@"\Ahttp://127\.0\.0\.1:\d+/\?token=[0-9a-f]{32}\n\z", run.Output);
    }

    [Fact]
    public void Explore_Twice_HasAnotherSecret()
    {
        string Token() => CommandRun.Cancellable(new CancellationToken(canceled: true), "explore").Output.Split('=')[1];

        Assert.NotEqual(Token(), Token());
    }

    [Fact]
    public async Task Explore_AtAPortInUse_NamesIt()
    {
        await using ExploreClient other = await ExploreClient.Start();
        string port = other.Address.Port.ToString(CultureInfo.InvariantCulture);

        CommandRun run = CommandRun.Of("explore", "--port", port);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.StartsWith($"corrsyn: error: --port: {port} cannot be used:", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("explore --port 65536", "--port")]
    [InlineData("explore --port x", "--port")]
    [InlineData("explore --gain 0", "--gain")]
    public void Explore_BadOption_IsNamed(string typed, string option)
    {
        CommandRun run = CommandRun.Typed(typed);

        Assert.Equal(ExitCode.BadInput, run.Code);
        Assert.Contains(option, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
