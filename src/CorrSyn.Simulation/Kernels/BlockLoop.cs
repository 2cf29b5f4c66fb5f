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
    public static void ForEach(int count, int degree, Action<int> body, CancellationToken cancellation) =>
        ForEach(count, degree, body, static (run, block) => run(block), cancellation);

    /// <summary>The same with what the body works on given apart, so that nothing is allocated on one thread.</summary>
    public static void ForEach<TState>(
        int count, int degree, TState state, Action<TState, int> body, CancellationToken cancellation)
    {
        if (degree > 1 && count > 1)
        {
            ForEachParallel(count, degree, state, body, cancellation);
            return;
        }

        for (int block = 0; block < count; block++)
        {
            cancellation.ThrowIfCancellationRequested();
            body(state, block);
        }
    }

    // A method of its own: what the lambda holds is allocated at the beginning of the method.
    private static void ForEachParallel<TState>(
        int count, int degree, TState state, Action<TState, int> body, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellation };
        Parallel.For(0, count, options, block => body(state, block));
    }
}
