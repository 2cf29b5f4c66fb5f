using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Linear networks of a few neurons, where averages are known exactly at every width.</summary>
public class LinearOracleTests
{
    /// <summary>E (tr C)^2 and E tr C^2 of every layer, by their closed recursion.</summary>
    /// <remarks>For Gaussian weights with row correlation matrix R: E tr C'^2 = (g/N)^2 {(tr C)^2 tr R^2 +
    /// tr C^2 [(tr R)^2 + tr R^2]} and E (tr C')^2 = (g/N)^2 {(tr C)^2 (tr R)^2 + 2 tr C^2 tr R^2}. The input is a
    /// Wishart matrix of P = alpha N columns.</remarks>
    private static IEnumerable<(double SquaredTrace, double TraceOfSquare)> Exact(NetworkSpec spec)
    {
        double n = spec.Width;
        double p = Math.Round(spec.Inputs.Ratio * n);
        double fourthPower = Math.Pow(spec.Inputs.StandardDeviation, 4) / (n * n);
        double rowSquares = n + n * (n - 1) * spec.WeightCorrelation * spec.WeightCorrelation;
        (double squared, double square) = (fourthPower * (n * n * p * p + 2 * n * p), fourthPower * n * p * (n + p + 1));
        for (int layer = 0; layer <= spec.Depth; layer++)
        {
            yield return (squared, square);
            double factor = Math.Pow(spec.Gain / n, 2);
            (squared, square) = (
                factor * (squared * n * n + 2 * square * rowSquares),
                factor * (squared * rowSquares + square * (n * n + rowSquares)));
        }
    }

    [Theory]
    [InlineData(3, 0.0)]
    [InlineData(3, 1.5)]
    [InlineData(12, 0.0)]
    [InlineData(12, 1.0)]
    [InlineData(40, 3.0)]
    public void GaussianWeights_EveryWidth_HaveTheExactMoments(int width, double correlation)
    {
        NetworkSpec spec = NetworkModel.Create(
            correlation: correlation, biasVariance: 0, activation: "linear", depth: 2, width: width);
        var settings = new SimulationSettings(
            Samples: 12, Instances: 20_000, Seed: 3, Environment.ProcessorCount, CovarianceEstimator.Corrected);
        SimulationResult result = MonteCarlo.Run(spec, settings).Value;
        foreach ((LayerSummary layer, (double squared, double square)) in result.Layers.Zip(Exact(spec)))
        {
            AssertMean(squared, layer.SquaredTrace);
            AssertMean(square, layer.TraceOfSquare);
        }
    }

    // 20,000 networks make the mean normal; 30 comparisons at |z| <= 5 raise a false alarm with a probability of 2e-5.
    private static void AssertMean(double expected, Estimate actual)
    {
        double z = (actual.Mean - expected) / actual.StandardError!.Value;
        Assert.True(Math.Abs(z) <= 5, $"{actual.Mean} is {z:F1} standard errors off {expected}.");
        Assert.True(actual.StandardError < 0.1 * expected, "The comparison must be able to fail.");
    }
}
