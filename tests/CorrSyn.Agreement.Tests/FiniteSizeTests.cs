using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>The derived correction of order N^-1/2 to N Sigma is the slope at which simulated networks approach the limit.</summary>
/// <remarks>N Sigma over its limit minus 1 is fitted by c1 x + c2 x^2 with x = N^-1/2, the limit being known. What a term of
/// third order as large as the second one at x = 1 would do to c1 is added to its error. Three layers of two networks, at
/// |z| below 4.5: a right theory is rejected in fewer than one of 10,000 runs. The part of variance fluctuations alone, which
/// is twice as large, must be rejected.</remarks>
public class FiniteSizeTests
{
    private const double Threshold = 4.5;
    private static readonly int[] Widths = [100, 200, 400, 800];
    private static readonly int[] Instances = [1200, 1000, 600, 300];

    [Theory]
    [InlineData("erf", 2.0)]
    [InlineData("tanh", 2.0)]
    public void CorrelatedSynapses_OddActivation_ApproachTheLimitWithTheDerivedSlope(string activation, double correlation)
    {
        NetworkSpec spec = NetworkModel.Create(
            correlation: correlation, gain: 1.5, biasVariance: 0.3, activation: activation, depth: 3);
        IReadOnlyList<MeanFieldLayer> limit = MeanField.Evaluate(spec).Value.Layers;
        IReadOnlyList<FiniteSizeLayer> corrections = FiniteSize.Evaluate(spec).Value;
        SimulationResult[] simulations = [.. Widths.Zip(Instances, (width, instances) => MonteCarlo.Run(
            Trial.Resize(spec, width),
            new SimulationSettings(200, instances, 23, Environment.ProcessorCount, CovarianceEstimator.Corrected)).Value)];
        double worstWrong = 0;
        for (int layer = 1; layer <= spec.Depth; layer++)
        {
            (double slope, double error) = Slope(simulations, layer, limit[layer].NSigma);
            double z = (slope - corrections[layer].NSigma / limit[layer].NSigma) / error;
            double wrong = (slope - corrections[layer].OfVarianceFluctuations / limit[layer].NSigma) / error;
            worstWrong = Math.Max(worstWrong, Math.Abs(wrong));
            Assert.True(Math.Abs(z) < Threshold, $"{activation}, layer {layer}: slope {slope:F3} +- {error:F3}, z = {z:F2}");
        }

        Assert.True(worstWrong > Threshold, $"{activation}: the incomplete correction differs by {worstWrong:F2} errors only");
    }

    private static (double Slope, double Error) Slope(SimulationResult[] simulations, int layer, double limit)
    {
        ControlledEstimate[] means = [.. simulations.Select(simulation => ControlVariates.Average(
            simulation.Spec, simulation.Networks, layer, LayerQuantity.NSigma)!.Value)];
        double X(int row) => 1 / Math.Sqrt(simulations[row].Spec.Width);
        Matrix<double> design = Matrix<double>.Build.Dense(
            means.Length, 2, (row, column) => Math.Pow(X(row), column + 1) * limit / means[row].StandardError);
        Vector<double> target = Vector<double>.Build.Dense(
            means.Length, row => (means[row].Mean - limit) / means[row].StandardError);
        Matrix<double> covariance = (design.Transpose() * design).Inverse();
        Vector<double> fit = covariance * design.Transpose() * target;
        Vector<double> cubic = Vector<double>.Build.Dense(
            means.Length, row => Math.Pow(X(row), 3) * limit / means[row].StandardError);
        double leftOut = (covariance * design.Transpose() * cubic)[0] * fit[1];
        return (fit[0], Math.Sqrt(covariance[0, 0] + leftOut * leftOut));
    }
}
