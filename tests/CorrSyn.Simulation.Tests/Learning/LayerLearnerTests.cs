using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CorrSyn.Simulation.Tests.Learning;

public class LayerLearnerTests
{
    public static TheoryData<HebbianRule> Rules => [.. HebbianRuleName.All];

    // Sums of at most 37 products in another order differ by 37 roundings of 1e-16; six steps with growth below 10 leave 1e-12.
    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_EveryRule_IsWhatIsWrittenDown(HebbianRule rule)
    {
        const double Rate = 0.05;
        MatrixView first = Designs.Gaussian(9, 13, 1, 0.3);
        var learner = new LayerLearner(Settings(rule, Rate), first, 1);
        var plain = new PlainLearner(rule, Rate, Designs.ToArray(first));
        for (int step = 0; step < 6; step++)
        {
            MatrixView batch = Designs.Gaussian(step % 2 == 0 ? 37 : 8, 13, 2 + step);
            Assert.True(learner.Step(batch, CancellationToken.None));
            plain.Step(Designs.ToRows(batch));
        }

        AssertEqual(plain.Weights, learner.Weights, 1e-12);
        Assert.All(plain.Thresholds.Zip(learner.Thresholds), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        if (rule == HebbianRule.Foldiak)
        {
            AssertEqual(plain.Lateral, learner.LateralWeights!.Value, 1e-12);
            Matrix<double> whole = DenseMatrix.OfArray(plain.Lateral) + DenseMatrix.CreateIdentity(9);
            AssertEqual(
                whole.Solve(DenseMatrix.OfArray(plain.Weights)).ToArray(),
                new MatrixView(learner.EffectiveWeights(), 9, 13),
                1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Step_AnyNumberOfThreads_GivesTheSameBits(HebbianRule rule)
    {
        double[][] results = [.. new[] { 1, 2, 3 }.Select(degree =>
        {
            var learner = new LayerLearner(Settings(rule, 0.02), Designs.Gaussian(70, 90, 1, 0.1), degree);
            for (int step = 0; step < 4; step++)
                learner.Step(Designs.Gaussian(50, 90, 2 + step), CancellationToken.None);
            return learner.EffectiveWeights();
        })];

        Assert.Equal(results[0], results[1]);
        Assert.Equal(results[0], results[2]);
    }

    [Theory]
    [InlineData(HebbianRule.Oja)]
    [InlineData(HebbianRule.Subspace)]
    [InlineData(HebbianRule.Sanger)]
    [InlineData(HebbianRule.Foldiak)]
    [InlineData(HebbianRule.Bcm)]
    public void Step_RateFarTooLarge_SaysSo(HebbianRule rule)
    {
        var learner = new LayerLearner(Settings(rule, 1000), Designs.Gaussian(5, 6, 1), 1);

        Assert.Contains(
            false, Enumerable.Range(0, 100).Select(step => learner.Step(Designs.Gaussian(20, 6, step), CancellationToken.None)));
    }

    [Fact]
    public void Step_InputsOfAnotherWidth_AreRefused() =>
        Assert.Throws<ArgumentException>(() =>
            new LayerLearner(Settings(HebbianRule.Oja, 0.1), Designs.Gaussian(2, 3, 1), 1)
                .Step(Designs.Gaussian(4, 5, 2), CancellationToken.None));

    private static LearningSettings Settings(HebbianRule rule, double rate) => new(rule, rate, 1, 1, true);

    private static void AssertEqual(double[,] expected, MatrixView actual, double tolerance)
    {
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int k = 0; k < actual.Columns; k++)
                Assert.Equal(expected[i, k], actual.Row(i)[k], tolerance);
        }
    }
}
