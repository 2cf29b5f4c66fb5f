using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using MathNet.Numerics.Distributions;
using Xunit;
using Xunit.Abstractions;

namespace CorrSyn.Simulation.Tests.Estimation;

/// <summary>How often an interval of 95 % holds the true mean.</summary>
/// <remarks>1600 simulations of 50 networks each. The share of intervals that hold it has the standard deviation
/// sqrt(0.05 0.95/1600) = 0.54 %, so a true 95 % leaves 95 +- 2 % with the probability 2.4e-4, and one of the 15 shares does with
/// less than 4e-3. N Sigma is skewed, which takes about 1 % off its coverage at 50 networks and twice that at 30. The true means are
/// those of all 80,000 networks, which are known 40 times better than an interval's.</remarks>
public class CoverageTests(ITestOutputHelper output)
{
    private const int Simulations = 1600;
    private const int Networks = 50;

    [Fact]
    public void StandardError_IntervalOf95Percent_CoversThatOften()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(0.5), width: 30, depth: 2, ratio: 1);
        SimulationResult all = NetworkSimulator.Run(
            spec,
            new SimulationSettings(24, Simulations * Networks, 11, 2, CovarianceEstimator.Corrected),
            null,
            CancellationToken.None);
        double quantile = StudentT.InvCDF(0, 1, Networks - 1, 0.975);
        foreach (LayerQuantity quantity in Enum.GetValues<LayerQuantity>())
        {
            for (int layer = 0; layer <= 2; layer++)
            {
                double[] values = [.. all.Networks.Select(network => network[layer].ValueOf(quantity)!.Value)];
                double mean = values.Average();
                int covered = values.Chunk(Networks).Count(simulation =>
                {
                    Estimate estimate = SampleMoments.Mean(simulation);
                    return Math.Abs(estimate.Mean - mean) <= quantile * estimate.StandardError!.Value;
                });
                double share = (double)covered / Simulations;
                output.WriteLine($"{quantity} at layer {layer}: {share:P1}");
                Assert.InRange(share, 0.93, 0.97);
            }
        }
    }
}
