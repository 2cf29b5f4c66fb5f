using System.Globalization;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Learning;

/// <summary>Networks that learn layer by layer with a Hebbian rule, beside controls and the theory.</summary>
public static class HebbianLearning
{
    /// <summary>The widest network whose single-network theory is computed where nothing is said about it. It costs little beside the
    /// learning, but several times as much where neurons are nearly copies of one another, as every pair then needs an average of its own.</summary>
    public const int WidestPredicted = 500;

    /// <summary>Trains, measures and compares.</summary>
    /// <param name="settings">The networks.</param>
    /// <param name="predictsEachNetwork">Whether the theory of the single networks, with their actual weights, is computed; where it is left
    /// out, up to <see cref="WidestPredicted"/> neurons of a layer.</param>
    /// <param name="progress">Told the number of layers that are done; <see cref="LayerCount"/> says of how many.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The report, the same bits for every number of threads; or why there is none: learning diverges, a layer is
    /// inactive, or activity overflows.</returns>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SolveResult<HebbianReport> Run(
        HebbianSettings settings,
        bool? predictsEachNetwork = null,
        IProgress<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        bool predicts = predictsEachNetwork
            ?? Math.Max(settings.Width, settings.Data.InputWidth(settings.Width)) <= WidestPredicted;
        try
        {
            return SolveResult<HebbianReport>.Of(HebbianSummary.Of(settings, HebbianSimulator.Run(
                settings,
                run => MeasuredRun.Of(run, settings.Activation, predicts, cancellation),
                progress,
                cancellation)));
        }
        catch (NetworkFailureException failure)
        {
            return SolveResult<HebbianReport>.Failed(failure.ToFailure());
        }
    }

    /// <summary>The layers that a run tells the progress of: those of all networks and variants.</summary>
    /// <param name="settings">The networks.</param>
    public static int LayerCount(HebbianSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return (int)Math.Min(int.MaxValue, (long)Enum.GetValues<SynapseVariant>().Length * settings.Instances * settings.Depth);
    }

    /// <summary>Whether a run fits into the memory that this process may use.</summary>
    /// <param name="settings">The networks.</param>
    /// <returns>Null if it fits; otherwise a line with the memory needed and available.</returns>
    public static string? MemoryShortage(HebbianSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        double needed = HebbianSimulator.EstimateBytes(settings);
        double available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        long longest = HebbianSimulator.LongestArray(settings);
        return longest > Array.MaxLength
            ? string.Create(CultureInfo.InvariantCulture, $"an array of {(double)longest:G4} numbers is needed; allowed: up to {Array.MaxLength}; a smaller --width, --batch, --samples, --held-out, --input-ratio or --latent needs less")
            : needed > available
                ? string.Create(CultureInfo.InvariantCulture, $"{needed / 1e9:0.##} GB of memory are needed; allowed: up to {available / 1e9:0.##} GB; a smaller --width, --depth, --batch, --samples, --held-out, --input-ratio, --latent or --threads needs less")
                : null;
    }
}
