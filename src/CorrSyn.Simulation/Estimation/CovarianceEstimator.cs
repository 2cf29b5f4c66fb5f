namespace CorrSyn.Simulation.Estimation;

/// <summary>How moments of the activity are estimated from M inputs.</summary>
public enum CovarianceEstimator
{
    /// <summary>Unbiased for every distribution of the activity, for K1, K2, Q, N Sigma and both traces; M at least 4.
    /// D/N is the ratio of two unbiased estimates; its bias of order 1/M is taken out from 8 inputs on.</summary>
    Corrected = 0,

    /// <summary>The sample covariance (denominator M - 1) and sample mean put in place of the true ones; M at least 2.
    /// Overestimates tr C^2 by about ((tr C)^2 + tr C^2)/(M - 1).</summary>
    Plain = 1,
}
