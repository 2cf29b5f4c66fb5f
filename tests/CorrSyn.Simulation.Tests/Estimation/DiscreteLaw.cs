namespace CorrSyn.Simulation.Tests.Estimation;

/// <summary>A small skewed distribution of activity vectors with correlated neurons, whose moments and whose
/// expectations over n independent samples are plain sums.</summary>
internal static class DiscreteLaw
{
    private static readonly double[] Probabilities = [0.2, 0.3, 0.5];

    /// <summary>The atoms for N neurons, N at most 6; [atom][neuron].</summary>
    public static double[][] Atoms(int width) =>
    [
        [.. new[] { 1.0, -2.0, 0.5, 3.0, 0.25, 0.0 }.Take(width)],
        [.. new[] { -0.5, 1.0, 2.0, -1.0, 0.25, 4.0 }.Take(width)],
        [.. new[] { 3.0, 0.5, -1.5, 0.0, 1.0, -1.0 }.Take(width)],
    ];

    /// <summary>m; length N.</summary>
    public static double[] Mean(int width)
    {
        double[][] atoms = Atoms(width);
        return [.. Enumerable.Range(0, width).Select(i => atoms.Zip(Probabilities, (x, p) => p * x[i]).Sum())];
    }

    /// <summary>C_ij.</summary>
    public static double Covariance(int width, int i, int j)
    {
        double[] mean = Mean(width);
        return Atoms(width).Zip(Probabilities, (x, p) => p * (x[i] - mean[i]) * (x[j] - mean[j])).Sum();
    }

    /// <summary>The exact expectation over n independent samples of a function of them, n x N in rows.</summary>
    public static double Expectation(int width, int sampleCount, Func<double[], double> statistic)
    {
        double[][] atoms = Atoms(width);
        var samples = new double[sampleCount * width];
        double sum = 0;
        for (int tuple = 0; tuple < (int)Math.Pow(atoms.Length, sampleCount); tuple++)
        {
            double probability = 1;
            int rest = tuple;
            for (int sample = 0; sample < sampleCount; sample++)
            {
                (rest, int atom) = Math.DivRem(rest, atoms.Length);
                probability *= Probabilities[atom];
                atoms[atom].CopyTo(samples, sample * width);
            }

            sum += probability * statistic(samples);
        }

        return sum;
    }
}
