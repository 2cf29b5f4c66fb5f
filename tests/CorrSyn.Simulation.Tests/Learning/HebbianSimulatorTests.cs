using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Learning;

public class HebbianSimulatorTests
{
    private static readonly HebbianSettings Small = new(
        new LearningSettings(HebbianRule.Oja, 0.02, 30, 20, IsCentred: true),
        new DataSettings(DataKind.Mixture, ClassCount: 3),
        Width: 16,
        Depth: 3,
        Gain: 0.8,
        BiasVariance: 0.1,
        Activation.Tanh,
        GainMatching.Rows,
        Samples: 60,
        HeldOutSamples: 40,
        Instances: 3,
        Seed: 4,
        Threads: 1);

    [Fact]
    public void Run_AnyNumberOfThreads_GivesTheSameBits()
    {
        double[][] results = [.. new[] { 1, 2, 7 }.Select(threads => HebbianSimulator.Run(
            Small with { Threads = threads }, Numbers, null, CancellationToken.None).SelectMany(run => run).ToArray())];

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
        Assert.NotEqual(
            results[0],
            HebbianSimulator.Run(Small with { Seed = 5 }, Numbers, null, CancellationToken.None).SelectMany(run => run));
    }

    [Fact]
    public void Run_VariantsOfOneRun_HaveRowsOfOneNormAndTheSameBiases()
    {
        foreach (HebbianRun run in HebbianSimulator.Run(Small, run => run, null, CancellationToken.None))
        {
            Assert.Equal(Enum.GetValues<SynapseVariant>(), run.Networks.Select(network => network.Variant));
            foreach (HebbianLayer layer in run.Networks.SelectMany(network => network.Layers))
            {
                for (int row = 0; row < Small.Width; row++)
                    Assert.Equal(Small.Gain, layer.Weights.Row(row).ToArray().Sum(w => w * w), 1e-12);
            }

            for (int layer = 0; layer < Small.Depth; layer++)
                Assert.Single(run.Networks.Select(network => string.Join(" ", network.Layers[layer].Biases)).Distinct());
        }
    }

    [Fact]
    public void Run_MatchedVariance_GivesPreActivationsTheVarianceOfIndependentWeights()
    {
        HebbianSettings settings = Small with
        {
            Matching = GainMatching.Variance,
            Activation = Activation.Linear,
            BiasVariance = 0,
            Data = new DataSettings(),
            Samples = 4000,
            HeldOutSamples = 4000,
            Instances = 1,
        };
        HebbianRun run = HebbianSimulator.Run(settings, run => run, null, CancellationToken.None)[0];

        // K1 of linear layers is that of pre-activations. Two sets of 4000 inputs each know K1 to sqrt(2/(4000 D)), D above 1: 2 % each; the
        // bound is five standard errors of the ratio over three layers.
        foreach (HebbianNetwork network in run.Networks)
            Assert.Equal(Math.Pow(settings.Gain, 3), network.Layers[^1].Statistics.K1 / run.Input.K1, 0.512 * 0.16);
    }

    [Fact]
    public void Run_RateTooLarge_NamesLayerRuleAndRate()
    {
        HebbianSettings settings = Small with { Learning = Small.Learning with { LearningRate = 500 } };

        foreach (int threads in new[] { 1, 4 })
        {
            LearningDivergedException error = Assert.Throws<LearningDivergedException>(
                () => HebbianSimulator.Run(settings with { Threads = threads }, Numbers, null, CancellationToken.None));
            Assert.Equal(1, error.Layer);
            Assert.Contains("layer 1 with the rule oja and learning rate 500", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Run_InputsThatDoNotVary_AreNamed()
    {
        var same = new LabelledInputs(new MatrixView([.. Enumerable.Repeat(2.0, 300)], 100, 3), null);

        InactiveLayerException error = Assert.Throws<InactiveLayerException>(() => HebbianSimulator.Run(
            Small with { Data = new DataSettings(DataKind.Given, Given: same) }, Numbers, null, CancellationToken.None));

        Assert.Equal(0, error.Layer);
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(
            () => HebbianSimulator.Run(Small, Numbers, null, cancellation.Token));
    }

    [Fact]
    public void Shuffle_ARow_KeepsItsEntriesAboutTheirMean()
    {
        MatrixView weights = Designs.Gaussian(5, 40, 3);

        var shuffled = new MatrixView(ControlWeights.Shuffle(weights, 0.7, new NetworkSeed(1, 40, 0), 2), 5, 40);

        for (int row = 0; row < 5; row++)
        {
            double mean = weights.Row(row).ToArray().Average();
            double[] centred = [.. weights.Row(row).ToArray().Select(w => w - mean)];
            double scale = Math.Sqrt(0.7 / centred.Sum(w => w * w));
            Assert.All(
                centred.Order().Zip(shuffled.Row(row).ToArray().Order()),
                pair => Assert.Equal(scale * pair.First, pair.Second, 1e-14));
            Assert.NotEqual(centred.Select(w => Math.Sign(w)), shuffled.Row(row).ToArray().Select(w => Math.Sign(w)));
        }
    }

    [Theory]
    [InlineData(6, 9)]
    [InlineData(9, 6)]
    public void Orthogonal_Rows_HaveOneNorm(int rows, int columns)
    {
        var weights = Designs.ToMatrix(new MatrixView(
            ControlWeights.Orthogonal(rows, columns, 0.7, new NetworkSeed(1, columns, 0), 1, CancellationToken.None), rows, columns));

        Assert.All(weights.EnumerateRows(), row => Assert.Equal(0.7, row * row, 1e-12));
        if (rows <= columns)
            Assert.True(Math.Abs(weights.Row(0) * weights.Row(1)) < 1e-12);
    }

    private static double[] Numbers(HebbianRun run) =>
        [.. run.Networks.SelectMany(network => network.Layers.SelectMany(layer => layer.Weights.Values
            .Append(layer.Statistics.NSigma).Append(layer.Statistics.Dimension ?? -1).Append(layer.Readout!.Value.Accuracy)))];
}
