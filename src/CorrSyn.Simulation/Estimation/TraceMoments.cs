using System.Numerics.Tensors;

namespace CorrSyn.Simulation.Estimation;

/// <summary>What the traces of a covariance are estimated from: moments of n samples about their own mean.</summary>
/// <param name="SampleCount">n.</param>
/// <param name="Trace">tr S, S the sample covariance with denominator n - 1.</param>
/// <param name="TraceOfSquare">tr S^2.</param>
/// <param name="FourthMoment">F = sum_s |x_s - mean|^4/(n - 1).</param>
internal readonly record struct TraceMoments(
    int SampleCount, double Trace, double TraceOfSquare, double FourthMoment)
{
    /// <summary>(tr C)^2 without bias; n at least 4.</summary>
    public double CorrectedSquaredTrace =>
        new FourthMomentCorrection(SampleCount).SquaredTrace(TraceOfSquare, Trace, FourthMoment);

    /// <summary>tr C^2 without bias; n at least 4.</summary>
    public double CorrectedTraceOfSquare =>
        new FourthMomentCorrection(SampleCount).TraceOfSquare(TraceOfSquare, Trace, FourthMoment);

    /// <summary>From the Gram matrix G_st = x_s.x_t of some of the samples, which need not be centred.</summary>
    /// <param name="gram">All rows of the Gram matrix; row s starts at s times the stride.</param>
    /// <param name="stride">The distance between rows.</param>
    /// <param name="first">The first of the samples; they are successive.</param>
    /// <param name="count">n; at least 2.</param>
    /// <remarks>Derived here. With the row means r_s and the mean r, the centred matrix is H_st = G_st - r_s - r_t + r, and
    /// |H|^2 = |G|^2 - 2 n sum r_s^2 + n^2 r^2. Centred on all samples beforehand, r_s is small and nothing cancels.</remarks>
    public static TraceMoments OfGram(ReadOnlySpan<double> gram, int stride, int first, int count)
    {
        double squares = 0, squaredMeans = 0, mean = 0;
        Span<double> rowMeans = count <= 512 ? stackalloc double[count] : new double[count];
        for (int s = 0; s < count; s++)
        {
            ReadOnlySpan<double> row = gram.Slice((first + s) * stride + first, count);
            squares += TensorPrimitives.SumOfSquares(row);
            rowMeans[s] = TensorPrimitives.Sum(row) / count;
            squaredMeans += rowMeans[s] * rowMeans[s];
            mean += rowMeans[s] / count;
        }

        double trace = 0, fourth = 0;
        for (int s = 0; s < count; s++)
        {
            double norm = gram[(first + s) * stride + first + s] - 2 * rowMeans[s] + mean;
            trace += norm;
            fourth += norm * norm;
        }

        double n = count, freedom = n - 1;
        double centred = squares - 2 * n * squaredMeans + n * n * mean * mean;
        return new TraceMoments(count, trace / freedom, centred / (freedom * freedom), fourth / freedom);
    }
}
