using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning;
using CorrSyn.Simulation.Sampling;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Xunit;

namespace CorrSyn.Agreement.Tests;

/// <summary>Many first steps of one Hebbian rule, each from the same weights with a batch of its own of Gaussian inputs.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="Batch">Inputs of a step.</param>
/// <param name="Steps">How many steps.</param>
internal sealed record DriftTrial(double Rate, int Batch, int Steps)
{
    public const int Neurons = 4;
    public const int Inputs = 6;
    private const double FamilywiseLevel = 1e-4;

    private static readonly Matrix<double> Factor = Drawn(1, Inputs, Inputs, 0.5);

    /// <summary>C of the inputs.</summary>
    public static Matrix<double> Covariance { get; } = Factor * Factor.Transpose();

    /// <summary>w before the step.</summary>
    public static Matrix<double> Weights { get; } = Drawn(2, Neurons, Inputs, 0.6);

    /// <summary>What no z may exceed, over all weights.</summary>
    public double Threshold => -StudentT.InvCDF(0, 1, Steps - 1, FamilywiseLevel / (Neurons * Inputs) / 2);

    /// <summary>One number for each weight and step: what was learned, less what was there before, over the rate.</summary>
    public double[][] Changes(HebbianRule rule, Func<LayerLearner, MatrixView> weights, MatrixView? before)
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

    /// <summary>The largest distance of a mean from its expectation, less an error that the expectation may have, in standard errors.</summary>
    public double LargestZ(double[][] changes, Matrix<double> expected, double error = 0)
    {
        Assert.Equal(Steps, changes.Length);
        double largest = 0;
        for (int i = 0; i < expected.RowCount; i++)
        {
            for (int k = 0; k < expected.ColumnCount; k++)
            {
                int place = i * expected.ColumnCount + k;
                Estimate mean = SampleMoments.Mean([.. changes.Select(step => step[place])]);
                if (mean.StandardError > 0)
                    largest = Math.Max(largest, (Math.Abs(mean.Mean - expected[i, k]) - error) / mean.StandardError!.Value);
                else
                    Assert.Equal(expected[i, k], mean.Mean);
            }
        }

        return largest;
    }

    /// <summary>A matrix as a view, row by row.</summary>
    public static MatrixView View(Matrix<double> matrix) =>
        new(matrix.Transpose().ToColumnMajorArray(), matrix.RowCount, matrix.ColumnCount);

    private static Matrix<double> Drawn(int instance, int rows, int columns, double deviation)
    {
        var values = new double[rows * columns];
        new NetworkSeed(3, 1, instance).Stream(0, StreamPurpose.Weights).FillGaussian(0, values);
        return DenseMatrix.Create(rows, columns, (i, k) => deviation * values[i * columns + k]);
    }
}
