using System.CommandLine;

namespace CorrSyn.Cli.Arguments;

/// <summary>The options that say how much to sample.</summary>
/// <param name="samples">M where it is not given.</param>
/// <param name="instances">What the help says of I where it is not given.</param>
/// <param name="leastSamples">The smallest M, in words and as a number.</param>
/// <param name="leastInstances">The smallest I.</param>
internal sealed class SamplingOptions(int samples, string instances, int leastSamples, int leastInstances)
{
    private const int MostThreads = 1024;

    // .NET's arrays are no longer than this, and each network has its row of results.
    private const int MostCount = 1_000_000_000;

    private readonly ValueOption _samples = Count("--samples", "M", leastSamples, "inputs to each network", $"{samples}");

    private readonly ValueOption _instances =
        Count("--instances", "I", leastInstances, "networks, each with its own weights, biases and inputs", instances);

    private readonly ValueOption _seed = new(
        "--seed", "S", $"a whole number from 0 to {long.MaxValue}",
        "the same seed gives the same numbers, whatever the threads", "1");

    private readonly ValueOption _threads = new(
        "--threads", "T", $"a whole number from 1 to {MostThreads}", "threads at most", "all cores");

    public IReadOnlyList<ValueOption> All => [_samples, _instances, _seed, _threads];

    public int Samples(ParseResult parsed) => GivenSamples(parsed) ?? samples;

    /// <summary>M; null if it was not given.</summary>
    public int? GivenSamples(ParseResult parsed) => _samples.Count(parsed, leastSamples, MostCount);

    /// <summary>I; null if it was not given.</summary>
    public int? Instances(ParseResult parsed) => _instances.Count(parsed, leastInstances, MostCount);

    public long Seed(ParseResult parsed) => _seed.Whole(parsed, 0, long.MaxValue) ?? 1;

    public int Threads(ParseResult parsed) =>
        _threads.Count(parsed, 1, MostThreads) ?? Math.Min(Environment.ProcessorCount, MostThreads);

    private static ValueOption Count(string name, string valueName, int least, string description, string whenLeftOut) =>
        new(name, valueName, $"a whole number from {least} to {MostCount}", description, whenLeftOut);
}
