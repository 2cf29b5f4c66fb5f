using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>K1, N Sigma and D/N of single networks scatter as the delta method predicts at their width.</summary>
/// <remarks>
/// Nothing is fitted. The delta method takes deviations to first order, so its own error is of the relative size of a deviation: the
/// largest is that of N Sigma, and that share of the prediction is allowed in addition to 4.5 standard errors. With 9 rows
/// for each of 7 simulations a right theory is then rejected in fewer than one of 1000 runs.
/// A theory with another correlation must be rejected by the same bound; for orthogonal weights, that of independent ones.
/// </remarks>
public class FiniteSizeSpreadTests(ITestOutputHelper output)
{
    private const double Threshold = 4.5;

    private static readonly LayerQuantity[] Quantities = [LayerQuantity.K1, LayerQuantity.NSigma, LayerQuantity.Dimension];

    [Theory]
    [InlineData("gaussian", 1.0, 1.8, 50, 400, 150)]
    [InlineData("gaussian", 1.0, 1.5, 200, 200, 150)]
    [InlineData("gaussian", 1.0, 1.5, 400, 60, 100)]
    [InlineData("gaussian", 0.0, 1.0, 50, 300, 400)]
    [InlineData("gaussian", 0.0, 0.5, 200, 120, 200)]
    [InlineData("binary", 0.0, 1.0, 100, 200, 250)]
    [InlineData("orthogonal", null, null, 50, 300, 250)]
    public void Deviations_AtOneWidth_AreThoseOfTheDeltaMethod(
        string weights, double? correlation, double? wrong, int width, int instances, int samples)
    {
        NetworkSpec spec = NetworkModel.Create(weights, correlation, depth: 3, width: width);
        IReadOnlyList<FiniteWidthLayer> predicted = FiniteWidthPrediction.Evaluate(spec).Value.Layers;
        SimulationResult few = FiniteWidthTrial.Simulate(spec, samples, instances);
        SimulationResult many = FiniteWidthTrial.Simulate(spec, 4 * samples, instances);

        // Haar matrices in the place of independent ones, or another correlation.
        NetworkSpec other = wrong is null
            ? NetworkModel.Create("independent", depth: 3, width: width)
            : NetworkModel.Create(weights, wrong, depth: 3, width: width);
        IReadOnlyList<FiniteWidthLayer> different = FiniteWidthPrediction.Evaluate(other).Value.Layers;
        double worstOfWrong = 0;
        for (int layer = 1; layer <= spec.Depth; layer++)
        {
            foreach (LayerQuantity quantity in Quantities)
            {
                (double simulated, double error) = FiniteWidthTrial.Deviation(few, many, layer, quantity);
                double z = Excess(predicted[layer], quantity, simulated, error);
                output.WriteLine(
                    $"{weights}, r = {correlation}, N = {width}, layer {layer}, {quantity}: {simulated / Of(predicted[layer], quantity):F3}({error / Of(predicted[layer], quantity):F3}), allowed {SmallParameter(predicted[layer]):F3}, z = {z:F2}");
                Assert.True(z < Threshold, $"{weights}, r = {correlation}, N = {width}, layer {layer}, {quantity}: z = {z:F2}");
                worstOfWrong = Math.Max(worstOfWrong, Excess(different[layer], quantity, simulated, error));
            }
        }

        Assert.True(worstOfWrong > Threshold, $"the wrong theory: {worstOfWrong:F2}");
    }

    // How many standard errors the simulation is beyond what the delta method leaves open.
    private static double Excess(FiniteWidthLayer predicted, LayerQuantity quantity, double simulated, double error)
    {
        double deviation = Of(predicted, quantity);
        return Math.Max(0, Math.Abs(simulated - deviation) - SmallParameter(predicted) * deviation) / error;
    }

    private static double SmallParameter(FiniteWidthLayer predicted) => predicted.Deviation.NSigma / predicted.NSigma.Limit;

    private static double Of(FiniteWidthLayer predicted, LayerQuantity quantity) => quantity switch
    {
        LayerQuantity.K1 => predicted.Deviation.K1,
        LayerQuantity.NSigma => predicted.Deviation.NSigma,
        LayerQuantity.Dimension => predicted.Deviation.Dimension,
        LayerQuantity.K2 or LayerQuantity.Q => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "Not predicted."),
        _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
    };
}
