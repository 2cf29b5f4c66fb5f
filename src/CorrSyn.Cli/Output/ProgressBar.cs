using Spectre.Console;

namespace CorrSyn.Cli.Output;

/// <summary>A bar on standard error while something is sampled; nothing where that is not a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work that reports the fraction done and what it is at.</summary>
    /// <typeparam name="T">What the work returns.</typeparam>
    /// <param name="session">Says whether to draw.</param>
    /// <param name="work">The work; the argument takes a fraction from 0 to 1 and a short text, from any thread.</param>
    public static T Run<T>(Session session, Func<Action<double, string>, T> work)
    {
        if (!session.ShowsProgress)
            return work((_, _) => { });
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask("sampling", maxValue: 1);
                return work((fraction, text) =>
                {
                    task.Value = fraction;
                    task.Description = Markup.Escape(text);
                });
            });
    }

    /// <summary>A receiver that passes every report on at once, on the thread that made it.</summary>
    public static IProgress<T> Receiver<T>(Action<T> receive) => new Immediate<T>(receive);

    // System.Progress posts to the thread pool, where reports may come late and in any order.
    private sealed class Immediate<T>(Action<T> receive) : IProgress<T>
    {
        public void Report(T value) => receive(value);
    }
}
