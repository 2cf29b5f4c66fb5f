using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// A correlation matrix over N neurons as what neurons share: X_ij = x times the mean over the K factors that neuron i
/// takes part in of s_i^a s_j^a, for i different from j, where the sign s_i^a is 0 for a factor without neuron i.
/// </summary>
/// <remarks>Derived here; dimensionless. Uniform: one factor with all neurons. Blocks: one factor per block. Low rank:
/// every pattern is a factor with all neurons, s = v. So X = (1 - x) 1 + (x/K) sum over a of s^a s^a^T, also where x is
/// negative; then there is nothing that neurons could share, and each has less of the mean of its block instead.</remarks>
internal sealed class CorrelationFactors
{
    private readonly int _blockSize;
    private readonly int _rank;

    /// <summary>The factors of one matrix.</summary>
    /// <param name="correlation">The structure and x.</param>
    /// <param name="neuronCount">N; a multiple of the structure's cell count.</param>
    public CorrelationFactors(StructuredCorrelation correlation, int neuronCount)
    {
        CorrelationStructure structure = correlation.Structure;
        int cellCount = CorrelationStructureModule.cellCount(structure);
        if (neuronCount < 1 || neuronCount % cellCount != 0)
            throw new ArgumentOutOfRangeException(
                nameof(neuronCount), neuronCount, FormattableString.Invariant($"Must be a multiple of {cellCount}."));
        NeuronCount = neuronCount;
        Value = correlation.Value;
        _blockSize = structure.IsBlocks ? neuronCount / cellCount : neuronCount;
        _rank = structure is CorrelationStructure.LowRank lowRank ? lowRank.rank : 0;
        PerNeuron = Math.Max(1, _rank);
        Count = Value == 0 ? 0 : structure.IsBlocks ? cellCount : PerNeuron;
        if (Value < 0 && !(1 + (_blockSize - 1) * Value > 0))
            throw new ArgumentOutOfRangeException(
                nameof(correlation), Value, FormattableString.Invariant($"Must be above -1/{_blockSize - 1}."));
    }

    /// <summary>N.</summary>
    public int NeuronCount { get; }

    /// <summary>x.</summary>
    public double Value { get; }

    /// <summary>How many factors there are; 0 where x is 0.</summary>
    public int Count { get; }

    /// <summary>K, how many factors a neuron takes part in, if there are any.</summary>
    public int PerNeuron { get; }

    /// <summary>sqrt(1 - x), the weight of what is a neuron's own.</summary>
    public double OwnLoading => Math.Sqrt(1 - Value);

    /// <summary>sqrt(x/K), the weight of each factor of a neuron; x at least 0.</summary>
    public double SharedLoading => Math.Sqrt(Value / PerNeuron);

    /// <summary>x/K.</summary>
    public double SharedWeight => Value / PerNeuron;

    /// <summary>How many successive neurons a factor has.</summary>
    public int BlockSize => _blockSize;

    /// <summary>The part of the mean of its block that a neuron lacks where x is negative: with n neurons in a block,
    /// y_i = sqrt(1 - x) (z_i - c mean z), c = 1 - sqrt((1 + (n-1) x)/(1 - x)), makes independent z correlated by x.</summary>
    public double MissingMean => 1 - Math.Sqrt((1 + (_blockSize - 1) * Value) / (1 - Value));

    /// <summary>The first of the K successive factors of a neuron.</summary>
    public int FirstFactor(int neuron) => neuron / _blockSize;

    /// <summary>s_i^a, for a factor of this neuron: 1 or -1. Pattern a changes its sign every N/2^(a+1) neurons, counted
    /// from a = 0.</summary>
    public double Sign(int neuron, int factor) =>
        _rank == 0 || (neuron / (NeuronCount >> (factor + 1)) & 1) == 0 ? 1 : -1;

    /// <summary>The sign vectors s^a, [factor][neuron], with 0 for neurons that take no part.</summary>
    public double[][] SignVectors() => [.. Enumerable.Range(0, Count).Select(SignVector)];

    private double[] SignVector(int factor)
    {
        var signs = new double[NeuronCount];
        for (int neuron = 0; neuron < signs.Length; neuron++)
        {
            int first = FirstFactor(neuron);
            bool takesPart = first <= factor && factor < first + PerNeuron;
            signs[neuron] = takesPart ? Sign(neuron, factor) : 0;
        }

        return signs;
    }
}
