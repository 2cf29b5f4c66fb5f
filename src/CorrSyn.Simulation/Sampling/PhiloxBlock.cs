namespace CorrSyn.Simulation.Sampling;

/// <summary>Four 32-bit words: a counter, or the random bits made from it. Equality is equality of the words.</summary>
/// <param name="Word0">Word 0, the least significant of a counter.</param>
/// <param name="Word1">Word 1.</param>
/// <param name="Word2">Word 2.</param>
/// <param name="Word3">Word 3.</param>
public readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3);
