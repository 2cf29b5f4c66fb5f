using System.Text.RegularExpressions;
using CorrSyn.Model;
using Xunit;

namespace CorrSyn.Tests;

public partial class LinearNetworkTests
{
    private static NetworkSpec Linear(int width, double correlation = 1, double gain = 0.8, double biasVariance = 0.1, int depth = 3) =>
        NetworkModel.Create(
            correlation: correlation, gain: gain, biasVariance: biasVariance, activation: "linear", depth: depth, width: width);

    [Fact]
    public void Derive_Equations_AreThoseOfThePageUnderTheirNumbers()
    {
        LinearDerivationReport report = LinearNetwork.Derive();
        Assert.True(report.Passed);
        (string, string)[] derived =
            [.. report.Steps.SelectMany(step => step.Equations).Select(equation => (equation.Id, equation.Latex))];
        (string, string)[] written =
            [.. NumberedEquation().Matches(RepositoryFiles.Read("docs/theory/linear.md"))
                .Select(match => (match.Groups["id"].Value, match.Groups["latex"].Value))];
        Assert.Equal(derived, written);
    }

    [Fact]
    public void Derive_Recursion_ReadsAsInTheTextBooks()
    {
        string[] texts =
            [.. LinearNetwork.Derive().Steps.SelectMany(step => step.Equations).Select(equation => $"{equation.Id} {equation.Text}")];
        Assert.Equal(
            [
                "L-1 E[tr C'^2] = g^2 N^-2 ((tr R)^2 E[tr C^2] + tr R^2 E[(tr C)^2] + tr R^2 E[tr C^2])",
                "L-2 E[(tr C')^2] = g^2 N^-2 ((tr R)^2 E[(tr C)^2] + 2 tr R^2 E[tr C^2])",
                "L-3 E[tr C'] = g tr R E[tr C] N^-1",
                "L-4 E[tr C^2] = alpha sigma^4 (N + alpha N + 1)",
                "L-5 E[(tr C)^2] = alpha sigma^4 (alpha N^2 + 2)",
                "L-6 E[tr C] = alpha sigma^2 N",
            ],
            texts);
    }

    [Fact]
    public void Evaluate_OneNeuronWithoutALayerOfItsOwn_GivesMomentsOfOneGaussian()
    {
        // N = P = 1: C = xi^2 and C' = g w^2 C, so that E C^2 = 3 and E C'^2 = 9 g^2, traces or not.
        LinearLayer layer = LinearLayer.Create(1, 1, gain: 2, CorrelationStructure.Identity, 0);
        IReadOnlyList<LinearNetworkLayer> layers = LinearNetwork.Evaluate(new LinearInputs(1, 1, 1), [layer]).Value.Layers;
        Assert.Equal([1, 2], layers.Select(each => each.Trace), Close);
        Assert.Equal([3, 36], layers.Select(each => each.TraceOfSquare), Close);
        Assert.Equal([3, 36], layers.Select(each => each.SquaredTrace), Close);
    }

    [Fact]
    public void Evaluate_WideNetwork_ApproachesTheLayerMap()
    {
        // To leading order D/N = K1^2/(K2 + N Sigma); corrections are of relative order 1/N.
        NetworkSpec spec = Linear(100_000);
        Assert.All(
            LinearNetwork.Evaluate(spec).Value.Layers.Zip(MeanField.Evaluate(spec).Value.Layers),
            pair => Assert.Equal(pair.Second.Dimension, pair.First.Dimension, 1e-3 * pair.Second.Dimension));
    }

    [Fact]
    public void Evaluate_Biases_PlayNoPart() =>
        Assert.Equal(
            LinearNetwork.Evaluate(Linear(20, biasVariance: 0)).Value.Layers,
            LinearNetwork.Evaluate(Linear(20, biasVariance: 3)).Value.Layers);

    [Fact]
    public void Evaluate_SpecificationAndLayers_AreTheSameNetwork()
    {
        NetworkSpec spec = Linear(16, depth: 2);
        LinearLayer layer = LinearLayer.Create(16, 16, 0.8, CorrelationStructure.Uniform, 0.25);
        Assert.Equal(
            LinearNetwork.Evaluate(spec).Value.Layers,
            LinearNetwork.Evaluate(new LinearInputs(16, 32, 0.5), [layer, layer]).Value.Layers);
    }

