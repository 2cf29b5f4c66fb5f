using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Learning.Data;

/// <summary>Random orders.</summary>
internal static class Permutation
{
    /// <summary>Exchanges items so that every order is equally likely (Fisher and Yates).</summary>
    /// <param name="stream">Uniform numbers from position <paramref name="firstGroup"/> on, as many as there are items.</param>
    /// <param name="firstGroup">Position in the stream.</param>
    /// <param name="items">Reordered.</param>
    public static void Shuffle<T>(RandomStream stream, long firstGroup, Span<T> items)
    {
        var uniform = new double[items.Length];
        stream.FillUniform(firstGroup, uniform);
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = (int)(uniform[last] * (last + 1));
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
