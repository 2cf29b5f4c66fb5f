namespace CorrSyn.Bench;

/// <summary>CorrSyn against one peer.</summary>
/// <param name="Peer">The peer's name.</param>
/// <param name="Seconds">The peer's median time.</param>
/// <param name="Ratio">The median over rounds of the peer's time over that of CorrSyn in the same round.</param>
/// <param name="LowestRatio">The smallest of them.</param>
/// <param name="HighestRatio">The largest of them.</param>
/// <param name="Error">The largest relative error of the peer's values; null where there is no reference.</param>
internal sealed record PeerComparison(
    string Peer, double Seconds, double Ratio, double LowestRatio, double HighestRatio, double? Error);

/// <summary>One workload, timed in rounds.</summary>
/// <param name="Workload">Its name.</param>
/// <param name="Description">What is computed.</param>
/// <param name="Rounds">How often everything ran.</param>
/// <param name="Seconds">The median time of CorrSyn.</param>
/// <param name="Error">The largest relative error of its values; null where there is no reference.</param>
/// <param name="PeerFactor">What the times of peers were multiplied by; see <see cref="Workload.PeerFactor"/>.</param>
/// <param name="Figures">Medians of the values that the workload shows.</param>
/// <param name="Peers">The peers.</param>
internal sealed record Comparison(
    string Workload,
    string Description,
    int Rounds,
    double Seconds,
    double? Error,
    double PeerFactor,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyList<PeerComparison> Peers)
{
    // The runtime compiles in stages, each after some tens of calls, beside the program: on a busy machine a second is
    // not enough.
    private const int WarmUpRuns = 400;

    private static readonly TimeSpan ShortestWarmUp = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(10);

    // While a peer runs, ours sleeps, and caches and clock are the peer's: the first runs of some milliseconds after that
    // take twice as long as those that follow. Peers are timed over about as long.
    private static readonly TimeSpan ShortestRound = TimeSpan.FromSeconds(0.2);

    /// <summary>Times a workload and its peers in turn, after runs of ours that are not counted: they compile the
    /// code.</summary>
    /// <param name="workload">The work.</param>
    /// <param name="peers">Who else does it.</param>
    /// <param name="rounds">How often; above 0.</param>
    public static Comparison Measure(Workload workload, IReadOnlyList<PeerScript> peers, int rounds)
    {
        var warmUp = System.Diagnostics.Stopwatch.StartNew();
        for (int run = 0;
            warmUp.Elapsed < ShortestWarmUp || (run < WarmUpRuns && warmUp.Elapsed < LongestWarmUp);
            run++)
        {
            _ = workload.Run();
        }

        double factor = workload.PeerFactor();
        var own = new List<Measurement>();
        var others = peers.Select(_ => new List<Measurement>()).ToList();
        for (int round = 0; round < rounds; round++)
        {
            own.Add(Round(workload));
            for (int peer = 0; peer < peers.Count; peer++)
            {
                Measurement run = peers[peer].Run(workload.PeerArguments);
                others[peer].Add(run with { Seconds = factor * run.Seconds });
            }
        }

        IReadOnlyDictionary<string, double> reference = workload.Reference();
        return new Comparison(
            workload.Id,
            workload.Description,
            rounds,
            Median(own.Select(run => run.Seconds)),
            WorstError(own[0], reference),
            factor,
            workload.Figures.ToDictionary(name => name, name => Median(own.Select(run => run.Values[name]))),
            [.. peers.Select((peer, index) => Against(peer, own, others[index], reference))]);
    }

    // Work that takes less than the shortest round is done again and again; the median counts.
    private static Measurement Round(Workload workload)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var runs = new List<Measurement>();
        do
        {
            runs.Add(workload.Run());
        }
        while (clock.Elapsed < ShortestRound);
        return runs[^1] with { Seconds = Median(runs.Select(run => run.Seconds)) };
    }

    private static PeerComparison Against(
        PeerScript peer, List<Measurement> own, List<Measurement> runs, IReadOnlyDictionary<string, double> reference)
    {
        double[] ratios = [.. runs.Zip(own, (theirs, ours) => theirs.Seconds / ours.Seconds)];
        return new PeerComparison(
            peer.Name,
            Median(runs.Select(run => run.Seconds)),
            Median(ratios),
            ratios.Min(),
            ratios.Max(),
            WorstError(runs[0], reference));
    }

    private static double? WorstError(Measurement run, IReadOnlyDictionary<string, double> reference)
    {
        double[] errors = [.. reference
            .Where(entry => run.Values.ContainsKey(entry.Key))
            .Select(entry => Math.Abs(run.Values[entry.Key] / entry.Value - 1))];
        return errors.Length == 0 ? null : errors.Max();
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
