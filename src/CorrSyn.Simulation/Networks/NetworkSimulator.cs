using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>Samples finite networks and measures every layer.</summary>
public static class NetworkSimulator
{
    /// <summary>Simulates I networks with M inputs each.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="settings">M, I, the seed, threads and the estimator.</param>
    /// <param name="progress">Told how many networks are finished, in increasing order, from the working threads.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The same bits for every number of threads.</returns>
    /// <remarks>Derived here; dimensionless. Time: per network and layer 2 M N^2 flops for the product, M N min(M, N)
    /// for the estimate, N^2 random numbers; orthogonal weights add 8 N^3/3 flops.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or an array would need more elements
    /// than .NET allows.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SimulationResult Run(
        NetworkSpec spec, SimulationSettings settings, IProgress<int>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(settings);
        (LayerStatistics[][] networks, LayerSummary[] layers) = NetworkRun.Measure(
            () => new NetworkMeasurement(spec, settings), settings, progress, cancellation);
        return new SimulationResult(spec, settings, networks, layers);
    }

    /// <summary>The length of the longest array that a simulation needs; .NET allows <see cref="Array.MaxLength"/>.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="samples">M, inputs per network; at least 1.</param>
    public static long LongestArray(NetworkSpec spec, int samples)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        long width = spec.Widths.Max();
        long patterns = InputEnsembleModule.patternCount(spec.Width, spec.Inputs);
        long scatter = Math.Min(samples, width) * Math.Min(samples, width);
        long weights = spec.Layers.Any(layer => layer.Synapses.IsOrthogonal) ? width * width : 0;
        return Math.Max(samples * Math.Max(width, patterns), Math.Max(scatter, weights));
    }

    /// <summary>The bytes that networks simulated at the same time take, within a few percent for large ones.</summary>
    /// <param name="spec">The networks.</param>
    /// <param name="samples">M, inputs per network; at least 1.</param>
    /// <param name="concurrency">Networks at the same time; at least 1.</param>
    /// <returns>Bytes; of the buffers, not of the results.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static long EstimateBytes(NetworkSpec spec, int samples, int concurrency)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        return concurrency
            * (ForwardPass.EstimateBytes(spec, samples, degree: 1)
                + spec.Widths.Distinct().Sum(width => LayerEstimator.EstimateBytes(samples, width, degree: 1)));
    }
}