    [Fact]
    public void Evaluate_MatrixAndStructure_AreTheSameLayer()
    {
        double[,] matrix = new double[8, 8];
        for (int i = 0; i < 8; i++)
        {
            for (int j = 0; j < 8; j++)
                matrix[i, j] = i == j ? 1 : i / 4 == j / 4 ? 0.5 : 0;
        }

        LinearLayer fromMatrix = LinearLayer.FromMatrix(matrix, presynapticCount: 4, gain: 1.5);
        LinearLayer fromStructure = LinearLayer.Create(8, 4, 1.5, CorrelationStructure.NewBlocks(2), 0.5);
        LinearLayer above = LinearLayer.Create(2, 8, 1, CorrelationStructure.Identity, 0, CorrelationStructure.Uniform, 0.3);
        var inputs = new LinearInputs(4, 6, 1);
        matrix[0, 1] = 7; // Copied: without effect.
        IEnumerable<double> Numbers(LinearLayer layer) =>
            LinearNetwork.Evaluate(inputs, [layer, above]).Value.Layers
                .SelectMany(each => new[] { each.Width, each.Trace, each.TraceOfSquare, each.SquaredTrace });
        Assert.Equal(Numbers(fromStructure), Numbers(fromMatrix), Close);
        Assert.Equal((8, 4, 1.5), (fromMatrix.PostsynapticCount, fromMatrix.PresynapticCount, fromMatrix.Gain));
    }

    [Fact]
    public void Evaluate_DeepNetwork_KeepsLogarithmsWhereValuesUnderflow()
    {
        LinearNetworkLayer last = LinearNetwork.Evaluate(Linear(10, gain: 0.1, depth: 400)).Value.Layers[^1];
        Assert.Equal(0, last.TraceOfSquare);
        Assert.Equal(Math.Log(5) + 400 * Math.Log(0.1), last.LogTrace, 1e-9);
        Assert.InRange(last.Dimension, 0.1, 0.1001);
    }

    [Fact]
    public void Evaluate_LargeGain_SaysWhereItDiverges()
    {
        SolveResult<LinearNetworkSolution> result = LinearNetwork.Evaluate(Linear(10, gain: 1e100, depth: 5));
        Assert.Equal(SolveFailureKind.Diverged, result.Failure!.Kind);
        Assert.Contains("layer 2", result.Failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gaussian", "tanh", "tanh")]
    [InlineData("binary", "linear", "binary")]
    [InlineData("orthogonal", "linear", "orthogonal")]
    public void Evaluate_NoGaussianLinearNetwork_IsNotClosed(string weights, string activation, string named)
    {
        SolveFailure failure = LinearNetwork.Evaluate(NetworkModel.Create(weights, activation: activation)).Failure!;
        Assert.Equal(SolveFailureKind.NotClosed, failure.Kind);
        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_WrongArguments_AreNamed()
    {
        LinearLayer layer = LinearLayer.Create(4, 3, 1, CorrelationStructure.Identity, 0);
        LinearLayer[] fitting = [layer];
        Assert.Throws<ArgumentException>(() => LinearNetwork.Evaluate(new LinearInputs(4, 4, 1), fitting));
        Assert.Throws<ArgumentException>(() => LinearNetwork.Evaluate(new LinearInputs(3, 4, 1), []));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearNetwork.Evaluate(new LinearInputs(0, 4, 1), fitting));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearNetwork.Evaluate(new LinearInputs(3, 0, 1), fitting));
        Assert.Throws<ArgumentOutOfRangeException>(() => LinearNetwork.Evaluate(new LinearInputs(3, 4, double.NaN), fitting));
    }

    [Theory]
    [InlineData(0, 4, 1.0, 0.5, "postsynapticCount")]
    [InlineData(4, 0, 1.0, 0.5, "presynapticCount")]
    [InlineData(5, 4, 1.0, 0.5, "postsynapticCount")]
    [InlineData(4, 4, 0.0, 0.5, "gain")]
    [InlineData(4, 4, double.NaN, 0.5, "gain")]
    [InlineData(4, 4, 1.0, 1.0, "rowCorrelation")]
    [InlineData(4, 4, 1.0, -0.1, "rowCorrelation")]
    [InlineData(4, 4, 1.0, double.NaN, "rowCorrelation")]
    public void Create_OutOfRange_NamesTheParameter(int post, int pre, double gain, double correlation, string name) =>
        Assert.Equal(
            name,
            Assert.Throws<ArgumentOutOfRangeException>(
                () => LinearLayer.Create(post, pre, gain, CorrelationStructure.NewBlocks(2), correlation)).ParamName);

    [Fact]
    public void FromMatrix_NoCorrelationMatrix_IsRefused()
    {
        double[][,] wrong =
        [
            new double[0, 0],
            new double[2, 3],
            new[,] { { 1, 0.5 }, { 0.4, 1 } },
            new[,] { { 2.0 } },
            new[,] { { 0.5 } },
            new[,] { { 1, double.NaN }, { double.NaN, 1 } },
            new[,] { { 1, 1.5 }, { 1.5, 1 } },
        ];
        Assert.All(wrong, matrix => Assert.Throws<ArgumentException>(() => LinearLayer.FromMatrix(matrix, 2, 1)));
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected);

    [GeneratedRegex(@"^\*\*\((?<id>[A-Z]+-\d+)\)\*\* [^\n]+\n\n```math\n(?<latex>[^\n]+)\n```$", RegexOptions.Multiline)]
    private static partial Regex NumberedEquation();
}
