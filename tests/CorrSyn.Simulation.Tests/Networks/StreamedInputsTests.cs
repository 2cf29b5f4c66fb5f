using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class StreamedInputsTests
{
    private const int Width = 20;

    // More inputs than the 1024 of a block, and an odd number: four blocks that are not of one size.
    private const int Samples = 2601;

    // Sums of 2601 terms in another order, each to 1e-16: 1e-12 of (tr C)^2 at most.
    [Theory]
    [InlineData(CovarianceEstimator.Corrected)]
    [InlineData(CovarianceEstimator.Plain)]
    public void Run_InputsInBlocks_IsWhatAllAtOnceGive(CovarianceEstimator estimator)
    {
        foreach (SynapseEnsemble synapses in Ensembles.All)
        {
            NetworkSpec spec = Ensembles.Network(synapses, Width);
            IReadOnlyList<LayerStatistics> streamed = Run(spec, Samples, estimator, 1).Networks[1];
            var pass = new ForwardPass(spec, Samples, 1);
            var whole = new LayerEstimator(estimator, Samples, Width, 1);
            pass.Propagate(
                new NetworkSeed(1, Width, 1),
                (layer, activity, preActivation) =>
                {
                    AssertSame(whole.Estimate(layer, activity, preActivation, CancellationToken.None), streamed[layer]);
                    return true;
                },
                CancellationToken.None);
        }
    }

    [Fact]
    public void Run_InputsInBlocks_GivesTheSameBitsOnAnyNumberOfThreads()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1), Width);
        SimulationResult one = Run(spec, Samples, CovarianceEstimator.Corrected, 1);
        for (int threads = 2; threads <= 5; threads++)
        {
            SimulationResult many = Run(spec, Samples, CovarianceEstimator.Corrected, threads);
            Assert.Equal(one.Networks.SelectMany(network => network), many.Networks.SelectMany(network => network));
        }
    }

    [Fact]
    public void Run_TenTimesTheInputs_TakesNoMoreMemory()
    {
        NetworkSpec spec = Ensembles.Network(Ensembles.Gaussian(1), Width);
        Assert.Equal(
            NetworkSimulator.EstimateBytes(NetworkEnsemble.Of(spec), 4000, 1), NetworkSimulator.EstimateBytes(NetworkEnsemble.Of(spec), 40_000, 1), 0.05 * 4000 * Width);
        Assert.InRange((double)Allocated(spec, 40_000) / Allocated(spec, 4000), 0.8, 1.2);
    }

    // Activity of mean 1e6 and deviation 1 is itself known to 1e-10 only, and its moments to a few times that.
    [Theory]
    [InlineData(40, 12)]
    [InlineData(12, 40)]
    public void Estimate_MeanFarAboveTheDeviation_LosesNoDigits(int sampleCount, int width)
    {
        var x = new double[sampleCount * width];
        new NetworkSeed(1, width, sampleCount).Stream(0, StreamPurpose.Inputs).FillGaussian(0, x);
        LayerStatistics near = Estimate(x, sampleCount, width);
        LayerStatistics far = Estimate(Array.ConvertAll(x, value => value + 1e6), sampleCount, width);
        Assert.Equal(near.K1, far.K1, 1e-9);
        Assert.Equal(near.K2, far.K2, 1e-9 * near.K1 * near.K1 * width);
        Assert.Equal(near.TraceOfSquare / near.SquaredTrace, far.TraceOfSquare / far.SquaredTrace, 1e-8);
        Assert.Equal(near.Dimension!.Value, far.Dimension!.Value, 1e-8);
    }

    private static long Allocated(NetworkSpec spec, int samples)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        NetworkSimulator.Run(
            spec, new SimulationSettings(samples, 1, 1, 1, CovarianceEstimator.Corrected), null, CancellationToken.None);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static LayerStatistics Estimate(double[] x, int sampleCount, int width) =>
        new LayerEstimator(CovarianceEstimator.Corrected, sampleCount, width, 1)
            .Estimate(0, new MatrixView(x, sampleCount, width), null, CancellationToken.None);

    private static SimulationResult Run(NetworkSpec spec, int samples, CovarianceEstimator estimator, int threads) =>
        NetworkSimulator.Run(
            spec, new SimulationSettings(samples, 2, 1, threads, estimator), null, CancellationToken.None);

    private static void AssertSame(LayerStatistics expected, LayerStatistics actual)
    {
        double scale = expected.K1 * Width;
        Assert.Equal(expected.K1, actual.K1, 1e-12 * scale);
        Assert.Equal(expected.K2, actual.K2, 1e-12 * scale * scale);
        Assert.Equal(expected.Q, actual.Q, 1e-12 * (scale + expected.SquaredSampleMean));
        Assert.Equal(expected.NSigma, actual.NSigma, 1e-12 * scale * scale);
        Assert.Equal(expected.SquaredTrace, actual.SquaredTrace, 1e-12 * scale * scale);
        Assert.Equal(expected.TraceOfSquare, actual.TraceOfSquare, 1e-12 * scale * scale);
        Assert.Equal(expected.Dimension!.Value, actual.Dimension!.Value, 1e-10);
        Assert.Equal(expected.DimensionInputVariance ?? 0, actual.DimensionInputVariance ?? 0, 1e-10);
        Assert.Equal(expected.PreActivation is null, actual.PreActivation is null);
        if (expected.PreActivation is not { } z || actual.PreActivation is not { } streamed)
            return;
        Assert.Equal(z.Variance, streamed.Variance, 1e-11 * z.Variance);
        Assert.Equal(z.SharedVariance, streamed.SharedVariance, 1e-11 * z.Variance);
        Assert.Equal(z.SquaredMean, streamed.SquaredMean, 1e-11 * (z.SquaredMean + z.Variance));
    }
}
