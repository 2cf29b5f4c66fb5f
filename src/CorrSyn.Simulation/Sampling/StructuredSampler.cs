using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>Makes the samplers of structured weights: Gaussian ones by shared factors, signs of such numbers, other values by copying,
/// Haar ones from a Haar-distributed matrix.</summary>
public static class StructuredSampler
{
    /// <summary>A sampler of N_out x N_in weights.</summary>
    /// <param name="weights">How they are drawn.</param>
    /// <param name="gain">g; finite, above 0. The variance of a weight is g/N_in.</param>
    /// <param name="postsynapticCount">N_out, the number of rows; a multiple of the cell count of R.</param>
    /// <param name="presynapticCount">N_in, the length of a row; a multiple of the cell count of S.</param>
    /// <returns>A sampler with E w_ik = 0 and E w_ik w_jk' = (g/N_in) R_ij S_kk'; R and S are the identity for Haar
    /// weights. Dimensionless.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public static IWeightSampler Create(
        StructuredWeights weights, double gain, int postsynapticCount, int presynapticCount)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (!(gain > 0 && double.IsFinite(gain)))
            throw new ArgumentOutOfRangeException(nameof(gain), gain, "The gain must be finite and above 0.");
        ArgumentOutOfRangeException.ThrowIfLessThan(postsynapticCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(presynapticCount, 1);
        double amplitude = Math.Sqrt(gain / presynapticCount);
        if (weights is StructuredWeights.Signs signs)
            return new SignSampler(amplitude, signs.Item.Postsynaptic, postsynapticCount, presynapticCount);
        if (weights is not StructuredWeights.Correlated correlated)
            return new HaarBlockSampler(gain, postsynapticCount, presynapticCount);
        CorrelatedWeights law = correlated.Item;
        var postsynaptic = new CorrelationFactors(law.Postsynaptic, postsynapticCount);
        var presynaptic = new CorrelationFactors(law.Presynaptic, presynapticCount);
        return law.Values.IsGaussian
            ? new FactorSampler(amplitude, postsynaptic, presynaptic)
            : new CopySampler(new ValueLaw(law.Values, amplitude), postsynaptic, presynaptic);
    }

    /// <summary>The bytes that a sampler holds.</summary>
    /// <param name="weights">How they are drawn.</param>
    /// <param name="postsynapticCount">N_out.</param>
    /// <param name="presynapticCount">N_in.</param>
    public static long EstimateBytes(StructuredWeights weights, int postsynapticCount, int presynapticCount)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.IsHaar)
        {
            long size = Math.Max(postsynapticCount, presynapticCount);
            return sizeof(double) * size * (size + 3);
        }

        StructuredCorrelation postsynaptic = StructuredWeightsModule.correlations(weights).Item1;
        return sizeof(double) * (new CorrelationFactors(postsynaptic, postsynapticCount).Count + 1L) * presynapticCount;
    }
}
