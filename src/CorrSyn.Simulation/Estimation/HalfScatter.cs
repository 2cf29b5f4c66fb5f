using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Sums over samples y, from which their moments about their own mean follow.</summary>
/// <remarks>The samples are activity minus a shift close to its mean, so that the mean of y is far below its standard
/// deviation and what is subtracted to centre is a small part of what it is subtracted from: n samples shifted by the
/// mean of b others lose a fraction of order 1/b, not of digits.</remarks>
internal sealed class HalfScatter
{
    private readonly int _width;
    private int _count;
    private double _fourthOfNorm;

    /// <summary>Sums over N neurons.</summary>
    public HalfScatter(int width)
    {
        _width = width;
        Sums = new double[width];
        NormWeightedSums = new double[width];
        Scatter = new double[(long)width * width];
    }

    /// <summary>sum_s y_s.</summary>
    public double[] Sums { get; }

    /// <summary>sum_s |y_s|^2 y_s.</summary>
    public double[] NormWeightedSums { get; }

    /// <summary>sum_s y_s y_s^T; N x N, row after row, the upper half and the diagonal.</summary>
    public double[] Scatter { get; }

    /// <summary>Back to no samples.</summary>
    public void Clear()
    {
        (_count, _fourthOfNorm) = (0, 0);
        Array.Clear(Sums);
        Array.Clear(NormWeightedSums);
        Array.Clear(Scatter);
    }

    /// <summary>More samples, to what their norms enter.</summary>
    /// <param name="samples">y, in rows.</param>
    /// <param name="squaredNorms">|y|^2 of each.</param>
    public void AddNorms(MatrixView samples, ReadOnlySpan<double> squaredNorms)
    {
        _count += samples.Rows;
        _fourthOfNorm += TensorPrimitives.SumOfSquares(squaredNorms);
        RowSums.AddWeighted(samples, squaredNorms, NormWeightedSums);
    }

    /// <summary>The samples of another one too.</summary>
    public void Absorb(HalfScatter other)
    {
        _count += other._count;
        _fourthOfNorm += other._fourthOfNorm;
        TensorPrimitives.Add(Sums, other.Sums, Sums);
        TensorPrimitives.Add(NormWeightedSums, other.NormWeightedSums, NormWeightedSums);
        TensorPrimitives.Add(Scatter, other.Scatter, Scatter);
    }

    /// <summary>The moments about the mean; at least 2 samples.</summary>
    /// <remarks>Derived here. With d = sum_s y_s / n and Y the scatter: the centred scatter is Y - n d d^T, and
    /// |y - d|^4 = (|y|^2 - 2 y.d + |d|^2)^2 summed over samples gives
    /// sum |y|^4 + 4 d.Y.d - 4 d.sum |y|^2 y + 2 |d|^2 tr Y - 3 n |d|^4.</remarks>
    public TraceMoments Moments()
    {
        double n = _count, freedom = n - 1;
        SymmetricUpdate.Complete(new MatrixView(Scatter, _width, _width));
        var mean = new double[_width];
        TensorPrimitives.Divide(Sums, n, mean);
        double projected = 0, trace = 0;
        for (int neuron = 0; neuron < _width; neuron++)
        {
            ReadOnlySpan<double> row = Scatter.AsSpan(neuron * _width, _width);
            projected += mean[neuron] * TensorPrimitives.Dot(row, mean);
            trace += row[neuron];
        }

        double meanSquare = TensorPrimitives.SumOfSquares<double>(mean);
        double squares = TensorPrimitives.SumOfSquares<double>(Scatter)
            - 2 * n * projected + n * n * meanSquare * meanSquare;
        double fourth = _fourthOfNorm + 4 * projected - 4 * TensorPrimitives.Dot<double>(mean, NormWeightedSums)
            + 2 * meanSquare * trace - 3 * n * meanSquare * meanSquare;
        return new TraceMoments(
            _count, (trace - n * meanSquare) / freedom, squares / (freedom * freedom), fourth / freedom);
    }
}
