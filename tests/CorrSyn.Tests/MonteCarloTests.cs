using System.Diagnostics;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Tests;

public class MonteCarloTests
{
    private static readonly NetworkSpec Small = NetworkModel.Create(depth: 2, width: 40);

    private static SimulationSettings Settings(int samples = 50, int instances = 8, long seed = 1, int threads = 1) =>
        new(samples, instances, seed, threads, CovarianceEstimator.Corrected);

    // Two comparisons at |z| <= 5 with Student's t of 199 degrees of freedom: false alarms below 3e-6 together.
    [Fact]
    public void Run_InputsAndOneLinearLayer_HaveTheMomentsOfTheirDefinition()
    {
        // E tr C / N is alpha sigma^2 at the input, and g times that above one linear layer, at every width.
        NetworkSpec spec = NetworkModel.Create(activation: "linear", depth: 1, width: 40);
        SimulationResult result = MonteCarlo.Run(spec, Settings(instances: 200)).Value;
        Assert.InRange(ZScore(result.Layers[0].K1, 2.0 * 0.25), -5, 5);
        Assert.InRange(ZScore(result.Layers[1].K1, 0.8 * 2.0 * 0.25), -5, 5);

        // The same bound sees a gain that is 5 % off.
        Assert.True(Math.Abs(ZScore(result.Layers[1].K1, 0.84 * 2.0 * 0.25)) > 5);
    }

    [Fact]
    public void Run_ThreadsDiffer_NumbersDoNot()
    {
        SimulationResult one = MonteCarlo.Run(Small, Settings(threads: 1)).Value;
        SimulationResult three = MonteCarlo.Run(Small, Settings(threads: 3)).Value;
        Assert.Equal(one.Layers, three.Layers);
        Assert.Equal(one.Networks, three.Networks);
        Assert.NotEqual(one.Layers, MonteCarlo.Run(Small, Settings(seed: 2)).Value.Layers);
    }

    [Fact]
    public void Run_Result_HasARowForEachNetworkAndLayerAndSaysWhatItIsOf()
    {
        SimulationSettings settings = Settings();
        SimulationResult result = MonteCarlo.Run(Small, settings).Value;
        Assert.Same(Small, result.Spec);
        Assert.Same(settings, result.Settings);
        Assert.Equal(8, result.Networks.Count);
        Assert.All(result.Networks, network => Assert.Equal([0, 1, 2], network.Select(layer => layer.Layer)));
        Assert.Equal([0, 1, 2], result.Layers.Select(layer => layer.Layer));
        Assert.Equal(result.Networks.Average(network => network[1].K1), result.Layers[1].K1.Mean, 1e-12);
    }

    [Fact]
    public void Run_OneNetwork_HasNoStandardError()
    {
        LayerSummary layer = MonteCarlo.Run(Small, Settings(instances: 1)).Value.Layers[1];
        Assert.Null(layer.K1.StandardError);
        Assert.Null(layer.NSigma.StandardError);
    }

    [Fact]
    public void Run_ActivityOutOfRange_IsDivergedAtANamedLayer()
    {
        NetworkSpec spec = NetworkModel.Create(activation: "linear", gain: 1e20, depth: 20, width: 10);
        SolveResult<SimulationResult> result = MonteCarlo.Run(spec, Settings(instances: 2));
        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Matches("layer [0-9]+ of network 0", result.Failure.Message);
    }

    [Fact]
    public void Run_MoreThanFitsIntoMemory_IsRefusedBeforeItStarts()
    {
        // An orthogonal matrix is held whole: 8 TB.
        NetworkSpec spec = NetworkModel.Create("orthogonal", width: 1_000_000);
        ParameterError? shortage = MonteCarlo.MemoryShortage(spec, Settings());
        Assert.Equal(("width", "1000000"), (shortage!.Parameter, shortage.Value));
        Assert.Contains("GB", shortage.Allowed, StringComparison.Ordinal);
        var thrown = Assert.Throws<ArgumentOutOfRangeException>(() => MonteCarlo.Run(spec, Settings()));
        Assert.Equal("width", thrown.ParamName);
        Assert.Equal("instances", MonteCarlo.MemoryShortage(Small, Settings(instances: int.MaxValue))!.Parameter);
        Assert.Null(MonteCarlo.MemoryShortage(Small, Settings()));
    }

