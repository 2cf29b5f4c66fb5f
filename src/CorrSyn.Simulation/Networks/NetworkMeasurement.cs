using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Networks;

/// <summary>Measures one network after the other, with buffers of its own: what one worker does.</summary>
internal sealed class NetworkMeasurement
{
    private readonly int[] _widths;
    private readonly SimulationSettings _settings;
    private readonly IReadOnlyList<SampleBlock> _blocks;
    private readonly ForwardPass _pass;
    private readonly LayerEstimator[] _estimators;
    private readonly ExpectedPreActivation[] _expected;

    /// <summary>For networks of one kind.</summary>
    public NetworkMeasurement(NetworkPlan plan, SimulationSettings settings)
        : this(plan, settings, SampleBlock.Of(settings.Samples, plan.Widest), () => [])
    {
    }

    /// <summary>For structured networks; each layer also gets its expected pre-activations.</summary>
    public NetworkMeasurement(StructuredNetwork network, SimulationSettings settings)
        : this(
            NetworkPlan.Of(network),
            settings,
            SampleBlock.Of(settings.Samples, network.Widths.Max()),
            () => [.. Enumerable.Range(1, network.Depth)
                .Select(layer => new ExpectedPreActivation(network, layer))])
    {
    }

    private NetworkMeasurement(
        NetworkPlan plan,
        SimulationSettings settings,
        IReadOnlyList<SampleBlock> blocks,
        Func<ExpectedPreActivation[]> createExpected)
    {
        int[] widths = [.. plan.Widths];
        (_widths, _settings, _blocks) = (widths, settings, blocks);
        _pass = new ForwardPass(plan, blocks.Max(block => block.Count), settings.Degree, blocks.Count > 1, settings.Arithmetic);
        _expected = createExpected();
        _estimators = blocks.Count > 1 ? InBlocks(widths, settings, blocks) : AtOnce(widths, settings);
    }

    /// <summary>The bytes that one network at a time takes.</summary>
    public static long EstimateBytes(NetworkPlan plan, int sampleCount, int degree)
    {
        int[] widths = [.. plan.Widths];
        IReadOnlyList<SampleBlock> blocks = SampleBlock.Of(sampleCount, widths.Max());
        int longest = blocks.Max(block => block.Count);
        bool isInBlocks = blocks.Count > 1;
        long estimators = isInBlocks
            ? widths.Sum(ScatterMoments.EstimateBytes)
                + widths.Distinct().Sum(width => BlockScatter.EstimateBytes(width))
            : widths.Distinct().Sum(width => LayerEstimator.EstimateBytes(sampleCount, width, degree));
        return ForwardPass.EstimateBytes(plan, longest, degree, isInBlocks) + estimators;
    }

    /// <summary>The layers of one network, from the input up; ends at the first layer that is out of range.</summary>
    public LayerStatistics[] Measure(int instance, CancellationToken cancellation)
    {
        var seed = new NetworkSeed(_settings.Seed, _widths[0], instance);
        var layers = new List<LayerStatistics>(_widths.Length);
        PreActivationStatistics? expected = null;
        foreach (SampleBlock block in _blocks)
        {
            bool isLast = block.First + block.Count == _settings.Samples;
            _pass.Propagate(
                seed,
                block,
                (layer, activity, preActivation) =>
                {
                    _estimators[layer].Add(block, activity, cancellation);
                    if (layer < _expected.Length)
                        _expected[layer].Add(activity, isFirst: block.First == 0);
                    if (!isLast)
                        return true;
                    LayerStatistics statistics = _estimators[layer].Result(layer, preActivation) with
                    {
                        ExpectedPreActivation = expected,
                    };
                    layers.Add(statistics);
                    expected = layer < _expected.Length ? _expected[layer].Result(statistics) : null;
                    return statistics.IsInRange;
                },
                cancellation);
        }

        return [.. layers];
    }

    // Each layer has its sums, and layers of the same width share the rest.
    private static LayerEstimator[] InBlocks(
        int[] widths, SimulationSettings settings, IReadOnlyList<SampleBlock> blocks)
    {
        Dictionary<int, BlockScatter> scatters = widths.Distinct().ToDictionary(
            width => width, width => new BlockScatter(width, settings.Degree, settings.Arithmetic.ForMoments));
        return Array.ConvertAll(
            widths, width => new LayerEstimator(settings.Estimator, settings.Samples, width, scatters[width]));
    }

    // A layer is done when the next one begins, so layers of the same width share everything.
    private static LayerEstimator[] AtOnce(int[] widths, SimulationSettings settings)
    {
        Dictionary<int, LayerEstimator> estimators = widths.Distinct().ToDictionary(
            width => width,
            width => new LayerEstimator(settings.Estimator, settings.Samples, width, settings.Degree, settings.Arithmetic.ForMoments));
        return Array.ConvertAll(widths, width => estimators[width]);
    }
}
