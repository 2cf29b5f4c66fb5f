using CorrSyn.Simulation.Estimation;
using CorrSyn.Simulation.Kernels;

namespace CorrSyn.Simulation.Networks;

/// <summary>Looks at one layer during a forward pass.</summary>
/// <param name="layer">0 (the input) to L.</param>
/// <param name="activity">h^l, one row per input, M x N; valid during the call only, and to be left as it is.</param>
/// <param name="preActivation">What was measured of the pre-activations; null for the input layer, which has none.</param>
/// <returns>Whether to go on to the next layer.</returns>
public delegate bool LayerObserver(int layer, MatrixView activity, PreActivationStatistics? preActivation);
