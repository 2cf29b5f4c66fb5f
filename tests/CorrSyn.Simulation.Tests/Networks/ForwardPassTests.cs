using CorrSyn.Model;
using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Networks;
using CorrSyn.Simulation.Sampling;
using Microsoft.FSharp.Core;
using Xunit;

namespace CorrSyn.Simulation.Tests.Networks;

public class ForwardPassTests
{
    private const int SampleCount = 13;

    [Fact]
    public void Propagate_EveryEnsembleAndActivation_EqualsThePlainForwardPass()
    {
        foreach (SynapseEnsemble synapses in Ensembles.All)
        {
            foreach (Activation activation in ActivationModule.all)
                AssertEqualsPlainPass(Ensembles.Network(synapses, 37, 3, activation), degree: 1);
        }
    }

    [Theory]
    [InlineData("x/(1+abs(x))")]
    [InlineData("leaky-relu:-0.5")]
    [InlineData("max(-1,min(1,3*x))")]
    [InlineData("step(x)*exp(-x^2)+sin(x)")]
    public void Propagate_Formula_EqualsThePlainForwardPass(string formula)
    {
        Activation activation = ActivationModule.tryOfName(formula).ResultValue;
        AssertEqualsPlainPass(Ensembles.Network(Ensembles.Gaussian(1), 37, 3, activation), degree: 2);
    }

    [Fact]
    public void Propagate_FunctionOfTheUser_EqualsTheNamedActivation()
    {
        Activation custom = Activation.NewCustom(UserFunctionModule.create(
            "own", FuncConvert.FromFunc<double, double>(Math.Tanh), FSharpOption<FSharpFunc<double, double>>.None));
        AssertEqualsPlainPass(Ensembles.Network(Ensembles.Gaussian(1), 37, 2, custom), degree: 1);
    }

    // Fewer and more patterns than neurons, and several threads.
    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(5)]
    public void Propagate_AnyPatternCount_EqualsThePlainForwardPass(double ratio) =>
        AssertEqualsPlainPass(Ensembles.Network(Ensembles.Gaussian(2), 30, 2, ratio: ratio), degree: 3);

    [Fact]
    public void Propagate_LayersThatDiffer_EqualsThePlainForwardPass()
    {
        NetworkLayer[] layers =
        [
            new(Ensembles.Gaussian(1.5), 0.9, 0.2, Activation.Erf, 40),
            new(Ensembles.Binary(0.5), 0.5, 0, Activation.Relu, 21),
            new(SynapseEnsemble.Orthogonal, 0.8, 0.1, Activation.Tanh, 21),
            new(SynapseEnsemble.Orthogonal, 0.8, 0.1, Activation.Tanh, 33),
            new(SynapseEnsemble.Orthogonal, 0.8, 0.1, Activation.Tanh, 11),
            new(SynapseEnsemble.Independent, 0.3, 0.1, Activation.Linear, 25),
        ];
        NetworkSpec spec = NetworkSpecModule.tryWithLayers(
            layers, Ensembles.Network(SynapseEnsemble.Independent, 30)).ResultValue;
        AssertEqualsPlainPass(spec, degree: 2);
    }

    [Fact]
    public void Propagate_ObserverSaysStop_Stops()
    {
        NetworkSpec spec = Ensembles.Network(SynapseEnsemble.Independent, 10, depth: 5);
        var seen = new List<int>();
        new ForwardPass(spec, SampleCount, 1).Propagate(
            new NetworkSeed(1, 10, 0),
            (layer, _, _) =>
            {
                seen.Add(layer);
                return layer < 2;
            },
            CancellationToken.None);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public void Propagate_ArgumentsThatDoNotFit_AreRefused()
    {
        NetworkSpec spec = Ensembles.Network(SynapseEnsemble.Independent, 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForwardPass(spec, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForwardPass(spec, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ForwardPass(spec, int.MaxValue, 1));
        Assert.Throws<ArgumentException>(
            () => new ForwardPass(spec, 5, 1).Propagate(
                new NetworkSeed(1, 11, 0), (_, _, _) => true, CancellationToken.None));
    }

    private static void AssertEqualsPlainPass(NetworkSpec spec, int degree)
    {
        var seed = new NetworkSeed(2, spec.Width, 5);
        (double[][][] activity, double[][][] preActivations) = PlainForwardPass.Propagate(spec, seed, SampleCount);
        int layerCount = 0;
        new ForwardPass(spec, SampleCount, degree).Propagate(
            seed,
            (layer, actual, preActivation) =>
            {
                Assert.Equal(layerCount++, layer);

                // Numbers of order 1, sums of at most 150 products, gains below 1: 1e-12 leaves a factor of 10.
                for (int sample = 0; sample < SampleCount; sample++)
                {
                    Assert.Equal(activity[layer][sample].Length, actual.Columns);
                    for (int i = 0; i < actual.Columns; i++)
                        Assert.Equal(activity[layer][sample][i], actual.Row(sample)[i], 1e-12);
                }

                if (layer == 0)
                    Assert.Null(preActivation);
                else
                    AssertEqualsDefinition(preActivations[layer], preActivation!.Value);
                return true;
            },
            CancellationToken.None);
        Assert.Equal(spec.Depth + 1, layerCount);
    }

    private static void AssertEqualsDefinition(double[][] rows, PreActivationStatistics actual)
    {
        double[][] neurons = [.. rows[0].Select((_, i) => Array.ConvertAll(rows, row => row[i]))];
        Assert.Equal(neurons.Average(Variance), actual.Variance, 1e-12);
        Assert.Equal(Variance(Array.ConvertAll(rows, row => row.Average())), actual.SharedVariance, 1e-12);
        Assert.Equal(neurons.Average(neuron => Math.Pow(neuron.Average(), 2)), actual.SquaredMean, 1e-12);
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Sum(x => (x - mean) * (x - mean)) / (values.Length - 1);
    }
}
