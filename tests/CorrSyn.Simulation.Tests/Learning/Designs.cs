using CorrSyn.Simulation.Kernels;
using CorrSyn.Simulation.Sampling;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace CorrSyn.Simulation.Tests.Learning;

/// <summary>Weights and inputs for tests of learning.</summary>
internal static class Designs
{
    public static MatrixView Gaussian(int rows, int columns, int number, double deviation = 1)
    {
        var values = new double[rows * columns];
        new NetworkSeed(5, 1, number).Stream(0, StreamPurpose.Inputs).FillGaussian(0, values);
        return new MatrixView(Array.ConvertAll(values, value => deviation * value), rows, columns);
    }

    /// <summary>An orthogonal matrix, column-wise the eigenvectors of what follows.</summary>
    public static Matrix<double> Eigenvectors(int count, int number) =>
        ToMatrix(Gaussian(count, count, number)).QR().Q;

    /// <summary>Inputs, as many as neurons, whose second moments are exactly V diag(eigenvalues) V^T: sqrt(N lambda_k) v_k.</summary>
    public static MatrixView WithMoments(Matrix<double> vectors, double[] eigenvalues)
    {
        int count = eigenvalues.Length;
        var inputs = new MatrixView(new double[count * count], count, count);
        for (int k = 0; k < count; k++)
        {
            for (int i = 0; i < count; i++)
                inputs.Row(k)[i] = Math.Sqrt(count * eigenvalues[k]) * vectors[i, k];
        }

        return inputs;
    }

    public static Matrix<double> ToMatrix(MatrixView view) =>
        DenseMatrix.Create(view.Rows, view.Columns, (i, k) => view.Row(i)[k]);

    public static double[,] ToArray(MatrixView view) => ToMatrix(view).ToArray();

    public static double[][] ToRows(MatrixView view) =>
        [.. Enumerable.Range(0, view.Rows).Select(row => view.Row(row).ToArray())];
}
