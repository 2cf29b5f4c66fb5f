using System.Runtime.InteropServices;
using System.Text;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Commands;
using CorrSyn.Cli.Output;

namespace CorrSyn.Cli;

/// <summary>The corrsyn command.</summary>
internal static class Program
{
    // Symbolic steps do not look at the cancellation: after this time a stopped program ends without them.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private static readonly CommandDefinition[] Commands =
        [VerifyCommand.Definition, TheoryCommand.Definition, SimulateCommand.Definition, DeriveCommand.Definition,
            FixedPointsCommand.Definition, PhaseDiagramCommand.Definition, SweepCommand.Definition, NetworkCommand.Definition, HebbianCommand.Definition,
            FigureCommand.Definition, ExploreCommand.Definition, ActivationsCommand.Definition];

    private static readonly CommandLineReader Reader = new([.. Commands, CompletionCommand.Define(Commands)]);

    /// <summary>Runs one command line.</summary>
    /// <param name="arguments">The arguments, without the name of the program.</param>
    /// <returns>The exit code.</returns>
    public static int Main(string[] arguments)
    {
        // The runtime itself sends codes to a terminal that is not dumb when it first writes there.
        bool isPlain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        if (isPlain)
            Environment.SetEnvironmentVariable("TERM", "dumb");
        bool showsProgress = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
        using var cancellation = new CancellationTokenSource();
        int signalled = ExitCode.Done;
        void Stop(PosixSignalContext context)
        {
            // A second signal ends the program at once, as by default.
            context.Cancel = !cancellation.IsCancellationRequested;
            signalled = context.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated;
            cancellation.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));

        using var error = new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true };
        var session = new Session(output, error, showsProgress, cancellation.Token);
        Task<int> run = Task.Run(() => Run(arguments, session));
        if (Task.WaitAny([run, Cancelled(cancellation.Token)]) == 1)
            run.Wait(Grace, CancellationToken.None);
        return signalled != ExitCode.Done ? signalled : run.Result;
    }

    /// <summary>Runs one command line in this process.</summary>
    /// <param name="arguments">The arguments, without the name of the program.</param>
    /// <param name="session">Where to write, and what stops it.</param>
    /// <returns>The exit code.</returns>
    internal static int Run(IReadOnlyList<string> arguments, Session session)
    {
        try
        {
            return Reader.Run(arguments, session);
        }
        catch (Exception error) when (Environment.GetEnvironmentVariable("CORRSYN_DEBUG") != "1")
        {
            (int code, string? message) = Outcome(error, session.Cancellation);
            if (message is not null)
                session.Error.WriteLine(MessageLine.Of("error", message));
            return code;
        }
    }

    private static (int Code, string? Message) Outcome(Exception error, CancellationToken cancellation)
    {
        Exception cause = error is AggregateException { InnerExceptions: [var single] } ? single : error;
        return cause switch
        {
            UsageException or UnwritableException => (ExitCode.BadInput, cause.Message),
            UnansweredException => (ExitCode.NoAnswer, cause.Message),
            OperationCanceledException when cancellation.IsCancellationRequested => (ExitCode.Interrupted, null),
            OutOfMemoryException or InsufficientMemoryException => (
                ExitCode.BadInput, "out of memory; allowed: a smaller width or smaller layers, fewer samples, instances or threads"),
            _ => (ExitCode.Defect, Defect(cause)),
        };
    }

    /// <summary>What is said of an exception that nobody expected.</summary>
    internal static string Defect(Exception cause) =>
        Environment.GetEnvironmentVariable("CORRSYN_DEBUG") == "1"
            ? cause.ToString()
            : $"a defect of this program ({cause.GetType().Name}): {cause.Message} Set CORRSYN_DEBUG=1 to see where";

    private static async Task Cancelled(CancellationToken cancellation) =>
        await Task.Delay(Timeout.Infinite, cancellation)
            .ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default)
            .ConfigureAwait(false);
}
