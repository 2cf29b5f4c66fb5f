namespace CorrSyn.Simulation.Estimation;

/// <summary>The moments of the activity of one layer over its inputs, about their mean.</summary>
/// <param name="Whole">Those of all M inputs.</param>
/// <param name="First">Those of the first M/2 inputs; null below <see cref="SmallestHalved"/> inputs.</param>
/// <param name="Second">Those of the other inputs; null like the first.</param>
/// <param name="SquaredVariances">sum_i S_ii^2.</param>
/// <param name="FourthMoments">sum_i sum_s (h_si - m_i)^4/(M - 1).</param>
/// <param name="SquaredMeans">sum_i m_i^2.</param>
internal readonly record struct ActivityMoments(
    TraceMoments Whole,
    TraceMoments? First,
    TraceMoments? Second,
    double SquaredVariances,
    double FourthMoments,
    double SquaredMeans)
{
    /// <summary>The smallest M with 4 inputs in each half, which unbiased traces need.</summary>
    public const int SmallestHalved = 8;
}
