using CorrSyn.Simulation.Estimation;

namespace CorrSyn.Simulation.Networks;

/// <summary>Measures many networks, several at the same time, and averages over them.</summary>
internal static class NetworkRun
{
    /// <summary>Measures I networks.</summary>
    /// <param name="createWorker">Makes what one thread measures with.</param>
    /// <param name="settings">How much; validated here.</param>
    /// <param name="progress">Told how many networks are finished, in increasing order, from the working threads.</param>
    /// <param name="store">Has networks that need not be measured, and takes those that were; null for none.</param>
    /// <param name="model">The number of the model in the store.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>[instance][layer], and the layers averaged over networks.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    /// <exception cref="ActivityOverflowException">The activity grew out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (IReadOnlyList<LayerStatistics>[] Networks, LayerSummary[] Layers) Measure(
        Func<NetworkMeasurement> createWorker,
        SimulationSettings settings,
        IProgress<int>? progress,
        NetworkStore? store,
        int model,
        CancellationToken cancellation)
    {
        settings.Validate();
        cancellation.ThrowIfCancellationRequested();
        NetworkKey Key(int instance) => new(model, settings.Samples, instance);
        IReadOnlyList<LayerStatistics>?[] found =
            [.. Enumerable.Range(0, settings.Instances).Select(instance => store?.Find(Key(instance)))];
        int[] missing = [.. Enumerable.Range(0, found.Length).Where(instance => found[instance] is null)];
        var finished = new FinishedCount(progress, found.Length - missing.Length);
        int next = -1;
        if (missing.Length > 0)
        {
            NetworkCrew.Run(
                Math.Min(settings.Concurrency, missing.Length),
                isStopped =>
                {
                    NetworkMeasurement worker = createWorker();
                    for (int index; !isStopped() && (index = Interlocked.Increment(ref next)) < missing.Length;)
                    {
                        LayerStatistics[] layers = worker.Measure(missing[index], cancellation);
                        found[missing[index]] = layers;
                        store?.Keep(Key(missing[index]), layers);
                        finished.Increment();
                    }
                });
        }

        IReadOnlyList<LayerStatistics>[] networks = Array.ConvertAll(found, layers => layers!);
        for (int instance = 0; instance < networks.Length; instance++)
        {
            LayerStatistics last = networks[instance][^1];
            if (!last.IsInRange)
                throw new ActivityOverflowException(instance, last.Layer);
        }

        var layers = new LayerSummary[networks[0].Count];
        for (int layer = 0; layer < layers.Length; layer++)
            layers[layer] = LayerSummary.Average(Array.ConvertAll(networks, network => network[layer]));
        return (networks, layers);
    }
}
