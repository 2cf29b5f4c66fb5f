using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Model;

namespace CorrSyn.Cli.Commands;

/// <summary>Finds fixed points over a grid of gains and bias variances.</summary>
/// <param name="Spec">The network, whose gain and bias variance play no part.</param>
/// <param name="Settings">The grid.</param>
/// <param name="Folder">Where files go; null for none.</param>
/// <param name="Form">What is printed.</param>
internal sealed record PhaseDiagramCommand(
    NetworkSpec Spec, PhaseDiagramSettings Settings, string? Folder, PhaseDiagramForm Form)
{
    private const int MostThreads = 1024;

    private static readonly GridOption Gains = new("--gain-range", "gains", "0.5:3:51", allowsZero: false);

    private static readonly GridOption BiasVariances =
        new("--bias-variance-range", "bias variances", "0:0.5:26", allowsZero: true);

    private static readonly ValueOption Threads = new(
        "--threads", "T", $"a whole number from 1 to {MostThreads}", "threads at most", "all cores");

    private static readonly ValueOption Format = new(
        "--format", "FORM", "text, csv", "text: a map and the critical gains; csv: a line for each fixed point", "text");

    private static readonly ValueOption OutOption = new(
        "--out", "DIR", "a folder that can be written",
        "write phase-diagram.json, phase-diagram.csv and critical-lines.csv to this folder");

    private static readonly IReadOnlyList<ValueOption> Model =
        [.. ModelOptions.All.Except([ModelParameter.Gain.Option, ModelParameter.BiasVariance.Option])];

    public static CommandDefinition Definition { get; } = new(
        "phase-diagram",
        "fixed points and stability over a grid of gains and bias variances",
        "Finds the stable fixed points, D/N, multipliers and depth scales over a grid of gains and bias variances, and the critical gains at which the largest multiplier passes through 1. A point without an answer says why.",
        [
            OptionGroup.Of("Model", Model),
            OptionGroup.Of("Grid", Gains.Option, BiasVariances.Option, Threads),
            new OptionGroup("Output", [Format.Parsed, OutOption.Parsed, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("phase-diagram", "The default grid for tanh."),
            ("phase-diagram --activation erf --gain-range 0.1:10:41:log --format csv", "Gains in equal factors, as CSV."),
            ("phase-diagram --correlation 2 --out diagram", "All of it in files."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static PhaseDiagramCommand Read(ParseResult parsed)
    {
        NetworkSpec spec = ModelOptions.Read(parsed).BuildUniform();
        var settings = new PhaseDiagramSettings(
            Gains.Values(parsed),
            BiasVariances.Values(parsed),
            Threads.Count(parsed, 1, MostThreads) ?? Math.Min(Environment.ProcessorCount, MostThreads));
        long count = (long)settings.Gains.Count * settings.BiasVariances.Count;
        if (count > PhaseDiagram.LargestPointCount)
            throw new UsageException(
                $"--gain-range and --bias-variance-range make {NumberText.Whole(count)} points; allowed: at most {NumberText.Whole(PhaseDiagram.LargestPointCount)}");
        string? folder = OutOption.Text(parsed);
        if (folder?.Trim().Length == 0)
            throw OutOption.Refuse(folder);
        string? format = Format.Choice(parsed, "text", "csv");
        bool isJson = FlagOption.IsSet(parsed, FlagOption.Json);
        if (isJson && format is not null)
            throw new UsageException($"--format {format} contradicts --json; allowed: one of them");
        PhaseDiagramForm form = isJson ? PhaseDiagramForm.Json
            : format == "csv" ? PhaseDiagramForm.Csv
            : PhaseDiagramForm.Text;
        return new PhaseDiagramCommand(spec, settings, folder, form);
    }

    private int Run(Session session)
    {
        OutputFolder? folder = Folder is null ? null : OutputFolder.Prepare(Folder);
        SolveResult<PhaseDiagramReport> result = ProgressBar.Run(session, report => PhaseDiagram.Run(
            Spec,
            Settings,
            ProgressBar.Receiver<PhaseDiagramProgress>(state => report(
                (double)state.Finished / state.Total, $"point {state.Finished} of {state.Total}")),
            session.Cancellation));
        if (!result.TryGetValue(out PhaseDiagramReport? diagram))
            return session.Fail(result.Failure!);
        session.Cancellation.ThrowIfCancellationRequested();
        if (folder is not null)
        {
            folder.Write(
            [
                ("phase-diagram.json", PhaseDiagramDocument.Render(diagram)),
                ("phase-diagram.csv", PhaseDiagramTable.Points(diagram)),
                ("critical-lines.csv", PhaseDiagramTable.CriticalLines(diagram)),
            ]);
        }

        session.Write(Form switch
        {
            PhaseDiagramForm.Json => PhaseDiagramDocument.Render(diagram),
            PhaseDiagramForm.Csv => PhaseDiagramTable.Points(diagram),
            PhaseDiagramForm.Text => PhaseDiagramText.Render(diagram),
            _ => throw new InvalidOperationException($"The form {Form} has no writer."),
        });
        return ExitCode.Done;
    }
}

/// <summary>What a phase diagram is printed as.</summary>
internal enum PhaseDiagramForm
{
    /// <summary>A map of letters and a table.</summary>
    Text,

    /// <summary>Comma-separated values.</summary>
    Csv,

    /// <summary>One JSON document.</summary>
    Json,
}
