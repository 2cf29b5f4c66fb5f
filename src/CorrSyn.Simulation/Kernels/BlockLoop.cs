namespace CorrSyn.Simulation.Kernels;

/// <summary>A loop over independent blocks of an output, on one thread or several.</summary>
internal static class BlockLoop
{
    /// <summary>Runs the body once for each block 0..count - 1.</summary>
    /// <param name="count">Number of blocks.</param>
    /// <param name="degree">Threads at most; at least 1. With 1 the loop runs here, in order.</param>
    /// <param name="body">Must write to its own block only.</param>
    /// <param name="cancellation">Looked at before each block.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void ForEach(int count, int degree, Action<int> body, CancellationToken cancellation)
    {
        if (degree > 1 && count > 1)
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellation };
            Parallel.For(0, count, options, body);
            return;
        }

        for (int block = 0; block < count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            body(block);
        }
    }
}
