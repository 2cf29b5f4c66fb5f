using CorrSyn.Model;

namespace CorrSyn.Simulation.Sampling;

/// <summary>Draws binary weights sqrt(g/N_in) sign(y_ik) of Gaussian numbers y that are correlated over postsynaptic neurons.</summary>
/// <remarks>Derived here; dimensionless. The signs of two standard normal numbers correlated by sin(pi x/2) are correlated by
/// (2/pi) arcsin sin(pi x/2) = x, for negative x too. With R uniform and x at least 0 the law is that of
/// <see cref="SynapseSampler"/>.</remarks>
internal sealed class SignSampler : IWeightSampler
{
    private readonly double _amplitude;
    private readonly FactorSampler _gaussian;

    /// <summary>A sampler of N_out x N_in weights.</summary>
    /// <param name="amplitude">sqrt(g/N_in).</param>
    /// <param name="postsynaptic">R; identity, uniform or blocks.</param>
    /// <param name="postsynapticCount">N_out.</param>
    /// <param name="presynapticCount">N_in.</param>
    public SignSampler(
        double amplitude, StructuredCorrelation postsynaptic, int postsynapticCount, int presynapticCount)
    {
        double latent = Math.Sin(0.5 * Math.PI * postsynaptic.Value);
        StructuredCorrelation gaussian =
            StructuredCorrelationModule.create("postsynapticCorrelation", postsynaptic.Structure, latent);
        _amplitude = amplitude;
        _gaussian = new FactorSampler(
            1,
            new CorrelationFactors(gaussian, postsynapticCount),
            new CorrelationFactors(StructuredCorrelationModule.none, presynapticCount));
    }

    /// <inheritdoc/>
    public int PresynapticCount => _gaussian.PresynapticCount;

    /// <inheritdoc/>
    public void Draw(NetworkSeed seed, int layer, CancellationToken cancellation) =>
        _gaussian.Draw(seed, layer, cancellation);

    /// <inheritdoc/>
    public void FillRow(int row, Span<double> destination)
    {
        _gaussian.FillRow(row, destination);
        foreach (ref double weight in destination)
            weight = Math.CopySign(_amplitude, weight);
    }
}
