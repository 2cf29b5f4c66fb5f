using System.Runtime.ExceptionServices;

namespace CorrSyn.Simulation.Networks;

/// <summary>A few workers at the same time.</summary>
internal static class NetworkCrew
{
    /// <summary>Runs the same work on several threads and waits for all.</summary>
    /// <param name="workerCount">At least 1; one worker runs on the calling thread.</param>
    /// <param name="work">Told how to find out that another worker has failed.</param>
    /// <remarks>The first exception of a worker comes out as it was thrown, not wrapped.</remarks>
    public static void Run(int workerCount, Action<Func<bool>> work)
    {
        ExceptionDispatchInfo? failure = null;
        var threads = new Thread[workerCount - 1];
        for (int i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work) { IsBackground = true };
            threads[i].Start();
        }

        Work();
        foreach (Thread thread in threads)
            thread.Join();
        failure?.Throw();

        void Work()
        {
            try
            {
                work(() => Volatile.Read(ref failure) is not null);
            }
#pragma warning disable CA1031 // Not swallowed: it is thrown again on the thread of the caller.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            }
        }
    }
}
