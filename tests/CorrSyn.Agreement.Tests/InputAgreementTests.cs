using CorrSyn.Formats;
using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Inputs that are not gaussian, and inputs that are given, agree with a theory that knows their covariance
/// only.</summary>
public class InputAgreementTests
{
    // Fourth cumulants of the inputs go as 1/N, like the corrections that are extrapolated away.
    [Theory]
    [InlineData("signs", "tanh", 1.0)]
    [InlineData("uniform", "tanh", 0.0)]
    [InlineData("mixture:0.9", "erf", 1.0)]
    [InlineData("signs", "relu", 0.6)]
    public void LawOfCoordinates_AnyLaw_AgreesAndAnotherCovarianceDoesNot(string law, string activation, double correlation)
    {
        Trial trial = Trial.Of(Create(law, activation, correlation, 2), [80, 160, 320], 400);
        trial.AssertAgrees();
        trial.AssertRejects(Create(law, activation, correlation, 1.7));
    }

    // 800 inputs of 400 neurons with a covariance of its own: one factor of strength 0.3 beside independent parts, in two blocks.
    // The theory has corrections of relative order 1/N and 1/D; D/N is 0.2 to 0.6 here, so 4/(D/N)/400 bounds them by a few percent.
    [Theory]
    [InlineData("gaussian", 0.0)]
    [InlineData("gaussian", 1.0)]
    [InlineData("orthogonal", null)]
    public void GivenInputs_MeasuredCovariance_PredictsSimulatedNetworks(string weights, double? correlation)
    {
        const int width = 400;
        InputSamples inputs = Centred(width, 800);
        NetworkSpec spec = NetworkModel.Create(weights, correlation, depth: 2, width: width);
        IReadOnlyList<MeanFieldLayer> theory = GivenInputTheory.Evaluate(spec, inputs).Value.Layers;
        SimulationResult simulated = MonteCarlo.Run(
            NetworkEnsemble.Of(spec).WithInputs(inputs.Samples),
            new SimulationSettings(800, 40, 3, 2, CovarianceEstimator.Corrected)).Value;
        for (int layer = 1; layer <= 2; layer++)
        {
            LayerSummary measured = simulated.Layers[layer];
            AssertClose(theory[layer].K1, measured.K1);
            AssertClose(theory[layer].NSigma, measured.NSigma);
        }

        // Inputs of the model, with another spectrum, are told apart by twice what is left out.
        double other = MeanField.Evaluate(spec).Value.Layers[1].NSigma / Math.Pow(MeanField.Evaluate(spec).Value.Layers[1].K1, 2);
        double given = simulated.Layers[1].NSigma.Mean / Math.Pow(simulated.Layers[1].K1.Mean, 2);
        Assert.True(Math.Abs(other / given - 1) > 0.12, $"{other} and {given}");
    }

    // Five standard errors, and six percent for the orders of 1/D and N^-1/2 that the limit leaves out.
    private static void AssertClose(double expected, Estimate measured) =>
        Assert.InRange(
            measured.Mean,
            0.94 * expected - 5 * measured.StandardError!.Value,
            1.06 * expected + 5 * measured.StandardError!.Value);

    private static NetworkSpec Create(string law, string activation, double correlation, double ratio)
    {
        ModelDescription description = ModelDescription.Default with
        {
            Correlation = correlation,
            Activation = activation,
            Depth = 3,
            InputRatio = ratio,
            InputLaw = law,
        };
        return NetworkModel.TryCreate(description, out NetworkSpec? spec, out ParameterError? error)
            ? spec
            : throw new ArgumentException(error.ToString(), nameof(law));
    }

    private static InputSamples Centred(int width, int count)
    {
        var values = new double[width * count];
        RandomStream own = new NetworkSeed(17, width, 0).Stream(0, StreamPurpose.Inputs);
        RandomStream shared = new NetworkSeed(17, width, 1).Stream(0, StreamPurpose.Inputs);
        own.FillGaussian(0, values);
        var factors = new double[2 * count];
        shared.FillGaussian(0, factors);
        for (int sample = 0; sample < count; sample++)
        {
            for (int neuron = 0; neuron < width; neuron++)
            {
                ref double value = ref values[sample * width + neuron];
                value = 0.7 * value + 0.06 * factors[2 * sample + neuron * 2 / width];
            }
        }

        for (int neuron = 0; neuron < width; neuron++)
        {
            double mean = Enumerable.Range(0, count).Average(sample => values[sample * width + neuron]);
            for (int sample = 0; sample < count; sample++)
                values[sample * width + neuron] -= mean;
        }

        return InputSamples.Of(NumericArray.Create([count, width], values));
    }
}
