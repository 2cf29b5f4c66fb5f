using CorrSyn.Simulation.Sampling;

namespace CorrSyn.Simulation.Tests.Sampling;

/// <summary>The definition of the streams, one counter at a time and without vectors: the oracle.</summary>
internal static class PlainStream
{
    private const int CountersPerGroup = RandomStream.GroupSize / 2;

    /// <summary>The two 53-bit integers of one counter.</summary>
    public static (ulong First, ulong Second) Integers(
        NetworkSeed seed, int layer, StreamPurpose purpose, ulong position)
    {
        var counter = new PhiloxBlock(
            (uint)(position & uint.MaxValue),
            (uint)(position >> 32) | ((uint)layer << 16),
            (uint)seed.Width | ((uint)purpose << 24),
            (uint)seed.Instance);
        PhiloxBlock bits = Philox.Scramble(counter, (ulong)seed.Seed);
        return ((((ulong)bits.Word1 << 32) | bits.Word0) >> 11, (((ulong)bits.Word3 << 32) | bits.Word2) >> 11);
    }

    /// <summary>A group of numbers: first results of all counters, then second results.</summary>
    public static double[] Group(
        NetworkSeed seed, int layer, StreamPurpose purpose, long group, Func<ulong, ulong, (double, double)> transform)
    {
        var numbers = new double[RandomStream.GroupSize];
        for (int j = 0; j < CountersPerGroup; j++)
        {
            (ulong first, ulong second) =
                Integers(seed, layer, purpose, (ulong)group * CountersPerGroup + (ulong)j);
            (numbers[j], numbers[j + CountersPerGroup]) = transform(first, second);
        }

        return numbers;
    }

    public static (double, double) Uniform(ulong first, ulong second) =>
        (first * Math.Pow(2, -53), second * Math.Pow(2, -53));

    public static (double, double) Gaussian(ulong first, ulong second)
    {
        double radius = Math.Sqrt(-2 * Math.Log((first + 1) * Math.Pow(2, -53)));

        // Quarter turns of an angle from -pi/4 to pi/4, so that the library functions lose no digits.
        double rest = ((second & ((1UL << 51) - 1)) * Math.Pow(2, -51) - 0.5) * (Math.PI / 2);
        (double sine, double cosine) = Math.SinCos(rest);
        return (second >> 51) switch
        {
            0 => (radius * cosine, radius * sine),
            1 => (-radius * sine, radius * cosine),
            2 => (-radius * cosine, -radius * sine),
            _ => (radius * sine, -radius * cosine),
        };
    }
}
