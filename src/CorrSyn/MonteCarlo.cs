using System.Globalization;
using System.Runtime.CompilerServices;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn;

/// <summary>Samples finite networks, independently of any theory.</summary>
public static class MonteCarlo
{
    /// <summary>Simulates networks of a specification and averages over them; see the other overload.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">How many inputs and networks, the seed, threads and the estimator.</param>
    /// <param name="progress">Told how many networks are finished, from the working threads.</param>
    /// <param name="store">Has networks from before with the same settings, and takes those that are measured.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<SimulationResult> Run(
        NetworkSpec spec,
        SimulationSettings settings,
        IProgress<int>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default) =>
        Run(NetworkEnsemble.Of(spec), settings, progress, store, cancellation);

    /// <summary>Simulates networks and averages over them.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">How many inputs and networks, the seed, threads and the estimator.</param>
    /// <param name="progress">Told how many networks are finished, from the working threads.</param>
    /// <param name="store">Has networks from before with the same settings, and takes those that are measured.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The averages, the same bits for every number of threads; or the layer at which activity overflows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<SimulationResult> Run(
        NetworkEnsemble networks,
        SimulationSettings settings,
        IProgress<int>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default)
    {
        RefuseShortage(networks, settings);
        return Simulate(() => NetworkSimulator.Run(networks, settings, progress, store, model: 0, cancellation));
    }

    /// <summary>The difference between two models that share their random numbers; see the other overload.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="other">The networks that are subtracted; the same widths.</param>
    /// <param name="settings">As for <see cref="Run(NetworkSpec, SimulationSettings, IProgress{int}, NetworkStore, CancellationToken)"/>,
    /// for each of the two.</param>
    /// <param name="progress">Told how many networks of both are finished.</param>
    /// <param name="store">As for one model.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<PairedComparison> Compare(
        NetworkSpec spec,
        NetworkSpec other,
        SimulationSettings settings,
        IProgress<int>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default) =>
        Compare(NetworkEnsemble.Of(spec), NetworkEnsemble.Of(other), settings, progress, store, cancellation);

    /// <summary>The difference between two models that share their random numbers, so that much of what chance does to
    /// either cancels: D(r) - D(0), say.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="other">The networks that are subtracted; the same widths.</param>
    /// <param name="settings">As for one model, for each of the two.</param>
    /// <param name="progress">Told how many networks of both are finished.</param>
    /// <param name="store">As for a simulation.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>Both simulations and the averages of the differences.</returns>
    /// <exception cref="ArgumentException">The widths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<PairedComparison> Compare(
        NetworkEnsemble networks,
        NetworkEnsemble other,
        SimulationSettings settings,
        IProgress<int>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(other);
        RefuseShortage(networks, settings);
        RefuseShortage(other, settings);
        if (!networks.Widths.SequenceEqual(other.Widths))
            throw new ArgumentException("Both models must have the same widths.", nameof(other));
        return Simulate(() => PairedComparison.Of(
            NetworkSimulator.Run(networks, settings, progress, store, model: 0, cancellation),
            NetworkSimulator.Run(
                other, settings, progress is null ? null : new After(progress, settings.Instances), store, model: 1, cancellation)));
    }

    /// <summary>Simulates as many networks of a specification as an error of D/N takes; see the other overload.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">The inputs to begin with, the seed and threads.</param>
    /// <param name="target">The error, and what it may cost.</param>
    /// <param name="progress">Told of every step and network.</param>
    /// <param name="store">As for a simulation.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<PrecisionResult> RunToError(
        NetworkSpec spec,
        SimulationSettings settings,
        PrecisionTarget target,
        IProgress<PrecisionProgress>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default) =>
        RunToError(NetworkEnsemble.Of(spec), settings, target, progress, store, cancellation);

    /// <summary>Simulates as many networks with as many inputs as an error of D/N takes, whichever costs less.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">The inputs to begin with, at least 8, the seed and threads; I is of no account, and the
    /// estimator must be the corrected one.</param>
    /// <param name="target">The error, and what it may cost. Inputs that memory does not allow are not tried.</param>
    /// <param name="progress">Told of every step and network.</param>
    /// <param name="store">As for a simulation.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The last step with all decisions; look at <see cref="PrecisionResult.IsReached"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<PrecisionResult> RunToError(
        NetworkEnsemble networks,
        SimulationSettings settings,
        PrecisionTarget target,
        IProgress<PrecisionProgress>? progress = null,
        NetworkStore? store = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        RefuseShortage(networks, settings);
        long samples = settings.Samples;
        long most = Math.Min(target.MaxSamples, networks.GivenInputCount ?? int.MaxValue);
        while (2 * samples <= most
            && MemoryShortage(networks, settings with { Samples = (int)(2 * samples) }) is null)
            samples *= 2;
        return Simulate(() => NetworkSimulator.RunToError(
            networks, settings, target with { MaxSamples = (int)samples }, progress, store, cancellation));
    }

    /// <summary>The bytes that a simulation of a specification takes at most, buffers and results.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">How they are to be simulated.</param>
    public static double MemoryEstimate(NetworkSpec spec, SimulationSettings settings) =>
        MemoryEstimate(NetworkEnsemble.Of(spec), settings);

    /// <summary>The bytes that a simulation takes at most, buffers and results.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">How they are to be simulated.</param>
    public static double MemoryEstimate(NetworkEnsemble networks, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(settings);
        return BufferBytes(networks, settings) + ResultBytes(networks, settings);
    }

    /// <summary>Whether a simulation of a specification fits into memory; see the other overload.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">How they are to be simulated.</param>
    public static ParameterError? MemoryShortage(NetworkSpec spec, SimulationSettings settings) =>
        MemoryShortage(NetworkEnsemble.Of(spec), settings);

    /// <summary>Whether a simulation fits into the memory that this process may use.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">How they are to be simulated.</param>
    /// <returns>Null if it fits; otherwise the width, or the number of networks where their results alone do not fit,
    /// with the memory needed and available. An array longer than .NET allows counts as not fitting.</returns>
    public static ParameterError? MemoryShortage(NetworkEnsemble networks, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(settings);
        int concurrency = Concurrency(settings);
        double needed = BufferBytes(networks, settings);
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        double results = ResultBytes(networks, settings);
        if (results > available)
        {
            string fewer = string.Create(
                CultureInfo.InvariantCulture,
                $"what fits into memory; the results need {results / 1e9:0.##} GB and {available / 1e9:0.##} GB are available");
            return ParameterErrorModule.create("instances", fewer, settings.Instances);
        }

        if (needed + results > available)
        {
            string allowed = string.Create(
                CultureInfo.InvariantCulture,
                $"what fits into memory; {concurrency} networks at once with {settings.Samples} inputs need {needed / 1e9:0.##} GB and {available / 1e9:0.##} GB are available; fewer threads, inputs or neurons need less");
            return ParameterErrorModule.create("width", allowed, networks.Widths[0]);
        }

        long longest = NetworkSimulator.LongestArray(networks, Math.Max(1, settings.Samples));
        return longest <= Array.MaxLength
            ? null
            : ParameterErrorModule.create(
                "width",
                $"a width and a number of inputs that need no array of more than {Array.MaxLength} numbers; these need {longest}",
                networks.Widths[0]);
    }

    private static int Concurrency(SimulationSettings settings) =>
        Math.Max(1, Math.Min(settings.Threads, settings.Instances));

    private static double BufferBytes(NetworkEnsemble networks, SimulationSettings settings) =>
        NetworkSimulator.EstimateBytes(networks, Math.Max(1, settings.Samples), Concurrency(settings));

    private static double ResultBytes(NetworkEnsemble networks, SimulationSettings settings) =>
        (double)settings.Instances * (networks.Depth + 1) * Unsafe.SizeOf<LayerStatistics>();

    private static void RefuseShortage(NetworkEnsemble networks, SimulationSettings settings)
    {
        if (MemoryShortage(networks, settings) is { } shortage)
            throw new ArgumentOutOfRangeException(shortage.Parameter, shortage.Value, shortage.ToString());
    }

    private static SolveResult<T> Simulate<T>(Func<T> simulate)
        where T : class
    {
        try
        {
            return SolveResult<T>.Of(simulate());
        }
        catch (NetworkFailureException failure)
        {
            return SolveResult<T>.Failed(failure.ToFailure());
        }
    }

    private sealed class After(IProgress<int> progress, int before) : IProgress<int>
    {
        public void Report(int value) => progress.Report(before + value);
    }
}
