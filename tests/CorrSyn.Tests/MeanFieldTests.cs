using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Tests;

public class MeanFieldTests
{
    // Computed independently of this program, to four digits: layers 0 to 6 at the default parameters.
    public static TheoryData<double, double[]> KnownDimensions => new()
    {
        { 0, [.6667, .4183, .3017, .2337, .1892, .1582, .1353] },
        { 1, [.6667, .3020, .1943, .1422, .1115, .0913, .0770] },
    };

    [Theory]
    [MemberData(nameof(KnownDimensions))]
    public void Evaluate_DefaultModel_GivesTheKnownDimensions(double correlation, double[] expected)
    {
        MeanFieldSolution solution = MeanField.Evaluate(NetworkModel.Create(correlation: correlation)).Value;
        Assert.Equal(Enumerable.Range(0, 7), solution.Layers.Select(layer => layer.Layer));
        Assert.All(solution.Layers.Zip(expected), pair => Assert.Equal(pair.Second, pair.First.Dimension, 5.001e-5));
    }

    [Fact]
    public void Evaluate_NoCorrelation_IsTheTheoryOfIndependentWeights()
    {
        string[] ensembles = ["gaussian", "binary"];
        IReadOnlyList<MeanFieldLayer> independent = MeanField.Evaluate(NetworkModel.Create("independent")).Value.Layers;
        Assert.All(ensembles, weights =>
            Assert.Equal(independent, MeanField.Evaluate(NetworkModel.Create(weights, correlation: 0)).Value.Layers));
    }

    [Fact]
    public void Evaluate_LinearOrthogonalNetwork_KeepsTheDimension()
    {
        // w C w^T is a rotation of g C: D does not change, and K1 grows by g.
        NetworkSpec spec = NetworkModel.Create("orthogonal", activation: "linear", gain: 1.3, biasVariance: 0);
        Assert.All(MeanField.Evaluate(spec).Value.Layers, layer =>
        {
            Assert.Equal(2.0 / 3, layer.Dimension, 1e-12);
            Assert.Equal(0.5 * Math.Pow(1.3, layer.Layer), layer.K1, 1e-11);
            Assert.Equal(layer.LogK1, Math.Log(layer.K1), 1e-12);
        });
    }

    [Fact]
    public void Evaluate_EveryLayer_HoldsTheDefinitionOfTheDimension() =>
        Assert.All(Parameters.EveryKind, description =>
        {
            MeanFieldSolution solution = MeanField.Evaluate(Parameters.Create(description), Closure.Odd).Value;
            Assert.All(solution.Layers, layer => Assert.Equal(
                layer.K1 * layer.K1 / (layer.K2 + layer.NSigma), layer.Dimension, 1e-12 * layer.Dimension));
        });

    [Fact]
    public void Evaluate_Width_PlaysNoPart() =>
        Assert.Equal(
            MeanField.Evaluate(NetworkModel.Create(width: 10)).Value.Layers,
            MeanField.Evaluate(NetworkModel.Create(width: 5000)).Value.Layers);

    [Fact]
    public void Evaluate_ReluWithCorrelation_UsesTheFullMap()
    {
        MeanFieldSolution solution = MeanField.Evaluate(NetworkModel.Create(activation: "relu")).Value;
        Assert.Equal((true, "full"), (solution.Validity.Holds, solution.Validity.Closure));
        Assert.Equal(new CollectiveMatrix(0, 0, 0), solution.Layers[0].CollectiveCovariance);
        Assert.True(solution.Layers[1].CollectiveProjection!.SquareSquare > 0);
    }

    // Computed independently, r = 0.6, g = 1.5, alpha = 2, sigma = 0.7: D/N of layers 0 to 5.
    [Theory]
    [InlineData(Closure.Gaussian, 0.0, new[] { .66667, .49984, .31232, .20506, .14021, .09849 })]
    [InlineData(Closure.Gaussian, 0.3, new[] { .66667, .42752, .26339, .17742, .12814, .09763 })]
    [InlineData(Closure.Full, 0.0, new[] { .66667, .49984, .27781, .15440, .08923, .05405 })]
    [InlineData(Closure.Full, 0.3, new[] { .66667, .42752, .24772, .15702, .10875, .08096 })]
    public void Evaluate_ReluWithCorrelation_GivesTheCheckedNumbers(Closure closure, double biasVariance, double[] expected)
    {
        NetworkSpec spec = NetworkModel.Create(
            correlation: 0.6, gain: 1.5, biasVariance: biasVariance, activation: "relu", depth: 5, inputStd: 0.7);
        MeanFieldSolution solution = MeanField.Evaluate(spec, closure).Value;
        Assert.Equal(closure == Closure.Full, solution.Validity.Holds);
        Assert.All(expected.Zip(solution.Layers), pair => Assert.Equal(pair.First, pair.Second.Dimension, 5.001e-6));
    }

