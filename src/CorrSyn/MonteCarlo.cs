using System.Globalization;
using System.Runtime.CompilerServices;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;

namespace CorrSyn;

/// <summary>Samples finite networks, independently of any theory.</summary>
public static class MonteCarlo
{
    /// <summary>Simulates networks and averages over them.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">How many inputs and networks, the seed, threads and the estimator.</param>
    /// <param name="progress">Told how many networks are finished, from the working threads.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The averages, the same bits for every number of threads; or the layer at which activity overflows.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or memory will not do.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<SimulationResult> Run(
        NetworkSpec spec,
        SimulationSettings settings,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        if (MemoryShortage(spec, settings) is { } shortage)
            throw new ArgumentOutOfRangeException(shortage.Parameter, shortage.Value, shortage.ToString());
        try
        {
            return SolveResult<SimulationResult>.Of(NetworkSimulator.Run(spec, settings, progress, cancellation));
        }
        catch (ActivityOverflowException overflow)
        {
            return SolveResult<SimulationResult>.Failed(
                new SolveFailure(SolveFailureKind.Diverged, overflow.Message));
        }
    }

    /// <summary>Whether a simulation fits into the memory that this process may use.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">How they are to be simulated.</param>
    /// <returns>Null if it fits; otherwise the width, or the number of networks where their results alone do not fit,
    /// with the memory needed and available. An array longer than .NET allows counts as not fitting.</returns>
    public static ParameterError? MemoryShortage(NetworkSpec spec, SimulationSettings settings)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        int concurrency = Math.Max(1, Math.Min(settings.Threads, settings.Instances));
        double needed = NetworkSimulator.EstimateBytes(spec, Math.Max(1, settings.Samples), concurrency);
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        double results = (double)settings.Instances * (spec.Depth + 1) * Unsafe.SizeOf<LayerStatistics>();
        if (results > available)
        {
            string fewer = string.Create(
                CultureInfo.InvariantCulture,
                $"what fits into memory; the results need {results / 1e9:0.#} GB and {available / 1e9:0.#} GB are available");
            return ParameterErrorModule.create("instances", fewer, settings.Instances);
        }

        if (needed + results > available)
        {
            string allowed = string.Create(
                CultureInfo.InvariantCulture,
                $"what fits into memory; {concurrency} networks at once with {settings.Samples} inputs need {needed / 1e9:0.#} GB and {available / 1e9:0.#} GB are available");
            return ParameterErrorModule.create("width", allowed, spec.Width);
        }

        long longest = NetworkSimulator.LongestArray(spec, Math.Max(1, settings.Samples));
        return longest <= Array.MaxLength
            ? null
            : ParameterErrorModule.create(
                "width",
                $"a width and a number of inputs that need no array of more than {Array.MaxLength} numbers; these need {longest}",
                spec.Width);
    }
}
