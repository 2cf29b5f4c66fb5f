using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>Makes the samplers of structured weights: Gaussian ones by shared factors, binary and sparse ones by copying,
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
        if (weights is not StructuredWeights.Correlated correlated)
            return new HaarBlockSampler(gain, postsynapticCount, presynapticCount);
        CorrelatedWeights law = correlated.Item;
        double amplitude = Math.Sqrt(gain / presynapticCount);
        var postsynaptic = new CorrelationFactors(law.Postsynaptic, postsynapticCount);
        var presynaptic = new CorrelationFactors(law.Presynaptic, presynapticCount);
        return law.Values.IsGaussian
            ? new FactorSampler(amplitude, postsynaptic, presynaptic)
            : new CopySampler(amplitude, Density(law.Values), postsynaptic, presynaptic);
    }

    private static double Density(WeightValues values) =>
        values is WeightValues.Sparse sparse ? sparse.density : 1;
}
