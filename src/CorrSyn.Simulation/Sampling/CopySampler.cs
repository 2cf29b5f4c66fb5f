namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws weights of any symmetric law whose correlations over postsynaptic and presynaptic neurons come from
/// copying.</summary>
/// <remarks>
/// Derived here; dimensionless. Values are drawn from the <see cref="ValueLaw"/>. R has correlation x and <see cref="CorrelationFactors">factors</see> a with f_ia = sqrt(x/K) s_i^a; S has y and
/// factors b with g_kb = sqrt(y/K') s_k^b. Each weight w_ik has one of four kinds of values, with the signs of its factors:
/// X_ab with probability |f_ia| |g_kb|, X_ak with |f_ia| sqrt(1 - y), X_ib with sqrt(1 - x) |g_kb|, and otherwise one of its
/// own. All choices and all values are independent. So two weights of one presynaptic neuron are correlated with
/// sum_a f_ia f_ja (y + 1 - y) = R_ij, two of one postsynaptic neuron with S_kk', two others with the product, and every
/// weight has the moments mu_n of one value (mu_2 = g/N_in, odd ones 0). With S the identity, for i
/// different from j E w_ik^a w_jk^b = (1 - x) mu_a mu_b + x mu_(a+b) mean over the factors of (s_i^a)^a (s_j^a)^b.
/// Binary weights differ from those of <see cref="SynapseSampler"/> in the joint moments of three or more neurons.
/// </remarks>
internal sealed class CopySampler : IWeightSampler
{
    private const int ChoicesAtATime = 16 * RandomStream.GroupSize;

    private readonly ValueLaw _law;
    private readonly CorrelationFactors _postsynaptic;
    private readonly CorrelationFactors _presynaptic;

    // The probabilities of X_ab, X_ak and X_ib, over all factors of a neuron.
    private readonly double _both;
    private readonly double _overRows;
    private readonly double _overColumns;

    // X_ak, one row of N_in for each a, and X_ab.
    private readonly double[] _shared;
    private readonly double[] _sharedByBoth;
    private RandomStream _ownStream;
    private RandomStream _choiceStream;
    private RandomStream _presynapticStream;

    /// <summary>A sampler of N_out x N_in weights.</summary>
    /// <param name="law">That of a weight, of variance g/N_in.</param>
    /// <param name="postsynaptic">R.</param>
    /// <param name="presynaptic">S; the probabilities of copying sum to at most 1.</param>
    public CopySampler(
        ValueLaw law, CorrelationFactors postsynaptic, CorrelationFactors presynaptic)
    {
        _law = law;
        (_postsynaptic, _presynaptic) = (postsynaptic, presynaptic);
        double overRows = CopyProbability(postsynaptic);
        double overColumns = CopyProbability(presynaptic);
        _both = overRows * overColumns;
        _overRows = overRows * presynaptic.OwnLoading;
        _overColumns = postsynaptic.OwnLoading * overColumns;
        long elements = (long)postsynaptic.Count * presynaptic.NeuronCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(presynaptic));
        _shared = new double[elements];
        _sharedByBoth = new double[postsynaptic.Count * presynaptic.Count];
    }

    /// <inheritdoc/>
    public int PresynapticCount => _presynaptic.NeuronCount;

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation)
    {
        _ownStream = seed.Stream(layer, StreamPurpose.Weights);
        _choiceStream = seed.Stream(layer, StreamPurpose.CopyChoices);
        _presynapticStream = seed.Stream(layer, StreamPurpose.PresynapticFactors);
        RandomStream sharedStream = seed.Stream(layer, StreamPurpose.SharedWeights);
        for (int factor = 0; factor < _postsynaptic.Count; factor++)
        {
            cancellation.ThrowIfCancellationRequested();
            FillValues(sharedStream, factor, _shared.AsSpan(factor * PresynapticCount, PresynapticCount));
            FillValues(
                _presynapticStream,
                _postsynaptic.NeuronCount + factor,
                _sharedByBoth.AsSpan(factor * _presynaptic.Count, _presynaptic.Count));
        }
    }

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _postsynaptic.NeuronCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PresynapticCount);
        FillValues(_ownStream, row, destination);
        if (_postsynaptic.Count == 0 && _presynaptic.Count == 0)
            return;
        Span<double> ofRow = stackalloc double[_presynaptic.Count];
        FillValues(_presynapticStream, row, ofRow);
        long firstGroup = row * RandomStream.GroupCount(PresynapticCount);
        Span<double> choices = stackalloc double[ChoicesAtATime];
        for (int start = 0; start < PresynapticCount; start += ChoicesAtATime)
        {
            Span<double> current = choices[..Math.Min(ChoicesAtATime, PresynapticCount - start)];
            _choiceStream.FillUniform(firstGroup + start / RandomStream.GroupSize, current);
            for (int i = 0; i < current.Length; i++)
                Copy(row, start + i, current[i], ofRow, ref destination[start + i]);
        }
    }

    private static double CopyProbability(CorrelationFactors factors) =>
        Math.Min(1, Math.Sqrt(factors.Value * factors.PerNeuron));

    // Replaces the neuron's own value where the choice, uniform in [0, 1), says so.
    private void Copy(int row, int presynaptic, double choice, ReadOnlySpan<double> ofRow, ref double value)
    {
        if (choice < _overRows)
        {
            (int a, double sign, _) = Factor(_postsynaptic, row, choice / _overRows);
            value = sign * _shared[a * PresynapticCount + presynaptic];
            return;
        }

        choice -= _overRows;
        if (choice < _overColumns)
        {
            (int b, double sign, _) = Factor(_presynaptic, presynaptic, choice / _overColumns);
            value = sign * ofRow[b];
            return;
        }

        choice -= _overColumns;
        if (choice < _both)
        {
            (int a, double signOfRow, double rest) = Factor(_postsynaptic, row, choice / _both);
            (int b, double sign, _) = Factor(_presynaptic, presynaptic, rest);
            value = signOfRow * sign * _sharedByBoth[a * _presynaptic.Count + b];
        }
    }

    // One of the K factors of a neuron, each as likely, its sign, and what is left of the choice. The choice is uniform in
    // [0, 1), where the quotient that it comes from was not rounded up to 1.
    private static (int Factor, double Sign, double Remainder) Factor(CorrelationFactors factors, int neuron, double choice)
    {
        double scaled = choice * factors.PerNeuron;
        int ofNeuron = Math.Min((int)scaled, factors.PerNeuron - 1);
        int factor = factors.FirstFactor(neuron) + ofNeuron;
        return (factor, factors.Sign(neuron, factor), scaled - ofNeuron);
    }

    private void FillValues(RandomStream stream, int row, Span<double> destination)
    {
        stream.FillUniform(row * RandomStream.GroupCount(destination.Length), destination);
        _law.Transform(destination);
    }
}
