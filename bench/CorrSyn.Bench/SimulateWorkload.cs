using System.Diagnostics;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;

namespace CorrSyn.Bench;

/// <summary>Whole simulations: the work of the peers, and the same standard error by less work.</summary>
internal static class SimulateWorkload
{
    private const int Depth = 6;
    private const int PeerSamples = 20_000;
    private const int NarrowWidth = 200;
    private const int NarrowInstances = 4;

    // The corrected estimator needs few inputs. Networks differ little at the input layer, so that it wants the most of them: from
    // 100 to 6000 inputs, 800 to 1000 reach a given error there in the least time, and fewer at the other layers.
    private const int FewSamples = 800;
    private const int ManyInstances = 100;

    // Networks from which the scatter of D/N is estimated: its square is then known to 1 in 6 and 1 in 14.
    private const int PlainScatterInstances = 80;
    private const int CorrectedScatterInstances = 400;

    /// <summary>The plain estimator at three widths, and equal standard errors.</summary>
    public static IEnumerable<Workload> Create() =>
        [
            Plain(NarrowWidth, NarrowInstances, NumberPrecision.Double),
            Plain(1000, 2, NumberPrecision.Double),
            Plain(2000, 1, NumberPrecision.Double),
            Plain(NarrowWidth, NarrowInstances, NumberPrecision.Single),
            Plain(1000, 2, NumberPrecision.Single),
            Plain(2000, 1, NumberPrecision.Single),
            EqualError(),
        ];

    private static Workload Plain(int width, int instances, NumberPrecision precision)
    {
        bool isSingle = precision == NumberPrecision.Single;
        return new Workload(
            isSingle ? $"simulate-{width}-single" : $"simulate-{width}",
            $"{(instances == 1 ? "one network" : $"{instances} networks")} of width {width}, {Depth} layers, {PeerSamples} inputs each, plain estimator"
                + (isSingle ? ", single precision; all of it in the peers, the matrix products here" : ""),
            [.. PeerArguments(width, instances), isSingle ? "float32" : "float64"],
            () => Run(width, Settings(PeerSamples, instances, CovarianceEstimator.Plain) with { Arithmetic = new Arithmetic(precision, null) }),
            () => new Dictionary<string, double>());
    }

    private static Workload EqualError() =>
        new(
            "simulate-error",
            $"the standard error of D/N that {ManyInstances} networks of width {NarrowWidth} with {FewSamples} inputs reach with the corrected estimator, worst layer",
            PeerArguments(NarrowWidth, NarrowInstances),
            () => Run(NarrowWidth, Settings(FewSamples, ManyInstances, CovarianceEstimator.Corrected)),
            () => new Dictionary<string, double>())
        {
            PeerFactor = EqualErrorFactor,
        };

    private static string[] PeerArguments(int width, int instances) =>
        [$"{width}", $"{PeerSamples}", $"{Depth}", $"{instances}", "1"];

    private static SimulationSettings Settings(int samples, int instances, CovarianceEstimator estimator) =>
        new(samples, instances, Seed: 1, Environment.ProcessorCount, estimator);

    private static Measurement Run(int width, SimulationSettings settings)
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 1, depth: Depth, width: width);
        long start = Stopwatch.GetTimestamp();
        SimulationResult result = MonteCarlo.Run(spec, settings).Value;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Measurement(
            seconds,
            result.Layers.ToDictionary(layer => $"dimension[{layer.Layer}]", layer => layer.Dimension!.Value.Mean));
    }

    // The squared error of a mean is the variance of one network over their number, so a peer needs its own variance over
    // ours times as many networks as we do. The variance of what a peer measures, the plain estimate from as many inputs, is
    // measured here: its networks have the same law. The layer at which a peer does best counts.
    private static double EqualErrorFactor()
    {
        double[] plain = Scatter(Settings(PeerSamples, PlainScatterInstances, CovarianceEstimator.Plain));
        double[] corrected = Scatter(Settings(FewSamples, CorrectedScatterInstances, CovarianceEstimator.Corrected));
        return plain.Zip(corrected, (peer, own) => peer / own).Min() * ManyInstances / NarrowInstances;
    }

    // The variance of D/N over networks, layer by layer.
    private static double[] Scatter(SimulationSettings settings)
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 1, depth: Depth, width: NarrowWidth);
        SimulationResult result = MonteCarlo.Run(spec, settings).Value;
        return [.. Enumerable.Range(0, Depth + 1).Select(layer => SampleMoments.Variance(
            [.. result.Networks.Select(network => network[layer].Dimension!.Value)]))];
    }
}
