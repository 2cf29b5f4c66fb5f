namespace CorrSyn.Tests;

/// <summary>Keeps what it is told, in the order in which it is told. <c>Progress</c> of the BCL posts its reports to
/// other threads, which loses that order.</summary>
internal sealed class Recorder<T> : IProgress<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _reports = [];

    public IReadOnlyList<T> Reports => _reports;

    public void Report(T value)
    {
        lock (_lock)
            _reports.Add(value);
    }
}
