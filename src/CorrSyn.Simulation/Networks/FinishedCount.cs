namespace CorrSyn.Simulation.Networks;

/// <summary>Counts finished networks and reports every count once, in order.</summary>
internal sealed class FinishedCount(IProgress<int>? progress)
{
    private readonly Lock _lock = new();
    private int _count;

    /// <summary>One more is finished.</summary>
    public void Increment()
    {
        lock (_lock)
            progress?.Report(++_count);
    }
}
