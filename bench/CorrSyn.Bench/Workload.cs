namespace CorrSyn.Bench;

/// <summary>One timed run of a workload.</summary>
/// <param name="Seconds">Time spent in the work itself, without the start of the program.</param>
/// <param name="Values">Named results, for a comparison of what was computed.</param>
internal sealed record Measurement(double Seconds, IReadOnlyDictionary<string, double> Values);

/// <summary>Work that CorrSyn and its peers do in turn.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Description">What is computed.</param>
/// <param name="PeerArguments">The command line of a peer.</param>
/// <param name="Run">The work done by CorrSyn in this process.</param>
/// <param name="Reference">The values that both should find, computed with more care than either; empty where each
/// draws its own random numbers.</param>
internal sealed record Workload(
    string Id,
    string Description,
    IReadOnlyList<string> PeerArguments,
    Func<Measurement> Run,
    Func<IReadOnlyDictionary<string, double>> Reference)
{
    /// <summary>The name without what follows its first hyphen: peers are scripts whose file names start with it and an
    /// underscore.</summary>
    public string Family => Id.Split('-')[0];

    /// <summary>How much more than one run of it a peer would need for the same result: its time is multiplied by
    /// that.</summary>
    public Func<double> PeerFactor { get; init; } = () => 1;

    /// <summary>The names of values that are shown as results of their own.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];
}
