using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>Measures many networks, several at the same time, and averages over them.</summary>
internal static class NetworkRun
{
    /// <summary>Measures I networks.</summary>
    /// <param name="createWorker">Makes what one thread measures with.</param>
    /// <param name="settings">How much; validated here.</param>
    /// <param name="progress">Told how many networks are finished, in increasing order, from the working threads.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>[instance][layer], and the layers averaged over networks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (LayerStatistics[][] Networks, LayerSummary[] Layers) Measure(
        Func<NetworkMeasurement> createWorker,
        SimulationSettings settings,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        settings.Validate();
        cancellation.ThrowIfCancellationRequested();
        var networks = new LayerStatistics[settings.Instances][];
        var finished = new FinishedCount(progress);
        int next = -1;
        NetworkCrew.Run(
            settings.Concurrency,
            isStopped =>
            {
                NetworkMeasurement worker = createWorker();
                for (int instance; !isStopped() && (instance = Interlocked.Increment(ref next)) < networks.Length;)
                {
                    networks[instance] = worker.Measure(instance, cancellation);
                    finished.Increment();
                }
            });

        for (int instance = 0; instance < networks.Length; instance++)
        {
            LayerStatistics last = networks[instance][^1];
            if (!last.IsInRange)
                throw new ActivityOverflowException(instance, last.Layer);
        }

        var layers = new LayerSummary[networks[0].Length];
        for (int layer = 0; layer < layers.Length; layer++)
            layers[layer] = LayerSummary.Average(Array.ConvertAll(networks, network => network[layer]));
        return (networks, layers);
    }
}
