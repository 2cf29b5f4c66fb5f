namespace CorrSyn.Simulation.Estimation;

/// <summary>A mean over independent networks.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="StandardError">sd/sqrt(I) over I networks; null for a single one.</param>
public readonly record struct Estimate(double Mean, double? StandardError);
