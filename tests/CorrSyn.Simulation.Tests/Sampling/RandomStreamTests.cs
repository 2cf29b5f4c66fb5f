using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Sampling;

public class RandomStreamTests
{
    private static readonly NetworkSeed Seed = new(0x1234_5678_9ABC_DEF0, 1_000_000, 77);

    // Counters go beyond 32 bits between groups 2^29 - 1 and 2^29.
    private static readonly long[] Groups = [0, 1, 12345, (1L << 29) - 1, 1L << 29, (1L << 45) - 1];

    [Fact]
    public void FillUniform_AnyGroup_EqualsScalarDefinitionBitForBit()
    {
        foreach (long group in Groups)
        {
            double[] expected =
                PlainStream.Group(Seed, 9, StreamPurpose.Biases, group, PlainStream.Uniform);
            Assert.Equal(expected, Uniform(Seed.Stream(9, StreamPurpose.Biases), group, RandomStream.GroupSize));
        }
    }

    [Fact]
    public void FillGaussian_AnyGroup_IsTheBoxMullerTransform()
    {
        for (long group = 0; group < 5000; group++)
        {
            double[] expected =
                PlainStream.Group(Seed, 9, StreamPurpose.Weights, group, PlainStream.Gaussian);
            double[] actual = Gaussian(Seed.Stream(9, StreamPurpose.Weights), group, RandomStream.GroupSize);
            for (int i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 2e-15);
        }
    }

    // Recorded once; they pin the streams, so that a seed means the same networks in every version.
    // A purpose has eight bits in the counter. Classes, the order of a file, batches and first weights are drawn from streams of their own, so that
    // which inputs are held out has nothing to do with what they or the weights are.
    [Fact]
    public void Streams_AnyTwoPurposesOrLayers_ShareNoNumber()
    {
        StreamPurpose[] purposes = Enum.GetValues<StreamPurpose>();
        Assert.All(purposes, purpose => Assert.InRange((int)purpose, 0, 255));
        Assert.Equal(purposes.Length, purposes.Distinct().Count());

        var numbers = new HashSet<double>();
        var block = new double[64];
        foreach (StreamPurpose purpose in purposes)
        {
            for (int layer = 0; layer < 4; layer++)
            {
                new NetworkSeed(1, 100, 0).Stream(layer, purpose).FillUniform(0, block);
                Assert.All(block, number => Assert.True(numbers.Add(number)));
            }
        }
    }

    [Fact]
    public void FillGaussian_GoldenStream_HasTheRecordedBits()
    {
        double[] actual = Gaussian(new NetworkSeed(1, 100, 0).Stream(1, StreamPurpose.Weights), 0, 4);
        Assert.Equal(
            [-2.487418723852965, -1.1075763994662162, 0.45708632688258816, -0.65434415422990222], actual);
    }

    [Fact]
    public void FillGaussian_AnyLength_IsAPrefixOfALongerFill()
    {
        RandomStream stream = Seed.Stream(1, StreamPurpose.Inputs);
        double[] all = Gaussian(stream, 3, 100);
        for (int length = 0; length < all.Length; length++)
            Assert.Equal(all[..length], Gaussian(stream, 3, length));
        Assert.Equal(all[RandomStream.GroupSize..], Gaussian(stream, 4, 100 - RandomStream.GroupSize));
    }

    [Fact]
    public void FillGaussian_ManyNumbers_HasNormalMoments()
    {
        double[] x = Gaussian(Seed.Stream(2, StreamPurpose.Weights), 0, 400_000);
        Significance.AssertMean(0, x);
        Significance.AssertMean(1, Powers(x, 2));
        Significance.AssertMean(0, Powers(x, 3));
        Significance.AssertMean(3, Powers(x, 4));
        Significance.AssertMean(15, Powers(x, 6));
        Significance.AssertMean(2 * 0.0227501319481792, Array.ConvertAll(x, value => Math.Abs(value) > 2 ? 1.0 : 0.0));
        Significance.AssertMean(
            2 * 3.16712418331199e-5, Array.ConvertAll(x, value => Math.Abs(value) > 4 ? 1.0 : 0.0));
    }

    // Kolmogorov and Smirnov: the largest distance of the two distribution functions, times sqrt(n), exceeds 1.95 with probability
    // 2 exp(-2 1.95^2) = 1e-3 if the numbers are normal. The same for uniform numbers. Fixed seeds, so both hold always or never.
    [Fact]
    public void Fill_ManyNumbers_HaveTheRightDistributionFunction()
    {
        Assert.InRange(Distance(Gaussian(Seed.Stream(4, StreamPurpose.Weights), 0, 100_000), NormalProbability), 0, 1.95);
        Assert.InRange(Distance(Uniform(Seed.Stream(4, StreamPurpose.Inputs), 0, 100_000), x => x), 0, 1.95);
    }

