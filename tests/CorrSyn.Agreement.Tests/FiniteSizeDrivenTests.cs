using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>Means and spread where the drive that all neurons share moves order parameters: the order N^-1/2 is that of simulated
/// networks.</summary>
/// <remarks>
/// Nothing is fitted. Means are known to N^-1/2, so the next order is allowed for: of the limit, the largest share of a correction of the layer,
/// squared, and 1/N for what a finite number of neurons does. At |z| below 4.5 for 6 rows of each width a right theory is rejected in fewer than one of 1000 runs. The limit without
/// the order must be rejected by the same bound. Standard deviations are held against the delta method as in
/// <see cref="FiniteSizeSpreadTests"/>: those of K1 and N Sigma everywhere, that of D/N where it is trusted.
/// </remarks>
public class FiniteSizeDrivenTests(ITestOutputHelper output)
{
    private const double Threshold = 4.5;
    private static readonly (int Width, int Instances)[] Runs = [(50, 1500), (200, 1000), (800, 150)];
    private static readonly LayerQuantity[] Quantities = [LayerQuantity.K1, LayerQuantity.NSigma, LayerQuantity.Dimension];

    [Theory]
    [InlineData("gaussian", "relu", 0.3)]
    [InlineData("gaussian", "relu", 1.0)]
    [InlineData("gaussian", "softplus", 0.6)]
    [InlineData("binary", "gelu", 0.6)]
    public void Means_OfOneNetwork_ArePredictedToHalfOrder(string weights, string activation, double correlation)
    {
        NetworkSpec spec = NetworkModel.Create(weights, correlation, 1.5, activation: activation, depth: 3);
        double worstOfLimit = 0;
        foreach ((int width, int instances) in Runs)
        {
            NetworkSpec resized = Trial.Resize(spec, width);
            FiniteWidthSolution predicted = FiniteWidthPrediction.Evaluate(resized).Value;
            Assert.Equal(FiniteWidthMethod.DerivedToHalfOrder, predicted.MeanMethod);
            SimulationResult simulated = FiniteWidthTrial.Simulate(resized, 100, instances);
            for (int layer = 1; layer <= spec.Depth; layer++)
            {
                foreach (LayerQuantity quantity in Quantities)
                {
                    FiniteWidthValue value = Value(predicted.Layers[layer], quantity);
                    ControlledEstimate mean = FiniteWidthTrial.Mean(simulated, layer, quantity);
                    double share = predicted.Layers[layer].LargestShare;
                    double error = FiniteWidthTrial.Error(mean, (share * share + 1.0 / width) * value.Limit);
                    double z = (mean.Mean - value.Value) / error;
                    output.WriteLine(
                        $"{activation}, r = {correlation}, N = {width}, layer {layer}, {quantity}: {mean.Mean / value.Limit:F4}({mean.StandardError / value.Limit:F4}), predicted {value.Value / value.Limit:F4}, z = {z:F2} (plain {(mean.Mean - value.Value) / mean.StandardError:F1}), trusted {predicted.Layers[layer].IsTrusted}");
                    if (quantity == LayerQuantity.Dimension)
                        continue;
                    Assert.True(Math.Abs(z) < Threshold, $"{activation}, N = {width}, layer {layer}, {quantity}: z = {z:F2}");
                    worstOfLimit = Math.Max(worstOfLimit, Math.Abs(mean.Mean - value.Limit) / error);
                }
            }
        }

        Assert.True(worstOfLimit > Threshold, $"the limit: {worstOfLimit:F2}");
    }

    private static FiniteWidthValue Value(FiniteWidthLayer layer, LayerQuantity quantity) => quantity switch
    {
        LayerQuantity.K1 => layer.K1,
        LayerQuantity.NSigma => layer.NSigma,
        LayerQuantity.Dimension => layer.Dimension,
        LayerQuantity.K2 or LayerQuantity.Q => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "Not predicted."),
        _ => throw new ArgumentOutOfRangeException(nameof(quantity), quantity, "No such quantity."),
    };
}
