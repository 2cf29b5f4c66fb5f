using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// A function from position to random number, one per (seed, width, instance, layer, purpose). It has no state, so
/// what is read does not depend on the order of reading or on threads.
/// </summary>
/// <remarks>
/// The seed is the key of <see cref="Philox"/>, and the other four numbers sit next to the position in its counter,
/// so two different streams never share a counter. Numbers come in groups of <see cref="GroupSize"/>; a group is eight
/// counters. The bits are the same on every machine: no fused operation and no library function is involved.
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "The field's word for it; nothing here is a System.IO.Stream.")]
public readonly struct RandomStream
{
    /// <summary>Numbers per group; a position is a count of groups.</summary>
    public const int GroupSize = 16;

    private const int CountersPerGroup = 8;

    private readonly ulong _key;
    private readonly ulong _layerBits;
    private readonly ulong _word2;
    private readonly ulong _word3;

    internal RandomStream(NetworkSeed seed, int layer, StreamPurpose purpose)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed.Seed);
        ArgumentOutOfRangeException.ThrowIfLessThan(seed.Width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(seed.Width, 1 << 24);
        ArgumentOutOfRangeException.ThrowIfNegative(seed.Instance);
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layer, ushort.MaxValue);
        _key = (ulong)seed.Seed;
        _layerBits = (ulong)(uint)layer << 16;
        _word2 = (uint)seed.Width | ((uint)purpose << 24);
        _word3 = (uint)seed.Instance;
    }

    /// <summary>How many groups hold so many numbers.</summary>
    /// <param name="count">At least 0.</param>
    public static long GroupCount(int count) => ((long)count + GroupSize - 1) / GroupSize;

    /// <summary>Independent uniform numbers k / 2^53, k = 0..2^53 - 1.</summary>
    /// <param name="firstGroup">Position of the first number, in groups; 0 to 2^45 - 1.</param>
    /// <param name="destination">Filled; any length.</param>
    public void FillUniform(long firstGroup, Span<double> destination) =>
        Fill(firstGroup, destination, default(UniformTransform));

    /// <summary>Independent standard normal numbers, by the Box-Muller transform of 53-bit uniforms.</summary>
    /// <param name="firstGroup">Position of the first number, in groups; 0 to 2^45 - 1.</param>
    /// <param name="destination">Filled; any length.</param>
    /// <remarks>Dimensionless; mean 0, variance 1, at most 8.572 in size (the tail beyond has probability 1e-17).
    /// Absolute error of the transform below 2e-15.</remarks>
    public void FillGaussian(long firstGroup, Span<double> destination) =>
        Fill(firstGroup, destination, default(BoxMullerTransform));

    /// <summary>Independent signs, -1 or +1 with probability 1/2 each.</summary>
    /// <param name="firstGroup">Position of the first number, in groups; 0 to 2^45 - 1.</param>
    /// <param name="destination">Filled; any length.</param>
    public void FillSigns(long firstGroup, Span<double> destination)
    {
        FillUniform(firstGroup, destination);
        foreach (ref double value in destination)
            value = value < 0.5 ? -1.0 : 1.0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill<TTransform>(long firstGroup, Span<double> destination, TTransform transform)
        where TTransform : struct, IGroupTransform
    {
        ulong position = (ulong)firstGroup * CountersPerGroup;
        ref double start = ref MemoryMarshal.GetReference(destination);
        int whole = destination.Length - destination.Length % (2 * GroupSize);
        for (int i = 0; i < whole; i += 2 * GroupSize)
        {
            TwoGroups(position, transform, ref Unsafe.Add(ref start, i));
            position += 2 * CountersPerGroup;
        }

        if (whole < destination.Length)
        {
            Span<double> groups = stackalloc double[2 * GroupSize];
            TwoGroups(position, transform, ref MemoryMarshal.GetReference(groups));
            groups[..(destination.Length - whole)].CopyTo(destination[whole..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TwoGroups<TTransform>(ulong position, TTransform transform, ref double target)
        where TTransform : struct, IGroupTransform
    {
        PhiloxLanes first = Counters(position);
        PhiloxLanes second = Counters(position + CountersPerGroup);
        Philox.ScrambleLanes(ref first, ref second, _key);
        Group(first, transform, ref target);
        Group(second, transform, ref Unsafe.Add(ref target, GroupSize));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private PhiloxLanes Counters(ulong position)
    {
        Vector512<ulong> word0 =
            Vector512.Create(position) + Vector512.Create(0UL, 1UL, 2UL, 3UL, 4UL, 5UL, 6UL, 7UL);
        return new PhiloxLanes(
            word0, (word0 >>> 32) | Vector512.Create(_layerBits), Vector512.Create(_word2), Vector512.Create(_word3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Group<TTransform>(PhiloxLanes bits, TTransform transform, ref double target)
        where TTransform : struct, IGroupTransform
    {
        Vector512<ulong> mask = Vector512.Create(0xFFFFFFFFUL);
        Vector512<ulong> first = ((bits.Word0 & mask) | (bits.Word1 << 32)) >>> 11;
        Vector512<ulong> second = ((bits.Word2 & mask) | (bits.Word3 << 32)) >>> 11;
        transform.Transform(first, second, out Vector512<double> low, out Vector512<double> high);
        low.StoreUnsafe(ref target);
        high.StoreUnsafe(ref target, CountersPerGroup);
    }
}
