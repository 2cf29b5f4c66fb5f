using System.Numerics.Tensors;

namespace CorrSyn.Simulation.Estimation;

/// <summary>Mean, standard error and covariance of independent numbers.</summary>
public static class SampleMoments
{
    /// <summary>The sample variance, denominator n - 1; unbiased.</summary>
    /// <param name="values">n independent numbers, n at least 2.</param>
    /// <exception cref="ArgumentException">Fewer than 2 numbers.</exception>
    public static double Variance(ReadOnlySpan<double> values) => Covariance(values, values);

    /// <summary>The sample covariance, denominator n - 1; unbiased.</summary>
    /// <param name="first">n numbers, n at least 2.</param>
    /// <param name="second">n numbers, paired with the first.</param>
    /// <exception cref="ArgumentException">Fewer than 2 numbers, or different lengths.</exception>
    public static double Covariance(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length < 2 || second.Length != first.Length)
            throw new ArgumentException("Two series of the same length, at least 2, are needed.", nameof(first));
        double firstMean = TensorPrimitives.Sum(first) / first.Length;
        double secondMean = TensorPrimitives.Sum(second) / second.Length;
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
            sum += (first[i] - firstMean) * (second[i] - secondMean);
        return sum / (first.Length - 1);
    }

    /// <summary>The mean, with its standard error sd/sqrt(n), null for a single number.</summary>
    /// <param name="values">n independent numbers, n at least 1.</param>
    /// <exception cref="ArgumentException">No numbers.</exception>
    public static Estimate Mean(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            throw new ArgumentException("At least one number is needed.", nameof(values));
        double mean = TensorPrimitives.Sum(values) / values.Length;
        return new Estimate(mean, values.Length > 1 ? Math.Sqrt(Variance(values) / values.Length) : null);
    }
}
