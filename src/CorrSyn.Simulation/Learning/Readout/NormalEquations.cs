using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Learning.Data;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CorrSyn.Simulation.Learning.Readout;

/// <summary>The sums over inputs that a linear regression needs.</summary>
/// <param name="Moments">Sum of h h^T, N x N.</param>
/// <param name="Targets">Sum of h t^T, N x K.</param>
internal sealed record NormalEquations(Matrix<double> Moments, Matrix<double> Targets)
{
    /// <summary>The sums for h about a mean and t about class frequencies.</summary>
    public static NormalEquations Of(
        LabelledInputs inputs, double[] mean, double[] frequencies, int degree, CancellationToken cancellation)
    {
        MatrixView values = inputs.Values;
        int width = values.Columns;
        var shifted = new MatrixView(new double[(long)values.Rows * width], values.Rows, width);
        var targets = new MatrixView(new double[(long)frequencies.Length * width], frequencies.Length, width);
        for (int sample = 0; sample < values.Rows; sample++)
        {
            Span<double> row = shifted.Row(sample);
            TensorPrimitives.Subtract(values.Row(sample), mean, row);
            for (int label = 0; label < frequencies.Length; label++)
            {
                double target = (label == inputs.Labels![sample] ? 1 : 0) - frequencies[label];
                TensorPrimitives.MultiplyAdd(row, target, targets.Row(label), targets.Row(label));
            }
        }

        var moments = new MatrixView(new double[(long)width * width], width, width);
        new SymmetricUpdate().Add(shifted, moments, degree, cancellation);
        SymmetricUpdate.Complete(moments);
        return new NormalEquations(
            new DenseMatrix(width, width, moments.Values),
            new DenseMatrix(width, frequencies.Length, targets.Values));
    }

    /// <summary>The sums over both sets of inputs.</summary>
    public NormalEquations Add(NormalEquations other) => new(Moments + other.Moments, Targets + other.Targets);

    /// <summary>The coefficients, N x K.</summary>
    /// <param name="ridge">In units of the mean diagonal moment; above 0.</param>
    public Matrix<double> Solve(double ridge)
    {
        double unit = Moments.Trace() / Moments.RowCount;

        // Without any activity there is nothing to read, and frequencies decide.
        if (!(unit > 0))
            return Matrix<double>.Build.Dense(Targets.RowCount, Targets.ColumnCount);
        Matrix<double> shifted = Moments + Matrix<double>.Build.DenseDiagonal(Moments.RowCount, ridge * unit);
        return shifted.Cholesky().Solve(Targets);
    }
}
