namespace CorrSyn;

/// <summary>The eigenvalues of w w^T that independent weights would not have; in the unit of the gain g.</summary>
/// <param name="BulkEdge">Where the eigenvalues of independent weights of the same variance end.</param>
/// <param name="Threshold">What the largest of them exceeds in one matrix of a thousand.</param>
/// <param name="Outliers">The eigenvalues above the threshold, the largest first; 16 at most.</param>
/// <param name="IsCut">Whether there may be more.</param>
public sealed record WeightSpectrumReport(
    double BulkEdge, double Threshold, IReadOnlyList<double> Outliers, bool IsCut);

/// <summary>Shared directions of the rows of a weight matrix, as outliers of its spectrum.</summary>
/// <remarks>Equations WS-1 and WS-2 of docs/theory/single-network.md.</remarks>
public static class WeightSpectrum
{
    /// <summary>The outliers.</summary>
    /// <param name="weights">w, N_out x N_in, row by row; at least 2 x 2, finite.</param>
    /// <param name="postsynapticCount">N_out.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The weights are not so many rows of at least two numbers.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static WeightSpectrumReport Measure(
        double[] weights, int postsynapticCount, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfLessThan(postsynapticCount, 2);
        int columns = weights.Length / postsynapticCount;
        if (columns < 2 || (long)columns * postsynapticCount != weights.Length)
            throw new ArgumentException($"{weights.Length} weights are not {postsynapticCount} rows of at least two.", nameof(weights));
        Numeric.Synapses.WeightSpectrum found = Numeric.Synapses.WeightSpectrumModule.measure(
            Conversions.ToWork(1, cancellation), weights, postsynapticCount, columns);
        return new WeightSpectrumReport(found.BulkEdge, found.Threshold, [.. found.Outliers], found.IsCut);
    }
}
