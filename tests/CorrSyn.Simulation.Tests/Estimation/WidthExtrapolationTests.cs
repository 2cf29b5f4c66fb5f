using CorrSyn.Simulation.Estimation;
using FsCheck.Fluent;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class WidthExtrapolationTests
{
    private static readonly int[] Widths = [100, 200, 400];

    private static LimitEstimate Limit(
        Func<double, double> value, double error, WidthPower power = WidthPower.InverseSquareRoot) =>
        WidthExtrapolation.Extrapolate(
            [.. Widths.Select(width => new WidthPoint(width, value(width), error))], power);

    [Fact]
    public void Extrapolate_PreciseParabola_FindsItsValueAtZero()
    {
        foreach (WidthPower power in Enum.GetValues<WidthPower>())
        {
            double X(double width) => power == WidthPower.Inverse ? 1 / width : 1 / Math.Sqrt(width);
            LimitEstimate limit = Limit(n => 2 + 1.5 * X(n) - 4 * X(n) * X(n), 1e-9, power);

            // What the prior pulls is below the error of the data; what is added for left-out orders is not.
            Assert.Equal(2, limit.Value, 1e-6);
            Assert.True(limit.StandardError < 0.05);
        }
    }

    [Fact]
    public void Extrapolate_PureInverseWidth_IsNotMistakenForALine()
    {
        LimitEstimate limit = Limit(n => 1 + 8 / n, 1e-4);
        Assert.True(Math.Abs(limit.Value - 1) < 2 * limit.StandardError);
        Assert.True(Math.Abs(limit.LinearValue - 1) > 0.03);
    }

    [Fact]
    public void Extrapolate_NoisyPoints_AreNotMagnifiedByTheSecondOrder()
    {
        // A free parabola through these widths multiplies the error by 11, a line by 2.2.
        LimitEstimate limit = Limit(_ => 1, 0.01);
        Assert.InRange(limit.StandardError, 0.02, 0.06);
    }

    [Fact]
    public void Extrapolate_NormalNoise_HasAnErrorThatCoversTheTruth()
    {
        // 2000 repeats around c0 + c1 x + c2 x^2 with c2 x^2 at most c1 x at the smallest width. The error is that of a
        // prior and a bound, so it may cover more than its nominal 95 %; it must not cover less than 93.5 %, three standard
        // deviations of a binomial of 2000 below.
        var random = new Random(3);
        int covered = 0;
        const int repeats = 2000;
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            double first = random.NextDouble() - 0.5;
            double second = 2 * (random.NextDouble() - 0.5) * Math.Abs(first);
            WidthPoint[] points = [.. Widths.Select(width =>
            {
                double x = Math.Sqrt(100.0 / width);
                return new WidthPoint(width, 1 + 0.3 * (first * x + second * x * x) + 0.002 * Normal(random), 0.002);
            })];
            LimitEstimate limit = WidthExtrapolation.Extrapolate(points, WidthPower.InverseSquareRoot);
            covered += Math.Abs(limit.Value - 1) < 1.96 * limit.StandardError ? 1 : 0;
        }

        Assert.True(covered >= 0.935 * repeats, $"{covered} of {repeats}");
    }

    [Fact]
    public void Extrapolate_RescaledPoints_RescalesTheLimit() =>
        Property.Holds(
            Gen.Choose(-200, 200).Select(power => Math.Pow(10, power)),
            scale =>
            {
                LimitEstimate one = Limit(n => 3 - 20 / n, 0.01);
                LimitEstimate scaled = Limit(n => scale * (3 - 20 / n), scale * 0.01);
                Assert.Equal(1, scaled.Value / (scale * one.Value), 1e-9);
                Assert.Equal(1, scaled.StandardError / (scale * one.StandardError), 1e-9);
                Assert.Equal(one.Correction, scaled.Correction, 1e-9);
            });

    [Fact]
    public void Extrapolate_TwoWidths_WorksAndOneIsRefused()
    {
        WidthPoint[] two = [new(100, 1.1, 0.01), new(400, 1.05, 0.01)];
        LimitEstimate limit = WidthExtrapolation.Extrapolate(two, WidthPower.InverseSquareRoot);
        Assert.Equal(1.0, limit.Value, 0.05);
        Assert.True(limit.StandardError > 0.02);
        Assert.Throws<ArgumentException>(
            () => WidthExtrapolation.Extrapolate([two[0], two[0]], WidthPower.Inverse));
    }

    [Fact]
    public void Extrapolate_ExactZeros_GiveExactlyZero() => Assert.Equal(default, Limit(_ => 0, 0));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
