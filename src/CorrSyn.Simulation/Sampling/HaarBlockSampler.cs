namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws N_out rows and N_in columns of a Haar-distributed orthogonal matrix of the larger of the two sizes n,
/// times sqrt(g n/N_in).</summary>
/// <remarks>Derived here; dimensionless. An entry of the matrix has mean square 1/n, so a weight has variance g/N_in; different
/// weights are uncorrelated, and w w^T = g 1 (N_out at most N_in) or w^T w = g (N_out/N_in) 1 in every draw.</remarks>
internal sealed class HaarBlockSampler : IWeightSampler
{
    private readonly int _postsynapticCount;
    private readonly HaarSampler _haar;

    /// <summary>A sampler of N_out x N_in weights.</summary>
    public HaarBlockSampler(double gain, int postsynapticCount, int presynapticCount)
    {
        (_postsynapticCount, PresynapticCount) = (postsynapticCount, presynapticCount);
        int size = Math.Max(postsynapticCount, presynapticCount);
        _haar = new HaarSampler(size, Math.Sqrt(gain * size / presynapticCount));
    }

    /// <inheritdoc/>
    public int PresynapticCount { get; }

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation) =>
        _haar.Draw(seed.Stream(layer, StreamPurpose.Weights), cancellation);

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _postsynapticCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PresynapticCount);
        _haar.Row(row)[..PresynapticCount].CopyTo(destination);
    }
}
