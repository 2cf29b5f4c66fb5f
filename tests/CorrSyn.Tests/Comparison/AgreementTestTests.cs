using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using Xunit;

namespace CorrSyn.Tests.Comparison;

[Collection(nameof(VerifiedDefault))]
public class AgreementTestTests(VerifiedDefault verified)
{
    private readonly VerificationReport _report = verified.Report;

    private AgreementReport Compare(IReadOnlyList<MeanFieldLayer> theory, AgreementLimits? limits = null) =>
        AgreementTest.Compare(theory, _report.Simulations, limits ?? new AgreementLimits());

    // False-alarm rate 1e-3, over all rows together; the seed is fixed.
    [Fact]
    public void Compare_TheTheory_Agrees() =>
        Assert.Equal(AgreementVerdict.Agrees, Compare(_report.Theory.Layers).Verdict);

    // The tests of wrong theories raise no false alarms: they pass by rejecting. What they can miss is the power, and with
    // |z| above 10 where 4.2 rejects it is not in doubt.
    [Fact]
    public void Compare_SourceOfCorrelationDoubled_Disagrees()
    {
        // The map at sqrt(2) r is the one in which r^2 has been doubled.
        AgreementReport wrong = Compare(MeanField.Evaluate(NetworkModel.Create(correlation: Math.Sqrt(2))).Value.Layers);
        Assert.Equal(AgreementVerdict.Disagrees, wrong.Verdict);
        Assert.False(wrong.Passed);
        Assert.True(Math.Abs(wrong.Worst.Z) > 10);
        Assert.Contains(wrong.Worst.Quantity, new[] { LayerQuantity.NSigma, LayerQuantity.Dimension });
    }

