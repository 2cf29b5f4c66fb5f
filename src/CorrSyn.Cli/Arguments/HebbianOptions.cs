using System.CommandLine;
using CorrSyn.Learning;
using CorrSyn.Model;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options of a network that learns.</summary>
internal static class HebbianOptions
{
    private const string AllRules = "all";
    private const int MostCount = 1_000_000_000;
    private const int LeastShare = 8;
    private const int MostWidth = (1 << 24) - 1;

    private static readonly HebbianSettings Default = HebbianDefaults.Settings;

    private static readonly IReadOnlyList<string> Rules = [.. HebbianRuleName.All.Select(HebbianRuleName.Of), AllRules];

    private static readonly ValueOption Rule = new(
        "--rule", "RULE", string.Join(", ", Rules),
        "how synapses change: all runs every rule and prints for which of them the claims hold",
        HebbianRuleName.Of(Default.Learning.Rule));

    private static readonly ValueOption LearningRate = new(
        "--learning-rate", "ETA", "a finite number above 0",
        "for inputs scaled so that the largest eigenvalue of their covariance is 1; rate times steps is the time for which a layer learns", $"{Default.Learning.LearningRate}");

    private static readonly ValueOption Steps = Count("--steps", "K", 1, "batches that each layer learns from", $"{Default.Learning.Steps}");

    private static readonly ValueOption Batch = Count("--batch", "B", 1, "inputs in a batch", $"{Default.Learning.BatchSize}");

    private static readonly ValueOption Centring = new(
        "--centring", "YES-OR-NO", "yes, no", "whether the mean over inputs is subtracted before learning", "yes");

    private static readonly ValueOption Matching = new(
        "--match", "WHAT", "rows, variance",
        "what learned and control networks have in common. rows: every row of weights has the norm sqrt(g); variance: the weights of a layer are scaled until pre-activations have the variance g K1 that independent weights would give",
        "rows");

    private static readonly ValueOption Gain = new(
        "--gain", "G", "a finite number above 0", "squared norm of a row of weights in the network, g", $"{Default.Gain}");

    private static readonly ValueOption Width = new(
        "--width", "N", $"a whole number from 2 to {MostWidth}", "neurons of each layer above the input", $"{Default.Width}");

    private static readonly ValueOption Depth = new(
        "--depth", "L", "a whole number from 1 to 10000", "layers above the input", $"{Default.Depth}");

    private static readonly ValueOption Samples = Count("--samples", "M", LeastShare, "inputs to learn from", $"{Default.Samples}");

    private static readonly ValueOption HeldOut = Count(
        "--held-out", "M", LeastShare, "other inputs, with which everything is measured", $"{Default.HeldOutSamples}");

    private static readonly ValueOption Instances = Count(
        "--instances", "I", 1, "runs, each with its own inputs, first weights and biases", $"{Default.Instances}");

    private static readonly ValueOption Seed = new(
        "--seed", "S", $"a whole number from 0 to {long.MaxValue}", "the same seed gives the same numbers, whatever the threads", "1");

    private static readonly ValueOption Threads = new(
        "--threads", "T", "a whole number from 1 to 1024", "threads at most", "all cores");

    private static readonly ValueOption SingleNetwork = new(
        "--single-network", "YES-OR-NO", "yes, no",
        "whether the theory of each network with its actual weights is computed, too",
        $"yes, up to {HebbianLearning.WidestPredicted} neurons");

    public static OptionGroup Learning { get; } =
        OptionGroup.Of("Learning", Rule, LearningRate, Steps, Batch, Centring);

    public static OptionGroup Network { get; } = OptionGroup.Of(
        "Network", Width, Depth, Gain, ModelParameter.BiasVariance.Option, ModelParameter.Activation.Option, Matching);

    public static OptionGroup Theory { get; } = OptionGroup.Of("Theory", SingleNetwork);

    public static OptionGroup Sampling { get; } = OptionGroup.Of("Sampling", Samples, HeldOut, Instances, Seed, Threads);

