namespace CorrSyn.Simulation.Estimation;

/// <summary>A mean over networks from a regression on control variates.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">Its standard error; at least 0.</param>
/// <param name="DegreesOfFreedom">Networks less fitted coefficients; at least 1.</param>
public readonly record struct ControlledEstimate(double Mean, double StandardError, int DegreesOfFreedom);
