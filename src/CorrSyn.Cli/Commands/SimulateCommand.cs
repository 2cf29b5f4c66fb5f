using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Commands;

/// <summary>Samples finite networks.</summary>
/// <param name="Spec">The networks.</param>
/// <param name="Settings">How much to sample, and how.</param>
/// <param name="PerNetwork">Whether to print each network.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record SimulateCommand(NetworkSpec Spec, SimulationSettings Settings, bool PerNetwork, bool Json)
{
    private const int DefaultInstances = 20;

    private static readonly SamplingOptions Sampling =
        new(samples: 1000, $"{DefaultInstances}", leastSamples: 2, leastInstances: 1);

    private static readonly ValueOption EstimatorOption = new(
        "--estimator", "NAME", "plain, corrected",
        "corrected: unbiased from few inputs, at least 4; plain: the sample covariance as it is, at least 2, which overestimates tr C^2",
        "corrected");

    private static readonly Option<bool> PerNetworkOption =
        FlagOption.Define("--per-network", "print every network too, not only the averages");

    public static CommandDefinition Definition { get; } = new(
        "simulate",
        "sample finite networks and measure every layer",
        "Samples networks of finite width, passes random inputs through them, and averages what it measures over networks: mean and standard error of K1, K2, Q, N Sigma and D/N of every layer.",
        [
            OptionGroup.Of("Model", ModelOptions.All),
            OptionGroup.Of("Sampling", [.. Sampling.All, EstimatorOption]),
            new OptionGroup("Output", [PerNetworkOption, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("simulate", "20 networks of width 200."),
            ("simulate --weights binary --width 500 --instances 50 --seed 7", "More and wider networks, with binary synapses."),
            ("simulate --per-network --json", "The rows of every network, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static SimulateCommand Read(ParseResult parsed)
    {
        ModelChoice model = ModelOptions.Read(parsed);
        NetworkSpec spec = model.Build();
        CovarianceEstimator estimator = EstimatorOption.Choice(parsed, "plain", "corrected") == "plain"
            ? CovarianceEstimator.Plain
            : CovarianceEstimator.Corrected;
        var settings = new SimulationSettings(
            Sampling.Samples(parsed),
            Sampling.Instances(parsed) ?? DefaultInstances,
            Sampling.Seed(parsed),
            Sampling.Threads(parsed),
            estimator);
        int least = LayerEstimator.SmallestSampleCount(estimator);
        if (settings.Samples < least)
            throw UsageException.Refused(
                "--samples",
                NumberText.Whole(settings.Samples),
                $"a whole number, at least {least} for --estimator {DocumentParts.Estimator(estimator)}");
        if (MonteCarlo.MemoryShortage(spec, settings) is { } shortage)
            throw model.Refuse(shortage);
        return new SimulateCommand(
            spec, settings, FlagOption.IsSet(parsed, PerNetworkOption), FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private int Run(Session session)
    {
        SolveResult<SimulationResult> result = ProgressBar.Run(session, report => MonteCarlo.Run(
            Spec,
            Settings,
            ProgressBar.Receiver<int>(finished => report(
                (double)finished / Settings.Instances, $"network {finished} of {Settings.Instances}")),
            session.Cancellation));
        if (!result.TryGetValue(out SimulationResult? simulation))
            return session.Fail(result.Failure!);
        if (simulation.FirstUnresolvedLayer is { } layer)
            session.Warn($"from layer {layer} on, activity varies over the inputs by less than floating point rounds it: the numbers of these layers mean nothing; a smaller --depth leaves them out");
        session.Write(Json ? Document(simulation) : SimulationText.Render(simulation, PerNetwork));
        return ExitCode.Done;
    }

    private string Document(SimulationResult simulation) =>
        DocumentContext.Render(new SimulateDocument(
            DocumentParts.Schema("simulate"),
            ProgramVersion.Text,
            ModelDescription.Of(Spec),
            Settings.Seed,
            Settings.Samples,
            Settings.Instances,
            DocumentParts.Estimator(Settings.Estimator),
            DocumentParts.Layers(simulation),
            PerNetwork ? DocumentParts.Networks(simulation) : null));
}
