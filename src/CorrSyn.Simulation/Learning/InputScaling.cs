using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Learning;

/// <summary>Means and squares of activity over inputs.</summary>
internal static class InputScaling
{
    /// <summary>The mean of every neuron over inputs.</summary>
    public static double[] Mean(MatrixView activity)
    {
        var mean = new double[activity.Columns];
        for (int row = 0; row < activity.Rows; row++)
            TensorPrimitives.Add(mean, activity.Row(row), mean);
        TensorPrimitives.Multiply(mean, 1.0 / activity.Rows, mean);
        return mean;
    }

    /// <summary>The mean of (h - shift)^2 over inputs and neurons.</summary>
    public static double MeanSquare(MatrixView activity, double[] shift)
    {
        double sum = 0;
        var difference = new double[activity.Columns];
        for (int row = 0; row < activity.Rows; row++)
        {
            TensorPrimitives.Subtract(activity.Row(row), shift, difference);
            sum += TensorPrimitives.SumOfSquares<double>(difference);
        }

        return sum / activity.Rows / activity.Columns;
    }

    /// <summary>h := (h - shift) factor.</summary>
    public static void Apply(MatrixView activity, double[] shift, double factor)
    {
        for (int row = 0; row < activity.Rows; row++)
        {
            TensorPrimitives.Subtract(activity.Row(row), shift, activity.Row(row));
            TensorPrimitives.Multiply(activity.Row(row), factor, activity.Row(row));
        }
    }
}
