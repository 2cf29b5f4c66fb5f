using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Measures one network after the other, with buffers of its own: what one worker does.</summary>
internal sealed class NetworkMeasurement(NetworkSpec spec, SimulationSettings settings)
{
    private readonly ForwardPass _pass = new(spec, settings.Samples, settings.Degree);
    private readonly LayerEstimator _estimator =
        new(settings.Estimator, settings.Samples, spec.Width, settings.Degree);

    /// <summary>The layers of one network, from the input up; ends early at the first layer that is out of
    /// range.</summary>
    public LayerStatistics[] Measure(int instance, CancellationToken cancellation)
    {
        var layers = new List<LayerStatistics>(spec.Depth + 1);
        var seed = new NetworkSeed(settings.Seed, spec.Width, instance);
        _pass.Propagate(
            seed,
            (layer, activity, preActivation) =>
            {
                LayerStatistics statistics = _estimator.Estimate(layer, activity, preActivation, cancellation);
                layers.Add(statistics);
                return statistics.IsInRange;
            },
            cancellation);
        return [.. layers];
    }
}
