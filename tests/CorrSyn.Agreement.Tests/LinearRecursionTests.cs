using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using MathNet.Numerics.Distributions;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>The derived recursion of linear networks against networks of a few neurons, at their own width: nothing is
/// extrapolated.</summary>
public class LinearRecursionTests
{
    // Over all comparisons that must agree: 7 networks, 3 layers, 3 quantities.
    private const double FamilywiseLevel = 1e-3;
    private const int ComparisonCount = 7 * 3 * 3;

    [Theory]
    [InlineData(3, 0.0, 200_000)]
    [InlineData(3, 1.2, 400_000)]
    [InlineData(5, 1.0, 200_000)]
    [InlineData(10, 0.0, 40_000)]
    [InlineData(10, 1.5, 100_000)]
    [InlineData(50, 0.0, 4_000)]
    [InlineData(50, 2.0, 10_000)]
    public void GaussianWeights_EveryWidth_HaveTheDerivedMomentsAndNoOthers(int width, double correlation, int instances)
    {
        NetworkSpec spec = Model(width, correlation);
        var settings = new SimulationSettings(
            Samples: 12, instances, Seed: 5, Environment.ProcessorCount, CovarianceEstimator.Corrected);
        SimulationResult result = MonteCarlo.Run(spec, settings).Value;

        // Many networks make their mean normal; t allows for the estimate of its error.
        double threshold = -StudentT.InvCDF(0, 1, instances - 1, FamilywiseLevel / ComparisonCount / 2);
        double agreement = Worst(result, spec);
        Assert.True(agreement <= threshold, $"off by {agreement:F1} standard errors, {threshold:F1} allowed.");

        double disagreement = Worst(result, Model(width, TenPercentMore(width, correlation)));
        Assert.True(disagreement > threshold, $"tr R^2 raised by 10 % is off by {disagreement:F1} standard errors only.");
    }

    // Biases do not matter to covariances, so there may as well be some.
    private static NetworkSpec Model(int width, double correlation) =>
        NetworkModel.Create(
            correlation: correlation, biasVariance: 0.3, activation: "linear", depth: 2, width: width);

    /// <summary>The correlation r for which tr R^2 = N + (N - 1) r^2 is larger by a tenth; tr R stays N.</summary>
    private static double TenPercentMore(int width, double correlation)
    {
        double square = width + (width - 1) * correlation * correlation;
        return Math.Sqrt((1.1 * square - width) / (width - 1));
    }

    /// <summary>The largest difference from the recursion, in standard errors.</summary>
    private static double Worst(SimulationResult result, NetworkSpec model) =>
        LinearNetwork.Evaluate(model).Value.Layers
            .Zip(result.Layers)
            .Max(pair => Worst(pair.First, pair.Second));

    private static double Worst(LinearNetworkLayer exact, LayerSummary simulated) =>
        new[]
        {
            Difference(exact.Trace / exact.Width, simulated.K1),
            Difference(exact.TraceOfSquare, simulated.TraceOfSquare),
            Difference(exact.SquaredTrace, simulated.SquaredTrace),
        }.Max();

    private static double Difference(double exact, Estimate simulated) =>
        Math.Abs(simulated.Mean - exact) / simulated.StandardError!.Value;
}