    [Fact]
    public void Run_BadSettings_AreRefusedByName()
    {
        string? Refused(SimulationSettings settings) =>
            Assert.Throws<ArgumentOutOfRangeException>(() => MonteCarlo.Run(Small, settings)).ParamName;
        Assert.Equal("Samples", Refused(Settings(samples: 3)));
        Assert.Equal("Instances", Refused(Settings(instances: 0)));
        Assert.Equal("Seed", Refused(Settings(seed: -1)));
        Assert.Equal("Threads", Refused(Settings(threads: 0)));
        Assert.Throws<ArgumentNullException>(() => MonteCarlo.Run((NetworkSpec)null!, Settings()));
        Assert.Throws<ArgumentNullException>(() => MonteCarlo.Run(Small, null!));
    }

    [Fact]
    public void Run_Progress_CountsEveryNetworkOnceAndInOrder()
    {
        var progress = new Recorder<int>();
        MonteCarlo.Run(Small, Settings(threads: 2), progress);
        Assert.Equal(Enumerable.Range(1, 8), progress.Reports);
    }

    [Fact]
    public void Run_CancelledInTheMiddleOfANetwork_StopsLongBeforeItsEnd()
    {
        // One network takes minutes, and much longer on a machine so busy that the bound could fail.
        NetworkSpec spec = NetworkModel.Create(width: 2000, depth: 50);
        using var source = new CancellationTokenSource();
        var clock = new Stopwatch();
        using CancellationTokenRegistration started = source.Token.Register(clock.Start);
        source.CancelAfter(TimeSpan.FromMilliseconds(200));
        Assert.ThrowsAny<OperationCanceledException>(
            () => MonteCarlo.Run(spec, Settings(samples: 2000, instances: 1), cancellation: source.Token));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"It took {clock.Elapsed.TotalSeconds} s.");
    }

    // Without common random numbers the squared error would be the sum of both.
    [Fact]
    public void Compare_WeakCorrelation_HasASmallErrorOfTheDifference()
    {
        NetworkSpec correlated = NetworkModel.Create(correlation: 0.2, depth: 2, width: 60);
        NetworkSpec independent = NetworkModel.Create(correlation: 0, depth: 2, width: 60);
        PairedComparison pair = MonteCarlo.Compare(correlated, independent, Settings(samples: 60, instances: 60)).Value;
        double Square(LayerSummary layer) => Math.Pow(layer.Dimension!.Value.StandardError!.Value, 2);
        for (int layer = 1; layer <= 2; layer++)
        {
            double apart = Square(pair.Simulation.Layers[layer]) + Square(pair.Other.Layers[layer]);
            Assert.True(Square(pair.Differences[layer]) < apart / 3);
            Assert.Equal(
                pair.Simulation.Layers[layer].Dimension!.Value.Mean - pair.Other.Layers[layer].Dimension!.Value.Mean,
                pair.Differences[layer].Dimension!.Value.Mean,
                1e-12);
        }

        Assert.Equal(new Estimate(0, 0), pair.Differences[0].Dimension);
        Assert.Throws<ArgumentException>(
            () => MonteCarlo.Compare(correlated, NetworkModel.Create(width: 61, depth: 2), Settings()));
    }

    [Fact]
    public void RunToError_Target_IsReachedOrRefusedWithItsSteps()
    {
        PrecisionResult reached = MonteCarlo.RunToError(Small, Settings(), new PrecisionTarget(0.01)).Value;
        Assert.True(reached.IsReached);
        Assert.All(reached.Simulation.Layers, layer => Assert.True(layer.Dimension!.Value.StandardError <= 0.01));
        Assert.False(MonteCarlo.RunToError(Small, Settings(), new PrecisionTarget(1e-9)).Value.IsReached);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => MonteCarlo.RunToError(Small, Settings(), new PrecisionTarget(0)));
    }

    [Fact]
    public void Run_Store_TakesEveryNetworkAndGivesItBack()
    {
        var store = new NetworkStore();
        SimulationResult first = MonteCarlo.Run(Small, Settings(), store: store).Value;
        var progress = new Recorder<int>();
        SimulationResult again = MonteCarlo.Run(Small, Settings(instances: 9), progress, store).Value;
        Assert.Equal([9], progress.Reports);
        Assert.Equal(first.Networks, again.Networks.Take(8));
        Assert.True(MonteCarlo.MemoryEstimate(Small, Settings()) > 0);
    }

    private static double ZScore(Estimate estimate, double expected) =>
        (estimate.Mean - expected) / estimate.StandardError!.Value;
}
