namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Where inputs come from.</summary>
public enum DataKind
{
    /// <summary>Gaussian with covariance xi xi^T/N, as in the theory.</summary>
    Gaussian,

    /// <summary>Classes with centres of their own around which inputs are Gaussian; labels are known.</summary>
    Mixture,

    /// <summary>Signs of random projections of a few Gaussian latent variables: x = sign(F z).</summary>
    Manifold,

    /// <summary>Pictures of digits, 16 x 16 pixels, drawn with strokes, warped and with noise; labels are known.</summary>
    Digits,

    /// <summary>Inputs that are given.</summary>
    Given,
}
