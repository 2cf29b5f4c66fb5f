using CorrSyn.Model;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;
using CorrSyn.Simulation.Networks;
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
            // A failure of the network, whichever it is.
            NetworkFailureException failure = Assert.ThrowsAny<NetworkFailureException>(
                () => HebbianSimulator.Run(settings with { Threads = threads }, Numbers, null, CancellationToken.None));
            Assert.Equal(1, failure.Layer);
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
    [InlineData(40, 33)]
    public void Rotate_Weights_KeepsTheProductsOfTheirRowsAndNotTheirDirections(int rows, int columns)
    {
        MatrixView weights = Designs.Gaussian(rows, columns, 3);
        for (int row = 0; row < rows; row++)
        {
            double norm = Math.Sqrt(weights.Row(row).ToArray().Sum(w => w * w));
            foreach (ref double weight in weights.Row(row))
                weight *= Math.Sqrt(0.7) / norm;
        }


        double[][] rotated = [.. new[] { 1, 3 }.Select(degree => ControlWeights.Rotate(
            weights, 0.7, new NetworkSeed(1, columns, 0), 2, degree, CancellationToken.None))];

        Assert.Equal(rotated[0], rotated[1]);
        var before = Designs.ToMatrix(weights);
        var after = Designs.ToMatrix(new MatrixView(rotated[0], rows, columns));

        // Rounding: entries of w w^T are sums of N_in products, at most 0.7.
        Assert.True((before * before.Transpose() - after * after.Transpose()).Enumerate().Max(Math.Abs) < 1e-12);

        // tr O S of a Haar matrix has mean 0 and variance tr S S^T/N_in: five standard deviations, with S = w^T w.
        double overlap = Enumerable.Range(0, rows).Sum(row => before.Row(row) * after.Row(row));
        Assert.True(Math.Abs(overlap) < 5 * (before * before.Transpose()).FrobeniusNorm() / Math.Sqrt(columns), $"{overlap}");
    }

    // A direction turned by a Haar matrix is uniform: each of its N coordinates has mean square 1/N, and mean 4th power 3/(N (N + 2)).
    [Fact]
    public void Rotate_OneDirection_IsUniform()
    {
        const int Columns = 5;
        const int Draws = 4000;
        var weights = new MatrixView([1, 0, 0, 0, 0], 1, Columns);

        double[][] turned = [.. Enumerable.Range(0, Draws).Select(instance => ControlWeights.Rotate(
            weights, 1, new NetworkSeed(1, Columns, instance), 1, 1, CancellationToken.None))];

        // Standard deviations: of the mean 1/sqrt(5 * 4000), of the mean square sqrt((3/35 - 1/25)/4000). Five coordinates and two numbers at
        // a level of 1e-3 together: 3.89 of them.
        for (int k = 0; k < Columns; k++)
        {
            Assert.True(Math.Abs(turned.Average(direction => direction[k])) < 3.89 / Math.Sqrt(5.0 * Draws));
            Assert.True(Math.Abs(turned.Average(direction => direction[k] * direction[k]) - 0.2)
                < 3.89 * Math.Sqrt((3.0 / 35 - 1.0 / 25) / Draws));
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
