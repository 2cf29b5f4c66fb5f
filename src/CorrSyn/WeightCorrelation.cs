namespace CorrSyn;

/// <summary>A number of a weight matrix, beside what independent Gaussian rows would give.</summary>
/// <param name="Value">The number.</param>
/// <param name="NullStandardDeviation">Its standard deviation over matrices of independent Gaussian rows; its mean over
/// them is 0. Both are exact.</param>
public sealed record WeightCorrelationValue(double Value, double NullStandardDeviation);

/// <summary>The parameters with which a given weight matrix enters the layer map.</summary>
/// <param name="PresynapticCount">N_in, columns of the weights.</param>
/// <param name="RowCount">Rows with a weight that is not 0.</param>
/// <param name="ZeroRowCount">Rows of zeros: they have no direction and are left out.</param>
/// <param name="Mean">rBar = sqrt(N_in) times the mean cosine of two rows: r where the map is linear in it.</param>
/// <param name="Squared">r_eff^2 = N_in times the mean squared cosine of two rows, minus 1: r^2 in the map.</param>
public sealed record WeightCorrelationReport(
    int PresynapticCount, int RowCount, int ZeroRowCount, WeightCorrelationValue Mean, WeightCorrelationValue Squared);

/// <summary>r_eff^2 with directions weighted as the covariance C of the layer below weights them.</summary>
/// <param name="Squared">r_C^2 of the directions of the rows; equal to r_eff^2 if C is a multiple of the unit matrix.</param>
/// <param name="SquaredByNorms">r_C^2 of the rows as they are: N_in times the mean of (w_i C w_j)^2 over pairs is
/// SquaredGain (tr C^2/N_in + r_C^2 K1^2), exactly.</param>
/// <param name="SquaredGain">The mean of |w_i|^2 |w_j|^2 over pairs of rows, g^2 in the map.</param>
public sealed record CovarianceAwareReport(WeightCorrelationValue Squared, double SquaredByNorms, double SquaredGain);

/// <summary>What correlations a given weight matrix has, as the parameters of the layer map.</summary>
/// <remarks>Equations WC-1 to WC-7 of docs/theory/single-network.md.</remarks>
public static class WeightCorrelation
{
    /// <summary>rBar and r_eff^2 of a weight matrix.</summary>
    /// <param name="weights">w, N_out x N_in, row by row: one row for each postsynaptic neuron.</param>
    /// <param name="postsynapticCount">N_out.</param>
    /// <param name="threads">At least 1; all processors if left out. The results do not depend on it.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The weights are not that many rows, one is not finite, or fewer than two rows are
    /// not zero.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static WeightCorrelationReport Measure(
        double[] weights, int postsynapticCount, int? threads = null, CancellationToken cancellation = default)
    {
        Numeric.Synapses.WeightCorrelations found = Numeric.Synapses.WeightCorrelation.measure(
            Conversions.ToWork(threads, cancellation), weights, postsynapticCount, Columns(weights, postsynapticCount));
        return new WeightCorrelationReport(
            found.PresynapticCount, found.RowCount, found.ZeroRowCount, ToValue(found.Mean), ToValue(found.Squared));
    }

    /// <summary>r_C^2 of a weight matrix: directions of large variance count as they do in the layer above.</summary>
    /// <param name="weights">w, N_out x N_in, row by row.</param>
    /// <param name="postsynapticCount">N_out.</param>
    /// <param name="covariance">C of the layer below, N_in x N_in, row by row; symmetric, not zero.</param>
    /// <param name="threads">At least 1; all processors if left out. The results do not depend on it.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">As for the other overload; or the covariance is zero, not finite, or of another
    /// size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static CovarianceAwareReport Measure(
        double[] weights,
        int postsynapticCount,
        double[] covariance,
        int? threads = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        Numeric.Synapses.CovarianceAwareCorrelation found = Numeric.Synapses.WeightCorrelation.measureWithCovariance(
            Conversions.ToWork(threads, cancellation),
            weights,
            postsynapticCount,
            Columns(weights, postsynapticCount),
            covariance);
        return new CovarianceAwareReport(ToValue(found.Squared), found.SquaredByNorms, found.SquaredGain);
    }

    private static int Columns(double[] weights, int postsynapticCount)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(postsynapticCount, 1);
        return weights.Length / postsynapticCount;
    }

    private static WeightCorrelationValue ToValue(Numeric.Synapses.NullComparison value) =>
        new(value.Value, value.NullStandardDeviation);
}
