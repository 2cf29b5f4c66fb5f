using System.Numerics.Tensors;

namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws Gaussian weights with E w_ik w_jk' = (g/N_in) R_ij S_kk'.</summary>
/// <remarks>
/// Derived here; dimensionless. w = sqrt(g/N_in) A Z B^T with R = A A^T, S = B B^T and independent N(0, 1) numbers Z:
/// A holds sqrt(1 - x) for what is a neuron's own and sqrt(x/K) s_i^a for each <see cref="CorrelationFactors">factor</see>;
/// B likewise. Being linear in Z, all moments are those of the normal law. With S the identity and R uniform the numbers
/// are those of <see cref="SynapseSampler"/>. A negative x takes away part of the mean of a block; over postsynaptic
/// neurons all rows are drawn once more for it.
/// </remarks>
internal sealed class FactorSampler : IWeightSampler
{
    private readonly double _amplitude;
    private readonly CorrelationFactors _postsynaptic;
    private readonly CorrelationFactors _presynaptic;
    private readonly double[] _shared;
    private RandomStream _ownStream;
    private RandomStream _presynapticStream;

    /// <summary>A sampler of N_out x N_in weights.</summary>
    /// <param name="amplitude">sqrt(g/N_in).</param>
    /// <param name="postsynaptic">R.</param>
    /// <param name="presynaptic">S.</param>
    public FactorSampler(double amplitude, CorrelationFactors postsynaptic, CorrelationFactors presynaptic)
    {
        (_amplitude, _postsynaptic, _presynaptic) = (amplitude, postsynaptic, presynaptic);
        long elements = (long)postsynaptic.Count * presynaptic.NeuronCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(presynaptic));
        _shared = new double[elements];
    }

    /// <inheritdoc/>
    public int PresynapticCount => _presynaptic.NeuronCount;

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation)
    {
        _ownStream = seed.Stream(layer, StreamPurpose.Weights);
        _presynapticStream = seed.Stream(layer, StreamPurpose.PresynapticFactors);
        if (_postsynaptic.Value < 0)
        {
            DrawMissingMeans(cancellation);
            return;
        }

        RandomStream sharedStream = seed.Stream(layer, StreamPurpose.SharedWeights);
        for (int factor = 0; factor < _postsynaptic.Count; factor++)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> row = SharedRow(factor);
            sharedStream.FillGaussian(factor * RandomStream.GroupCount(PresynapticCount), row);
            CorrelateColumns(_postsynaptic.NeuronCount + factor, row);
            TensorPrimitives.Multiply(row, _amplitude * _postsynaptic.SharedLoading, row);
        }
    }

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _postsynaptic.NeuronCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PresynapticCount);
        FillOwn(row, destination);
        if (_postsynaptic.Count == 0)
            return;
        int first = _postsynaptic.FirstFactor(row);
        for (int factor = first; factor < first + _postsynaptic.PerNeuron; factor++)
        {
            TensorPrimitives.MultiplyAdd(
                SharedRow(factor), _postsynaptic.Sign(row, factor), destination, destination);
        }
    }

    private void FillOwn(int row, Span<double> destination)
    {
        _ownStream.FillGaussian(row * RandomStream.GroupCount(PresynapticCount), destination);
        CorrelateColumns(row, destination);
        TensorPrimitives.Multiply(destination, _amplitude * _postsynaptic.OwnLoading, destination);
    }

    private void DrawMissingMeans(CancellationToken cancellation)
    {
        var own = new double[PresynapticCount];
        Array.Clear(_shared);
        for (int row = 0; row < _postsynaptic.NeuronCount; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            FillOwn(row, own);
            Span<double> missing = SharedRow(_postsynaptic.FirstFactor(row));
            TensorPrimitives.MultiplyAdd(own, -_postsynaptic.MissingMean / _postsynaptic.BlockSize, missing, missing);
        }
    }

    private Span<double> SharedRow(int factor) =>
        _shared.AsSpan(factor * PresynapticCount, PresynapticCount);

    // A row of independent numbers becomes one with covariance S. The numbers of the factors have a stream of their own,
    // read at the number of the row; the rows of shared values come after those of the neurons.
    private void CorrelateColumns(int row, Span<double> values)
    {
        if (_presynaptic.Count == 0)
            return;
        if (_presynaptic.Value < 0)
        {
            for (int start = 0; start < values.Length; start += _presynaptic.BlockSize)
            {
                Span<double> block = values.Slice(start, _presynaptic.BlockSize);
                double missing = _presynaptic.MissingMean * TensorPrimitives.Average<double>(block);
                TensorPrimitives.Subtract(block, missing, block);
            }

            TensorPrimitives.Multiply(values, _presynaptic.OwnLoading, values);
            return;
        }

        Span<double> factors = stackalloc double[_presynaptic.Count];
        _presynapticStream.FillGaussian(row * RandomStream.GroupCount(_presynaptic.Count), factors);
        for (int k = 0; k < values.Length; k++)
        {
            double shared = 0;
            int first = _presynaptic.FirstFactor(k);
            for (int factor = first; factor < first + _presynaptic.PerNeuron; factor++)
                shared += _presynaptic.Sign(k, factor) * factors[factor];
            values[k] = _presynaptic.OwnLoading * values[k] + _presynaptic.SharedLoading * shared;
        }
    }
}
