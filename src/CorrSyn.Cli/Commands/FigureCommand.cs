using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Charts;
using CorrSyn.Cli.Figures;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using static System.Globalization.CultureInfo;

namespace CorrSyn.Cli.Commands;

/// <summary>Makes figures: data, pictures and pages.</summary>
/// <param name="Kinds">Which.</param>
/// <param name="Model">What they start from.</param>
/// <param name="Sampling">Inputs, networks, seed and threads.</param>
/// <param name="Folder">Where they go.</param>
internal sealed record FigureCommand(
    IReadOnlyList<FigureKind> Kinds, ModelDescription Model, SimulationSettings Sampling, string Folder)
{
    private const string EveryFigure = "all", DefaultFolder = "corrsyn-figures";

    private const int DefaultSamples = 200, DefaultInstances = 60;

    private static readonly Argument<string[]> NamesArgument = new("figures")
    {
        HelpName = "ID|all",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly SamplingOptions Sampled = new(DefaultSamples, $"{DefaultInstances}", leastSamples: 4, leastInstances: 2);

    private static readonly ValueOption OutOption = new(
        "--out", "DIR", "a folder that can be written", "folder of the figures: ID.html, ID.json, and a CSV and an SVG of each chart", DefaultFolder);

    // Figures choose their weights themselves.
    private static readonly IReadOnlyList<ValueOption> ModelledBy =
        [.. ModelOptions.All.Except([ModelParameter.Weights.Option, ModelParameter.Correlation.Option])];

    public static CommandDefinition Definition { get; } = new(
        "figure",
        "figures of the claims: data, pictures, and interactive pages",
        $"Computes figures, each about one claim, and says whether the numbers support it. {string.Join(" ", FigureGallery.All.Select(kind => $"{kind.Id}: {kind.Summary}."))} With all, every one, and index.html with all of them.",
        [
            OptionGroup.Of("Model", ModelledBy),
            OptionGroup.Of("Sampling", Sampled.All),
            new OptionGroup("Output", [OutOption.Parsed, FlagOption.Help]),
        ],
        [
            ("figure all", "Every figure of the default network, to corrsyn-figures/."),
            ("figure dimension --activation erf --gain 2 --out erf", "One figure of another network."),
        ],
        (parsed, session) => Read(parsed).Run(session),
        NamesArgument)
    { Words = [.. FigureGallery.All.Select(kind => kind.Id), EveryFigure] };

    private static FigureCommand Read(ParseResult parsed)
    {
        string[] names = parsed.GetValue(NamesArgument) ?? [];
        string allowed = string.Join(", ", FigureGallery.All.Select(kind => kind.Id).Append(EveryFigure));
        if (names.Length == 0)
            throw new UsageException($"no figure is named; allowed: {allowed}");
        foreach (string name in names)
        {
            if (name != EveryFigure && FigureGallery.All.All(kind => kind.Id != name))
                throw new UsageException($"no figure {UsageException.Shown(name)}; allowed: {allowed}{NearestName.Suggestion(name, [.. FigureGallery.All.Select(kind => kind.Id)])}");
        }

        ModelDescription model = ModelDescription.Of(ModelOptions.Read(parsed).BuildUniform());
        string? folder = OutOption.Text(parsed);
        if (folder?.Trim().Length == 0)
            throw OutOption.Refuse(folder);
        return new FigureCommand(
            [.. FigureGallery.All.Where(kind => names.Contains(EveryFigure) || names.Contains(kind.Id))],
            model,
            new SimulationSettings(
                Sampled.Samples(parsed),
                Sampled.Instances(parsed) ?? DefaultInstances,
                Sampled.Seed(parsed),
                Sampled.Threads(parsed),
                CovarianceEstimator.Corrected),
            folder ?? DefaultFolder);
    }

    private int Run(Session session)
    {
        OutputFolder folder = OutputFolder.Prepare(Folder);
        FigureContext context = new(Model, Sampling, (_, _) => { }, session.Cancellation);
        Figure[] figures;
        try
        {
            figures = ProgressBar.Run(session, report => Kinds
                .Select((kind, number) => kind.Make(context with
                {
                    Report = (share, what) => report((number + share) / Kinds.Count, $"{kind.Id}: {what}"),
                }))
                .ToArray());
        }
        catch (FigureFailureException failure)
        {
            return session.Fail(failure.Failure);
        }

        session.Cancellation.ThrowIfCancellationRequested();
        folder.Write(
        [
            .. figures.SelectMany(figure => Files(context, figure)),
            .. figures.Length > 1 ? [("index.html", FigurePage.Render(context, figures, CommandLine(figures)))] : Array.Empty<(string, string)>(),
        ]);
        session.Write(Text(figures));
        return ExitCode.Done;
    }

    private IEnumerable<(string Name, string Content)> Files(FigureContext context, Figure figure) =>
        [
            ($"{figure.Id}.html", FigurePage.Render(context, [figure], CommandLine([figure]))),
            ($"{figure.Id}.json", FigureDocument.Render(context, figure)),
            .. figure.Charts.SelectMany(chart => new[] { ($"{chart.Id}.csv", ChartTable.Csv(chart)), ($"{chart.Id}.svg", SvgChart.File(chart)) }),
        ];

    private string CommandLine(Figure[] figures)
    {
        string names = figures.Length == FigureGallery.All.Count ? EveryFigure : string.Join(' ', figures.Select(figure => figure.Id));
        return string.Create(
            InvariantCulture,
            $"corrsyn figure {names}{ModelText.Arguments(Model)} --samples {Sampling.Samples} --instances {Sampling.Instances} --seed {Sampling.Seed}");
    }

    private string Text(Figure[] figures) =>
        string.Join('\n', figures.Select(figure =>
            $"{figure.Id}: {(figure.IsSupported switch { true => "SUPPORTED", false => "NOT SUPPORTED", null => "not decided" })}\n  {figure.Claim}\n  {figure.Evidence}\n"))
        + $"\nFigures: {Path.Combine(Folder, figures.Length > 1 ? "index.html" : $"{figures[0].Id}.html")}\n";
}
