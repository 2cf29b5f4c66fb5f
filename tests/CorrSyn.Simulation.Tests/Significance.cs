using CorrSyn.Simulation.Estimation;
using Xunit;

namespace CorrSyn.Simulation.Tests;

/// <summary>Compares the mean of independent numbers with an exact expectation.</summary>
/// <remarks>The bound is |z| at most 5, with at least 100 numbers: a right program fails one comparison with a
/// probability below 3e-6 (Student's t with 99 degrees of freedom), and below 8e-7 with the at least 400 of the thousand
/// or so that concern structured weights: all in this project together below 2e-3. Seeds are fixed, so a comparison that
/// passes goes on passing.</remarks>
internal static class Significance
{
    private const double Limit = 5;

    public static double ZScore(double expected, double[] values)
    {
        Assert.True(values.Length >= 100, "Too few numbers for a normal bound.");
        Estimate mean = SampleMoments.Mean(values);
        return (mean.Mean - expected) / mean.StandardError!.Value;
    }

    public static void AssertMean(double expected, double[] values)
    {
        double z = ZScore(expected, values);
        Assert.True(Math.Abs(z) <= Limit, $"The mean is {z:F1} standard errors off {expected}.");
    }
}
