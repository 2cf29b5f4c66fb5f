using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

/// <summary>What the standard error that is printed after stopping at a target is worth: intervals of Student's t with I - 1
/// degrees of freedom cover the mean in 95 +- 2 % of runs, although the run stopped because its error looked small.</summary>
/// <remarks>3000 runs know a share of 95 % to 0.4 %, and the mean over 60,000 networks is known 15 times as well as that of a run: a
/// right rule fails with a probability below 1e-4 (2 % are 5 errors; seeds are fixed), and one whose errors are a fifth too
/// small covers 90 %, which is 7 errors below 93 %.</remarks>
public class PrecisionCoverageTests
{
    private const int RunCount = 3000;
    private const int Samples = 30;

    private static readonly NetworkSpec Spec = Ensembles.Network(Ensembles.Gaussian(1), 16, depth: 1);

    [Theory]
    [InlineData(25)]
    [InlineData(50)]
    public void RunToError_IntervalsAfterStopping_CoverAsTheySay(int networksNeeded)
    {
        LayerSummary[] truth = [.. Run(60_000).Layers];
        double deviation = truth.Max(layer => layer.Dimension!.Value.StandardError!.Value) * Math.Sqrt(60_000);
        var target = new PrecisionTarget(deviation / Math.Sqrt(networksNeeded), MaxSamples: Samples);
        var covered = new int[truth.Length];
        var coveredByTooSmall = new int[truth.Length];
        int stoppedEarly = 0;
        for (int run = 1; run <= RunCount; run++)
        {
            PrecisionResult result = NetworkSimulator.RunToError(
                NetworkEnsemble.Of(Spec), Settings(1) with { Seed = run }, target, null, null, CancellationToken.None);
            int instances = result.Simulation.Settings.Instances;
            stoppedEarly += instances < networksNeeded ? 1 : 0;
            for (int layer = 0; layer < truth.Length; layer++)
            {
                Estimate estimate = result.Simulation.Layers[layer].Dimension!.Value;
                double distance = Math.Abs(estimate.Mean - truth[layer].Dimension!.Value.Mean);
                double half = StudentQuantile(instances - 1) * estimate.StandardError!.Value;
                covered[layer] += distance < half ? 1 : 0;
                coveredByTooSmall[layer] += distance < 0.8 * half ? 1 : 0;
            }
        }

        Assert.InRange(stoppedEarly, RunCount / 20, RunCount);
        Assert.All(covered, count => Assert.InRange((double)count / RunCount, 0.93, 0.97));
        Assert.All(coveredByTooSmall, count => Assert.InRange((double)count / RunCount, 0, 0.93));
    }

    // The 97.5 % point by Cornish and Fisher's expansion; below 1e-3 off from 19 degrees of freedom on.
    private static double StudentQuantile(double freedom)
    {
        const double z = 1.959964;
        return z + (z * z * z + z) / (4 * freedom)
            + (5 * Math.Pow(z, 5) + 16 * z * z * z + 3 * z) / (96 * freedom * freedom);
    }

    private static SimulationResult Run(int instances) =>
        NetworkSimulator.Run(Spec, Settings(instances) with { Seed = 999_983, Threads = 2 }, null, CancellationToken.None);

    private static SimulationSettings Settings(int instances) =>
        new(Samples, instances, 1, 1, CovarianceEstimator.Corrected);
}
