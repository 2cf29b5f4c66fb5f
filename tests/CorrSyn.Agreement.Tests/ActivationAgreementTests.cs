using CorrSyn.Comparison;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Activations with kinks, jumps and without symmetry, formulas and functions of one's own, against forward simulation.</summary>
/// <remarks>The level is that of <see cref="Trial"/>, 1e-4 over all rows of a model; 13 models here raise a false alarm with a
/// probability of 1.3e-3 at most, and the wrong theories of each must be rejected at the same level.</remarks>
public class ActivationAgreementTests
{
    private static readonly int[] Widths = [80, 160, 320];

    private const int Instances = 200;

    /// <summary>Four order parameters: odd activations with correlated synapses, others without.</summary>
    [Theory]
    [InlineData("sin", 1.0)]
    [InlineData("hard-tanh", 1.0)]
    [InlineData("sign", 0.7)]
    [InlineData("x/(1+abs(x))", 1.0)]
    [InlineData("gelu", 0.0)]
    [InlineData("silu", 0.0)]
    [InlineData("heaviside", 0.0)]
    [InlineData("step(x-0.25)+0.5*x", 0.0)]
    public void FourParameters_EveryKindOfActivation_AgreesAndRejectsOthers(string activation, double correlation)
    {
        Trial trial = Trial.Of(Model(activation, correlation), Widths, Instances);
        trial.AssertAgrees();
        trial.AssertRejects(Model(activation, correlation, gain: 1.2 * Gain));
        if (correlation > 0)
            trial.AssertRejects(Model(activation, Math.Sqrt(2) * correlation));
    }

    /// <summary>Ten order parameters, as in <see cref="FullMapTests"/>.</summary>
    [Theory]
    [InlineData("gelu")]
    [InlineData("silu")]
    [InlineData("leaky-relu:0.2")]
    [InlineData("tanh(x+0.5)")]
    public void TenParameters_ActivationThatIsNotOdd_AgreesAndRejectsOthers(string activation)
    {
        NetworkSpec spec = Model(activation, 0.5);
        Trial trial = Trial.Of(spec, Widths, Instances);
        AgreementReport report = trial.Against(spec);
        string worst = $"{activation}: {report.Verdict}, threshold {report.Threshold:F2}, worst {report.Worst}";
        Assert.True(report.Verdict != AgreementVerdict.Disagrees, worst);
        Assert.DoesNotContain(report.OutOfReach, row => row.Quantity is LayerQuantity.Dimension or LayerQuantity.K1);
        trial.AssertRejects(Model(activation, 0.5, gain: 1.2 * Gain));
        trial.AssertRejects(Model(activation, 1));
    }

    [Fact]
    public void FunctionOfOnesOwn_WithoutItsDerivative_AgreesAndRejectsOthers()
    {
        // Odd, with a kink at 0 that is not one of the named: slopes 1 and, beyond 1, 0.2.
        static double Bend(double z) => Math.Clamp(z, -1, 1) + 0.2 * (z - Math.Clamp(z, -1, 1));
        NetworkSpec Own(Func<double, double> phi) => NetworkModel.CreateCustom(
            phi, weights: "gaussian", correlation: 1, gain: Gain, biasVariance: 0.2, depth: 2, inputStd: 0.7);
        Trial trial = Trial.Of(Own(Bend), Widths, Instances);
        trial.AssertAgrees();
        trial.AssertRejects(Own(z => 1.1 * Bend(z)));
        trial.AssertRejects(Model("hard-tanh", 1));
    }

    private const double Gain = 1.3;

    private static NetworkSpec Model(string activation, double correlation, double gain = Gain) =>
        NetworkModel.Create(
            correlation: correlation,
            gain: gain,
            biasVariance: 0.2,
            activation: activation,
            depth: 2,
            inputStd: 0.7);
}
