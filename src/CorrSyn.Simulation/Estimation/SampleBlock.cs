namespace CorrSyn.Simulation.Estimation;

/// <summary>Successive inputs of one network.</summary>
/// <param name="First">The number of the first one.</param>
/// <param name="Count">How many; at least 1.</param>
internal readonly record struct SampleBlock(int First, int Count)
{
    /// <summary>Inputs that are passed through a network at the same time where there are more than fit into a block.</summary>
    private const int Length = 1024;

    /// <summary>All M inputs at once.</summary>
    public static SampleBlock Whole(int sampleCount) => new(0, sampleCount);

    /// <summary>The blocks in which M inputs are passed through a network: one, unless M exceeds the largest width and
    /// <see cref="Length"/>. Then no block crosses the middle of the inputs. They do not depend on the number of threads.</summary>
    /// <param name="sampleCount">M.</param>
    /// <param name="widest">The largest width.</param>
    public static IReadOnlyList<SampleBlock> Of(int sampleCount, int widest)
    {
        int limit = Math.Max(Length, widest);
        return sampleCount <= limit
            ? [Whole(sampleCount)]
            : [.. Split(0, sampleCount / 2, limit), .. Split(sampleCount / 2, sampleCount - sampleCount / 2, limit)];
    }

    /// <summary>The two halves of a block of M inputs that begins with the first.</summary>
    public static IReadOnlyList<SampleBlock> Halves(int sampleCount) =>
        [new(0, sampleCount / 2), new(sampleCount / 2, sampleCount - sampleCount / 2)];

    // As few blocks as the limit allows, of sizes that differ by one at most.
    private static IEnumerable<SampleBlock> Split(int first, int count, int limit)
    {
        int blockCount = (count - 1) / limit + 1;
        for (int block = 0; block < blockCount; block++)
        {
            int start = (int)((long)count * block / blockCount);
            yield return new SampleBlock(first + start, (int)((long)count * (block + 1) / blockCount) - start);
        }
    }
}