    /// <summary>What to run, one for each rule.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The inputs.</param>
    /// <exception cref="UsageException">A value is not allowed.</exception>
    public static IReadOnlyList<HebbianSettings> Read(ParseResult parsed, DataSettings data)
    {
        string rule = Rule.Choice(parsed, Rules) ?? HebbianRuleName.Of(Default.Learning.Rule);
        double? rate = Positive(LearningRate, parsed);
        IEnumerable<HebbianRule> rules =
            HebbianRuleName.All.Where(each => rule == AllRules || rule == HebbianRuleName.Of(each));
        NetworkSpec model = Model(parsed);
        (int samples, int heldOut) = Shares(parsed, data);
        return [.. rules.Select(each => new HebbianSettings(
            new LearningSettings(
                each,
                rate ?? Default.Learning.LearningRate,
                Steps.Count(parsed, 1, MostCount) ?? Default.Learning.Steps,
                Batch.Count(parsed, 1, MostCount) ?? Default.Learning.BatchSize,
                Centring.Choice(parsed, "yes", "no") != "no"),
            data,
            Width.Count(parsed, 2, MostWidth) ?? Default.Width,
            Depth.Count(parsed, 1, 10_000) ?? Default.Depth,
            Positive(Gain, parsed) ?? Default.Gain,
            model.Layers[0].BiasVariance,
            model.Layers[0].Activation,
            Matching.Choice(parsed, "rows", "variance") == "variance" ? GainMatching.Variance : GainMatching.Rows,
            samples,
            heldOut,
            Instances.Count(parsed, 1, 1_000_000) ?? Default.Instances,
            Seed.Whole(parsed, 0, long.MaxValue) ?? 1,
            Threads.Count(parsed, 1, 1024) ?? Math.Min(Environment.ProcessorCount, 1024)))];
    }

    /// <summary>Whether the theory of each network is wanted; null where nothing is said.</summary>
    public static bool? PredictsEachNetwork(ParseResult parsed) =>
        SingleNetwork.Choice(parsed, "yes", "no") is { } choice ? choice == "yes" : null;

    /// <summary>Whether every rule was asked for.</summary>
    public static bool IsMap(ParseResult parsed) => Rule.Text(parsed) == AllRules;

    // Of a file that does not hold as many inputs as the defaults ask for, a third is held out.
    private static (int Samples, int HeldOut) Shares(ParseResult parsed, DataSettings data)
    {
        int? samples = Samples.Count(parsed, LeastShare, MostCount);
        int? heldOut = HeldOut.Count(parsed, LeastShare, MostCount);
        if (data.Given is not { } given)
            return (samples ?? Default.Samples, heldOut ?? Default.HeldOutSamples);
        int count = given.Values.Rows;
        int ofFile = heldOut ?? Math.Min(Default.HeldOutSamples, samples is { } m ? count - m : Math.Max(LeastShare, count / 3));
        int rest = samples ?? Math.Min(Default.Samples, count - ofFile);
        return rest + (long)ofFile <= count && rest >= LeastShare && ofFile >= LeastShare
            ? (rest, ofFile)
            : throw new UsageException($"the file holds {count} {(count == 1 ? "input" : "inputs")}; allowed: at least {LeastShare} to learn from (--samples) and {LeastShare} others (--held-out), {Math.Max(rest, LeastShare) + (long)Math.Max(ofFile, LeastShare)} together here");
    }

    private static NetworkSpec Model(ParseResult parsed)
    {
        ModelDescription description = ModelDescription.Default with
        {
            BiasVariance = ModelParameter.BiasVariance.Option.Number(parsed) ?? Default.BiasVariance,
            Activation = ModelParameter.Activation.Option.Text(parsed) ?? ModelDescription.Default.Activation,
        };
        if (NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error))
            return spec;
        ValueOption refused = error.Parameter == ModelParameter.Activation.Key
            ? ModelParameter.Activation.Option
            : ModelParameter.BiasVariance.Option;
        throw UsageException.Refused(refused.Name, refused.Text(parsed) ?? "", error.Allowed);
    }

    private static double? Positive(ValueOption option, ParseResult parsed) =>
        option.Number(parsed) is not { } number ? null
        : number > 0 ? number
        : throw option.Refuse(option.Text(parsed)!);

    private static ValueOption Count(string name, string valueName, int least, string description, string whenLeftOut) =>
        new(name, valueName, $"a whole number from {least} to {MostCount}", description, whenLeftOut);
}
