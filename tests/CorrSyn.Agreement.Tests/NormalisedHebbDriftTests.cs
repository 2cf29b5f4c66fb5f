using CorrSyn.Simulation.Learning;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>One step of Hebb's rule, after which every row is scaled to norm 1, against its mean for Gaussian inputs of covariance C.</summary>
/// <remarks>
/// Before the scaling, a row is v + eta d, with v = w + eta g, g = C w, and d the mean of y x - g over a batch of B. The mean of d is 0, and by
/// Isserlis' theorem its covariance is S/B with S = s^2 C + g g^T, s^2 = w C w.
/// Along t e with |e| = 1, v/|v| is v + t e, in units of |v|, times the generating function of the Legendre polynomials at the cosine of the
/// angle between e and -v: its coefficients are of norm 2 at most. With rho = eta |d|/|v| the series up to second order therefore leaves
/// 2 rho^3/(1 - rho), at most 4 rho^3, for rho up to 1/2; beyond, where everything is at most 2 + 2 rho + 2 rho^2, no more than 28 rho^3, at most
/// 56 rho^4. So the mean of the row is, with u = v/|v|,
///     u + eta^2/(2 B |v|^2) (3 (u S u) u - tr S u - 2 S u)
/// to within 4 (E rho^4)^(3/4) + 56 E rho^4. The mean of |d|^4 is ((B - 1) ((tr S)^2 + 2 tr S^2) + E |y x - g|^4)/B^3, and the last mean is at
/// most 8 (105 s^4 (tr C)^2 + |g|^4), as that of y^8 is 105 s^8 and that of |x|^8 at most 105 (tr C)^4.
/// </remarks>
public class NormalisedHebbDriftTests
{
    // A large batch: what is left out, of the order B^-3/2, is then well below the standard errors.
    private static readonly DriftTrial Trial = new(Rate: 0.1, Batch: 400, Steps: 500);

    [Fact]
    public void Step_Mean_IsItsExpansion()
    {
        double error = Enumerable.Range(0, DriftTrial.Neurons).Max(row => Remainder(Trial, row));

        // Rows have norm 1, and a weight is known to about 1e-3 of that.
        Assert.True(error < 1e-4, $"{error}");
        double z = Trial.LargestZ(Rows(Trial), Expected(Trial, 1, true) / Trial.Rate, error / Trial.Rate);
        Assert.True(z < Trial.Threshold, $"{z}");
    }

    [Fact]
    public void Step_WrongSign_IsRejected() =>
        Assert.True(Trial.LargestZ(Rows(Trial), Expected(Trial, -1, true) / Trial.Rate) > 3 * Trial.Threshold);

    [Fact]
    public void Step_RateTwoPercentWrong_IsRejected() =>
        Assert.True(Trial.LargestZ(Rows(Trial), Expected(Trial, 1.02, true) / Trial.Rate) > Trial.Threshold);

    [Fact]
    public void Step_WithoutNormalisation_IsRejected()
    {
        Matrix<double> grown = DriftTrial.Weights + Trial.Rate * DriftTrial.Weights * DriftTrial.Covariance;

        Assert.True(Trial.LargestZ(Rows(Trial), grown / Trial.Rate) > 3 * Trial.Threshold);
    }

    // In small batches the scaling of what fluctuates is seen.
    [Fact]
    public void Step_SmallBatch_IsNotTheStepOfTheMean()
    {
        DriftTrial small = new(Rate: 0.2, Batch: 20, Steps: 4000);

        Assert.True(small.LargestZ(Rows(small), Expected(small, 1, false) / small.Rate) > small.Threshold);
    }

    private static double[][] Rows(DriftTrial trial) =>
        trial.Changes(HebbianRule.Hebb, learner => learner.Weights, null);

    private static Matrix<double> Expected(DriftTrial trial, double rateFactor, bool isSecondOrder) =>
        DenseMatrix.OfRowVectors(Enumerable.Range(0, DriftTrial.Neurons).Select(row =>
        {
            Step step = Step.Of(row, rateFactor * trial.Rate);
            Vector<double> u = step.Mean / step.Mean.L2Norm();
            Vector<double> second = 3 * (u * step.Spread * u) * u - step.Spread.Trace() * u - 2 * step.Spread * u;
            return isSecondOrder
                ? u + Math.Pow(trial.Rate / step.Mean.L2Norm(), 2) / (2 * trial.Batch) * second
                : u;
        }));

    private static double Remainder(DriftTrial trial, int row)
    {
        Step step = Step.Of(row, trial.Rate);
        double trace = step.Spread.Trace();
        double single = 8 * (105 * Math.Pow(step.Variance * DriftTrial.Covariance.Trace(), 2) + Math.Pow(step.Drift.L2Norm(), 4));
        double fourth = ((trial.Batch - 1) * (trace * trace + 2 * (step.Spread * step.Spread).Trace()) + single)
            / Math.Pow(trial.Batch, 3) * Math.Pow(trial.Rate / step.Mean.L2Norm(), 4);
        return 4 * Math.Pow(fourth, 0.75) + 56 * fourth;
    }

    // g, s^2, S and v of a row.
    private sealed record Step(Vector<double> Drift, double Variance, Matrix<double> Spread, Vector<double> Mean)
    {
        public static Step Of(int row, double rate)
        {
            Vector<double> weights = DriftTrial.Weights.Row(row);
            Vector<double> drift = DriftTrial.Covariance * weights;
            double variance = weights * drift;
            return new Step(
                drift, variance, variance * DriftTrial.Covariance + drift.OuterProduct(drift), weights + rate * drift);
        }
    }
}
