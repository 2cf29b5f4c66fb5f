using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class StructuredSimulatorTests
{
    private static readonly SimulationSettings Small = new(20, 5, 42, 1, CovarianceEstimator.Corrected);

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBits()
    {
        foreach (StructuredWeights weights in Premises.Some)
        {
            StructuredNetwork network = Premises.Network(weights, [24, 48, 16]);
            foreach (int instances in new[] { 1, 5 })
            {
                StructuredResult expected = Run(network, Small with { Instances = instances });
                for (int threads = 2; threads <= 5; threads++)
                {
                    StructuredResult actual = Run(network, Small with { Instances = instances, Threads = threads });
                    Assert.Equal(expected.Networks, actual.Networks);
                    Assert.Equal(expected.Layers, actual.Layers);
                }
            }
        }
    }

    [Fact]
    public void Run_MoreNetworksOrAnotherSeed_BeginsWithTheSameOrOthers()
    {
        StructuredNetwork network = Premises.Network(Premises.Some[1], [12, 24]);
        StructuredResult shorter = Run(network, Small);
        StructuredResult longer = Run(network, Small with { Instances = 9, Threads = 2 });
        Assert.Equal(shorter.Networks, longer.Networks.Take(5));
        Assert.NotEqual(shorter.Networks, Run(network, Small with { Seed = 43 }).Networks);
    }

    // The random numbers are the same, and the arithmetic differs by rounding: 1e-10 leaves a factor of 100.
    [Fact]
    public void Run_PremisesOfBothSimulators_AreTheSameNetworks()
    {
        const int width = 36;
        const double r = 1.5;
        StructuredWeights uniform = Premises.Weights(WeightValues.Gaussian, Premises.Uniform(r / Math.Sqrt(width)));
        AssertSame(Ensembles.Gaussian(r), uniform);
        AssertSame(SynapseEnsemble.Orthogonal, StructuredWeights.Haar);

        static void AssertSame(SynapseEnsemble synapses, StructuredWeights weights)
        {
            SimulationResult expected = NetworkSimulator.Run(Ensembles.Network(synapses, width), Small, null, default);
            StructuredResult actual = Run(Premises.Network(weights, [width, width, width, width]), Small);
            for (int layer = 0; layer <= 3; layer++)
            {
                foreach (LayerQuantity quantity in Enum.GetValues<LayerQuantity>())
                {
                    double value = expected.Networks[2][layer].ValueOf(quantity)!.Value;
                    Assert.Equal(value, actual.Networks[2][layer].ValueOf(quantity)!.Value, 1e-10);
                }
            }
        }
    }

    [Fact]
    public void Propagate_LayersOfDifferentWidths_EqualsThePlainForwardPass()
    {
        foreach (StructuredWeights weights in Premises.Some)
        {
            StructuredNetwork network = Premises.Network(weights, [12, 32, 8, 20]);
            var seed = new NetworkSeed(2, 12, 5);
            double[][][] expected = PlainForwardPass.Propagate(network, seed, sampleCount: 9);
            new ForwardPass(network, 9, degree: 2).Propagate(
                seed,
                (layer, actual, _) =>
                {
                    Assert.Equal(expected[layer][0].Length, actual.Columns);
                    for (int sample = 0; sample < 9; sample++)
                    {
                        for (int i = 0; i < actual.Columns; i++)
                            Assert.Equal(expected[layer][sample][i], actual.Row(sample)[i], 1e-12);
                    }

                    return true;
                },
                CancellationToken.None);
        }
    }

    // phi(z) = z with Gaussian w: E tr D^2 = (g/N_in)^2 {(tr SC)^2 tr R^2 + tr (SC)^2 [(tr R)^2 + tr R^2]} and
    // E (tr D)^2 = (g/N_in)^2 {(tr SC)^2 (tr R)^2 + 2 tr (SC)^2 tr R^2} for the covariance D = w C w^T, by pairing the four
    // weights. C = xi xi^T/N_in is averaged in the same way.
    [Theory]
    [InlineData(8, 16)]
    [InlineData(16, 8)]
    public void Run_LinearGaussianLayer_HasItsExactExpectation(int presynapticCount, int postsynapticCount)
    {
        foreach (StructuredCorrelation post in Premises.Postsynaptic)
        {
            foreach (StructuredCorrelation pre in Premises.Presynaptic)
            {
                StructuredNetwork network = Premises.Network(
                    Premises.Weights(WeightValues.Gaussian, post, pre),
                    [presynapticCount, postsynapticCount],
                    Activation.Linear);
                StructuredResult result = Run(network, new SimulationSettings(12, 600, 1, 2, CovarianceEstimator.Corrected));
                double n = presynapticCount;
                double p = 2 * n;
                double s2 = SquaredNorm(pre, presynapticCount);
                double r2 = SquaredNorm(post, postsynapticCount);
                double r1 = (double)postsynapticCount * postsynapticCount;
                double unit = Math.Pow(0.25 / n, 2);
                double squared = unit * (p * p * n * n + 2 * p * s2);
                double square = unit * (p * p * s2 + p * n * n + p * s2);
                double factor = Math.Pow(0.8 / n, 2);
                AssertMean(result, 0.8 * 2 * 0.25, layer => layer.K1);
                AssertMean(result, 0.1, layer => layer.Q);
                AssertMean(result, factor * (squared * r1 + 2 * square * r2), layer => layer.SquaredTrace);
                AssertMean(result, factor * (squared * r2 + square * (r1 + r2)), layer => layer.TraceOfSquare);
            }
        }
    }

    [Fact]
    public void Run_LinearLayerOfOtherWeights_HasItsExactMeans()
    {
        foreach (StructuredWeights weights in Premises.Some)
        {
            StructuredNetwork network = Premises.Network(weights, [16, 8, 24], Activation.Linear);
            StructuredResult result = Run(network, new SimulationSettings(12, 500, 1, 2, CovarianceEstimator.Corrected));
            AssertMean(result, 0.8 * 2 * 0.25, layer => layer.K1);
            AssertMean(result, 0.1, layer => layer.Q);
        }
    }

    [Fact]
    public void Run_Result_AveragesItsNetworks()
    {
        StructuredResult result = Run(Premises.Network(Premises.Some[4], [12, 24, 12]), Small);
        Assert.Equal([0, 1, 2], result.Layers.Select(layer => layer.Layer));
        Assert.All(result.Networks, network => Assert.Null(network[0].ExpectedPreActivation));
        Assert.All(result.Networks, network => Assert.NotNull(network[2].ExpectedPreActivation));
        Assert.Equal(
            SampleMoments.Mean([.. result.Networks.Select(network => network[1].NSigma)]), result.Layers[1].NSigma);
        Assert.Equal(result.Layers[2].Q.Mean, result.Average(2, LayerQuantity.Q)!.Value.Mean, 1e-12);
    }

    [Fact]
    public void Run_ArgumentsOutsideTheirRange_AreRefused()
    {
        StructuredNetwork network = Premises.Network(StructuredWeights.Haar, [12, 24]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(network, Small with { Samples = 3 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(network, Small with { Instances = 0 }));
        Assert.Throws<ArgumentNullException>(() => Run(null!, Small));
        Assert.Throws<ArgumentException>(
            () => new ForwardPass(network, 5, 1).Propagate(new NetworkSeed(1, 24, 0), (_, _, _) => true, default));
        Assert.Throws<ArgumentException>(() => Run(network, Small with { Instances = 1 }).Average(1, LayerQuantity.K1));
        Assert.Throws<OperationCanceledException>(
            () => StructuredSimulator.Run(network, Small, null, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Run_ActivityWithoutBound_NamesNetworkAndLayer()
    {
        StructuredNetwork network = StructuredNetworkModule.create(
            InputEnsembleModule.create(2, 0.5),
            12,
            Enumerable.Repeat(new StructuredLayer(Premises.Some[0], 1e60, 0, Activation.Linear, 12), 9));
        var exception = Assert.Throws<ActivityOverflowException>(() => Run(network, Small with { Threads = 2 }));
        Assert.Equal((0, 2), (exception.Instance, exception.Layer));
    }

    private static double SquaredNorm(StructuredCorrelation correlation, int count) =>
        Enumerable.Range(0, count)
            .Sum(i => Enumerable.Range(0, count).Sum(j => Math.Pow(Premises.Entry(correlation, count, i, j), 2)));

    private static void AssertMean(StructuredResult result, double expected, Func<LayerStatistics, double> quantity) =>
        Significance.AssertMean(expected, [.. result.Networks.Select(network => quantity(network[1]))]);

    private static StructuredResult Run(StructuredNetwork network, SimulationSettings settings) =>
        StructuredSimulator.Run(network, settings, null, CancellationToken.None);
}
