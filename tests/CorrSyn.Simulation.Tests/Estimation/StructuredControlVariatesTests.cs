using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class StructuredControlVariatesTests
{
    private static readonly SimulationSettings Settings = new(24, 400, 5, 2, CovarianceEstimator.Corrected);

    [Fact]
    public void Controls_EveryPremise_AverageToZero()
    {
        foreach (StructuredWeights weights in Premises.All.Concat(Premises.Negative))
        {
            StructuredResult result = Run(weights);
            for (int layer = 1; layer <= 3; layer++)
            {
                AssertVanishes(Deviations(result, layer, z => z.Variance));
                AssertVanishes(Deviations(result, layer, z => z.SharedVariance));
                AssertVanishes(Deviations(result, layer, z => z.SquaredMean));
            }
        }
    }

    // Without its R a premise has less shared variance, without its S another variance.
    [Fact]
    public void Controls_OfAnotherPremise_WouldBeSeen()
    {
        foreach (StructuredCorrelation postsynaptic in Premises.Postsynaptic.Skip(1))
        {
            StructuredResult shared = Run(Premises.Weights(WeightValues.Gaussian, postsynaptic));
            int modes = CorrelationStructureModule.cellCount(postsynaptic.Structure);
            modes = postsynaptic.Structure.IsLowRank ? int.Log2(modes) : 1;
            double[] ofIndependent = [.. shared.Networks.Select(
                network => network[2].PreActivation!.Value.SharedVariance
                    / (network[2].ExpectedPreActivation!.Value.Variance * modes / shared.Network.Layers[1].Width) - 1)];
            Assert.True(Significance.ZScore(0, ofIndependent) > 10);
        }

        StructuredResult presynaptic = Run(
            Premises.Weights(WeightValues.Gaussian, Premises.Uniform(0.4), Premises.Uniform(0.5)));
        double[] withoutS = [.. presynaptic.Networks.Select(
            network => network[2].PreActivation!.Value.Variance / (0.8 * network[1].K1) - 1)];
        Assert.True(Math.Abs(Significance.ZScore(0, withoutS)) > 10);
    }

    [Fact]
    public void Average_CorrelatedSynapses_CutsTheErrorAndKeepsTheMean()
    {
        foreach (StructuredWeights weights in new[]
        {
            Premises.Weights(WeightValues.Gaussian, Premises.Uniform(0.2)),
            Premises.Weights(WeightValues.NewSparse(0.3), Premises.Uniform(0.2)),
            Premises.Weights(WeightValues.Gaussian, Premises.Blocks(2, 0.3)),
            Premises.Weights(WeightValues.Binary, Premises.LowRank(2, 0.3)),
        })
        {
            StructuredResult result = Run(weights);
            Estimate plain = result.Layers[2].NSigma;
            ControlledEstimate controlled = result.Average(2, LayerQuantity.NSigma)!.Value;
            Assert.True(controlled.StandardError < 0.7 * plain.StandardError!.Value);
            Assert.True(Math.Abs(controlled.Mean - plain.Mean) < 5 * plain.StandardError.Value);
        }
    }

    [Fact]
    public void Average_NetworksWithoutExpectations_AreRefused()
    {
        SimulationResult other = NetworkSimulator.Run(
            Ensembles.Network(SynapseEnsemble.Independent, 10), Settings with { Instances = 2 }, null, default);
        Assert.Throws<ArgumentException>(() => ControlVariates.Average(other.Networks, 1, LayerQuantity.K1));
    }

    [Fact]
    public void Expectations_InputsInBlocks_AreThoseOfAllAtOnce()
    {
        foreach (StructuredWeights weights in Premises.Some.Concat(Premises.Negative))
        {
            StructuredNetwork network = Premises.Network(weights, [24, 16]);
            double[] values = [.. Enumerable.Range(0, 50 * 24).Select(i => 3 + Math.Sin(0.3 * i * (double)i))];
            var activity = new MatrixView(values, 50, 24);
            LayerStatistics below = new LayerEstimator(CovarianceEstimator.Corrected, 50, 24, 1).Estimate(0, activity, null, default);
            var expected = new ExpectedPreActivation(network, 1);
            expected.Add(activity.Part(0, 20), isFirst: true);
            expected.Add(activity, isFirst: true);
            PreActivationStatistics whole = expected.Result(below);
            expected.Add(activity.Part(0, 20), isFirst: true);
            expected.Add(activity.Part(20, 30), isFirst: false);
            PreActivationStatistics blocks = expected.Result(below);
            Assert.Equal(whole.Variance, blocks.Variance, 1e-12 * whole.Variance);
            Assert.Equal(whole.SquaredMean, blocks.SquaredMean, 1e-12 * whole.SquaredMean);
        }
    }

    // Widths are multiples of 8, the cell count of three patterns.
    private static StructuredResult Run(StructuredWeights weights) =>
        StructuredSimulator.Run(Premises.Network(weights, [24, 16, 32, 16]), Settings, null, default);

    private static double[] Deviations(
        StructuredResult result, int layer, Func<PreActivationStatistics, double> statistic) =>
        [.. result.Networks.Select(
            network => statistic(network[layer].PreActivation!.Value)
                / statistic(network[layer].ExpectedPreActivation!.Value) - 1)];

    // The weights of an isometry and the squares of independent binary weights leave a deviation of rounding only.
    private static void AssertVanishes(double[] deviations)
    {
        if (deviations.Max(Math.Abs) > 1e-10)
            Significance.AssertMean(0, deviations);
    }
}
