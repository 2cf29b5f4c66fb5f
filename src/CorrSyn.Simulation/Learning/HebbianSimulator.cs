using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Simulation.Learning;

/// <summary>Lets networks learn layer by layer, and measures them beside their controls.</summary>
public static class HebbianSimulator
{
    /// <summary>Runs networks and gives each to whoever evaluates it, so that weights need not be kept.</summary>
    /// <typeparam name="T">What is kept of a run.</typeparam>
    /// <param name="settings">The networks.</param>
    /// <param name="evaluate">Called once for each run, from several threads.</param>
    /// <param name="progress">Told the number of layers that are done, in all runs and variants together.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>One result for each run, in order; the same bits for every number of threads.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    /// <exception cref="NetworkFailureException">Weights grew without bound, a layer has no activity to learn from, or the activity
    /// overflows.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static IReadOnlyList<T> Run<T>(
        HebbianSettings settings, Func<HebbianRun, T> evaluate, IProgress<int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(evaluate);
        settings.Check();
        var results = new T[settings.Instances];
        var failures = new NetworkFailureException?[settings.Instances];
        int degree = Math.Max(1, settings.Threads / settings.Instances);
        var finished = new FinishedCount(progress);
        BlockLoop.ForEach(
            settings.Instances,
            settings.Threads,
            instance =>
            {
                var run = new HebbianInstance(settings, instance, degree);
                HebbianRun? done = run.Complete(finished.Increment, cancellation);
                failures[instance] = run.Failure;
                if (done is not null)
                    results[instance] = evaluate(done);
            },
            cancellation);

        // The first run that failed, whatever the threads.
        return Array.Find(failures, failure => failure is not null) is { } first ? throw first : results;
    }

    /// <summary>The bytes that runs take at most.</summary>
    /// <param name="settings">The networks.</param>
    public static double EstimateBytes(HebbianSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        double widest = Math.Max(settings.Width, settings.Data.InputWidth(settings.Width));
        double inner = settings.Data.Kind is DataKind.Gaussian or DataKind.Mixture
            ? Math.Max(widest, settings.Data.Ratio * settings.Width)
            : Math.Max(widest, settings.Data.Kind == DataKind.Manifold ? settings.Data.LatentCount : 0);
        double samples = (double)settings.Samples + settings.HeldOutSamples;

        // Activity of two layers, packed and centred copies; what the estimators hold; and for every layer the weights and the covariance
        // below of four networks.
        double numbers = 6 * samples * inner
            + 8.0 * settings.Learning.BatchSize * widest
            + widest * widest * (16 + 8.0 * settings.Depth);
        return sizeof(double) * numbers * Math.Min(settings.Threads, settings.Instances);
    }

    /// <summary>The longest array that runs need; .NET allows <see cref="Array.MaxLength"/>.</summary>
    /// <param name="settings">The networks.</param>
    public static long LongestArray(HebbianSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        long widest = Math.Max(settings.Width, settings.Data.InputWidth(settings.Width));
        double inner = Math.Max(widest, Math.Max(
            settings.Data.Kind is DataKind.Gaussian or DataKind.Mixture ? Math.Ceiling(settings.Data.Ratio * settings.Width) : 0,
            settings.Data.Kind == DataKind.Manifold ? settings.Data.LatentCount : 0));
        double longest = Math.Max(
            ((double)settings.Samples + settings.HeldOutSamples) * inner,
            Math.Max(inner * inner, (double)settings.Learning.BatchSize * widest));
        return longest < long.MaxValue ? (long)longest : long.MaxValue;
    }
}