    // What the test above is worth: a normal law with a standard deviation 5 percent too large fails it; its distribution
    // function is off by 0.05 x phi(x) at x = 1, 0.012, and 0.012 sqrt(100,000) = 3.8.
    [Fact]
    public void Fill_NumbersOfAnotherLaw_HaveAnotherDistributionFunction()
    {
        double[] wide = Gaussian(Seed.Stream(4, StreamPurpose.Weights), 0, 100_000);
        Assert.True(Distance(Array.ConvertAll(wide, x => 1.05 * x), NormalProbability) > 1.95);
    }

    [Fact]
    public void FillGaussian_NumbersOfOneCounter_AreIndependent()
    {
        const int half = RandomStream.GroupSize / 2;
        double[] x = Gaussian(Seed.Stream(3, StreamPurpose.Weights), 0, 400_000);
        double[] cosines = x.Where((_, i) => i / half % 2 == 0).ToArray();
        double[] sines = x.Where((_, i) => i / half % 2 == 1).ToArray();
        Significance.AssertMean(0, cosines.Zip(sines, (a, b) => a * b).ToArray());
        Significance.AssertMean(1, cosines.Zip(sines, (a, b) => a * a * b * b).ToArray());
        Significance.AssertMean(0, cosines.Zip(cosines.Skip(1), (a, b) => a * b).ToArray());
    }

    [Fact]
    public void FillUniform_ManyNumbers_HasUniformMoments()
    {
        double[] u = Uniform(Seed.Stream(2, StreamPurpose.Weights), 0, 400_000);
        Assert.All(u, value => Assert.InRange(value, 0, 1 - 1.0 / (1L << 53)));
        Significance.AssertMean(1.0 / 2, u);
        Significance.AssertMean(1.0 / 3, Powers(u, 2));
        Significance.AssertMean(1.0 / 4, Powers(u, 3));
    }

    [Fact]
    public void FillSigns_ManyNumbers_AreFairSigns()
    {
        var signs = new double[100_000];
        Seed.Stream(2, StreamPurpose.Weights).FillSigns(0, signs);
        Assert.All(signs, sign => Assert.Equal(1, Math.Abs(sign)));
        Significance.AssertMean(0, signs);
    }

    [Fact]
    public void Stream_AnyPartOfTheNameChanged_IsAnotherStream()
    {
        var seed = new NetworkSeed(5, 100, 3);
        RandomStream[] streams =
        [
            seed.Stream(2, StreamPurpose.Weights),
            (seed with { Seed = 6 }).Stream(2, StreamPurpose.Weights),
            (seed with { Seed = 5 + (1L << 32) }).Stream(2, StreamPurpose.Weights),
            (seed with { Width = 101 }).Stream(2, StreamPurpose.Weights),
            (seed with { Instance = 4 }).Stream(2, StreamPurpose.Weights),
            seed.Stream(3, StreamPurpose.Weights),
            seed.Stream(2, StreamPurpose.Inputs),
        ];
        Assert.Equal(streams.Length, streams.Select(stream => Gaussian(stream, 0, 1)[0]).Distinct().Count());
    }

    [Fact]
    public void Stream_NumberOutsideItsRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => (Seed with { Seed = -1 }).Stream(0, StreamPurpose.Inputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Seed with { Width = 0 }).Stream(0, StreamPurpose.Inputs));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => (Seed with { Width = 1 << 24 }).Stream(0, StreamPurpose.Inputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => (Seed with { Instance = -1 }).Stream(0, StreamPurpose.Inputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seed.Stream(-1, StreamPurpose.Inputs));
        Assert.Throws<ArgumentOutOfRangeException>(() => Seed.Stream(65_536, StreamPurpose.Inputs));
    }

    private static double[] Gaussian(RandomStream stream, long group, int count)
    {
        var numbers = new double[count];
        stream.FillGaussian(group, numbers);
        return numbers;
    }

    private static double[] Uniform(RandomStream stream, long group, int count)
    {
        var numbers = new double[count];
        stream.FillUniform(group, numbers);
        return numbers;
    }

    private static double Distance(double[] values, Func<double, double> probability)
    {
        double[] sorted = [.. values.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = probability(sorted[i]);
            distance = Math.Max(distance, Math.Max(
                expected - (double)i / sorted.Length, (i + 1.0) / sorted.Length - expected));
        }

        return distance * Math.Sqrt(sorted.Length);
    }

    private static double NormalProbability(double x) =>
        MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2)) / 2;

    private static double[] Powers(double[] values, int power) =>
        Array.ConvertAll(values, value => Math.Pow(value, power));
}
