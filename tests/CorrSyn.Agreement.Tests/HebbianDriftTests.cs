using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Sampling;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>What one step of a Hebbian rule does to the weights on average, against its closed form for Gaussian inputs of
/// covariance C.</summary>
/// <remarks>
/// Linear units: y = w x, so that mean y x^T = w C and mean y y^T = w C w^T. With lateral weights, p = (1 + l)^-1 stands before w.
/// BCM: y = max(0, s t) with t ~ N(0,1) and s^2 = w C w^T; x = (C w/s) t + a part independent of t; mean max(0,t)^2 t = sqrt(2/pi) and
/// mean max(0,t) t = 1/2, so mean y (y - theta) x = (s sqrt(2/pi) - theta/2) C w.
/// Every comparison is at a family-wise level of 1e-4 over the weights of a rule, as for the models of this project: seven that must
/// agree raise a false alarm with a probability below 1e-3. Batches are small and the steps are one each from the same weights, so
/// that steps are independent.
/// </remarks>
public class HebbianDriftTests
{
    private const int Neurons = 4;
    private const int Inputs = 6;
    private const int Batch = 50;
    private const int Steps = 4000;
    private const double Rate = 0.01;
    private const double FamilywiseLevel = 1e-4;

    private static readonly Matrix<double> Factor = Drawn(1, Inputs, Inputs, 0.5);
    private static readonly Matrix<double> Covariance = Factor * Factor.Transpose();
    private static readonly Matrix<double> Weights = Drawn(2, Neurons, Inputs, 0.6);

    public static TheoryData<HebbianRule> Rules => [.. HebbianRuleName.All.Where(rule => rule != HebbianRule.Hebb)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Drift_EveryRule_IsItsClosedForm(HebbianRule rule) =>
        Assert.True(LargestZ(Changes(rule), Expected(rule)) < Threshold(), $"{LargestZ(Changes(rule), Expected(rule))}");

    // Each expectation is that of a similar rule: one that differs in a single term.
    [Theory]
    [InlineData(HebbianRule.Oja, HebbianRule.Subspace)]
    [InlineData(HebbianRule.Subspace, HebbianRule.Sanger)]
    [InlineData(HebbianRule.Sanger, HebbianRule.Subspace)]
    [InlineData(HebbianRule.Foldiak, HebbianRule.Sanger)]
    [InlineData(HebbianRule.Bcm, HebbianRule.Oja)]
    public void Drift_OfAnotherRule_IsRejected(HebbianRule rule, HebbianRule other) =>
        Assert.True(LargestZ(Changes(rule), Expected(other)) > 3 * Threshold());

    // Five percent more of the part that holds back is found as well.
    [Fact]
    public void Drift_SlightlyWrongDecay_IsRejected()
    {
        Matrix<double> hebbian = Weights * Covariance;
        Matrix<double> wrong = hebbian + 1.05 * (Expected(HebbianRule.Oja) - hebbian);

        Assert.True(LargestZ(Changes(HebbianRule.Oja), wrong) > Threshold());
    }

    [Fact]
    public void Drift_OfLateralWeights_IsTheCovarianceOfResponsesOutsideTheDiagonal()
    {
        Matrix<double> expected = Weights * Covariance * Weights.Transpose();
        expected.SetDiagonal(new double[Neurons]);

        Assert.True(LargestZ(Changes(HebbianRule.Foldiak, learner => learner.LateralWeights!.Value, null), expected) < Threshold());
    }

    private static Matrix<double> Expected(HebbianRule rule)
    {
        Matrix<double> hebbian = Weights * Covariance;
        Matrix<double> moments = hebbian * Weights.Transpose();
        switch (rule)
        {
            // Lateral weights are zero before the first step, and Foldiak's rule is then Oja's.
            case HebbianRule.Oja or HebbianRule.Foldiak:
                return hebbian - DenseMatrix.OfDiagonalVector(moments.Diagonal()) * Weights;
            case HebbianRule.Subspace:
                return hebbian - moments * Weights;
            case HebbianRule.Sanger:
                return hebbian - moments.LowerTriangle() * Weights;
            case HebbianRule.Bcm:
                const double Threshold = 0.5;
                return DenseMatrix.OfDiagonalVector(
                    moments.Diagonal().Map(s2 => Math.Sqrt(s2 * 2 / Math.PI) - Threshold / 2)) * hebbian;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule), rule, "No closed form.");
        }
    }

    private static double[][] Changes(HebbianRule rule) =>
        Changes(rule, learner => learner.Weights, View(Weights));

    // One number for each weight and step: the change over the rate.
    private static double[][] Changes(HebbianRule rule, Func<LayerLearner, MatrixView> weights, MatrixView? before)
    {
        var stream = new NetworkSeed(7, 1, 0).Stream(0, StreamPurpose.Inputs);
        MatrixView first = View(Weights);
        var changes = new double[Steps][];
        for (int step = 0; step < Steps; step++)
        {
            var coordinates = new double[Batch * Inputs];
            stream.FillGaussian(step * RandomStream.GroupCount(coordinates.Length), coordinates);
            Matrix<double> inputs = DenseMatrix.Create(Batch, Inputs, (s, k) => coordinates[s * Inputs + k]) * Factor.Transpose();
            var learner = new LayerLearner(new LearningSettings(rule, Rate, 1, Batch, true), first, 1);
            learner.Step(View(inputs), CancellationToken.None);
            double[] after = weights(learner).Values;
            changes[step] = [.. after.Select((value, index) => (value - (before?.Values[index] ?? 0)) / Rate)];
        }

        return changes;
    }

    private static double LargestZ(double[][] changes, Matrix<double> expected)
    {
        double largest = 0;
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int k = 0; k < expected.ColumnCount; k++)
            {
                int place = i * expected.ColumnCount + k;
                Estimate mean = SampleMoments.Mean([.. changes.Select(step => step[place])]);
                if (mean.StandardError > 0)
                    largest = Math.Max(largest, Math.Abs(mean.Mean - expected[i, k]) / mean.StandardError!.Value);
                else
                    Assert.Equal(expected[i, k], mean.Mean);
            }
        }

        return largest;
    }

    // 4000 steps: Student's t is the normal distribution to 1 % of the tail probability.
    private static double Threshold() => -Normal.InvCDF(0, 1, FamilywiseLevel / (Neurons * Inputs) / 2);

    private static Matrix<double> Drawn(int instance, int rows, int columns, double deviation)
    {
        var values = new double[rows * columns];
        new NetworkSeed(3, 1, instance).Stream(0, StreamPurpose.Weights).FillGaussian(0, values);
        return DenseMatrix.Create(rows, columns, (i, k) => deviation * values[i * columns + k]);
    }

    private static MatrixView View(Matrix<double> matrix) =>
        new(matrix.Transpose().ToColumnMajorArray(), matrix.RowCount, matrix.ColumnCount);
}
