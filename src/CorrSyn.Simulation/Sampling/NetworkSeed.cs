namespace CorrSyn.Simulation.Sampling;

/// <summary>What names one random network: all its streams follow from it. Equality is equality of the numbers.</summary>
/// <param name="Seed">The seed of the run; 0 to 2^63 - 1.</param>
/// <param name="Width">The width N; 1 to 2^24 - 1.</param>
/// <param name="Instance">The number of the network in the run; from 0.</param>
public readonly record struct NetworkSeed(long Seed, int Width, int Instance)
{
    /// <summary>The stream of one layer and purpose.</summary>
    /// <param name="layer">0 (the input) to 65,535.</param>
    /// <param name="purpose">What the numbers are for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside the range named above.</exception>
    public RandomStream Stream(int layer, StreamPurpose purpose) => new(this, layer, purpose);
}
