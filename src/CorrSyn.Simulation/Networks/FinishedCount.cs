namespace CorrSyn.Simulation.Networks;

/// <summary>Counts finished networks and reports every count once, in order.</summary>
/// <param name="progress">Who is told.</param>
/// <param name="count">How many are finished to begin with.</param>
internal sealed class FinishedCount(IProgress<int>? progress, int count = 0)
{
    private readonly Lock _lock = new();
    private int _count = count;

    /// <summary>One more is finished.</summary>
    public void Increment()
    {
        lock (_lock)
            progress?.Report(++_count);
    }
}
