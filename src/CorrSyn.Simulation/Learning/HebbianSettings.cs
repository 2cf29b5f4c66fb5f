using CorrSyn.Model;
using CorrSyn.Simulation.Learning.Data;

namespace CorrSyn.Simulation.Learning;

/// <summary>Networks that learn layer by layer.</summary>
/// <param name="Learning">How a layer learns.</param>
/// <param name="Data">The inputs.</param>
/// <param name="Width">N, neurons of every layer above the input; at least 2.</param>
/// <param name="Depth">L, layers above the input; at least 1.</param>
/// <param name="Gain">g; above 0. See <paramref name="Matching"/>.</param>
/// <param name="BiasVariance">The variance of the biases; at least 0.</param>
/// <param name="Activation">phi.</param>
/// <param name="Matching">What learned and control networks have in common.</param>
/// <param name="Samples">Inputs that are learned from; at least 8.</param>
/// <param name="HeldOutSamples">Inputs that are measured with; at least 8.</param>
/// <param name="Instances">Networks, each with its own inputs, initial weights and biases; at least 1.</param>
/// <param name="Seed">Of all random numbers; at least 0.</param>
/// <param name="Threads">At least 1. Results do not depend on it.</param>
public sealed record HebbianSettings(
    LearningSettings Learning,
    DataSettings Data,
    int Width,
    int Depth,
    double Gain,
    double BiasVariance,
    Activation Activation,
    GainMatching Matching,
    int Samples,
    int HeldOutSamples,
    int Instances,
    long Seed,
    int Threads)
{
    /// <summary>Refuses what is outside its range.</summary>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public void Check()
    {
        ArgumentNullException.ThrowIfNull(Learning);
        ArgumentNullException.ThrowIfNull(Data);
        ArgumentNullException.ThrowIfNull(Activation);
        Learning.Check();
        Data.Check();
        ArgumentOutOfRangeException.ThrowIfLessThan(Width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(Depth, 1);
        if (!(Gain > 0 && double.IsFinite(Gain)))
            throw new ArgumentOutOfRangeException(nameof(Gain), Gain, "A finite number above 0.");
        if (!(BiasVariance >= 0 && double.IsFinite(BiasVariance)))
            throw new ArgumentOutOfRangeException(nameof(BiasVariance), BiasVariance, "A finite number, at least 0.");
        if (!Enum.IsDefined(Matching))
            throw new ArgumentOutOfRangeException(nameof(Matching), Matching, "No such matching.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(HeldOutSamples, 8);
        ArgumentOutOfRangeException.ThrowIfLessThan(Instances, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
