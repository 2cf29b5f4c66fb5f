using CorrSyn.Formats;
using CorrSyn.Learning;
using CorrSyn.Model;
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

        Assert.Equal(ClaimVerdict.Holds, report.Learned.LowerDimension.Verdict);
        Assert.Equal(ClaimVerdict.Holds, report.Learned.SlowerDecorrelation.Verdict);
        Assert.All(report.Learned.LowerDimension.Contrasts, contrast => Assert.True(contrast.Ratio < 1 && contrast.Z < 0));
        Assert.All(report.Learned.SlowerDecorrelation.Contrasts, contrast => Assert.True(contrast.Ratio > 1 && contrast.Z > 0));
        Assert.Equal(Enum.GetValues<SynapseVariant>(), report.Networks.Select(network => network.Variant));
        Assert.Equal(-1, Layers(report, SynapseVariant.Orthogonal)[0].EffectiveCorrelationSquared.Mean, 1e-9);
        Assert.Equal(0, Layers(report, SynapseVariant.Shuffled)[0].EffectiveCorrelationSquared.Mean, 0.2);
        Assert.Equal(ClaimVerdict.Holds, report.Rotated.LowerDimension.Contrasts[1].Verdict);
    }

    [Fact]
    public void Run_RotatedRows_HaveTheCorrelationsOfLearnedOnes()
    {
        HebbianReport report = HebbianLearning.Run(Small).Value;

        foreach ((HebbianLayerReport learned, HebbianLayerReport rotated) in
            Layers(report, SynapseVariant.Learned).Zip(Layers(report, SynapseVariant.Rotated)))
        {
            Assert.Equal(learned.EffectiveCorrelationSquared.Mean, rotated.EffectiveCorrelationSquared.Mean, 1e-12);
            Assert.Equal(learned.MeanCorrelation.Mean, rotated.MeanCorrelation.Mean, 1e-12);
            Assert.Equal(learned.Gain.Mean, rotated.Gain.Mean, 1e-12);

            // Learned rows are aligned with the covariance of the layer below, rotated ones are not.
            Assert.True(learned.AlignedCorrelationSquared.Mean > rotated.AlignedCorrelationSquared.Mean + 0.5);
        }
    }

    // Nothing of the theory of single networks is particular to learning, so this checks that it is given the right weights, biases and
    // inputs: the first layer is exact for Gaussian inputs, and its covariance is that of the inputs that are measured with, of which D/N is known to about
    // sqrt(8/M) = 16 % in one run and 7 % over six; learned and orthogonal rows are a factor of two apart.
    [Fact]
    public void Run_SingleNetworks_ArePredictedWithTheirOwnWeights()
    {
        HebbianReport report = HebbianLearning.Run(Small).Value;

        Assert.All(
            report.Networks.Select(network => network.Layers[0]),
            layer => Assert.InRange(layer.Dimension!.Value.Mean / layer.SingleNetwork!.Dimension.Mean, 0.93, 1.07));
        Assert.All(
            HebbianLearning.Run(Small, predictsEachNetwork: false).Value.Networks.SelectMany(network => network.Layers),
            layer => Assert.Null(layer.SingleNetwork));
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

        Assert.Equal(ClaimVerdict.Undecided, report.Learned.LowerDimension.Verdict);
        Assert.Null(report.Learned.LowerDimension.Threshold);
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
        Assert.NotEqual(ClaimVerdict.Holds, report.Learned.LowerDimension.Verdict);
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
    public void Run_InputsThatOverflow_SaysSoAndNotThatTheyDoNotVary()
    {
        SolveResult<HebbianReport> result =
            HebbianLearning.Run(Small with { Data = new DataSettings(Variance: 1e200) });

        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Equal("the activity overflows at layer 0 (the input) of network 0", result.Failure.Message);
    }

    [Theory]
    [InlineData("log(x)", "the activation log(x) has no finite value at z = -")]
    [InlineData("x^3", "the activity overflows at layer ")]
    public void Run_ActivationsThatEnd_SayWhetherTheyAreUndefinedOrOverflow(string formula, string start)
    {
        Assert.True(NetworkModel.TryCreate(ModelDescription.Default with { Activation = formula }, out NetworkSpec? spec, out _));
        HebbianSettings settings = Small with
        {
            Activation = spec.Layers[0].Activation,
            Gain = 10,
            Depth = 12,
            Instances = 2,
        };

        SolveResult<HebbianReport> result = HebbianLearning.Run(settings);

        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.StartsWith(start, result.Failure.Message, StringComparison.Ordinal);
    }

    // Equal inputs differ from their mean by its rounding, which must not be scaled up and learned from.
    [Theory]
    [InlineData(0.1, 0.0)]
    [InlineData(0.1, 1e-80)]
    [InlineData(3.0, 0.0)]
    public void Run_InputsThatDoNotVary_AreAFailure(double value, double spread)
    {
        var inputs = LearningInputs.FromArrays(NumericArray.Create(
            [90, 5], [.. Enumerable.Range(0, 450).Select(k => value + spread * Math.Sin(k))]));

        SolveResult<HebbianReport> result = HebbianLearning.Run(
            Small with { Data = new DataSettings(DataKind.Given, Given: inputs), Samples = 60, HeldOutSamples = 30 });

        Assert.Equal(SolveFailureKind.Vanishes, result.Failure!.Kind);
    }

    // Rows that point where both inputs are equal have equal entries, and nothing to shuffle.
    [Fact]
    public void Run_RowsOfEqualEntries_AreAFailureThatNamesThem()
    {
        var inputs = LearningInputs.FromArrays(NumericArray.Create(
            [60, 2], [.. Enumerable.Range(0, 120).Select(k => Math.Sin((k / 2) * (k / 2)))]));

        SolveResult<HebbianReport> result = HebbianLearning.Run(Small with
        {
            Data = new DataSettings(DataKind.Given, Given: inputs),
            Samples = 40,
            HeldOutSamples = 20,
            Learning = new LearningSettings(HebbianRule.Hebb, 1e10, 50, 20, IsCentred: true),
        });

        Assert.Equal("the shuffled weights of layer 1 have 0 rows that are not zero, and a correlation needs two", result.Failure!.Message);
    }

    [Fact]
    public void Run_NetworksWithoutATheory_SayWhy()
    {
        // Pre-activations of a standard deviation of 1e6 need more points than an average may have.
        HebbianReport report = HebbianLearning.Run(Small with { Gain = 1e12, Instances = 2, Depth = 1 }).Value;

        Assert.Null(report.Networks[0].Layers[0].SingleNetwork);
        Assert.Contains(report.Notes, note => note.StartsWith("the theory of single networks has no answer for learned rows: ", StringComparison.Ordinal));
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

    private static IReadOnlyList<HebbianLayerReport> Layers(HebbianReport report, SynapseVariant variant) =>
        report.Networks.Single(network => network.Variant == variant).Layers;
}
