using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Checkpoint;
using CorrSyn.Cli.Output;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Commands;

/// <summary>Samples finite networks.</summary>
/// <param name="Networks">The networks.</param>
/// <param name="Model">The same as plain values.</param>
/// <param name="Inputs">A file of inputs; null where they are drawn.</param>
/// <param name="Compared">The networks of another correlation that they are compared with; null for none.</param>
/// <param name="Settings">How much to sample, and how.</param>
/// <param name="Target">The error to reach; null where the number of networks is given.</param>
/// <param name="Checkpoint">The file of finished networks; null for none.</param>
/// <param name="Weights">The file for the weights of the first network; null for none.</param>
/// <param name="PerNetwork">Whether to print each network.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record SimulateCommand(
    NetworkEnsemble Networks,
    ModelDescription Model,
    InputsFile? Inputs,
    (NetworkEnsemble Networks, ModelDescription Model)? Compared,
    SimulationSettings Settings,
    PrecisionTarget? Target,
    string? Checkpoint,
    string? Weights,
    bool PerNetwork,
    bool Json)
{
    private static readonly Option<bool> PerNetworkOption =
        FlagOption.Define("--per-network", "print every network too, not only the averages");

    public static CommandDefinition Definition { get; } = new(
        "simulate",
        "sample finite networks and measure every layer",
        "Samples networks of finite width, passes random inputs through them, and averages what it measures over networks: mean and standard error of K1, K2, Q, N Sigma and D/N of every layer.",
        [
            OptionGroup.Of("Model", ModelOptions.All),
            OptionGroup.Of("Sampling", [
                .. SimulationOptions.Sampling.All, SimulationOptions.Estimator, ArithmeticOptions.Precision, ArithmeticOptions.Kernel, SimulationOptions.TargetError,
                SimulationOptions.MaxOperations, SimulationOptions.CompareCorrelation, SimulationOptions.Checkpoint,
                InputsOption.Option]),
            new OptionGroup("Output", [PerNetworkOption, WeightsFile.Option.Parsed, FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("simulate", "20 networks of width 200."),
            ("simulate --weights binary --width 500 --instances 50 --seed 7", "More and wider networks, with binary synapses."),
            ("simulate --target-error 0.002", "As many networks and inputs as it takes."),
            ("simulate --correlation 0.2 --compare-correlation 0", "What a weak correlation changes, with its error."),
            ("simulate --width 5000 --instances 100 --checkpoint wide.checkpoint", "A long run that can be stopped and started again."),
            ("simulate --postsynaptic blocks:4 --correlation 2", "Synapses that are correlated within blocks of postsynaptic neurons."),
            ("simulate --inputs images.npy --depth 3", "Inputs from a file; the width is the length of a row."),
            ("simulate --instances 1 --save-weights drawn.npz", "The weights too, for `corrsyn network drawn.npz`."),
            ("simulate --width 2000 --precision single", "Products of 24 bits, in about half the time."),
            ("simulate --per-network --json", "The rows of every network, for a script."),
        ],
        (parsed, session) => Read(parsed).Run(session));

    private static SimulateCommand Read(ParseResult parsed)
    {
        ModelChoice model = ModelOptions.Read(parsed);
        InputsFile? inputs = InputsOption.Read(parsed, model);
        (NetworkEnsemble networks, ModelDescription description) = model.BuildEnsemble(inputs?.Width);
        (NetworkEnsemble Networks, ModelDescription Model)? compared = SimulationOptions.Compared(parsed, model, inputs?.Width);
        if (inputs is not null)
        {
            networks = networks.WithInputs(inputs.Inputs.Samples);
            compared = compared is var (other, otherModel) ? (other.WithInputs(inputs.Inputs.Samples), otherModel) : null;
        }

        SimulationSettings settings = SimulationOptions.Settings(parsed, inputs?.Count);
        PrecisionTarget? target = SimulationOptions.Target(parsed);
        SimulationSettings first = target is null
            ? settings
            : settings with { Instances = Math.Min(PrecisionTarget.PilotInstances, target.MaxInstances) };
        if (MonteCarlo.MemoryShortage(networks, first) is { } shortage)
            throw model.Refuse(shortage);
        return new SimulateCommand(
            networks,
            description,
            inputs,
            compared,
            settings,
            target,
            NotEmpty(parsed, SimulationOptions.Checkpoint),
            NotEmpty(parsed, WeightsFile.Option),
            FlagOption.IsSet(parsed, PerNetworkOption),
            FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private static string? NotEmpty(ParseResult parsed, ValueOption option) =>
        option.Text(parsed) is not { } text ? null
        : text.Trim().Length > 0 ? text
        : throw option.Refuse(text);

    private int Run(Session session)
    {
        if (session.ShowsProgress)
            session.Note($"needs about {NumberText.Significant(MonteCarlo.MemoryEstimate(Networks, Settings) / 1e9, 2)} GB of memory");
        if (Weights is not null)
            WeightsFile.Write(Weights, Networks, Settings.Seed, session.Cancellation);
        CheckpointFile? file = Checkpoint is null ? null : CheckpointFile.Open(
            SimulationOptions.Checkpoint.Name, Checkpoint, CheckpointHeader.Of(Model, Compared?.Model, Inputs?.Inputs.Digest, Settings));
        try
        {
            return Target is not null ? RunToError(session, Target, file?.Store)
                : Compared is var (networks, model) ? RunPaired(session, networks, model, file?.Store)
                : RunAlone(session, file?.Store);
        }
        catch (OperationCanceledException)
        {
            // What is finished is kept, also when the program is interrupted.
            file?.Save();
            throw;
        }
        finally
        {
            if (!session.Cancellation.IsCancellationRequested)
                file?.Save();
        }
    }

    private int RunAlone(Session session, NetworkStore? store)
    {
        SolveResult<SimulationResult> result = ProgressBar.Run(session, report => MonteCarlo.Run(
            Networks, Settings, Counted(report, Settings.Instances), store, session.Cancellation));
        return result.TryGetValue(out SimulationResult? simulation)
            ? Print(session, simulation, "", null, null)
            : session.Fail(result.Failure!);
    }

    private int RunPaired(Session session, NetworkEnsemble compared, ModelDescription model, NetworkStore? store)
    {
        SolveResult<PairedComparison> result = ProgressBar.Run(session, report => MonteCarlo.Compare(
            Networks, compared, Settings, Counted(report, 2 * Settings.Instances), store, session.Cancellation));
        if (!result.TryGetValue(out PairedComparison? pair))
            return session.Fail(result.Failure!);
        double correlation = model.Correlation!.Value;
        var part = new CorrelationDifferencePart(correlation, DocumentParts.Layers(pair.Differences));
        return Print(session, pair.Simulation, SimulationText.Render(pair, correlation), part, null);
    }

    private int RunToError(Session session, PrecisionTarget target, NetworkStore? store)
    {
        SolveResult<PrecisionResult> result = ProgressBar.Run(session, report => MonteCarlo.RunToError(
            Networks,
            Settings,
            target,
            ProgressBar.Receiver<PrecisionProgress>(state => report(
                (double)state.Finished / state.Instances,
                $"{state.Samples} inputs: network {state.Finished} of {state.Instances}")),
            store,
            session.Cancellation));
        if (!result.TryGetValue(out PrecisionResult? reached))
            return session.Fail(result.Failure!);
        return reached.IsReached
            ? Print(session, reached.Simulation, SimulationText.Render(reached, target), null, DocumentParts.Precision(reached, target))
            : session.Fail(new SolveFailure(SolveFailureKind.NotConverged, PrecisionAdvice.OutOfReach(reached, target)));
    }

    private static IProgress<int> Counted(Action<double, string> report, int count) =>
        ProgressBar.Receiver<int>(finished => report((double)finished / count, $"network {finished} of {count}"));

    private int Print(
        Session session,
        SimulationResult simulation,
        string more,
        CorrelationDifferencePart? comparison,
        PrecisionPart? precision)
    {
        if (simulation.FirstUnresolvedLayer is { } layer)
            session.Warn($"from layer {layer} on, activity varies over the inputs by less than floating point rounds it: the numbers of these layers mean nothing; a smaller --depth leaves them out");
        session.Write(Json
            ? DocumentContext.Render(new SimulateDocument(
                DocumentParts.Schema("simulate"),
                ProgramVersion.Text,
                Model,
                InputsPart.Of(Inputs),
                simulation.Settings.Seed,
                simulation.Settings.Samples,
                simulation.Settings.Instances,
                DocumentParts.Estimator(simulation.Settings.Estimator),
                ArithmeticPart.Of(simulation.Settings.Arithmetic),
                Centred: true,
                DocumentParts.Layers(simulation),
                PerNetwork ? DocumentParts.Networks(simulation) : null,
                comparison,
                precision))
            : SimulationText.Render(Model, Inputs, simulation, PerNetwork) + more);
        return ExitCode.Done;
    }
}