    [Theory]
    [InlineData("gaussian", 1.0, "tanh")]
    [InlineData("binary", 2.0, "erf")]
    [InlineData("gaussian", 0.0, "relu")]
    [InlineData("orthogonal", null, "softplus")]
    public void Evaluate_WhereFourParametersAreEnough_EveryMapGivesTheSame(
        string weights, double? correlation, string activation)
    {
        NetworkSpec spec = NetworkModel.Create(weights, correlation, activation: activation);
        IReadOnlyList<MeanFieldLayer> odd = MeanField.Evaluate(spec, Closure.Odd).Value.Layers;
        foreach (Closure wider in new[] { Closure.Gaussian, Closure.Full })
        {
            MeanFieldSolution solution = MeanField.Evaluate(spec, wider).Value;
            Assert.True(solution.Validity.Holds);
            Assert.All(
                odd.Zip(solution.Layers),
                pair => Assert.Equal(pair.First.NSigma, pair.Second.NSigma, 1e-11 * pair.First.NSigma));
        }
    }

    [Fact]
    public void Evaluate_ReluWithCorrelationAskedForTheOddMap_ComputesItAndSaysThatItDoesNotHold()
    {
        // Computed independently: this map says .170 at layer 2 of this network.
        NetworkSpec spec = NetworkModel.Create(
            correlation: 1.811, gain: 1.501, biasVariance: 0, activation: "relu", depth: 2, inputRatio: 2.042, inputStd: 0.328);
        MeanFieldSolution solution = MeanField.Evaluate(spec, Closure.Odd).Value;
        Assert.Equal(0.170, solution.Layers[2].Dimension, 5.001e-4);
        Assert.Equal((false, "odd"), (solution.Validity.Holds, solution.Validity.Closure));
        Assert.Contains("lacks M and V", solution.Validity.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gaussian", 0.0, "relu")]
    [InlineData("binary", 0.0, "relu")]
    [InlineData("independent", null, "relu")]
    [InlineData("orthogonal", null, "relu")]
    [InlineData("gaussian", 2.0, "erf")]
    [InlineData("binary", 2.0, "linear")]
    public void Evaluate_OddActivationOrNoCorrelation_Holds(string weights, double? correlation, string activation)
    {
        MeanFieldSolution solution =
            MeanField.Evaluate(NetworkModel.Create(weights, correlation, activation: activation)).Value;
        Assert.True(solution.Validity.Holds);
        Assert.Equal("odd", solution.Validity.Closure);
    }

    [Theory]
    [InlineData("linear", "independent")]
    [InlineData("relu", "orthogonal")]
    public void Evaluate_GrowthBeyondFloatingPoint_IsDivergedAtANamedLayer(string activation, string weights)
    {
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(
            NetworkModel.Create(weights, activation: activation, gain: 1e10, depth: 100));
        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Matches("at layer [0-9]+:", result.Failure.Message);
    }

    [Fact]
    public void Evaluate_PreActivationsTooLargeForTheQuadrature_IsNotResolved()
    {
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(NetworkModel.Create(activation: "sin(1e9*x)"));
        Assert.Equal(SolveFailureKind.NotResolved, result.Failure!.Kind);
        Assert.Contains("layer 1", result.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sin(x)", SolveFailureKind.NotAccurate)]
    [InlineData("log(x)", SolveFailureKind.NotDefined)]
    [InlineData("2", SolveFailureKind.Vanishes)]
    [InlineData("exp(x^2)", SolveFailureKind.Diverged)]
    public void Evaluate_FormulaWithoutAnswer_FailsWithItsKind(string formula, SolveFailureKind kind)
    {
        SolveResult<MeanFieldSolution> result = MeanField.Evaluate(NetworkModel.Create(activation: formula, gain: 50));
        Assert.Equal(kind, result.Failure!.Kind);
        Assert.Contains("layer 1", result.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_Cancelled_Throws() =>
        Assert.Throws<OperationCanceledException>(
            () => MeanField.Evaluate(NetworkModel.Create(), cancellation: new CancellationToken(true)));

    [Fact]
    public void Evaluate_BadArguments_AreRefused()
    {
        Assert.Throws<ArgumentNullException>(() => MeanField.Evaluate(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => MeanField.Evaluate(NetworkModel.Create(), (Closure)7));
        Assert.All(new[] { 0, 1e-16, 0.01, -1, double.NaN }, tolerance => Assert.Equal(
            "tolerance",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => MeanField.Evaluate(NetworkModel.Create(), tolerance: tolerance)).ParamName));
    }

    [Fact]
    public void Evaluate_CoarserTolerance_MovesTheAnswerByNoMoreThanTheLayersCanAddUp()
    {
        IReadOnlyList<MeanFieldLayer> exact = MeanField.Evaluate(NetworkModel.Create()).Value.Layers;
        foreach (double tolerance in new[] { 1e-15, 1e-8, 1e-3 })
        {
            // D/N is a ratio of four averages of that error, through six layers; 100 allows for their derivatives.
            IReadOnlyList<MeanFieldLayer> coarse = MeanField.Evaluate(NetworkModel.Create(), tolerance: tolerance).Value.Layers;
            Assert.All(exact.Zip(coarse), pair => Assert.Equal(
                pair.First.Dimension, pair.Second.Dimension, 100 * Math.Max(tolerance, 1e-13) * pair.First.Dimension));
        }
    }
}
