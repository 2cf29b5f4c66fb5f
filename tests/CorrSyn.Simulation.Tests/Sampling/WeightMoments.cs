using CorrSyn.Model;

namespace CorrSyn.Simulation.Tests.Sampling;

/// <summary>First and second moments of the weights of many matrices, all pairs of weights.</summary>
internal sealed class WeightMoments
{
    private const int Rows = WeightDraws.PostsynapticCount;
    private const int Columns = WeightDraws.PresynapticCount;

    private readonly MeanOfNumbers[] _means = new MeanOfNumbers[Rows * Columns];
    private readonly MeanOfNumbers[,] _products = new MeanOfNumbers[Rows * Columns, Rows * Columns];

    private WeightMoments()
    {
    }

    /// <summary>The moments of 10,000 matrices.</summary>
    public static WeightMoments Of(StructuredWeights weights)
    {
        var moments = new WeightMoments();
        foreach (double[,] matrix in WeightDraws.Of(weights))
            moments.Add([.. matrix.Cast<double>()]);
        return moments;
    }

    /// <summary>How far the moments are at most from those of a law, in standard errors: 32 means of zero and the 528
    /// covariances (g/N_in) R_ij S_kk'.</summary>
    public double LargestZScore(StructuredWeights weights)
    {
        (StructuredCorrelation post, StructuredCorrelation pre) = StructuredWeightsModule.correlations(weights);
        double largest = _means.Max(mean => mean.ZScore(0));
        for (int a = 0; a < _means.Length; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double expected = WeightDraws.Variance * Premises.Entry(post, Rows, a / Columns, b / Columns)
                    * Premises.Entry(pre, Columns, a % Columns, b % Columns);
                largest = Math.Max(largest, _products[a, b].ZScore(expected));
            }
        }

        return largest;
    }

    private void Add(double[] weights)
    {
        for (int a = 0; a < weights.Length; a++)
        {
            _means[a].Add(weights[a]);
            for (int b = 0; b <= a; b++)
                _products[a, b].Add(weights[a] * weights[b]);
        }
    }

    private struct MeanOfNumbers
    {
        private int _count;
        private double _sum;
        private double _squares;

        public void Add(double value)
        {
            _count++;
            _sum += value;
            _squares += value * value;
        }

        // Squares of binary weights have no spread but rounding, which counts as 1e-9 of the variance of a weight.
        public readonly double ZScore(double expected)
        {
            double mean = _sum / _count;
            double smallest = 1e-18 * WeightDraws.Variance * WeightDraws.Variance;
            double spread = Math.Max(_squares / _count - mean * mean, smallest);
            return Math.Abs(mean - expected) / Math.Sqrt(spread / _count);
        }
    }
}
