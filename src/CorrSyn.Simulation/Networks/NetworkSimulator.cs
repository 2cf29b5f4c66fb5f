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
    /// for the estimate, N^2 random numbers; orthogonal weights add 8 N^3/3 flops. More inputs than the larger of 1024 and the
    /// largest width are passed through in blocks, and memory does not grow with them.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range, or an array would need more elements
    /// than .NET allows.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SimulationResult Run(
        NetworkSpec spec, SimulationSettings settings, IProgress<int>? progress, CancellationToken cancellation) =>
        Run(NetworkEnsemble.Of(spec), settings, progress, store: null, model: 0, cancellation);

    /// <summary>The same, without measuring again what a store has.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">M, I, the seed, threads and the estimator; all but I and threads must be those of the store.</param>
    /// <param name="progress">Told how many networks are finished.</param>
    /// <param name="store">Has networks, and takes those that are measured; null for none.</param>
    /// <param name="model">The number of the model in the store.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentOutOfRangeException">As for the other overload.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static SimulationResult Run(
        NetworkEnsemble networks,
        SimulationSettings settings,
        IProgress<int>? progress,
        NetworkStore? store,
        int model,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(settings);
        if (networks.GivenInputCount is { } given)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Samples, given, nameof(settings));
        (IReadOnlyList<LayerStatistics>[] measured, LayerSummary[] layers) = NetworkRun.Measure(
            () => new NetworkMeasurement(networks.Plan, settings), settings, progress, store, model, cancellation);
        return new SimulationResult(networks, settings, measured, layers);
    }

    /// <summary>Simulates as many networks with as many inputs as an error of D/N takes.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="settings">The inputs to begin with, the seed and threads; the estimator must be the corrected one, and I is of
    /// no account.</param>
    /// <param name="target">The error, and what it may cost.</param>
    /// <param name="progress">Told of every step, and of every network finished within it.</param>
    /// <param name="store">Has networks, and takes those that are measured; null for none.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>The same bits for every number of threads; see <see cref="PrecisionDecision"/>.</returns>
    /// <remarks>Derived here. Stopping at a small scatter makes the error that is stated too small by a few percent at the
    /// smallest number of networks.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range, or the estimator is plain.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static PrecisionResult RunToError(
        NetworkEnsemble networks,
        SimulationSettings settings,
        PrecisionTarget target,
        IProgress<PrecisionProgress>? progress,
        NetworkStore? store,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(target);
        target.Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(settings.Estimator, CovarianceEstimator.Corrected);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Samples, ActivityMoments.SmallestHalved);
        store ??= new NetworkStore();
        var steps = new List<PrecisionStep>();
        SimulationSettings current =
            settings with { Instances = Math.Min(PrecisionTarget.PilotInstances, target.MaxInstances) };
        double operations = current.Instances * OperationCount.OfNetwork(networks, current.Samples);
        while (true)
        {
            SimulationResult simulation = Run(
                networks,
                current,
                progress is null ? null : new StepProgress(progress, current),
                store,
                model: 0,
                cancellation);
            PrecisionStep step = PrecisionPlan.Next(
                simulation, target, operations, samples => OperationCount.OfNetwork(networks, samples));
            steps.Add(step);
            if (step.Decision is PrecisionDecision.Reached or PrecisionDecision.OutOfReach)
                return new PrecisionResult(simulation, steps);
            int known = step.NextSamples == current.Samples ? current.Instances : 0;
            current = current with { Samples = step.NextSamples, Instances = (int)step.NextInstances };
            operations += (current.Instances - known) * OperationCount.OfNetwork(networks, current.Samples);
        }
    }

    /// <summary>The length of the longest array that a simulation needs; .NET allows <see cref="Array.MaxLength"/>.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="samples">M, inputs per network; at least 1.</param>
    public static long LongestArray(NetworkEnsemble networks, int samples)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        int width = networks.Plan.Widest;
        int longest = SampleBlock.Of(samples, width).Max(block => block.Count);
        long scatter = (long)Math.Min(samples, width) * Math.Min(samples, width);
        long weights = networks.Plan.Layers.Any(layer => layer.IsOrthogonal) ? (long)width * width : 0;
        return Math.Max((long)longest * networks.Plan.LongestRow, Math.Max(scatter, weights));
    }

    /// <summary>The bytes that networks simulated at the same time take, within a few percent for large ones.</summary>
    /// <param name="networks">The networks.</param>
    /// <param name="samples">M, inputs per network; at least 1.</param>
    /// <param name="concurrency">Networks at the same time; at least 1.</param>
    /// <returns>Bytes; of the buffers, not of the results.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static long EstimateBytes(NetworkEnsemble networks, int samples, int concurrency)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        return concurrency * NetworkMeasurement.EstimateBytes(networks.Plan, samples, degree: 1);
    }

    private sealed class StepProgress(IProgress<PrecisionProgress> progress, SimulationSettings settings) : IProgress<int>
    {
        public void Report(int value) =>
            progress.Report(new PrecisionProgress(settings.Samples, settings.Instances, value));
    }
}

/// <summary>How far a step has come.</summary>
/// <param name="Samples">M.</param>
/// <param name="Instances">Networks in this step.</param>
/// <param name="Finished">Networks that are finished.</param>
public readonly record struct PrecisionProgress(int Samples, int Instances, int Finished);
