namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws weights of the values -A, 0 and A whose correlation over postsynaptic neurons comes from copying.</summary>
/// <remarks>
/// Derived here; dimensionless. With density p, A = sqrt(g/(N_in p)); a value is 0 with probability 1 - p, A or -A with p/2
/// each. For each factor a and presynaptic neuron k one shared value eta_ak is drawn. The weight w_ik copies one
/// with probability q = sqrt(x K), namely s_i^a eta_ak for one of the K <see cref="CorrelationFactors">factors</see> of neuron i, each as
/// likely; otherwise it has a value of its own. So every weight has the moments mu_n of one value (mu_2 = g/N_in, mu_4 =
/// mu_2^2/p, odd ones 0), different presynaptic neurons are independent, and for i different from j
/// E w_ik^a w_jk^b = (1 - x) mu_a mu_b + x mu_(a+b) mean over the factors of (s_i^a)^a (s_j^a)^b: in particular
/// E w_ik w_jk = (g/N_in) R_ij. Four different neurons have E w_1k w_2k w_3k w_4k = x^2 mu_4 where they share one factor,
/// which for binary weights differs from that of <see cref="SynapseSampler"/>; the moments of one or two neurons do not.
/// </remarks>
internal sealed class CopySampler : IWeightSampler
{
    private const int ChoicesAtATime = 16 * RandomStream.GroupSize;

    private readonly double _density;
    private readonly double _value;
    private readonly double _copyProbability;
    private readonly CorrelationFactors _factors;
    private readonly double[] _shared;
    private RandomStream _ownStream;
    private RandomStream _choiceStream;

    /// <summary>A sampler of N_out x N_in weights.</summary>
    /// <param name="amplitude">sqrt(g/N_in).</param>
    /// <param name="density">p; above 0, at most 1.</param>
    /// <param name="postsynaptic">R; x K at most 1.</param>
    /// <param name="presynapticCount">N_in.</param>
    public CopySampler(double amplitude, double density, CorrelationFactors postsynaptic, int presynapticCount)
    {
        (_density, _value, _factors) = (density, amplitude / Math.Sqrt(density), postsynaptic);
        _copyProbability = Math.Min(1, Math.Sqrt(postsynaptic.Value * postsynaptic.PerNeuron));
        PresynapticCount = presynapticCount;
        long elements = (long)postsynaptic.Count * presynapticCount;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(elements, Array.MaxLength, nameof(presynapticCount));
        _shared = new double[elements];
    }

    /// <inheritdoc/>
    public int PresynapticCount { get; }

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation)
    {
        _ownStream = seed.Stream(layer, StreamPurpose.Weights);
        _choiceStream = seed.Stream(layer, StreamPurpose.CopyChoices);
        RandomStream sharedStream = seed.Stream(layer, StreamPurpose.SharedWeights);
        for (int factor = 0; factor < _factors.Count; factor++)
        {
            cancellation.ThrowIfCancellationRequested();
            FillValues(sharedStream, factor, _shared.AsSpan(factor * PresynapticCount, PresynapticCount));
        }
    }

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _factors.NeuronCount);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, PresynapticCount);
        FillValues(_ownStream, row, destination);
        if (_factors.Count == 0)
            return;
        long firstGroup = row * RandomStream.GroupCount(PresynapticCount);
        Span<double> choices = stackalloc double[ChoicesAtATime];
        for (int start = 0; start < PresynapticCount; start += ChoicesAtATime)
        {
            Span<double> current = choices[..Math.Min(ChoicesAtATime, PresynapticCount - start)];
            _choiceStream.FillUniform(firstGroup + start / RandomStream.GroupSize, current);
            for (int i = 0; i < current.Length; i++)
            {
                if (current[i] < _copyProbability)
                    destination[start + i] = Copy(row, start + i, current[i] / _copyProbability);
            }
        }
    }

    // The choice is uniform in [0, 1), where the quotient that it comes from was not rounded up to 1.
    private double Copy(int row, int presynaptic, double choice)
    {
        int ofNeuron = Math.Min((int)(choice * _factors.PerNeuron), _factors.PerNeuron - 1);
        int factor = _factors.FirstFactor(row) + ofNeuron;
        return _factors.Sign(row, factor) * _shared[factor * PresynapticCount + presynaptic];
    }

    private void FillValues(RandomStream stream, int row, Span<double> destination)
    {
        stream.FillUniform(row * RandomStream.GroupCount(PresynapticCount), destination);
        foreach (ref double number in destination)
            number = number < 0.5 * _density ? -_value : number < _density ? _value : 0;
    }
}
