using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>Samples finite networks with structured weights and layers of any widths, and measures every layer.</summary>
public static class StructuredSimulator
{
    /// <summary>Simulates I networks with M inputs each.</summary>
    /// <param name="network">The networks.</param>
    /// <param name="settings">M, I, the seed, threads and the estimator.</param>
    /// <param name="progress">Told how many networks are finished, in increasing order, from the working threads.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The same bits for every number of threads. The seed, N_0 and the number of a network choose its random
    /// numbers; with equal widths, gaussian values, R uniform and S the identity they are those of
    /// <see cref="NetworkSimulator"/>.</returns>
    /// <remarks>Derived here; dimensionless. Time: per network and layer 2 M N_in N_out flops for the product, M N min(M, N)
    /// for the estimate, N_in N_out random numbers; Haar weights add 8 n^3/3 flops, n the larger width.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or an array would need more elements
    /// than .NET allows.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static StructuredResult Run(
        StructuredNetwork network,
        SimulationSettings settings,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(settings);
        (IReadOnlyList<LayerStatistics>[] networks, LayerSummary[] layers) = NetworkRun.Measure(
            () => new NetworkMeasurement(network, settings), settings, progress, store: null, model: 0, cancellation);
        return new StructuredResult(network, settings, networks, layers);
    }
}
