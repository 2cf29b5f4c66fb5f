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
/// Hebb's rule with its normalisation is in <see cref="NormalisedHebbDriftTests"/>. Every comparison is at a family-wise level of 1e-4 over the
/// weights of a rule, as for the models of this project: seven that must agree raise a false alarm with a probability below 1e-3. Batches are
/// small and the steps are one each from the same weights, so that steps are independent.
/// </remarks>
public class HebbianDriftTests
{
    private static readonly DriftTrial Trial = new(Rate: 0.01, Batch: 50, Steps: 4000);

    private static readonly Matrix<double> Covariance = DriftTrial.Covariance;
    private static readonly Matrix<double> Weights = DriftTrial.Weights;

    public static TheoryData<HebbianRule> Rules => [.. HebbianRuleName.All.Where(rule => rule != HebbianRule.Hebb)];

    [Theory]
    [MemberData(nameof(Rules))]
    public void Drift_EveryRule_IsItsClosedForm(HebbianRule rule) =>
        Assert.True(Trial.LargestZ(Changes(rule), Expected(rule)) < Trial.Threshold, $"{Trial.LargestZ(Changes(rule), Expected(rule))}");

    // Each expectation is that of a similar rule: one that differs in a single term.
    [Theory]
    [InlineData(HebbianRule.Oja, HebbianRule.Subspace)]
    [InlineData(HebbianRule.Subspace, HebbianRule.Sanger)]
    [InlineData(HebbianRule.Sanger, HebbianRule.Subspace)]
    [InlineData(HebbianRule.Foldiak, HebbianRule.Sanger)]
    [InlineData(HebbianRule.Bcm, HebbianRule.Oja)]
    public void Drift_OfAnotherRule_IsRejected(HebbianRule rule, HebbianRule other) =>
        Assert.True(Trial.LargestZ(Changes(rule), Expected(other)) > 3 * Trial.Threshold);

    // Five percent more of the part that holds back is found as well.
    [Fact]
    public void Drift_SlightlyWrongDecay_IsRejected()
    {
        Matrix<double> hebbian = Weights * Covariance;
        Matrix<double> wrong = hebbian + 1.05 * (Expected(HebbianRule.Oja) - hebbian);

        Assert.True(Trial.LargestZ(Changes(HebbianRule.Oja), wrong) > Trial.Threshold);
    }

    [Fact]
    public void Drift_OfLateralWeights_IsTheCovarianceOfResponsesOutsideTheDiagonal()
    {
        Matrix<double> expected = Weights * Covariance * Weights.Transpose();
        expected.SetDiagonal(new double[DriftTrial.Neurons]);

        Assert.True(Trial.LargestZ(Trial.Changes(HebbianRule.Foldiak, learner => learner.LateralWeights!.Value, null), expected) < Trial.Threshold);
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
        Trial.Changes(rule, learner => learner.Weights, DriftTrial.View(Weights));
}
