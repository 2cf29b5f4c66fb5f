using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Agreement.Tests;

/// <summary>Means and standard deviations over networks whose layers are wider or narrower than the one below.</summary>
/// <remarks>
/// Means as in <see cref="FiniteSizeTests"/>, spreads as in <see cref="FiniteSizeSpreadTests"/>, with their bound: |z| below 4.5 in
/// 15 rows of each network. What must be rejected are relative corrections and spreads of the network with the inverse ratios of widths:
/// the limit is not what is at stake.
/// </remarks>
public class FiniteSizeWidthsTests(ITestOutputHelper output)
{
    private const double Threshold = 4.5;

    private static readonly LayerQuantity[] Quantities = [LayerQuantity.K1, LayerQuantity.NSigma, LayerQuantity.Dimension];

    [Theory]
    [InlineData("gaussian", 1.0, "tanh", 0.8, 700, 100)]
    [InlineData("gaussian", 0.0, "tanh", 0.8, 600, 200)]
    [InlineData("binary", 1.0, "erf", 0.8, 700, 150)]
    [InlineData("gaussian", 0.0, "relu", 1.5, 2400, 200)]
    public void Layers_WidthsThatDiffer_ArePredicted(
        string weights, double correlation, string activation, double gain, int instances, int samples)
    {
        ModelDescription model = ModelDescription.Default with
        {
            Weights = weights,
            Correlation = correlation,
            Activation = activation,
            Gain = gain,
            Depth = 3,
            Width = 160,
        };
        NetworkSpec spec = Create(model with { Layers = [new(Width: 80), new(Width: 320), new(Width: 120)] });
        IReadOnlyList<FiniteWidthLayer> predicted = FiniteWidthPrediction.Evaluate(spec).Value.Layers;
        IReadOnlyList<FiniteWidthLayer> wrong = FiniteWidthPrediction.Evaluate(
            Create(model with { Layers = [new(Width: 320), new(Width: 80), new(Width: 213)] })).Value.Layers;
        SimulationResult few = FiniteWidthTrial.Simulate(spec, samples, instances);
        SimulationResult many = FiniteWidthTrial.Simulate(spec, 4 * samples, instances);
        double worstMean = 0, worstSpread = 0;
        for (int layer = 1; layer <= spec.Depth; layer++)
        {
            foreach (LayerQuantity quantity in Quantities)
            {
                FiniteWidthValue value = Value(predicted[layer], quantity);
                FiniteWidthValue other = Value(wrong[layer], quantity);
                string row = $"{weights} {activation}, r = {correlation}, layer {layer}, {quantity}";
                if (quantity != LayerQuantity.Dimension)
                {
                    ControlledEstimate mean = FiniteWidthTrial.Mean(many, layer, quantity);
                    double error = FiniteWidthTrial.Error(mean, value);
                    double z = (mean.Mean - value.Value) / error;
                    output.WriteLine(
                        $"{row}: mean {mean.Mean / value.Value:F4}({mean.StandardError / value.Value:F4}), limit {value.Limit / value.Value:F4}, z = {z:F2}, of other widths {(mean.Mean - value.Limit * other.Value / other.Limit) / error:F2}");
                    Assert.True(Math.Abs(z) < Threshold, $"{row}: z = {z:F2}");
                    worstMean = Math.Max(worstMean, Math.Abs(mean.Mean - value.Limit * other.Value / other.Limit) / error);
                }

                double share = predicted[layer].Deviation.NSigma / predicted[layer].NSigma.Limit;
                double deviation = Deviation(predicted[layer], quantity);
                double ofOther = value.Limit / other.Limit * Deviation(wrong[layer], quantity);
                (double simulated, double errorOfSpread) = FiniteWidthTrial.Deviation(few, many, layer, quantity);
                double Excess(double theory) => Math.Max(0, Math.Abs(simulated - theory) - share * theory) / errorOfSpread;
                output.WriteLine(
                    $"{row}: spread {simulated / deviation:F3}({errorOfSpread / deviation:F3}), allowed {share:F3}, z = {Excess(deviation):F2}, of other widths {ofOther / deviation:F2}, {Excess(ofOther):F2}");
                Assert.True(Excess(deviation) < Threshold, $"{row}, spread: z = {Excess(deviation):F2}");
                worstSpread = Math.Max(worstSpread, Excess(ofOther));
            }
        }

        Assert.True(worstMean > Threshold, $"corrections of other widths: {worstMean:F2}");
        Assert.True(worstSpread > Threshold, $"spreads of other widths: {worstSpread:F2}");
    }

    private static NetworkSpec Create(ModelDescription description) =>
        NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new ArgumentException(error.ToString(), nameof(description));

    private static FiniteWidthValue Value(FiniteWidthLayer layer, LayerQuantity quantity) =>
        quantity == LayerQuantity.K1 ? layer.K1 : quantity == LayerQuantity.NSigma ? layer.NSigma : layer.Dimension;

    private static double Deviation(FiniteWidthLayer layer, LayerQuantity quantity) =>
        quantity == LayerQuantity.K1 ? layer.Deviation.K1
        : quantity == LayerQuantity.NSigma ? layer.Deviation.NSigma
        : layer.Deviation.Dimension;
}
