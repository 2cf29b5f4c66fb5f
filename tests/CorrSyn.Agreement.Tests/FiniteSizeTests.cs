using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Averages over networks of finite width are what the orders N^-1/2 and 1/N predict at that width.</summary>
/// <remarks>Nothing is fitted. Plain means of unbiased estimates are compared, since averages with the scale apart differ at
/// 1/N. To the error comes the size of the next order if it is as large beside the last one as all corrections are beside the
/// limit. At |z| below 4.5 for 9 rows of each network a right theory is rejected in fewer than one of 10,000 runs. Leaving out any one part must be
/// rejected.</remarks>
public class FiniteSizeTests
{
    private const double Threshold = 4.5;
    private static readonly (int Width, int Instances)[] Runs = [(50, 3000), (100, 2000), (200, 800)];

    [Theory]
    [InlineData("tanh", 0.8, 0.1, 0.0)]
    [InlineData("tanh", 0.8, 0.1, 1.0)]
    [InlineData("erf", 1.0, 0.1, 1.0)]
    public void NSigma_OddActivation_IsPredictedAtEveryWidth(string activation, double gain, double biasVariance, double correlation)
    {
        NetworkSpec spec = NetworkModel.Create(
            correlation: correlation, gain: gain, biasVariance: biasVariance, activation: activation, depth: 3);
        double withoutVariance = 0, withoutCorrelation = 0, withoutNextOrder = 0;
        foreach ((int width, int instances) in Runs)
        {
            NetworkSpec resized = Trial.Resize(spec, width);
            IReadOnlyList<FiniteWidthLayer> predicted = FiniteWidthPrediction.Evaluate(resized).Value.Layers;
            SimulationResult simulated = FiniteWidthTrial.Simulate(resized, 200, instances);
            for (int layer = 1; layer <= spec.Depth; layer++)
            {
                FiniteWidthValue value = predicted[layer].NSigma;
                FiniteWidthParts parts = predicted[layer].NSigmaParts;
                ControlledEstimate mean = FiniteWidthTrial.Mean(simulated, layer, LayerQuantity.NSigma);
                double error = FiniteWidthTrial.Error(mean, value);
                double difference = mean.Mean - value.Value;
                double z = difference / error;
                Assert.True(Math.Abs(z) < Threshold, $"{activation}, r = {correlation}, N = {width}, layer {layer}: z = {z:F2}");
                withoutVariance = Math.Max(withoutVariance, Math.Abs(difference + parts.VarianceFluctuation.Value) / error);
                withoutCorrelation = Math.Max(withoutCorrelation, Math.Abs(difference + parts.CovarianceCorrelation.Value) / error);
                withoutNextOrder = Math.Max(withoutNextOrder, Math.Abs(difference + value.FirstOrder!.Value) / error);
            }
        }

        Assert.True(withoutVariance > Threshold, $"without the fluctuation of Delta_ii: {withoutVariance:F2}");
        Assert.True(withoutCorrelation > Threshold, $"without its correlation with Delta_ij^2: {withoutCorrelation:F2}");
        Assert.True(withoutNextOrder > Threshold, $"without the order 1/N: {withoutNextOrder:F2}");
    }

    /// <remarks>The mean over networks of a ratio of estimates has a bias of order 1/M: it is extrapolated from M = 500 and 2000
    /// inputs, (4 D_2000 - D_500)/3, with an error that takes both as fully dependent, and what is left of order 1/M^2 is
    /// allowed for as the step between them divided by 4.</remarks>
    [Fact]
    public void Dimension_CorrelatedSynapses_NeedsJensensInequality()
    {
        NetworkSpec spec = NetworkModel.Create(correlation: 1, depth: 2, width: 100);
        IReadOnlyList<FiniteWidthLayer> predicted = FiniteWidthPrediction.Evaluate(spec).Value.Layers;
        double worstWithout = 0;
        SimulationResult few = FiniteWidthTrial.Simulate(spec, 500, 800);
        SimulationResult many = FiniteWidthTrial.Simulate(spec, 2000, 800);
        for (int layer = 1; layer <= spec.Depth; layer++)
        {
            FiniteWidthValue value = predicted[layer].Dimension;
            ControlledEstimate small = FiniteWidthTrial.Mean(few, layer, LayerQuantity.Dimension);
            ControlledEstimate large = FiniteWidthTrial.Mean(many, layer, LayerQuantity.Dimension);
            double mean = (4 * large.Mean - small.Mean) / 3;
            ControlledEstimate extrapolated = new(mean, (4 * large.StandardError + small.StandardError) / 3, large.DegreesOfFreedom);
            double ofInputs = (large.Mean - small.Mean) / 4;
            double error = Math.Sqrt(Math.Pow(FiniteWidthTrial.Error(extrapolated, value), 2) + ofInputs * ofInputs);
            double z = (mean - value.Value) / error;
            double withoutJensen = (mean - value.Value + predicted[layer].DimensionParts.Jensen.Value) / error;
            Assert.True(Math.Abs(z) < Threshold, $"layer {layer}: z = {z:F2}");
            worstWithout = Math.Max(worstWithout, Math.Abs(withoutJensen));
        }

        Assert.True(worstWithout > Threshold, $"without Jensen's part: {worstWithout:F2}");
    }
}
