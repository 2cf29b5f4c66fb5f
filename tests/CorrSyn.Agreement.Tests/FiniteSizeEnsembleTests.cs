using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>The derived orders of other ensembles, of activations with kinks and jumps, and of layers that differ.</summary>
/// <remarks>As <see cref="FiniteSizeTests"/>, with the same bound: |z| below 4.5 in 6 rows for each of two widths. What must
/// be rejected is the same network without its order 1/N, and, for binary weights, the order 1/N of Gaussian ones.</remarks>
public class FiniteSizeEnsembleTests(ITestOutputHelper output)
{
    private const double Threshold = 4.5;
    private static readonly (int Width, int Instances)[] Runs = [(50, 1000), (100, 350)];
    private static readonly LayerQuantity[] Quantities = [LayerQuantity.K1, LayerQuantity.NSigma];

    [Theory]
    [InlineData("orthogonal", null, "tanh", 0.8)]
    [InlineData("orthogonal", null, "relu", 1.5)]
    [InlineData("binary", 1.0, "tanh", 0.8)]
    [InlineData("binary", 0.0, "erf", 1.0)]
    [InlineData("gaussian", 0.0, "relu", 1.5)]
    [InlineData("gaussian", 0.0, "sign", 1.0)]
    public void Means_OfOneNetwork_ArePredictedAtEveryWidth(string weights, double? correlation, string activation, double gain) =>
        AssertPredicted(
            NetworkModel.Create(weights, correlation, gain, activation: activation, depth: 3), $"{weights} {activation}");

    [Fact]
    public void Means_LayersThatDiffer_ArePredictedAtEveryWidth()
    {
        ModelDescription description = ModelDescription.Default with
        {
            Depth = 3,
            Layers =
            [
                new(Gain: 1.2, Correlation: 0.7),
                new("orthogonal", Activation: "erf", BiasVariance: 0.3),
                new("binary", Activation: "hard-tanh", Correlation: 1.2),
            ],
        };
        Assert.True(NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error), $"{error}");
        AssertPredicted(spec, "three layers");
    }

    [Fact]
    public void NSigma_BinaryWeights_IsNotThatOfGaussianOnes()
    {
        NetworkSpec spec = NetworkModel.Create("binary", 1, depth: 3, width: 50);
        SimulationResult simulated = FiniteWidthTrial.Simulate(spec, 150, 2000);
        IReadOnlyList<FiniteWidthLayer> wrong =
            FiniteWidthPrediction.Evaluate(NetworkModel.Create("gaussian", 1, depth: 3, width: 50)).Value.Layers;
        double worst = Quantities.Max(quantity => Enumerable.Range(1, 3).Max(
            layer => Math.Abs(Z(FiniteWidthTrial.Mean(simulated, layer, quantity), Value(wrong[layer], quantity)))));
        Assert.True(worst > Threshold, $"{worst:F2}");
    }

    private void AssertPredicted(NetworkSpec spec, string name)
    {
        double withoutNextOrder = 0;
        foreach ((int width, int instances) in Runs)
        {
            NetworkSpec resized = Trial.Resize(spec, width);
            FiniteWidthSolution predicted = FiniteWidthPrediction.Evaluate(resized).Value;
            Assert.Equal(FiniteWidthMethod.Derived, predicted.MeanMethod);
            SimulationResult simulated = FiniteWidthTrial.Simulate(resized, 150, instances);
            for (int layer = 1; layer <= spec.Depth; layer++)
            {
                foreach (LayerQuantity quantity in Quantities)
                {
                    FiniteWidthValue value = Value(predicted.Layers[layer], quantity);
                    ControlledEstimate mean = FiniteWidthTrial.Mean(simulated, layer, quantity);
                    double z = Z(mean, value);
                    output.WriteLine(
                        $"{name}, N = {width}, layer {layer}, {quantity}: {mean.Mean / value.Value:F4}({mean.StandardError / value.Value:F4}), limit {value.Limit / value.Value:F4}, z = {z:F2}");
                    Assert.True(Math.Abs(z) < Threshold, $"{name}, N = {width}, layer {layer}, {quantity}: z = {z:F2}");
                    double without = (mean.Mean - value.Value + value.FirstOrder!.Value) / FiniteWidthTrial.Error(mean, value);
                    withoutNextOrder = Math.Max(withoutNextOrder, Math.Abs(without));
                }
            }
        }

        Assert.True(withoutNextOrder > Threshold, $"{name} without the order 1/N: {withoutNextOrder:F2}");
    }

    private static double Z(ControlledEstimate mean, FiniteWidthValue value) =>
        (mean.Mean - value.Value) / FiniteWidthTrial.Error(mean, value);

    private static FiniteWidthValue Value(FiniteWidthLayer layer, LayerQuantity quantity) =>
        quantity == LayerQuantity.K1 ? layer.K1 : layer.NSigma;
}
