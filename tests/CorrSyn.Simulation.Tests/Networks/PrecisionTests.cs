using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class PrecisionTests
{
    private static readonly NetworkSpec Spec = Ensembles.Network(Ensembles.Gaussian(1), 40, depth: 2);
    private static readonly SimulationSettings Settings = new(16, 1, 1, 2, CovarianceEstimator.Corrected);

    [Fact]
    public void RunToError_TargetInReach_IsReachedAtEveryLayer()
    {
        PrecisionResult result = Run(new PrecisionTarget(0.004));
        Assert.True(result.IsReached);
        Assert.All(result.Simulation.Layers, layer => Assert.True(layer.Dimension!.Value.StandardError <= 0.004));
        Assert.All(result.Steps, step => Assert.True(step.Operations <= PrecisionTarget.DefaultMaxOperations));
        Assert.True(result.Steps.Count > 1);
    }

    [Fact]
    public void RunToError_AnyNumberOfThreads_DecidesTheSame()
    {
        PrecisionResult expected = Run(new PrecisionTarget(0.006));
        foreach (int threads in new[] { 1, 3, 16 })
        {
            PrecisionResult actual = Run(new PrecisionTarget(0.006), Settings with { Threads = threads });
            Assert.Equal(expected.Steps, actual.Steps);
            Assert.Equal(expected.Simulation.Layers, actual.Simulation.Layers);
        }
    }

    // The networks of the last step are those of a simulation with its numbers.
    [Fact]
    public void RunToError_Result_IsThatOfAPlainRun()
    {
        PrecisionResult result = Run(new PrecisionTarget(0.006));
        SimulationResult plain = NetworkSimulator.Run(
            Spec, result.Simulation.Settings with { Threads = 1 }, null, CancellationToken.None);
        Assert.Equal(plain.Layers, result.Simulation.Layers);
    }

    [Fact]
    public void RunToError_TooCostly_SaysSoAfterTheFirstStep()
    {
        PrecisionResult costly = Run(new PrecisionTarget(1e-5, MaxOperations: 1e9));
        Assert.False(costly.IsReached);
        Assert.Single(costly.Steps);
        Assert.True(costly.Steps[0].NextOperations > 1e9);
        PrecisionResult many = Run(new PrecisionTarget(1e-4, MaxInstances: 30));
        Assert.False(many.IsReached);
        Assert.True(many.Steps[^1].NextInstances > 30);
    }

    // 8 inputs leave a bias far above the target, which no number of networks takes away.
    [Fact]
    public void RunToError_BiasOfFewInputs_TakesMoreInputs()
    {
        PrecisionResult result = Run(new PrecisionTarget(0.003), Settings with { Samples = 8 });
        Assert.Contains(result.Steps, step => step.Decision == PrecisionDecision.MoreInputs);
        Assert.True(result.IsReached);
        Assert.True(result.Simulation.Settings.Samples > 8);
    }

    // Without a fluctuation from network to network more inputs are the only way.
    [Fact]
    public void RunToError_OrthogonalLinearNetwork_PrefersInputs()
    {
        NetworkSpec spec = NetworkSpecModule.create(
            SynapseEnsemble.Orthogonal, 1, 0, Activation.Linear, InputEnsembleModule.create(2, 0.5), 1, 100);
        PrecisionResult result = NetworkSimulator.RunToError(
            NetworkEnsemble.Of(spec), Settings with { Samples = 12 }, new PrecisionTarget(0.002), null, null, CancellationToken.None);
        Assert.True(result.IsReached);
        Assert.Contains(result.Steps, step => step.Decision == PrecisionDecision.MoreInputs);
    }

    [Fact]
    public void OfNetwork_Operations_GrowWithInputsAndWidth()
    {
        // 2 M N P + 2 M N^2 for the products, M^2 N for each estimate: the rest is below a fifth at this size.
        double operations = OperationCount.OfNetwork(Ensembles.Network(Ensembles.Gaussian(1), 1000, depth: 1), 500);
        double products = 2 * 500.0 * 1000 * 2000 + 2 * 500.0 * 1000 * 1000 + 2 * 500.0 * 500 * 1000;
        Assert.InRange(operations / products, 1, 1.2);
    }

    [Fact]
    public void Run_WithAStore_MeasuresNoNetworkTwice()
    {
        int kept = 0;
        var store = new NetworkStore(_ => kept++);
        SimulationSettings settings = Settings with { Instances = 6 };
        SimulationResult first = NetworkSimulator.Run(NetworkEnsemble.Of(Spec), settings, null, store, 0, CancellationToken.None);
        SimulationResult again = NetworkSimulator.Run(NetworkEnsemble.Of(Spec), settings, null, store, 0, CancellationToken.None);
        SimulationResult longer =
            NetworkSimulator.Run(NetworkEnsemble.Of(Spec), settings with { Instances = 9 }, null, store, 0, CancellationToken.None);
        Assert.Equal(9, kept);
        Assert.Equal(first.Layers, again.Layers);
        Assert.Equal(
            NetworkSimulator.Run(Spec, settings with { Instances = 9 }, null, CancellationToken.None).Layers, longer.Layers);
        Assert.Equal(9, store.Networks.Count);
    }

    private static PrecisionResult Run(PrecisionTarget target, SimulationSettings? settings = null) =>
        NetworkSimulator.RunToError(NetworkEnsemble.Of(Spec), settings ?? Settings, target, null, null, CancellationToken.None);
}
