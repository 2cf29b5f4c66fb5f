using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Explore;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli.Commands;

/// <summary>Serves a page with sliders to this machine.</summary>
/// <param name="Model">What the page shows first.</param>
/// <param name="Port">The port; 0 for one that is free.</param>
internal sealed record ExploreCommand(ModelDescription Model, int Port)
{
    private static readonly ValueOption PortOption = new(
        "--port", "P", "a whole number from 0 to 65535 that is free; 0 for any", "the port of the page on 127.0.0.1", "any that is free");

    public static CommandDefinition Definition { get; } = new(
        "explore",
        "a local page with sliders: theory at once, samples as they come in",
        "Serves a page to this machine only, prints its address and runs until it is interrupted. The page draws D/N and N Sigma of every layer for the model that its sliders say, and samples networks on demand. The address holds a secret, without which nothing is answered.",
        [
            OptionGroup.Of("Model to begin with", [.. ModelOptions.All]),
            new OptionGroup("Page", [PortOption.Parsed, FlagOption.Help]),
        ],
        [
            ("explore", "Print the address of the page, to be opened in a browser."),
            ("explore --activation relu --correlation 0.6 --port 8080", "Begin with another model, at a port of one's choice."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static ExploreCommand Read(ParseResult parsed) =>
        new(ModelDescription.Of(ModelOptions.Read(parsed).BuildUniform()), PortOption.Count(parsed, 0, ushort.MaxValue) ?? 0);

    private int Run(Session session) => Serve(session).GetAwaiter().GetResult();

    private async Task<int> Serve(Session session)
    {
        await using ExploreServer server = await Start(session).ConfigureAwait(false);
        session.Write($"{server.Address}\n");
        if (session.ShowsProgress)
            session.Note("open this address in a browser; Ctrl-C ends the program");

        // The derivation takes longer than all else; the first answer need not wait for it.
        _ = Task.Run(() => MeanField.Evaluate(NetworkModel.Create()), session.Cancellation);
        await Task.Delay(Timeout.Infinite, session.Cancellation).ConfigureAwait(false);
        return ExitCode.Done;
    }

    private static void Say(Session session, Exception error) =>
        session.Error.WriteLine(MessageLine.Of("error", Program.Defect(error)));

    private async Task<ExploreServer> Start(Session session)
    {
        try
        {
            return await ExploreServer.Start(Model, Port, error => Say(session, error)).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or System.Net.Sockets.SocketException)
        {
            throw new UsageException($"{PortOption.Name}: {NumberText.Whole(Port)} cannot be used: {error.Message.TrimEnd('.')}; allowed: {PortOption.Allowed}");
        }
    }
}
