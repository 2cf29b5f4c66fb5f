using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>
/// Activations that are not odd, with correlated synapses: the map of ten order parameters agrees with forward simulation,
/// the narrower maps do not.
/// </summary>
/// <remarks>K2 and N Sigma scatter most here, and rows beyond the reach of an extrapolation decide nothing; so a trial
/// must have no row that differs, and every D/N and K1 within reach.</remarks>
public class FullMapTests
{
    private static readonly int[] Widths = [100, 200, 400];

    [Theory]
    [InlineData("relu", 0.3, 0.3)]
    [InlineData("relu", 0.6, 0.3)]
    [InlineData("relu", 0.6, 0.0)]
    [InlineData("relu", 1.0, 0.3)]
    [InlineData("softplus", 0.3, 0.1)]
    [InlineData("softplus", 0.6, 0.0)]
    [InlineData("softplus", 1.0, 0.1)]
    public void NonOddActivation_CorrelatedSynapses_AgreesWithTheFullMap(
        string activation, double correlation, double biasVariance)
    {
        NetworkSpec spec = Model(activation, correlation, biasVariance);
        AgreementReport report = Trial.Of(spec, Widths, instances: 500).Against(spec);
        string worst = $"{report.Verdict}, threshold {report.Threshold:F2}, worst {report.Worst}";
        Assert.True(report.Verdict != AgreementVerdict.Disagrees, worst);
        Assert.DoesNotContain(
            report.OutOfReach, row => row.Quantity is LayerQuantity.Dimension or LayerQuantity.K1);
    }

    [Theory]
    [InlineData("relu", 1.0, 0.0)]
    [InlineData("relu", 1.0, 0.3)]
    public void NonOddActivation_CorrelatedSynapses_RejectsTheNarrowerMaps(
        string activation, double correlation, double biasVariance)
    {
        NetworkSpec spec = Model(activation, correlation, biasVariance);
        Trial trial = Trial.Of(spec, Widths, instances: 1000);
        trial.AssertRejects(spec, Closure.Odd);
        trial.AssertRejects(spec, Closure.Gaussian);
    }

    private static NetworkSpec Model(string activation, double correlation, double biasVariance) =>
        NetworkModel.Create(
            correlation: correlation,
            gain: 1.5,
            biasVariance: biasVariance,
            activation: activation,
            depth: 3,
            inputStd: 0.7);
}
