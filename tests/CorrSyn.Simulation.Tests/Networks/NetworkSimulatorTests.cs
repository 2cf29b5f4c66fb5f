using System.Diagnostics;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class NetworkSimulatorTests
{
    private static readonly SimulationSettings Small = new(20, 5, 42, 1, CovarianceEstimator.Corrected);

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBits()
    {
        foreach (SynapseEnsemble synapses in Ensembles.All)
        {
            NetworkSpec spec = Ensembles.Network(synapses, 45);
            foreach (int instances in new[] { 1, 5 })
            {
                SimulationResult expected = Run(spec, Small with { Instances = instances });
                for (int threads = 2; threads <= 7; threads++)
                {
                    SimulationResult actual = Run(spec, Small with { Instances = instances, Threads = threads });
                    Assert.Equal(Bits(expected), Bits(actual));
                    Assert.Equal(expected.Layers, actual.Layers);
                }
            }
        }
    }

    [Fact]
    public void Run_MoreNetworks_BeginsWithTheSameNetworks()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1), 30);
        SimulationResult longer = Run(spec, Small with { Instances = 9, Threads = 2 });
        SimulationResult shorter = Run(spec, Small);
        Assert.Equal(Bits(shorter), Bits(longer)[..Bits(shorter).Length]);
        Assert.NotEqual(longer.Networks[0][1], longer.Networks[1][1]);
    }

    [Fact]
    public void Run_AnotherSeed_GivesOtherNetworks()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1), 30);
        Assert.NotEqual(Bits(Run(spec, Small)), Bits(Run(spec, Small with { Seed = 43 })));
    }

    // Recorded once: a seed goes on meaning the same networks. Machines differ in the last digits, by fused or unfused
    // multiply-adds.
    [Fact]
    public void Run_GoldenSeed_GivesTheRecordedNetworks()
    {
        double[] recorded =
            [0.011703721371012922, 0.012006595433877292, 0.014629429343973595, 0.0018107351963310568];
        double[] actual =
            [.. Ensembles.All.Select(synapses => Run(Ensembles.Network(synapses, 33), Small).Networks[4][3].NSigma)];
        for (int i = 0; i < recorded.Length; i++)
            Assert.Equal(recorded[i], actual[i], 1e-12);
    }

    // Given xi, the input covariance is xi xi^T / N; averaging over xi gives, for every N and P = alpha N exactly,
    // E K1 = alpha sigma^2, E N Sigma = alpha sigma^4, E K2 = (alpha^2 + 2 alpha / N) sigma^4, and m = 0.
    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void Run_InputLayer_HasItsExactExpectation(int width)
    {
        NetworkSpec spec = Ensembles.Network(SynapseEnsemble.Independent, width, depth: 1);
        SimulationResult result = Run(spec, new SimulationSettings(30, 400, 1, 2, CovarianceEstimator.Corrected));
        Significance.AssertMean(2 * 0.25, Values(result, 0, layer => layer.K1));
        Significance.AssertMean(2 * 0.0625, Values(result, 0, layer => layer.NSigma));
        Significance.AssertMean((4 + 4.0 / width) * 0.0625, Values(result, 0, layer => layer.K2));
        Significance.AssertMean(0, Values(result, 0, layer => layer.Q));
    }

    // phi(z) = z: E K1' = g K1 with independent w, and the mean activity is the bias: E Q' = g Q + sigma_b.
    [Fact]
    public void Run_LinearLayer_HasItsExactExpectation()
    {
        foreach (SynapseEnsemble synapses in Ensembles.All)
        {
            NetworkSpec spec = Ensembles.Network(synapses, 20, depth: 2, activation: Activation.Linear);
            SimulationResult result = Run(spec, new SimulationSettings(30, 400, 1, 2, CovarianceEstimator.Corrected));
            Significance.AssertMean(0.8 * 0.5, Values(result, 1, layer => layer.K1));
            Significance.AssertMean(0.64 * 0.5, Values(result, 2, layer => layer.K1));
            Significance.AssertMean(0.1, Values(result, 1, layer => layer.Q));
            Significance.AssertMean(0.18, Values(result, 2, layer => layer.Q));
        }
    }

    [Fact]
    public void Run_Result_AveragesItsNetworks()
    {
        SimulationResult result = Run(Ensembles.Network(Ensembles.Binary(1), 25), Small);
        Assert.Equal(4, result.Layers.Count);
        Assert.Equal(5, result.Networks.Count);
        for (int layer = 0; layer < 4; layer++)
        {
            LayerSummary summary = result.Layers[layer];
            Assert.Equal(layer, summary.Layer);
            Assert.Equal(SampleMoments.Mean(Values(result, layer, x => x.NSigma)), summary.NSigma);
            Assert.Equal(SampleMoments.Mean(Values(result, layer, x => x.Dimension!.Value)), summary.Dimension);
        }

        Assert.All(result.Networks, network => Assert.Null(network[0].PreActivation));
    }

    [Fact]
    public void Run_Progress_CountsEveryNetworkInOrder()
    {
        var counts = new RecordedProgress();
        NetworkSimulator.Run(
            Ensembles.Network(Ensembles.Gaussian(1), 10),
            Small with { Instances = 20, Threads = 3 },
            counts,
            CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, 20), counts.Values);
    }

    // Each of these would run for minutes.
    [Theory]
    [InlineData(2000, 2000, false, 2)]
    [InlineData(1500, 10, true, 1)]
    [InlineData(30000, 100, false, 2)]
    public void Run_CancelledOnTheWay_ThrowsWithinASecond(int width, int samples, bool isOrthogonal, int instances)
    {
        SynapseEnsemble synapses = isOrthogonal ? SynapseEnsemble.Orthogonal : Ensembles.Gaussian(1);
        NetworkSpec spec = Ensembles.Network(synapses, width, depth: 500);
        using var source = new CancellationTokenSource();
        var sinceCancelled = new Stopwatch();

        // A thread of its own: a timer would wait for the thread pool, which other tests keep busy.
        var canceller = new Thread(() =>
        {
            Thread.Sleep(500);
            sinceCancelled.Start();
            source.Cancel();
        });
        canceller.Start();
        Assert.ThrowsAny<OperationCanceledException>(
            () => NetworkSimulator.Run(
                spec, Small with { Samples = samples, Instances = instances, Threads = 2 }, null, source.Token));
        double seconds = sinceCancelled.Elapsed.TotalSeconds;
        canceller.Join();

        // It takes milliseconds on a free machine.
        Assert.InRange(seconds, 0, 1);
    }

    [Fact]
    public void Run_ActivityWithoutBound_NamesNetworkAndLayer()
    {
        NetworkSpec spec = NetworkSpecModule.create(
            SynapseEnsemble.Independent, 1e60, 0, Activation.Linear, InputEnsembleModule.create(2, 0.5), 9, 20);
        for (int threads = 1; threads <= 3; threads++)
        {
            var exception = Assert.Throws<ActivityOverflowException>(() => Run(spec, Small with { Threads = threads }));
            Assert.Equal((0, 2), (exception.Instance, exception.Layer));
        }
    }

    [Fact]
    public void Run_SettingOutsideItsRange_IsRefused()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1), 10);
        SimulationSettings[] refused =
        [
            Small with { Samples = 3 },
            Small with { Samples = 1, Estimator = CovarianceEstimator.Plain },
            Small with { Instances = 0 },
            Small with { Seed = -1 },
            Small with { Threads = 0 },
            Small with { Estimator = (CovarianceEstimator)7 },
        ];
        Assert.All(
            refused, settings => Assert.ThrowsAny<ArgumentOutOfRangeException>(() => Run(spec, settings)));
    }

    // Powers of two in a buffer pool and small objects come on top.
    [Theory]
    [InlineData(300, 200, false)]
    [InlineData(200, 500, false)]
    [InlineData(400, 100, true)]
    [InlineData(100, 5000, false)]
    [InlineData(100, 5000, true)]
    public void EstimateBytes_RunOfOneNetwork_IsWhatItAllocates(int width, int samples, bool isOrthogonal)
    {
        SynapseEnsemble synapses = isOrthogonal ? SynapseEnsemble.Orthogonal : Ensembles.Gaussian(1);
        NetworkSpec spec = Ensembles.Network(synapses, width);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(spec, Small with { Samples = samples, Instances = 1 });
        double allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        double estimated = NetworkSimulator.EstimateBytes(NetworkEnsemble.Of(spec), samples, 1);
        Assert.InRange(allocated / estimated, 0.8, 1.25);
        Assert.Equal(3 * estimated, NetworkSimulator.EstimateBytes(NetworkEnsemble.Of(spec), samples, 3));
    }

    [Fact]
    public void LongestArray_LargeSizes_IsThatOfActivityScatterOrWeights()
    {
        NetworkSpec wide = Ensembles.Network(Ensembles.Gaussian(1), 50_000, ratio: 2);
        Assert.Equal(50_000L * 100_000, NetworkSimulator.LongestArray(NetworkEnsemble.Of(wide), 100_000));
        NetworkSpec orthogonal = Ensembles.Network(SynapseEnsemble.Orthogonal, 50_000, ratio: 0.5);
        Assert.Equal(50_000L * 50_000, NetworkSimulator.LongestArray(NetworkEnsemble.Of(orthogonal), 100));
    }

    private static SimulationResult Run(NetworkSpec spec, SimulationSettings settings) =>
        NetworkSimulator.Run(spec, settings, null, CancellationToken.None);

    private static double[] Values(SimulationResult result, int layer, Func<LayerStatistics, double> quantity) =>
        result.Networks.Select(network => quantity(network[layer])).ToArray();

    private static long[] Bits(SimulationResult result) =>
        result.Networks.SelectMany(network => network)
            .SelectMany(
                layer => new[]
                {
                    layer.K1, layer.K2, layer.Q, layer.NSigma, layer.Dimension ?? -1, layer.SquaredTrace,
                    layer.TraceOfSquare, layer.SquaredSampleMean, layer.PreActivation?.Variance ?? -1,
                    layer.PreActivation?.SharedVariance ?? -1, layer.PreActivation?.SquaredMean ?? -1,
                })
            .Select(BitConverter.DoubleToInt64Bits)
            .ToArray();

    private sealed class RecordedProgress : IProgress<int>
    {
        public List<int> Values { get; } = [];

        public void Report(int value) => Values.Add(value);
    }
}
