using CorrSyn.Formats;
using CorrSyn.Learning;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Learning.Data;
using Xunit;

namespace CorrSyn.Tests.Learning;

public class HebbianLearningTests
{
    private static readonly HebbianSettings Small = HebbianDefaults.Settings with
    {
        Width = 30,
        Depth = 3,
        Samples = 300,
        HeldOutSamples = 300,
        Instances = 6,
        Threads = 2,
        Learning = new LearningSettings(HebbianRule.Oja, 0.02, 60, 50, IsCentred: true),
    };

    [Fact]
    public void Run_Oja_HoldsBothClaims()
    {
        HebbianReport report = HebbianLearning.Run(Small).Value;

        Assert.Equal(ClaimVerdict.Holds, report.LowerDimension.Verdict);
        Assert.Equal(ClaimVerdict.Holds, report.SlowerDecorrelation.Verdict);
        Assert.All(report.LowerDimension.Contrasts, contrast => Assert.True(contrast.Ratio < 1 && contrast.Z < 0));
        Assert.All(report.SlowerDecorrelation.Contrasts, contrast => Assert.True(contrast.Ratio > 1 && contrast.Z > 0));
        Assert.Equal(3, report.Networks.Count);
        HebbianLayerReport orthogonal = report.Networks[2].Layers[0];
        Assert.Equal(-1, orthogonal.EffectiveCorrelationSquared.Mean, 1e-9);
        Assert.Equal(0, report.Networks[1].Layers[0].EffectiveCorrelationSquared.Mean, 0.2);
    }

    // The theory's D/N at a width of 30 is off by 1/N and a little more; a wrong sign or a missing factor would be a factor of two.
    [Fact]
    public void Run_Controls_AreWhatTheTheorySays()
    {
        HebbianReport report = HebbianLearning.Run(Small).Value;

        foreach (HebbianLayerReport layer in report.Networks.Skip(1).SelectMany(network => network.Layers))
            Assert.InRange(layer.Dimension!.Value.Mean / layer.Theory!.Dimension.Mean, 0.8, 1.25);
    }

    [Fact]
    public void Run_OneRun_HasNoErrorsAndNoVerdict()
    {
        HebbianReport report = HebbianLearning.Run(Small with { Instances = 1 }).Value;

        Assert.Equal(ClaimVerdict.Undecided, report.LowerDimension.Verdict);
        Assert.Null(report.LowerDimension.Threshold);
        Assert.Null(report.Networks[0].Layers[0].NSigma.StandardError);
    }

    [Fact]
    public void Run_Runaway_IsSaidInWords()
    {
        HebbianReport report = HebbianLearning.Run(Small with { Learning = Small.Learning with { Steps = 1500 }, Instances = 2 }).Value;

        Assert.Contains(report.Notes, note => note.StartsWith("runaway: from layer", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_NearlyOrthogonalRule_IsSaidInWordsAndDoesNotHold()
    {
        HebbianReport report = HebbianLearning.Run(Small with
        {
            Learning = Small.Learning with { Rule = HebbianRule.Subspace, Steps = 800 },
        }).Value;

        Assert.Contains(report.Notes, note => note.Contains("nearly orthogonal", StringComparison.Ordinal));
        Assert.NotEqual(ClaimVerdict.Holds, report.LowerDimension.Verdict);
    }

    [Fact]
    public void Run_DivergingRate_IsAFailureThatNamesIt()
    {
        SolveResult<HebbianReport> result =
            HebbianLearning.Run(Small with { Learning = Small.Learning with { LearningRate = 1e4 } });

        Assert.False(result.Success);
        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Contains("learning rate 10000", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemoryShortage_HugeWidth_IsSaid()
    {
        Assert.Null(HebbianLearning.MemoryShortage(Small));
        Assert.Contains("allowed", HebbianLearning.MemoryShortage(Small with { Width = 1_000_000 })!, StringComparison.Ordinal);
    }

    [Fact]
    public void FromArrays_BadArrays_AreRefused()
    {
        NumericArray inputs = NumericArray.Create([3, 2], [1, 2, 3, 4, 5, 6]);

        Assert.Equal([0, 2, 1], LearningInputs.FromArrays(inputs, NumericArray.Create([3], [0, 2, 1])).Labels!);
        Assert.Null(LearningInputs.FromArrays(inputs).Labels);
        foreach (double[] labels in new double[][] { [0, 1], [0, 1, -1], [0, 1, 0.5], [0, 1, 1000], [0, 1, double.NaN] })
            Assert.Throws<ArgumentException>(() => LearningInputs.FromArrays(inputs, NumericArray.Create([labels.Length], labels)));
        Assert.Throws<ArgumentException>(() => LearningInputs.FromArrays(NumericArray.Create([6], [1, 2, 3, 4, 5, 6])));
        Assert.Throws<ArgumentException>(() => LearningInputs.FromArrays(NumericArray.Create([1, 2], [1, double.NaN])));
    }

    [Fact]
    public void Run_Digits_ReadsClassesFromEveryLayer()
    {
        HebbianReport report = HebbianLearning.Run(Small with
        {
            Data = new DataSettings(DataKind.Digits),
            Instances = 2,
            Samples = 400,
        }).Value;

        // Ten classes; chance is 0.1.
        Assert.Equal(256, report.Input.Width);
        Assert.InRange(report.Input.Accuracy!.Value.Mean, 0.6, 1);
        Assert.All(
            report.Networks.SelectMany(network => network.Layers),
            layer => Assert.InRange(layer.Accuracy!.Value.Mean, 0.2, 1));
    }
}
