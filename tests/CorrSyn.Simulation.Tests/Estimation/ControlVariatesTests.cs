using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Estimation;

public class ControlVariatesTests
{
    private static SimulationResult Simulate(NetworkSpec spec, int instances, long seed = 5) =>
        NetworkSimulator.Run(
            spec, new SimulationSettings(60, instances, seed, 2, CovarianceEstimator.Corrected), null, default);

    [Fact]
    public void Controls_EveryEnsemble_AverageToZero()
    {
        // The deviations are means of zero given the layer below; written out here a second time.
        foreach (SynapseEnsemble synapses in Ensembles.All)
        {
            NetworkSpec spec = Ensembles.Network(synapses, 30);
            SimulationResult result = Simulate(spec, 400);
            for (int layer = 1; layer <= spec.Depth; layer++)
            {
                double[] Relative(Func<LayerStatistics, PreActivationStatistics, double> deviation) =>
                    [.. result.Networks.Select(
                        network => deviation(network[layer - 1], network[layer].PreActivation!.Value))];
                double shared = (1 + 29 * spec.WeightCorrelation) / 30;
                for (int lower = 1; lower < layer; lower++)
                {
                    double Shared(IReadOnlyList<LayerStatistics> network, int at) =>
                        network[at].PreActivation!.Value.SharedVariance / (0.8 * network[at - 1].K1 * shared) - 1;
                    Significance.AssertMean(
                        0, [.. result.Networks.Select(network => Shared(network, layer) * Shared(network, lower))]);
                }

                Significance.AssertMean(0, Relative((below, z) => z.SharedVariance / (0.8 * below.K1 * shared) - 1));
                Significance.AssertMean(
                    0, Relative((below, z) => z.SquaredMean / (0.8 * below.SquaredSampleMean + 0.1) - 1));
                if (!synapses.IsOrthogonal)
                    Significance.AssertMean(0, Relative((below, z) => z.Variance / (0.8 * below.K1) - 1));
                else
                    Assert.All(Relative((below, z) => z.Variance / (0.8 * below.K1) - 1), x => Assert.Equal(0, x, 1e-10));
            }
        }
    }

    [Fact]
    public void Average_CorrelatedSynapses_CutsTheErrorAndKeepsTheMean()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1.5), 60);
        SimulationResult result = Simulate(spec, 400);
        for (int layer = 1; layer <= spec.Depth; layer++)
        {
            Estimate plain = result.Layers[layer].NSigma;
            ControlledEstimate controlled = Average(result, layer, LayerQuantity.NSigma);
            Assert.True(controlled.StandardError < 0.7 * plain.StandardError!.Value);
            double[] values = NetworkValues.Of([.. result.Networks.Select(network => network[layer])], LayerQuantity.NSigma)!;
            Assert.True(Math.Abs(controlled.Mean - values.Average()) < 5 * plain.StandardError.Value);
        }
    }

    [Fact]
    public void Average_ManyRepeats_CoversTheLongRunMean()
    {
        // 200 repeats of 100 networks against the average of all 20000: a 95 % interval by Student's t covers at least
        // 90 % of 200 (3 standard deviations of a binomial).
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1.5), 20, depth: 2);
        SimulationResult all = Simulate(spec, 20000);
        double truth = NetworkValues.Of([.. all.Networks.Select(network => network[2])], LayerQuantity.NSigma)!.Average();
        int covered = 0;
        for (int repeat = 0; repeat < 200; repeat++)
        {
            ControlledEstimate some = ControlVariates.Average(
                spec, [.. all.Networks.Skip(100 * repeat).Take(100)], 2, LayerQuantity.NSigma)!.Value;
            double limit = MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, some.DegreesOfFreedom, 0.975);
            covered += Math.Abs(some.Mean - truth) < limit * some.StandardError ? 1 : 0;
        }

        Assert.InRange(covered, 180, 198);
    }

    [Fact]
    public void Average_FewNetworks_IsThePlainMean()
    {
        SimulationResult result = Simulate(Ensembles.Network(Ensembles.Gaussian(1), 20), 19);
        ControlledEstimate controlled = Average(result, 2, LayerQuantity.Q);
        Assert.Equal(result.Layers[2].Q.Mean, controlled.Mean, 1e-12);

        // Without controls the jackknife's error of a mean is the standard error times sqrt(I/(I-1)).
        Assert.Equal(
            result.Layers[2].Q.StandardError!.Value * Math.Sqrt(19.0 / 18), controlled.StandardError, 1e-12);
        Assert.Equal(18, controlled.DegreesOfFreedom);
    }

    [Fact]
    public void Average_MissingDimensionOrOneNetwork_HasNoMean()
    {
        NetworkSpec spec = Ensembles.Network(SynapseEnsemble.Independent, 20);
        SimulationResult result = Simulate(spec, 3);
        LayerStatistics[] dead = [.. result.Networks[0].Select(layer => layer with { Dimension = null })];
        Assert.Null(ControlVariates.Average(spec, [dead, dead], 1, LayerQuantity.Dimension));
        Assert.NotNull(ControlVariates.Average(spec, [dead, dead], 1, LayerQuantity.K1));
        Assert.Throws<ArgumentException>(() => ControlVariates.Average(spec, [dead], 1, LayerQuantity.K1));
    }

    private static ControlledEstimate Average(SimulationResult result, int layer, LayerQuantity quantity) =>
        ControlVariates.Average(result.Spec, result.Networks, layer, quantity)!.Value;
}
