using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Activity minus its mean over inputs, with the moments that one pass over it gives.</summary>
internal sealed class CentredActivity
{
    private readonly int _sampleCount;
    private readonly int _width;
    private readonly double[] _bySample;
    private readonly double[] _byNeuron;
    private readonly double[] _squares;

    /// <summary>Buffers for M inputs and N neurons.</summary>
    public CentredActivity(int sampleCount, int width)
    {
        (_sampleCount, _width) = (sampleCount, width);
        _bySample = new double[sampleCount * width];
        _byNeuron = sampleCount < width ? [] : new double[sampleCount * width];
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

    /// <summary>F = sum_s |h_s - m|^4/(M - 1).</summary>
    public double FourthMomentOfNorm { get; private set; }

    /// <summary>h - m, M x N.</summary>
    public MatrixView BySample => new(_bySample, _sampleCount, _width);

    /// <summary>The bytes of the buffers.</summary>
    public static long EstimateBytes(int sampleCount, int width) =>
        sizeof(double) * (long)width * (sampleCount * (sampleCount < width ? 1L : 2L) + 4);

    /// <summary>(h - m)^T, N x M; only where M is at least N.</summary>
    public MatrixView ByNeuron()
    {
        // Blocks of 8 samples fill whole cache lines of the result.
        const int block = 8;
        for (int first = 0; first < _sampleCount; first += block)
        {
            int end = Math.Min(first + block, _sampleCount);
            for (int neuron = 0; neuron < _width; neuron++)
            {
                for (int sample = first; sample < end; sample++)
                    _byNeuron[neuron * _sampleCount + sample] = _bySample[sample * _width + neuron];
            }
        }

        return new MatrixView(_byNeuron, _width, _sampleCount);
    }

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
        double normSum = 0;
        for (int sample = 0; sample < _sampleCount; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = _bySample.AsSpan(sample * _width, _width);
            TensorPrimitives.Subtract(activity.Row(sample), Means, row);
            TensorPrimitives.Multiply(row, row, _squares);
            TensorPrimitives.Add(Variances, _squares, Variances);
            TensorPrimitives.MultiplyAdd(_squares, _squares, FourthMoments, FourthMoments);
            double norm = TensorPrimitives.Sum<double>(_squares);
            normSum += norm * norm;
        }

        double freedom = _sampleCount - 1;
        TensorPrimitives.Divide(Variances, freedom, Variances);
        TensorPrimitives.Divide(FourthMoments, freedom, FourthMoments);
        FourthMomentOfNorm = normSum / freedom;
    }
}