    [Fact]
    public void Compare_OnlyNSigmaWithItsSourceDoubled_Disagrees()
    {
        // N Sigma' = a (T + r^2 K1^2) with the same K1, K2 and Q at every r: the source is the difference to r = 0.
        IReadOnlyList<MeanFieldLayer> without = MeanField.Evaluate(NetworkModel.Create(correlation: 0)).Value.Layers;
        MeanFieldLayer[] wrong = [.. _report.Theory.Layers];
        wrong[1] = wrong[1] with { NSigma = 2 * wrong[1].NSigma - without[1].NSigma };
        AgreementReport agreement = Compare(wrong);
        Assert.Equal(AgreementVerdict.Disagrees, agreement.Verdict);
        Assert.Equal((1, LayerQuantity.NSigma), (agreement.Worst.Layer, agreement.Worst.Quantity));
        Assert.Single(agreement.Rows, row => Math.Abs(row.Z) > agreement.Threshold);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.1)]
    public void Compare_DimensionTenPercentOff_Disagrees(double factor)
    {
        AgreementReport wrong = Compare(
            [.. _report.Theory.Layers.Select(layer => layer with { Dimension = factor * layer.Dimension })]);
        Assert.Equal(AgreementVerdict.Disagrees, wrong.Verdict);
        Assert.Equal(LayerQuantity.Dimension, wrong.Worst.Quantity);
    }

    [Fact]
    public void Compare_StricterLevel_HasALargerThreshold()
    {
        double Threshold(double level) => Compare(_report.Theory.Layers, new AgreementLimits(level)).Threshold;
        Assert.True(Threshold(1e-6) > Threshold(1e-3));

        // 35 rows and more than 500 degrees of freedom: just above the normal quantile of 1 - 1e-3/70, which is 4.18.
        Assert.InRange(Threshold(1e-3), 4.18, 4.25);
    }

    [Fact]
    public void Compare_LimitsOfReachLowered_ListsTheRowsThatAreOutOfThem()
    {
        AgreementReport agreement = Compare(_report.Theory.Layers, new AgreementLimits(LargestRelativeError: 0.01));
        Assert.Equal(AgreementVerdict.OutOfReach, agreement.Verdict);
        Assert.All(agreement.OutOfReach, row => Assert.True(row.StandardError > 0.0099 * row.Theory));
        Assert.DoesNotContain(agreement.OutOfReach, row => row.Quantity == LayerQuantity.Q);
    }

    [Fact]
    public void Compare_LayersThatDoNotMatch_AreRefused() =>
        Assert.Throws<ArgumentException>(() => Compare([.. _report.Theory.Layers.Skip(1)]));

    [Fact]
    public void Compare_TooFewWidthsOrNetworks_AreRefused()
    {
        SimulationResult one = _report.Simulations[0];
        Assert.Throws<ArgumentException>(
            () => AgreementTest.Compare(_report.Theory.Layers, [one], new AgreementLimits()));
        SimulationResult lone = one with { Networks = [one.Networks[0]] };
        Assert.Throws<ArgumentException>(() => AgreementTest.Compare(
            _report.Theory.Layers, [lone, _report.Simulations[1]], new AgreementLimits()));
    }

    [Fact]
    public void Compare_StructuredNetworksOfTheSameWeights_HaveTheSameRows()
    {
        NetworkSpec spec = NetworkModel.Create(depth: 2);
        var settings = new SimulationSettings(
            Samples: 20, Instances: 20, Seed: 3, Threads: 2, CovarianceEstimator.Corrected);
        IReadOnlyList<MeanFieldLayer> theory = MeanField.Evaluate(spec).Value.Layers;
        SimulationResult[] plain = [.. Widths.Select(width => MonteCarlo.Run(
            NetworkModel.Create(depth: 2, width: width), settings).Value)];
        StructuredResult[] structured = [.. Widths.Select(width =>
            StructuredSimulator.Run(Structured(spec, width, width), settings, null, CancellationToken.None))];
        AgreementReport expected = AgreementTest.Compare(theory, plain, new AgreementLimits());
        AgreementReport actual = AgreementTest.Compare(
            theory, structured, WidthPower.InverseSquareRoot, new AgreementLimits());
        Assert.Equal(expected.Threshold, actual.Threshold);
        foreach ((AgreementRow one, AgreementRow other) in expected.Rows.Zip(actual.Rows))
        {
            Assert.Equal((one.Layer, one.Quantity), (other.Layer, other.Quantity));
            // Expected values of the control variates are summed in another order.
            Assert.Equal(one.Simulated, other.Simulated, 1e-9);
            Assert.Equal(one.StandardError, other.StandardError, 1e-9);
        }
    }

    [Fact]
    public void Compare_StructuredNetworksWhoseWidthsDoNotGrowInProportion_AreRefused()
    {
        NetworkSpec spec = NetworkModel.Create(depth: 2);
        var settings = new SimulationSettings(
            Samples: 4, Instances: 2, Seed: 3, Threads: 1, CovarianceEstimator.Corrected);
        StructuredResult[] results = [.. Widths.Select(width =>
            StructuredSimulator.Run(Structured(spec, width, Widths[0]), settings, null, CancellationToken.None))];
        Assert.Throws<ArgumentException>(() => AgreementTest.Compare(
            MeanField.Evaluate(spec).Value.Layers, results, WidthPower.Inverse, new AgreementLimits()));
    }

    private static int[] Widths => [20, 40];

    // Two layers of the model's own weights.
    private static StructuredNetwork Structured(NetworkSpec spec, int width, int lastWidth)
    {
        StructuredWeights Weights(int below) => StructuredWeightsModule.create(
            WeightValues.Gaussian,
            StructuredCorrelationModule.create("correlation", CorrelationStructure.Uniform, 1 / Math.Sqrt(below)),
            StructuredCorrelationModule.none);
        StructuredLayer Layer(int below, int size) =>
            new(Weights(below), spec.Gain, spec.BiasVariance, spec.Activation, size);
        return StructuredNetworkModule.create(
            spec.Inputs,
            width,
            [Layer(width, width), Layer(width, lastWidth)]);
    }

    [Theory]
    [InlineData("gaussian", 1.0, "tanh", WidthPower.InverseSquareRoot)]
    [InlineData("binary", 0.1, "erf", WidthPower.InverseSquareRoot)]
    [InlineData("gaussian", 0.0, "tanh", WidthPower.Inverse)]
    [InlineData("gaussian", 1.0, "linear", WidthPower.Inverse)]
    [InlineData("orthogonal", null, "tanh", WidthPower.Inverse)]
    [InlineData("independent", null, "relu", WidthPower.Inverse)]
    public void PowerOf_Network_FollowsTheCorrelationAndTheActivation(
        string weights, double? correlation, string activation, WidthPower expected) =>
        Assert.Equal(expected, AgreementTest.PowerOf(NetworkModel.Create(weights, correlation, activation: activation)));
}
