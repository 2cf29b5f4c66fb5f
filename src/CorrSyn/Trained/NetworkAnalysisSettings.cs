using CorrSyn.Model;

namespace CorrSyn.Trained;

/// <summary>What the file of a network does not say.</summary>
/// <param name="Activation">phi of every layer but the last.</param>
/// <param name="OutputActivation">phi of the last layer; null for that of the others.</param>
/// <param name="InputStandardDeviation">Where no inputs are given: independent Gaussian inputs of this standard
/// deviation; above 0.</param>
/// <param name="Threads">At least 1; null for all processors. The results do not depend on it.</param>
public sealed record NetworkAnalysisSettings(
    Activation Activation,
    Activation? OutputActivation = null,
    double InputStandardDeviation = 1,
    int? Threads = null)
{
    internal Activation ActivationOf(int layer, int count) =>
        layer == count - 1 ? OutputActivation ?? Activation : Activation;
}
