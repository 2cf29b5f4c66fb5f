using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Networks;

/// <summary>How much to simulate, and how. Threads changes the time it takes, and nothing else.</summary>
/// <param name="Samples">M, inputs per network; at least 4 for the corrected estimator, 2 for the plain one.</param>
/// <param name="Instances">I, independent networks; at least 1.</param>
/// <param name="Seed">The seed; 0 to 2^63 - 1. The first networks of a longer run are those of a shorter one.</param>
/// <param name="Threads">Threads at most; at least 1.</param>
/// <param name="Estimator">How moments are estimated from the inputs.</param>
public sealed record SimulationSettings(
    int Samples, int Instances, long Seed, int Threads, CovarianceEstimator Estimator)
{
    /// <summary>How matrix products are computed; by the kernels of this program in double precision where nothing else is said.</summary>
    public Arithmetic Arithmetic { get; init; } = Arithmetic.Managed;

    /// <summary>Networks worked on at the same time.</summary>
    internal int Concurrency => Math.Min(Threads, Instances);

    /// <summary>Threads within each network: what is left where there are fewer networks than threads.</summary>
    internal int Degree => Math.Max(1, Threads / Concurrency);

    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    internal void Validate()
    {
        int smallest = LayerEstimator.SmallestSampleCount(Estimator);
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, smallest, nameof(Samples));
        ArgumentOutOfRangeException.ThrowIfLessThan(Instances, 1, nameof(Instances));
        ArgumentOutOfRangeException.ThrowIfNegative(Seed, nameof(Seed));
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1, nameof(Threads));
    }
}
