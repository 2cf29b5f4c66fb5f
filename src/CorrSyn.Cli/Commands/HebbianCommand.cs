using System.CommandLine;
using CorrSyn.Cli.Arguments;
using CorrSyn.Cli.Output;
using CorrSyn.Learning;
using CorrSyn.Simulation.Learning;

namespace CorrSyn.Cli.Commands;

/// <summary>Lets networks learn by Hebbian rules and compares them with controls and with the theory.</summary>
/// <param name="Settings">What to run, one for each rule.</param>
/// <param name="Inputs">Where the inputs come from.</param>
/// <param name="IsMap">Whether every rule was asked for.</param>
/// <param name="Json">Whether to print a document.</param>
internal sealed record HebbianCommand(
    IReadOnlyList<HebbianSettings> Settings, HebbianInputs Inputs, bool IsMap, bool Json)
{
    public static CommandDefinition Definition { get; } = new(
        "hebbian",
        "let networks learn by Hebbian rules, and measure what that does to their layers",
        "Trains networks layer by layer, without labels, with a Hebbian rule, and measures the correlations of their synapses and the dimensionality and correlation of their layers on other inputs. The same is done for the learned weights in shuffled order and for orthogonal ones, and the theory is evaluated for the measured correlations. Two claims are tested: learned layers have a lower dimension than both controls, and their correlations decay more slowly with depth.",
        [
            HebbianOptions.Learning,
            HebbianData.Group,
            HebbianOptions.Network,
            HebbianOptions.Sampling,
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
        return new HebbianCommand(
            HebbianOptions.Read(parsed, inputs.Settings),
            inputs,
            HebbianOptions.IsMap(parsed),
            FlagOption.IsSet(parsed, FlagOption.Json));
    }

    private int Run(Session session)
    {
        HebbianSettings first = Settings[0];
        int layersEach = 3 * first.Instances * first.Depth;
        var results = ProgressBar.Run(session, report => Settings.Select((settings, index) => (settings, HebbianLearning.Run(
            settings,
            ProgressBar.Receiver<int>(done => report(
                (index + (double)done / layersEach) / Settings.Count,
                $"{HebbianRuleName.Of(settings.Learning.Rule)}: layer {done} of {layersEach}")),
            session.Cancellation))).ToArray());
        session.Cancellation.ThrowIfCancellationRequested();
        SolveResult<HebbianReport> result = results[0].Item2;
        if (!result.TryGetValue(out HebbianReport? report))
            return session.Fail(result.Failure!);
        session.Write(HebbianText.Render(this, report));
        return ExitCode.Done;
    }
}
