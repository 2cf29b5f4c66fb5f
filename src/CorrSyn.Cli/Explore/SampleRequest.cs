using System.Text.Json;
using CorrSyn.Cli.Arguments;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Cli.Explore;

/// <summary>What the page asks to be sampled.</summary>
/// <param name="Spec">The networks.</param>
/// <param name="Settings">How many, and how.</param>
internal sealed record SampleRequest(NetworkSpec Spec, SimulationSettings Settings)
{
    /// <summary>The most networks of one request.</summary>
    public const int MostNetworks = 100_000;

    private const int LeastSamples = 4, MostSamples = 1_000_000;

    private const string ModelKey = "model";

    private static readonly ModelParameter
        Samples = Count("samples", LeastSamples, MostSamples),
        Instances = Count("instances", 1, MostNetworks),
        Seed = Count("seed", 0, int.MaxValue);

    /// <summary>The network of a model as the page sends it.</summary>
    /// <exception cref="UsageException">It is not a model, or a parameter is refused.</exception>
    public static NetworkSpec ReadModel(string name, JsonElement root) =>
        new ModelChoice(ModelFile.Read(name, root)).Build();

    /// <summary>A request as the page sends it.</summary>
    /// <exception cref="UsageException">It is not one, a parameter is refused, or memory will not do.</exception>
    public static SampleRequest Read(string name, JsonElement root)
    {
        IReadOnlyDictionary<string, JsonElement> given =
            JsonFile.Values(name, root, [ModelKey, Samples.Key, Instances.Key, Seed.Key], _ => false);
        var values = new ModelFileValues(name, given);
        if (!given.TryGetValue(ModelKey, out JsonElement model) || model.ValueKind != JsonValueKind.Object)
            throw new UsageException($"{name}: {ModelKey} is missing; allowed: an object");
        var choice = new ModelChoice(ModelFile.Read(ModelKey, model));
        NetworkSpec spec = choice.Build();
        var settings = new SimulationSettings(
            values.Whole(Samples, LeastSamples, MostSamples) ?? ExplorePage.Samples,
            values.Whole(Instances, 1, MostNetworks) ?? ExplorePage.Networks,
            values.Whole(Seed, 0, int.MaxValue) ?? 1,
            Environment.ProcessorCount,
            CovarianceEstimator.Corrected);
        return MonteCarlo.MemoryShortage(spec, settings) is { } shortage
            ? throw choice.Refuse(shortage)
            : new SampleRequest(spec, settings);
    }

    private static ModelParameter Count(string key, int least, int most) =>
        new(key, new ValueOption($"--{key}", "N", $"a whole number from {least} to {most}", key));
}
