using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Commands;

/// <summary>Evaluates a grid of models.</summary>
/// <param name="Grid">The models.</param>
/// <param name="Rows">The same, with the combinations that are not allowed marked.</param>
/// <param name="Settings">How much to sample of each; null for theory alone.</param>
/// <param name="Threads">Threads at most.</param>
/// <param name="EveryLayer">Whether tables show all layers, not only the last.</param>
/// <param name="Form">What is printed.</param>
internal sealed record SweepCommand(
    SweepGrid Grid, IReadOnlyList<SweepRow> Rows, SimulationSettings? Settings, int Threads, bool EveryLayer, SweepForm Form)
{
    // Models between two looks at what is finished: enough to keep all threads at work.
    private const int Batch = 256;

    private static readonly Option<bool> SimulateFlag =
        FlagOption.Define("--simulate", "sample networks of every model too, and print means and standard errors beside the theory");

    private static readonly SamplingOptions Sampling = new(samples: 200, "20", leastSamples: 4, leastInstances: 2);

    private static readonly ValueOption LayersOption = new(
        "--layers", "WHICH", "last, all", "which layers tables show; documents hold all", "last");

    private static readonly ValueOption Format = new(
        "--format", "FORM", "text, csv", "text: a table; csv: a line for each model and layer as soon as it is known", "text");

    public static CommandDefinition Definition { get; } = new(
        "sweep",
        "theory, and simulation if wanted, over a grid of models",
        "Evaluates every model of a grid. Each option of the model takes several values, separated by commas, or as LOW:HIGH:COUNT (evenly spaced) or LOW:HIGH:COUNT:log (by equal factors) for numbers; every combination is a model. One without an answer says why.",
        [
            OptionGroup.Of("Model", ModelOptions.All),
            new OptionGroup("Sampling", [SimulateFlag, .. Sampling.All.Select(option => (Option)option.Parsed)]),
            new OptionGroup("Output", [LayersOption.Parsed, Format.Parsed, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("sweep --correlation 0:2:9", "D/N of the last layer against r."),
            ("sweep --correlation 0,1 --activation tanh,erf,relu --layers all --format csv", "Six models, a line for each layer."),
            ("sweep --gain 0.5:8:20:log --weights gaussian,binary --json", "Gains by equal factors, as a document."),
            ("sweep --width 50,100,200,400 --simulate --instances 100", "Networks of several widths beside the limit."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static SweepCommand Read(ParseResult parsed)
    {
        SweepGrid grid = SweepGrid.Read(parsed);
        int threads = Sampling.Threads(parsed);
        bool simulates = FlagOption.IsSet(parsed, SimulateFlag);
        if (!simulates && Sampling.All.Take(3).FirstOrDefault(option => option.Text(parsed) is not null) is { } stray)
            throw new UsageException($"{stray.Name} needs --simulate");
        string? format = Format.Choice(parsed, "text", "csv");
        bool isJson = FlagOption.IsSet(parsed, FlagOption.Json);
        if (isJson && format is not null)
            throw new UsageException($"--format {format} contradicts --json; allowed: one of them");
        return new SweepCommand(
            grid,
            Check(grid),
            simulates ? new SimulationSettings(Sampling.Samples(parsed), Sampling.Instances(parsed) ?? 20, Sampling.Seed(parsed), threads, CovarianceEstimator.Corrected) : null,
            threads,
            LayersOption.Choice(parsed, "last", "all") == "all",
            isJson ? SweepForm.Json : format == "csv" ? SweepForm.Csv : SweepForm.Text);
    }

    // A value that no combination allows is an error of its own; combinations of others that do not go together are marked.
    private static SweepRow[] Check(SweepGrid grid)
    {
        SweepRow[] rows = [.. grid.Points.Select(SweepRow.Of)];
        for (int axis = 0; axis < grid.Axes.Count; axis++)
        {
            if (rows.GroupBy(row => row.Point.Values[axis]).FirstOrDefault(group => group.All(row => !row.IsAllowed)) is { } refused)
                throw new UsageException(refused.First().Errors[0]);
        }

        return rows;
    }

    private int Run(Session session)
    {
        var table = new SweepTable(Grid.Axes, EveryLayer, Settings is not null);
        List<SweepRow> rows = [];
        if (Form == SweepForm.Csv)
            session.Write(table.CsvHeading());
        ProgressBar.Run(session, report =>
        {
            foreach (SweepRow row in Evaluate(session.Cancellation))
            {
                rows.Add(row);
                if (Form == SweepForm.Csv)
                    session.Write(table.Csv(row));
                report((double)rows.Count / Rows.Count, $"model {rows.Count} of {Rows.Count}");
            }

            return rows.Count;
        });
        if (Form == SweepForm.Json)
            session.Write(DocumentContext.Render(SweepDocument.Of(Grid, Settings, rows)));
        else if (Form == SweepForm.Text)
            session.Write(table.Text(rows, Settings));
        if (rows.Any(row => row.Layers is not null || row.Simulation is not null))
            return ExitCode.Done;
        throw new UnansweredException($"no model of the grid has an answer; the first: {rows.First(row => row.IsAllowed).Errors[0]}");
    }

    // Theory takes a thread for each model, a simulation all threads for its networks; rows come in the order of the grid.
    private IEnumerable<SweepRow> Evaluate(CancellationToken cancellation)
    {
        foreach (SweepRow[] rows in Rows.Chunk(Settings is null ? Batch : Threads))
        {
            Parallel.For(
                0,
                rows.Length,
                new ParallelOptions { MaxDegreeOfParallelism = Threads, CancellationToken = cancellation },
                index => rows[index] = rows[index].Evaluate(MeanField.DefaultTolerance, cancellation));
            foreach (SweepRow row in rows)
                yield return Settings is null ? row : row.Simulate(Settings, cancellation);
        }
    }
}

/// <summary>What a sweep is printed as.</summary>
internal enum SweepForm
{
    /// <summary>A table.</summary>
    Text,

    /// <summary>Comma-separated values, line by line.</summary>
    Csv,

    /// <summary>One JSON document.</summary>
    Json,
}
