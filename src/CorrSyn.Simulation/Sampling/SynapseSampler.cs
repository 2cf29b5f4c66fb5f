using System.Numerics.Tensors;
using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// Draws the weights of one layer, row by row: row i holds the synapses w_ik onto postsynaptic neuron i. Every row can
/// be made on its own, so that a whole matrix need never be held (except for orthogonal weights).
/// </summary>
/// <remarks>
/// With N presynaptic neurons and rho = r/sqrt(N), dimensionless, derived here:
/// Gaussian: w_ik = sqrt(g/N) (sqrt(rho) s_k + sqrt(1 - rho) x_ik), s and x independent N(0, 1).
/// Binary: sqrt(g/N) times the sign of the same form with rho' = sin(pi rho/2), because the signs of two standard normal
/// numbers correlated by rho' are correlated by (2/pi) arcsin rho' = rho.
/// Independent: Gaussian with rho = 0. Orthogonal: sqrt(g) times a Haar-distributed matrix.
/// An instance keeps its buffers and serves one layer at a time; its rows may be filled from several threads.
/// </remarks>
public sealed class SynapseSampler : IWeightSampler
{
    private readonly SynapseEnsemble _ensemble;
    private readonly double _amplitude;
    private readonly double _ownAmplitude;
    private readonly double _sharedAmplitude;
    private readonly double[] _shared;
    private readonly HaarSampler? _haar;
    private RandomStream _stream;

    /// <summary>A sampler for one ensemble and size.</summary>
    /// <param name="ensemble">The law of the weights.</param>
    /// <param name="gain">g; finite, above 0. The variance of a weight is g/N.</param>
    /// <param name="presynapticCount">N, the length of a row; at least 1, above r^2; for orthogonal weights also the
    /// number of rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public SynapseSampler(SynapseEnsemble ensemble, double gain, int presynapticCount)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentOutOfRangeException.ThrowIfLessThan(presynapticCount, 1);
        if (!(gain > 0 && double.IsFinite(gain)))
            throw new ArgumentOutOfRangeException(nameof(gain), gain, "The gain must be finite and above 0.");
        double correlation = SynapseEnsembleModule.correlation(ensemble) / Math.Sqrt(presynapticCount);
        if (!(correlation < 1))
            throw new ArgumentOutOfRangeException(nameof(presynapticCount), presynapticCount, "r^2 must be below it.");
        if (ensemble.IsBinary)
            correlation = Math.Sin(0.5 * Math.PI * correlation);
        _ensemble = ensemble;
        _amplitude = Math.Sqrt(gain / presynapticCount);
        _ownAmplitude = _amplitude * Math.Sqrt(1 - correlation);
        _sharedAmplitude = _amplitude * Math.Sqrt(correlation);
        _shared = _sharedAmplitude > 0 ? new double[presynapticCount] : [];
        _haar = ensemble.IsOrthogonal ? new HaarSampler(presynapticCount, Math.Sqrt(gain)) : null;
        PresynapticCount = presynapticCount;
    }

    /// <inheritdoc/>
    public int PresynapticCount { get; }

    /// <summary>The bytes that a sampler of this ensemble and size holds.</summary>
    /// <param name="ensemble">The law of the weights.</param>
    /// <param name="presynapticCount">N.</param>
    public static long EstimateBytes(SynapseEnsemble ensemble, int presynapticCount)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        return sizeof(double) * presynapticCount * (ensemble.IsOrthogonal ? presynapticCount + 3L : 1L);
    }

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation)
    {
        _stream = seed.Stream(layer, StreamPurpose.Weights);
        _haar?.Draw(_stream, cancellation);
        seed.Stream(layer, StreamPurpose.SharedWeights).FillGaussian(0, _shared);
        TensorPrimitives.Multiply(_shared, _sharedAmplitude, _shared);
    }

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PresynapticCount);
        if (_haar is not null)
        {
            _haar.Row(row).CopyTo(destination);
            return;
        }

        _stream.FillGaussian(row * RandomStream.GroupCount(PresynapticCount), destination);
        if (_shared.Length > 0)
            TensorPrimitives.MultiplyAdd(destination, _ownAmplitude, _shared, destination);
        else
            TensorPrimitives.Multiply(destination, _ownAmplitude, destination);
        if (_ensemble.IsBinary)
            KeepSigns(destination);
    }

    private void KeepSigns(Span<double> row)
    {
        foreach (ref double weight in row)
            weight = Math.CopySign(_amplitude, weight);
    }
}
