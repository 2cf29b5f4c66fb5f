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

    /// <summary>What a mean of squares about that mean must exceed to be more than the rounding of the mean, and than
    /// <see cref="InactiveLayerException.LeastDeviation"/>.</summary>
    /// <remarks>A mean over M inputs is off by at most M units of rounding, of a number that is the same for all inputs by that part of itself. Summed over
    /// neurons, as for a direction in which all of them are off together.</remarks>
    public static double LeastSquare(MatrixView activity, double[] mean)
    {
        double rounding = activity.Rows * Math.ScaleB(1, -53);
        return Math.Max(
            InactiveLayerException.LeastDeviation * InactiveLayerException.LeastDeviation,
            rounding * rounding * TensorPrimitives.SumOfSquares<double>(mean));
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

    /// <summary>The largest mean of (v (h - shift))^2 over inputs, for directions v of norm 1.</summary>
    /// <remarks>The Rayleigh quotient after 60 rounds of power iteration: never above the largest eigenvalue, and below it by a few
    /// percent where the next ones are close.</remarks>
    public static double LargestSquare(MatrixView activity, double[] shift)
    {
        var direction = new double[activity.Columns];
        var image = new double[activity.Columns];
        var difference = new double[activity.Columns];

        // A direction that is orthogonal to nothing in particular.
        for (int i = 0; i < direction.Length; i++)
            direction[i] = Math.Sin(1 + (double)i * i);
        double quotient = 0;
        for (int round = 0; round < 60; round++)
        {
            double norm = TensorPrimitives.Norm<double>(direction);
            if (!(norm > 0))
                return 0;
            TensorPrimitives.Multiply(direction, 1 / norm, direction);
            Array.Clear(image);
            double sum = 0;
            for (int row = 0; row < activity.Rows; row++)
            {
                TensorPrimitives.Subtract(activity.Row(row), shift, difference);
                double along = TensorPrimitives.Dot<double>(difference, direction);
                sum += along * along;
                TensorPrimitives.MultiplyAdd(difference, along, image, image);
            }

            quotient = sum / activity.Rows;
            (direction, image) = (image, direction);
        }

        return quotient;
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
