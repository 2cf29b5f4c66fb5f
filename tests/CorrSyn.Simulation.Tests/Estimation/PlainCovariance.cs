namespace CorrSyn.Simulation.Tests.Estimation;

/// <summary>The sample covariance (denominator M - 1) by its definition, and what is read off it.</summary>
internal sealed record PlainCovariance(
    double Trace, double TraceOfSquare, double SquaredVariances, double SquaredMeans)
{
    /// <summary>From activity in rows, M x N.</summary>
    public static PlainCovariance Of(double[] x, int sampleCount, int width)
    {
        int[] neurons = [.. Enumerable.Range(0, width)];
        int[] samples = [.. Enumerable.Range(0, sampleCount)];
        double[] mean = Array.ConvertAll(neurons, i => samples.Average(s => x[s * width + i]));
        double Covariance(int i, int j) =>
            samples.Sum(s => (x[s * width + i] - mean[i]) * (x[s * width + j] - mean[j])) / (sampleCount - 1);
        return new PlainCovariance(
            neurons.Sum(i => Covariance(i, i)),
            neurons.Sum(i => neurons.Sum(j => Math.Pow(Covariance(i, j), 2))),
            neurons.Sum(i => Math.Pow(Covariance(i, i), 2)),
            mean.Sum(m => m * m));
    }
}
