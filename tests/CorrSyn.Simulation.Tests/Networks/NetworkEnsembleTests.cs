using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class NetworkEnsembleTests
{
    private static readonly SimulationSettings Settings = new(30, 3, 5, 1, CovarianceEstimator.Corrected);

    // Layers that differ in everything: weights, gain, biases, activation and width.
    private static StructuredNetwork Mixed { get; } = StructuredNetworkModule.create(
        InputEnsembleModule.tryWithLaw(InputLaw.Uniform, InputEnsembleModule.create(1.5, 0.6)).ResultValue,
        12,
        [
            new StructuredLayer(Premises.Weights(WeightValues.Gaussian, Premises.Blocks(2, -0.1)), 0.7, 0.1, Activation.Tanh, 16),
            new StructuredLayer(StructuredWeights.Haar, 1.3, 0, Activation.Erf, 8),
            new StructuredLayer(Premises.Weights(WeightValues.Laplace, Premises.LowRank(2, 0.2)), 1.1, 0.4, Activation.Relu, 8),
            new StructuredLayer(StructuredWeightsModule.tryCreateSigns(Premises.Uniform(-0.05)).ResultValue, 0.9, 0.2, Activation.Tanh, 10),
        ]);

    [Fact]
    public void Propagate_LayersThatDiffer_IsThePlainForwardPass()
    {
        var seed = new NetworkSeed(3, 12, 2);
        double[][][] expected = PlainForwardPass.Propagate(Mixed, seed, 7);
        var pass = new ForwardPass(Mixed, 7, 2);
        pass.Propagate(
            seed,
            (layer, activity, _) =>
            {
                for (int sample = 0; sample < 7; sample++)
                {
                    foreach ((double a, double b) in expected[layer][sample].Zip(activity.Row(sample).ToArray()))
                        Assert.Equal(a, b, 1e-12);
                }

                return true;
            },
            CancellationToken.None);
    }

    [Fact]
    public void Run_StructuredNetworks_IsWhatTheStructuredSimulatorMeasures()
    {
        SimulationResult result = Run(NetworkEnsemble.Of(Mixed), Settings);
        StructuredResult expected = StructuredSimulator.Run(Mixed, Settings, null, CancellationToken.None);
        Assert.Equal(expected.Layers, result.Layers);
        Assert.Equal([12, 16, 8, 8, 10], result.Ensemble.Widths);
        Assert.Throws<InvalidOperationException>(() => result.Spec);
    }

    // 3000 inputs go through in blocks of 1024 at most, so that memory does not grow with them.
    [Fact]
    public void Run_StructuredNetworksWithManyInputs_TakeNoMoreMemory()
    {
        NetworkEnsemble networks = NetworkEnsemble.Of(Mixed);
        SimulationSettings many = Settings with { Samples = 3000, Instances = 1 };
        LayerStatistics[] streamed = [.. Run(networks, many).Networks[0]];
        LayerStatistics[] whole =
            [.. StructuredSimulator.Run(Mixed, many, null, CancellationToken.None).Networks[0]];
        foreach ((LayerStatistics a, LayerStatistics b) in streamed.Zip(whole))
        {
            Assert.Equal(b.K1, a.K1, 1e-12);
            Assert.Equal(b.NSigma, a.NSigma, 1e-10);
        }

        Assert.True(NetworkSimulator.EstimateBytes(networks, 100_000, 1) < 1.3 * NetworkSimulator.EstimateBytes(networks, 3000, 1));
    }

    [Fact]
    public void WithInputs_SomeInputs_AreTheActivityOfLayerZeroForEveryNetwork()
    {
        double[] values = [.. Enumerable.Range(0, 30 * 12).Select(i => Math.Sin(i * i))];
        NetworkEnsemble networks = NetworkEnsemble.Of(Mixed).WithInputs(new MatrixView(values, 30, 12));
        SimulationResult result = Run(networks, Settings);
        LayerStatistics expected = new LayerEstimator(CovarianceEstimator.Corrected, 30, 12, 1)
            .Estimate(0, new MatrixView(values, 30, 12), null, CancellationToken.None);
        Assert.All(result.Networks, network => Assert.Equal(expected.NSigma, network[0].NSigma, 1e-14));
        Assert.NotEqual(result.Networks[0][1].K1, result.Networks[1][1].K1);
        Assert.Equal(30, networks.GivenInputCount);

        // The first 20 of them, and no more than there are.
        SimulationResult fewer = Run(networks, Settings with { Samples = 20 });
        LayerStatistics ofFewer = new LayerEstimator(CovarianceEstimator.Corrected, 20, 12, 1)
            .Estimate(0, new MatrixView(values, 20, 12), null, CancellationToken.None);
        Assert.Equal(ofFewer.K1, fewer.Networks[0][0].K1, 1e-14);
        Assert.Throws<ArgumentOutOfRangeException>(() => Run(networks, Settings with { Samples = 31 }));
        Assert.Throws<ArgumentException>(() => NetworkEnsemble.Of(Mixed).WithInputs(new MatrixView(values, 36, 10)));
    }

    [Fact]
    public void DrawLayer_EveryLayer_HasTheWeightsAndBiasesOfTheSimulation()
    {
        NetworkEnsemble networks = NetworkEnsemble.Of(Mixed);
        var seed = new NetworkSeed(5, 12, 1);
        double[][][] expected = PlainForwardPass.Propagate(Mixed, seed, 6);
        var activity = new MatrixView([.. expected[0].SelectMany(row => row)], 6, 12);
        var given = new GivenLayers(1);
        for (int layer = 1; layer <= 4; layer++)
        {
            (MatrixView weights, double[] biases) = networks.DrawLayer(5, 1, layer, CancellationToken.None);
            activity = given.Propagate(weights, biases, Mixed.Layers[layer - 1].Activation, activity, CancellationToken.None);
            foreach ((double a, double b) in expected[layer].SelectMany(row => row).Zip(activity.Values))
                Assert.Equal(a, b, 1e-12);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => networks.DrawLayer(5, 1, 0, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => networks.DrawLayer(5, 1, 5, CancellationToken.None));
    }

    private static SimulationResult Run(NetworkEnsemble networks, SimulationSettings settings) =>
        NetworkSimulator.Run(networks, settings, null, null, 0, CancellationToken.None);
}
