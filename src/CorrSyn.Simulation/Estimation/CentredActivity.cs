using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Activity minus its mean over inputs, with the moments of single neurons that one pass over it gives.</summary>
internal sealed class CentredActivity
{
    private readonly int _sampleCount;
    private readonly int _width;
    private readonly double[] _bySample;
    private readonly double[] _squares;

    /// <summary>Buffers for M inputs and N neurons.</summary>
    public CentredActivity(int sampleCount, int width)
    {
        (_sampleCount, _width) = (sampleCount, width);
        _bySample = new double[sampleCount * width];
        _squares = new double[width];
        Means = new double[width];
        Variances = new double[width];
        FourthMoments = new double[width];
    }

    /// <summary>m_i; length N.</summary>
    public double[] Means { get; }

    /// <summary>S_ii, the sample variances with denominator M - 1; length N.</summary>
    public double[] Variances { get; }

    /// <summary>sum_s (h_si - m_i)^4/(M - 1); length N.</summary>
    public double[] FourthMoments { get; }

    /// <summary>h - m, M x N.</summary>
    public MatrixView BySample => new(_bySample, _sampleCount, _width);

    /// <summary>The bytes of the buffers.</summary>
    public static long EstimateBytes(int sampleCount, int width) =>
        sizeof(double) * (long)width * (sampleCount + 4L);

    /// <summary>Takes in the activity of one layer.</summary>
    public void Centre(MatrixView activity, CancellationToken cancellation)
    {
        Array.Clear(Means);
        Array.Clear(Variances);
        Array.Clear(FourthMoments);
        for (int sample = 0; sample < _sampleCount; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            TensorPrimitives.Add(Means, activity.Row(sample), Means);
        }

        TensorPrimitives.Divide(Means, _sampleCount, Means);
        for (int sample = 0; sample < _sampleCount; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = _bySample.AsSpan(sample * _width, _width);
            TensorPrimitives.Subtract(activity.Row(sample), Means, row);
            TensorPrimitives.Multiply(row, row, _squares);
            TensorPrimitives.Add(Variances, _squares, Variances);
            TensorPrimitives.MultiplyAdd(_squares, _squares, FourthMoments, FourthMoments);
        }

        double freedom = _sampleCount - 1;
        TensorPrimitives.Divide(Variances, freedom, Variances);
        TensorPrimitives.Divide(FourthMoments, freedom, FourthMoments);
    }
}
