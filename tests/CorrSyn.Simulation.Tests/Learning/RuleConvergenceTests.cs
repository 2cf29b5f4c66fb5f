using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CorrSyn.Simulation.Tests.Learning;

/// <summary>Where the rules end, with inputs whose second moments are exact, so that nothing is random but the first weights.</summary>
public class RuleConvergenceTests
{
    private const int Inputs = 12;

    // Neighbouring eigenvalues differ by a factor 0.7.
    private static readonly double[] Eigenvalues = [.. Enumerable.Range(0, Inputs).Select(k => Math.Pow(0.7, k))];

    private static readonly Matrix<double> Vectors = Designs.Eigenvectors(Inputs, 40);

    [Theory]
    [InlineData(HebbianRule.Oja)]
    [InlineData(HebbianRule.Hebb)]
    public void SingleNeuronRules_EndAtThePrincipalEigenvector(HebbianRule rule)
    {
        Matrix<double> weights = Learn(rule, 4, 1000).Weights;

        // The next direction shrinks by exp(-0.3 rate) a step: exp(-30) after all.
        for (int row = 0; row < 4; row++)
            Assert.Equal(1, Math.Abs(weights.Row(row) * Vectors.Column(0)), 1e-9);
    }

    [Fact]
    public void Sanger_EndsAtTheEigenvectorsInOrder()
    {
        Matrix<double> weights = Learn(HebbianRule.Sanger, 4, 4000).Weights;

        // Row i and the next direction part at a rate of 0.3 lambda_i: exp(-0.1 4000 0.3 0.34) = 1e-18 for the last row.
        for (int row = 0; row < 4; row++)
            Assert.Equal(1, Math.Abs(weights.Row(row) * Vectors.Column(row)), 1e-9);
    }

    [Fact]
    public void Subspace_EndsAtAnOrthonormalBasisOfThePrincipalSubspace()
    {
        Matrix<double> weights = Learn(HebbianRule.Subspace, 4, 4000).Weights;
        Matrix<double> expected = Vectors.SubMatrix(0, Inputs, 0, 4);

        Assert.True((weights.Transpose() * weights - expected * expected.Transpose()).FrobeniusNorm() < 1e-9);
        Assert.True((weights * weights.Transpose() - DenseMatrix.CreateIdentity(4)).FrobeniusNorm() < 1e-9);

        // Unlike Sanger's, it has no order within that space.
        Assert.True(Math.Abs(weights.Row(0) * Vectors.Column(0)) < 0.99);
    }

    [Fact]
    public void Foldiak_DecorrelatesResponses_OjaDoesNot()
    {
        double decorrelated = LargestCorrelation(Learn(HebbianRule.Foldiak, 4, 8000).Effective);

        Assert.True(decorrelated < 1e-3, $"{decorrelated}");
        Assert.True(LargestCorrelation(Learn(HebbianRule.Oja, 4, 8000).Effective) > 0.999);
    }

    [Fact]
    public void Bcm_BecomesSelectiveForOneOfSeveralInputs()
    {
        const int Patterns = 4;
        MatrixView inputs = Designs.Gaussian(Patterns, Inputs, 77);
        var first = Designs.Gaussian(10, Inputs, 78, 0.1);
        foreach (ref double weight in first.Values.AsSpan())
            weight = Math.Abs(weight);
        var learner = new LayerLearner(new LearningSettings(HebbianRule.Bcm, 0.002, 1, 1, false), first, 1);
        double before = Selectivity(learner.Weights, inputs).Min();
        for (int step = 0; step < 30_000; step++)
            Assert.True(learner.Step(inputs, CancellationToken.None));

        // A response to one of n patterns alone has the selectivity 1 - 1/n, the largest there is.
        Assert.All(Selectivity(learner.Weights, inputs), value => Assert.Equal(1 - 1.0 / Patterns, value, 1e-3));
        Assert.True(before < 0.7);
    }

    private static IEnumerable<double> Selectivity(MatrixView weights, MatrixView inputs)
    {
        Matrix<double> responses = (Designs.ToMatrix(weights) * Designs.ToMatrix(inputs).Transpose()).PointwiseMaximum(0);
        return responses.EnumerateRows().Select(row => 1 - row.Average() / row.Maximum());
    }

    private static double LargestCorrelation(Matrix<double> weights)
    {
        Matrix<double> moments = weights * Vectors * DenseMatrix.OfDiagonalArray(Eigenvalues) * (weights * Vectors).Transpose();
        return Enumerable.Range(0, 4).SelectMany(i => Enumerable.Range(0, i).Select(j =>
            Math.Abs(moments[i, j]) / Math.Sqrt(moments[i, i] * moments[j, j]))).Max();
    }

    private static (Matrix<double> Weights, Matrix<double> Effective) Learn(HebbianRule rule, int neurons, int steps)
    {
        MatrixView inputs = Designs.WithMoments(Vectors, Eigenvalues);
        var learner = new LayerLearner(
            new LearningSettings(rule, 0.1, 1, 1, true), Designs.Gaussian(neurons, Inputs, 41, 0.3), 1);
        for (int step = 0; step < steps; step++)
            Assert.True(learner.Step(inputs, CancellationToken.None));
        return (
            Designs.ToMatrix(learner.Weights),
            Designs.ToMatrix(new MatrixView(learner.EffectiveWeights(), neurons, Inputs)));
    }
}
