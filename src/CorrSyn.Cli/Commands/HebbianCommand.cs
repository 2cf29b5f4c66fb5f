using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Learning;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Cli.Commands;

/// <summary>Lets networks learn by Hebbian rules and compares them with controls and with the theory.</summary>
/// <param name="Settings">What to run, one for each rule.</param>
/// <param name="Inputs">Where the inputs come from.</param>
/// <param name="PredictsEachNetwork">Whether the theory of each network is wanted; null for up to some width.</param>
/// <param name="IsMap">Whether every rule was asked for.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record HebbianCommand(
    IReadOnlyList<HebbianSettings> Settings, HebbianInputs Inputs, bool? PredictsEachNetwork, bool IsMap, bool Json)
{
    public static CommandDefinition Definition { get; } = new(
        "hebbian",
        "let networks learn by Hebbian rules, and measure what that does to their layers",
        "Trains networks layer by layer, without labels, with a Hebbian rule, and measures the correlations of their synapses and the dimensionality and correlation of their layers on other inputs. The same is done for the learned weights times a random rotation, which keeps their correlations and no alignment with the inputs, for learned weights in shuffled order and for orthogonal ones; and the theory is evaluated for the measured correlations and for the actual weights. Two claims are tested: learned layers have a lower dimension than both controls, and their correlations decay more slowly with depth.",
        [
            HebbianOptions.Learning,
            HebbianData.Group,
            HebbianOptions.Network,
            HebbianOptions.Sampling,
            HebbianOptions.Theory,
            new OptionGroup("Output", [FlagOption.Json, FlagOption.Help]),
        ],
        [
            ("hebbian", "Oja's rule and gaussian inputs."),
            ("hebbian --rule all", "Every rule: where the claims hold, and where they do not."),
            ("hebbian --data digits --rule hebb", "Pictures of digits, with the accuracy of a linear read-out."),
            ("hebbian --images train-images.idx3-ubyte.gz --labels train-labels.idx1-ubyte.gz --json", "Inputs from files, for a script."),
        ],
        (parsed, session) => Read(parsed, session).Run(session));

    private static HebbianCommand Read(ParseResult parsed, Session session)
    {
        HebbianInputs inputs = HebbianData.Read(parsed, session.Cancellation);
        IReadOnlyList<HebbianSettings> settings = HebbianOptions.Read(parsed, inputs.Settings);
        if (HebbianLearning.MemoryShortage(settings[0]) is { } shortage)
            throw new UsageException(shortage);
        return new HebbianCommand(
            settings,
            inputs,
            HebbianOptions.PredictsEachNetwork(parsed),
            HebbianOptions.IsMap(parsed),
            FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private int Run(Session session)
    {
        HebbianOutcome[] outcomes = ProgressBar.Run(session, report => (HebbianOutcome[])
            [.. Settings.Select((settings, index) => Learn(settings, index, report, session.Cancellation))]);
        session.Cancellation.ThrowIfCancellationRequested();
        if (Array.Find(outcomes, outcome => outcome.Report is not null)?.Report is not { } first)
            return session.Fail(outcomes[0].Failure!);
        session.Write(
            Json ? HebbianDocument.Render(this, outcomes)
            : IsMap ? HebbianMapText.Render(this, outcomes)
            : HebbianText.Render(this, first));
        return ExitCode.Done;
    }

    private HebbianOutcome Learn(
        HebbianSettings settings, int index, Action<double, string> report, CancellationToken cancellation)
    {
        string rule = HebbianRuleName.Of(settings.Learning.Rule);
        int layers = HebbianLearning.LayerCount(settings);
        SolveResult<HebbianReport> result = HebbianLearning.Run(
            settings,
            PredictsEachNetwork ?? (IsMap && !Json ? false : null),
            ProgressBar.Receiver<int>(done => report((index + (double)done / layers) / Settings.Count, $"{rule}: layer {done} of {layers}")),
            cancellation);
        return new HebbianOutcome(
            settings.Learning.Rule, result.TryGetValue(out HebbianReport? found) ? found : null, result.Failure);
    }
}

/// <summary>What came of one rule: a report, or why there is none.</summary>
internal sealed record HebbianOutcome(HebbianRule Rule, HebbianReport? Report, SolveFailure? Failure);
