using System.Numerics.Tensors;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Estimation;

/// <summary>A covariance matrix from samples, to start a prediction from.</summary>
public static class SampleCovariance
{
    /// <summary>The mean, and the sample covariance drawn towards a multiple of the unit matrix until tr C^2 is what the
    /// corrected estimator says: with few samples its eigenvalues spread too far, and D/N would be too small.</summary>
    /// <param name="samples">h, M x N, one row per sample; M at least 2.</param>
    /// <param name="traceOfSquare">An unbiased estimate of tr C^2.</param>
    /// <param name="degree">Threads at most. Results do not depend on it.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <returns>m, of length N, and (1 - lambda) S + lambda (tr S/N) 1, N x N row by row, lambda from 0 to 1. It is positive
    /// semidefinite.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static (double[] Mean, double[] Covariance) Estimate(
        MatrixView samples, double traceOfSquare, int degree, CancellationToken cancellation)
    {
        var centred = new CentredActivity(samples.Rows, samples.Columns);
        centred.Centre(samples, cancellation);
        int width = samples.Columns;
        double[] covariance = new double[(long)width * width];
        var sum = new MatrixView(covariance, width, width);
        new SymmetricUpdate().Add(centred.BySample, sum, degree, cancellation);
        SymmetricUpdate.Complete(sum);
        TensorPrimitives.Divide(covariance, samples.Rows - 1.0, covariance);
        Shrink(covariance, width, traceOfSquare);
        return ((double[])centred.Means.Clone(), covariance);
    }

    // tr((1 - lambda) S + lambda mu)^2 = (1 - lambda)^2 (tr S^2 - N mu^2) + N mu^2.
    private static void Shrink(double[] covariance, int width, double traceOfSquare)
    {
        double mean = 0;
        for (int neuron = 0; neuron < width; neuron++)
            mean += covariance[neuron * (width + 1)] / width;
        double least = width * mean * mean;
        double spread = TensorPrimitives.SumOfSquares<double>(covariance) - least;
        double kept = spread > 0 ? Math.Sqrt(Math.Clamp((traceOfSquare - least) / spread, 0, 1)) : 1;
        TensorPrimitives.Multiply(covariance, kept, covariance);
        for (int neuron = 0; neuron < width; neuron++)
            covariance[neuron * (width + 1)] += (1 - kept) * mean;
    }
}
