using CorrSyn.Model;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class StructuredSamplerTests
{
    private const int PostsynapticCount = WeightDraws.PostsynapticCount;
    private const double Gain = WeightDraws.Gain;
    private const double Variance = WeightDraws.Variance;

    // 560 comparisons for each of 79 laws, of means of 10,000 numbers: beyond 6 standard errors, one of them lies with
    // a probability below 1e-4. Seeds are fixed.
    private const double Limit = 6;

    [Fact]
    public void FillRow_EveryStructureAndValues_HasTheDefinedFirstAndSecondMoments()
    {
        foreach (StructuredWeights weights in Premises.All.Concat(Premises.Negative))
        {
            double z = WeightMoments.Of(weights).LargestZScore(weights);
            Assert.True(z < Limit, $"{weights}: {z:F1} standard errors off.");
        }
    }

    [Fact]
    public void FillRow_AnotherStructureOrCorrelation_WouldBeSeen()
    {
        StructuredCorrelation[] structures =
        [
            Premises.Uniform(0.3), Premises.Blocks(2, 0.3), Premises.Blocks(4, 0.3), Premises.LowRank(1, 0.3),
            Premises.LowRank(2, 0.3), Premises.LowRank(3, 0.3), Premises.Uniform(0.5), Premises.LowRank(3, 0.15),
            StructuredCorrelationModule.none,
        ];
        foreach (WeightValues values in Premises.CopiedValues.Append(WeightValues.Gaussian))
        {
            foreach (StructuredCorrelation drawn in structures)
            {
                WeightMoments moments = WeightMoments.Of(Premises.Weights(values, drawn));
                foreach (StructuredCorrelation other in structures.Where(other => !other.Equals(drawn)))
                    Assert.True(moments.LargestZScore(Premises.Weights(values, other)) > 1.5 * Limit);
            }
        }
    }

    [Fact]
    public void FillRow_AnotherPresynapticStructure_WouldBeSeen()
    {
        StructuredCorrelation[] structures =
        [
            Premises.Uniform(0.3), Premises.Blocks(2, 0.3), Premises.LowRank(1, 0.3), Premises.LowRank(2, 0.3),
            StructuredCorrelationModule.none,
        ];
        StructuredCorrelation postsynaptic = Premises.Uniform(0.4);
        foreach (StructuredCorrelation drawn in structures)
        {
            WeightMoments moments = WeightMoments.Of(Premises.Weights(WeightValues.Gaussian, postsynaptic, drawn));
            foreach (StructuredCorrelation other in structures.Where(other => !other.Equals(drawn)))
            {
                StructuredWeights wrong = Premises.Weights(WeightValues.Gaussian, postsynaptic, other);
                Assert.True(moments.LargestZScore(wrong) > 1.5 * Limit);
            }
        }
    }

    // With a correlation x of two neurons of one factor, E w_i^a w_j^b = (1 - x) mu_a mu_b + x mu_(a+b), by enumeration of
    // who copies; mu_4 = mu_2^2/p. The four corners of a sign pattern multiply it where a and b are odd.
    [Theory]
    [InlineData(0.2)]
    [InlineData(0.7)]
    [InlineData(1)]
    public void FillRow_CopiedValues_HaveTheirFourthMoments(double density)
    {
        StructuredCorrelation[] structures =
            [StructuredCorrelationModule.none, Premises.Uniform(0.4), Premises.Blocks(2, 0.3), Premises.LowRank(2, 0.4)];
        double fourth = Variance * Variance / density;
        foreach (StructuredCorrelation structure in structures)
        {
            double[][,] draws = WeightDraws.Of(Premises.Weights(WeightValues.NewSparse(density), structure));
            foreach ((int i, int j) in new[] { (0, 1), (0, 5), (2, 3) })
            {
                double x = structure.Value;
                double sharing = structure.Structure.IsLowRank ? x : Math.Abs(Premises.Entry(structure, 8, i, j));
                double signed = Premises.Entry(structure, 8, i, j);
                AssertMean(signed * fourth, draws, w => w[i, 2] * w[i, 2] * w[i, 2] * w[j, 2]);
                AssertMean(0, draws, w => w[i, 2] * w[i, 2] * w[i, 2] * w[j, 1]);
                AssertMean(
                    (1 - sharing) * Variance * Variance + sharing * fourth, draws, w => Math.Pow(w[i, 2] * w[j, 2], 2));
                AssertMean(Variance * Variance, draws, w => Math.Pow(w[i, 2] * w[j, 3], 2));
            }

            AssertMean(fourth, draws, w => Math.Pow(w[3, 1], 4));
        }
    }

    // Copies over both sides, x = 0.1 and y = 0.2, one factor each. Of four different weights the product is that of four
    // copies of one value (x^2 y^2 mu_4), or of two pairs; the cumulants are those of sums with f_i g_k.
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void FillRow_CopiedOverBothSides_HasTheJointMomentsOfItsChoices(double density)
    {
        const double x = 0.1, y = 0.2;
        double unit = Variance * Variance, excess = 1 / density - 3;
        double[][,] draws = WeightDraws.Of(
            Premises.Weights(WeightValues.NewSparse(density), Premises.Uniform(x), Premises.Uniform(y)), 40_000);
        // Four rows, one column: X_ab and X_ak.
        AssertMean(
            unit * (3 * x * x + excess * x * x * (y * y + (1 - y) * (1 - y))),
            draws,
            w => w[0, 1] * w[1, 1] * w[2, 1] * w[3, 1]);
        // One row, four columns: X_ab and X_ib.
        AssertMean(
            unit * (3 * y * y + excess * y * y * (x * x + (1 - x) * (1 - x))),
            draws,
            w => w[2, 0] * w[2, 1] * w[2, 2] * w[2, 3]);
        // Two rows and two columns: three pairings and X_ab alone.
        AssertMean(
            unit * (x * x + y * y + x * x * y * y + excess * x * x * y * y),
            draws,
            w => w[0, 1] * w[0, 2] * w[3, 1] * w[3, 2]);
        // A square is copied with the probability itself, not its root.
        AssertMean(
            unit * (1 + (excess + 2) * x * y), draws, w => Math.Pow(w[0, 1] * w[3, 2], 2));
    }

    [Fact]
    public void FillRow_CopiedByFourNeurons_HaveTheirJointMoment()
    {
        StructuredWeights weights = Premises.Weights(WeightValues.NewSparse(0.5), Premises.Uniform(0.4));
        AssertMean(
            0.4 * 0.4 * 2 * Variance * Variance, WeightDraws.Of(weights), w => w[0, 1] * w[1, 1] * w[2, 1] * w[3, 1]);
    }

    [Fact]
    public void FillRow_GaussianValues_HaveNormalFourthMoments()
    {
        foreach (StructuredCorrelation postsynaptic in Premises.Postsynaptic)
        {
            foreach (StructuredCorrelation presynaptic in Premises.Presynaptic)
            {
                double[][,] draws =
                    WeightDraws.Of(Premises.Weights(WeightValues.Gaussian, postsynaptic, presynaptic));
                double rho = Premises.Entry(postsynaptic, 8, 1, 2) * Premises.Entry(presynaptic, 4, 0, 1);
                AssertMean(3 * Variance * Variance, draws, w => Math.Pow(w[1, 1], 4));
                AssertMean(
                    (1 + 2 * rho * rho) * Variance * Variance, draws, w => Math.Pow(w[1, 0] * w[2, 1], 2));
            }
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    public void FillRow_SparseValues_AreZeroOrTheAmplitude(double density)
    {
        StructuredWeights weights = Premises.Weights(WeightValues.NewSparse(density), Premises.LowRank(2, 0.4));
        double amplitude = Math.Sqrt(Variance / density);
        double[] values = [.. WeightDraws.Of(weights, 500).SelectMany(w => w.Cast<double>())];
        Assert.All(values, w => Assert.True(w == 0 || Math.Abs(Math.Abs(w) - amplitude) < 1e-15));
        Assert.Equal(density == 1, values.All(w => w != 0));
    }

    [Theory]
    [InlineData(5, 9)]
    [InlineData(9, 5)]
    [InlineData(6, 6)]
    [InlineData(1, 4)]
    [InlineData(40, 24)]
    public void FillRow_Haar_IsAScaledIsometry(int postsynapticCount, int presynapticCount)
    {
        double[,] w = Matrix(StructuredWeights.Haar, postsynapticCount, presynapticCount, instance: 3);
        bool rowsAreOrthogonal = postsynapticCount <= presynapticCount;
        int smaller = Math.Min(postsynapticCount, presynapticCount);
        int larger = Math.Max(postsynapticCount, presynapticCount);
        double square = Gain * larger / presynapticCount;
        for (int a = 0; a < smaller; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = Enumerable.Range(0, larger)
                    .Sum(k => rowsAreOrthogonal ? w[a, k] * w[b, k] : w[k, a] * w[k, b]);
                Assert.Equal(a == b ? square : 0, product, 1e-12);
            }
        }
    }

    [Fact]
    public void FillRow_GaussianUniformOrHaar_IsWhatTheOtherSamplerDraws()
    {
        const int width = 21;
        StructuredWeights uniform = Premises.Weights(WeightValues.Gaussian, Premises.Uniform(1.5 / Math.Sqrt(width)));
        AssertSame(Ensembles.Gaussian(1.5), uniform);
        AssertSame(SynapseEnsemble.Orthogonal, StructuredWeights.Haar);

        static void AssertSame(SynapseEnsemble ensemble, StructuredWeights weights)
        {
            var sampler = new SynapseSampler(ensemble, Gain, width);
            double[,] expected = WeightDraws.Matrix(sampler, width, new NetworkSeed(9, width, 2));
            double[,] actual = Matrix(weights, width, width, instance: 2);
            foreach ((double a, double b) in expected.Cast<double>().Zip(actual.Cast<double>()))
                Assert.Equal(a, b, 1e-15);
        }
    }

    [Fact]
    public void FillRow_RowsInAnyOrderOrDrawnAgain_AreTheSame()
    {
        foreach (StructuredWeights weights in Premises.All)
        {
            IWeightSampler sampler = StructuredSampler.Create(weights, Gain, PostsynapticCount, 300 * WeightDraws.PresynapticCount);
            var seed = new NetworkSeed(4, 16, 1);
            double[][] first = WeightDraws.Rows(sampler, seed, 1, Enumerable.Range(0, PostsynapticCount));
            double[][] other = WeightDraws.Rows(sampler, seed, 2, Enumerable.Range(0, PostsynapticCount));
            double[][] backwards = WeightDraws.Rows(sampler, seed, 1, Enumerable.Range(0, PostsynapticCount).Reverse());
            Assert.Equal(first, backwards.Reverse());
            Assert.NotEqual(first[0], other[0]);
            Assert.NotEqual(first[0], first[1]);
        }
    }

    [Fact]
    public void Create_NumberOutsideItsRange_IsRefused()
    {
        StructuredWeights haar = StructuredWeights.Haar;
        StructuredWeights blocks = Premises.Weights(
            WeightValues.Gaussian, Premises.Blocks(4, 0.2), Premises.LowRank(2, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(haar, 0, 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(haar, double.NaN, 4, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(haar, 1, 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(haar, 1, 4, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(blocks, 1, 6, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuredSampler.Create(blocks, 1, 4, 6));
        foreach (StructuredWeights weights in Premises.Some)
        {
            IWeightSampler sampler = StructuredSampler.Create(weights, 1, 4, 8);
            Assert.Equal(8, sampler.PresynapticCount);
            Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(4, new double[8]));
            Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(-1, new double[8]));
            Assert.Throws<ArgumentOutOfRangeException>(() => sampler.FillRow(0, new double[4]));
        }
    }

    private static void AssertMean(double expected, double[][,] draws, Func<double[,], double> statistic)
    {
        double[] values = Array.ConvertAll(draws, w => statistic(w));

        // Binary weights have no spread in even powers.
        if (values.Max() - values.Min() < 1e-12 * Math.Abs(expected))
            Assert.Equal(expected, values[0], 1e-12);
        else
            Significance.AssertMean(expected, values);
    }

    private static double[,] Matrix(StructuredWeights weights, int postsynapticCount, int presynapticCount, int instance) =>
        WeightDraws.Matrix(
            StructuredSampler.Create(weights, WeightDraws.Gain, postsynapticCount, presynapticCount),
            postsynapticCount,
            new NetworkSeed(9, presynapticCount, instance));
}
