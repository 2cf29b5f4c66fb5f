using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Learning.Rules;

/// <summary>The parts of the rules that hold weights back.</summary>
internal static class ResponseDecay
{
    /// <summary>change_i -= a_ii w_i: Oja's.</summary>
    public static void SubtractOwn(double[] moments, MatrixView weights, MatrixView change)
    {
        for (int row = 0; row < weights.Rows; row++)
            TensorPrimitives.MultiplyAdd(weights.Row(row), -moments[row * (weights.Rows + 1)], change.Row(row), change.Row(row));
    }

    /// <summary>a_ij = 0 for j above i, so that a row is held back by itself and those before it: Sanger's.</summary>
    public static void KeepLower(double[] moments, int count)
    {
        for (int row = 0; row < count; row++)
            moments.AsSpan(row * count + row + 1, count - row - 1).Clear();
    }

    /// <summary>Scales every row that is not zero to a norm.</summary>
    public static void Normalise(MatrixView weights, double norm)
    {
        for (int row = 0; row < weights.Rows; row++)
        {
            double size = TensorPrimitives.Norm<double>(weights.Row(row));
            if (size > 0)
                TensorPrimitives.Multiply(weights.Row(row), norm / size, weights.Row(row));
        }
    }
}
