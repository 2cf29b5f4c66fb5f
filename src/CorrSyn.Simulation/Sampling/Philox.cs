using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// Philox4x32-10, the counter-based generator of the Random123 family: a keyed bijection of
/// 128-bit counters, so that random numbers are looked up rather than drawn one after the other.
/// </summary>
/// <remarks>Words are numbered as in the published test vectors. Total: every counter and key is allowed.</remarks>
public static class Philox
{
    private const uint FirstMultiplier = 0xD2511F53;
    private const uint SecondMultiplier = 0xCD9E8D57;
    private const uint FirstKeyStep = 0x9E3779B9;
    private const uint SecondKeyStep = 0xBB67AE85;
    private const int RoundCount = 10;

    /// <summary>The 128 random bits of one counter.</summary>
    /// <param name="counter">Four words, any value.</param>
    /// <param name="key">Two words: word 0 in the low half, word 1 in the high half.</param>
    /// <returns>Four words, uniform over all values.</returns>
    public static PhiloxBlock Scramble(PhiloxBlock counter, ulong key)
    {
        (uint x0, uint x1, uint x2, uint x3) = counter;
        uint key0 = (uint)key;
        uint key1 = (uint)(key >> 32);
        for (int round = 0; round < RoundCount; round++)
        {
            ulong first = (ulong)FirstMultiplier * x0;
            ulong second = (ulong)SecondMultiplier * x2;
            (x0, x1, x2, x3) =
                ((uint)(second >> 32) ^ x1 ^ key0, (uint)second, (uint)(first >> 32) ^ x3 ^ key1, (uint)first);
            key0 += FirstKeyStep;
            key1 += SecondKeyStep;
        }

        return new PhiloxBlock(x0, x1, x2, x3);
    }

    /// <summary>Sixteen counters at once, in two sets of eight: lane j of the words of a set is its counter j, replaced by its
    /// random bits.</summary>
    /// <remarks>
    /// Only the low 32 bits of a lane count, before and after; the high halves hold leftovers, because the 32-bit
    /// multiplication ignores them and clearing them in every round would cost a quarter of the time. Two sets, because a
    /// processor can work on one while the multiplications of the other are under way.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void ScrambleLanes(ref PhiloxLanes first, ref PhiloxLanes second, ulong key)
    {
        (Vector512<ulong> a0, Vector512<ulong> a1, Vector512<ulong> a2, Vector512<ulong> a3) = first;
        (Vector512<ulong> b0, Vector512<ulong> b1, Vector512<ulong> b2, Vector512<ulong> b3) = second;
        Vector512<ulong> firstMultiplier = Vector512.Create((ulong)FirstMultiplier);
        Vector512<ulong> secondMultiplier = Vector512.Create((ulong)SecondMultiplier);
        Vector512<ulong> key0 = Vector512.Create(key & uint.MaxValue);
        Vector512<ulong> key1 = Vector512.Create(key >> 32);
        for (int round = 0; round < RoundCount; round++)
        {
            Vector512<ulong> a = MultiplyLow(firstMultiplier, a0);
            Vector512<ulong> b = MultiplyLow(firstMultiplier, b0);
            Vector512<ulong> c = MultiplyLow(secondMultiplier, a2);
            Vector512<ulong> d = MultiplyLow(secondMultiplier, b2);
            a0 = (c >>> 32) ^ (a1 ^ key0);
            b0 = (d >>> 32) ^ (b1 ^ key0);
            a1 = c;
            b1 = d;
            a2 = (a >>> 32) ^ (a3 ^ key1);
            b2 = (b >>> 32) ^ (b3 ^ key1);
            a3 = a;
            b3 = b;

            // Keys are numbers modulo 2^32; what runs over into the high halves is ignored too.
            key0 += Vector512.Create((ulong)FirstKeyStep);
            key1 += Vector512.Create((ulong)SecondKeyStep);
        }

        first = new PhiloxLanes(a0, a1, a2, a3);
        second = new PhiloxLanes(b0, b1, b2, b3);
    }

    // The 64-bit product of the low 32 bits of each lane; the three forms give the same bits.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyLow(Vector512<ulong> multiplier, Vector512<ulong> word)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(multiplier.AsUInt32(), word.AsUInt32());
        if (Avx2.IsSupported)
        {
            return Vector512.Create(
                Avx2.Multiply(multiplier.GetLower().AsUInt32(), word.GetLower().AsUInt32()),
                Avx2.Multiply(multiplier.GetUpper().AsUInt32(), word.GetUpper().AsUInt32()));
        }

        return multiplier * (word & Vector512.Create(0xFFFFFFFFUL));
    }
}
