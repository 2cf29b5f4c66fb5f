using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Measures one network after the other, with buffers of its own: what one worker does.</summary>
internal sealed class NetworkMeasurement
{
    private readonly int[] _widths;
    private readonly SimulationSettings _settings;
    private readonly ForwardPass _pass;
    private readonly Dictionary<int, LayerEstimator> _estimators;
    private readonly ExpectedPreActivation[] _expected;

    /// <summary>For networks of one specification.</summary>
    public NetworkMeasurement(NetworkSpec spec, SimulationSettings settings)
        : this(
            [.. spec.Widths],
            settings,
            new ForwardPass(spec, settings.Samples, settings.Degree),
            [])
    {
    }

    /// <summary>For structured networks; each layer also gets its expected pre-activations.</summary>
    public NetworkMeasurement(StructuredNetwork network, SimulationSettings settings)
        : this(
            [.. network.Widths],
            settings,
            new ForwardPass(network, settings.Samples, settings.Degree),
            [.. Enumerable.Range(1, network.Depth)
                .Select(layer => new ExpectedPreActivation(network, layer, settings.Samples))])
    {
    }

    private NetworkMeasurement(
        int[] widths, SimulationSettings settings, ForwardPass pass, ExpectedPreActivation[] expected)
    {
        (_widths, _settings, _pass, _expected) = (widths, settings, pass, expected);
        _estimators = widths.Distinct().ToDictionary(
            width => width,
            width => new LayerEstimator(settings.Estimator, settings.Samples, width, settings.Degree));
    }

    /// <summary>The layers of one network, from the input up; ends early at the first layer that is out of
    /// range.</summary>
    public LayerStatistics[] Measure(int instance, CancellationToken cancellation)
    {
        var layers = new List<LayerStatistics>(_widths.Length);
        PreActivationStatistics? expected = null;
        var seed = new NetworkSeed(_settings.Seed, _widths[0], instance);
        _pass.Propagate(
            seed,
            (layer, activity, preActivation) =>
            {
                LayerStatistics statistics =
                    _estimators[activity.Columns].Estimate(layer, activity, preActivation, cancellation) with
                    {
                        ExpectedPreActivation = expected,
                    };
                layers.Add(statistics);
                expected = layer < _expected.Length ? _expected[layer].Estimate(statistics, activity) : null;
                return statistics.IsInRange;
            },
            cancellation);
        return [.. layers];
    }
}
