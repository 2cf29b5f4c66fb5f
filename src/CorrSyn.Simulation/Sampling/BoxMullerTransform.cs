using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Sampling;

/// <summary>
/// The Box-Muller transform: sqrt(-2 log u) cos(2 pi v) and sqrt(-2 log u) sin(2 pi v) with u = (k + 1)/2^53 and
/// v = k'/2^53.
/// </summary>
/// <remarks>
/// Written with additions, multiplications, one division and one square root, each correctly rounded by IEEE 754,
/// and never fused: so the bits do not depend on the machine. The series are Taylor's, cut where the next term is
/// below 1e-16 of the sum.
/// </remarks>
internal readonly struct BoxMullerTransform : IGroupTransform
{
    private const double TwoTo52 = 1UL << 52;
    private const ulong BitsOfTwoTo52 = 0x4330000000000000;
    private const ulong BitsOfOne = 0x3FF0000000000000;
    private const ulong BitsOfRootHalf = 0x3FE6A09E667F3BCD;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Transform(
        Vector512<ulong> first, Vector512<ulong> second, out Vector512<double> low, out Vector512<double> high)
    {
        Vector512<double> u =
            Vector512.ConvertToDouble((first + Vector512<ulong>.One).AsInt64()) * (1.0 / (1UL << 53));
        Vector512<double> radius = Vector512.Sqrt(MinusTwiceLog(u));
        Direction(second, out Vector512<double> cosine, out Vector512<double> sine);
        low = radius * cosine;
        high = radius * sine;
    }

    // -2 log u for 0 < u <= 1. With u = 2^e m and m in [sqrt(1/2), sqrt 2): log u = e log 2 + 2 artanh s,
    // s = (m - 1)/(m + 1), |s| < 0.172. Near u = 1 it is e = 0, so nothing cancels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> MinusTwiceLog(Vector512<double> u)
    {
        Vector512<ulong> bits = u.AsUInt64();
        Vector512<ulong> biased = (bits + Vector512.Create(BitsOfOne - BitsOfRootHalf)) >>> 52;
        Vector512<double> m = (bits - (biased << 52) + Vector512.Create(BitsOfOne)).AsDouble();
        Vector512<double> e = (biased | Vector512.Create(BitsOfTwoTo52)).AsDouble() - Vector512.Create(TwoTo52 + 1023);
        Vector512<double> s = (m - Vector512<double>.One) / (m + Vector512<double>.One);
        Vector512<double> z = s * s;
        Vector512<double> series = Vector512.Create(1.0 / 21);
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 19));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 17));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 15));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 13));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 11));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 9));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 7));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 5));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512.Create(1.0 / 3));
        series = Vector512.FusedMultiplyAdd(series, z, Vector512<double>.One);
        return e * Vector512.Create(-2.0 * 0.693147180559945309) + s * series * Vector512.Create(-4.0);
    }

    // The angle 2 pi k/2^53 is a quarter turn times the top two bits of k, plus a rest x in [-pi/4, pi/4), plus pi/4
    // in all; a uniform direction does not notice the constant. Quarter turns swap and negate.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Direction(Vector512<ulong> k, out Vector512<double> cosine, out Vector512<double> sine)
    {
        const ulong restMask = (1UL << 51) - 1;
        Vector512<ulong> rest = (k & Vector512.Create(restMask)) | Vector512.Create(BitsOfTwoTo52);
        Vector512<double> x =
            (rest.AsDouble() - Vector512.Create(TwoTo52 + (1UL << 50))) * (0.5 * Math.PI / (1UL << 51));
        Vector512<double> z = x * x;
        Vector512<double> s = Vector512.Create(-1.0 / 1307674368000);
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(1.0 / 6227020800));
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(-1.0 / 39916800));
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(1.0 / 362880));
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(-1.0 / 5040));
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(1.0 / 120));
        s = Vector512.FusedMultiplyAdd(s, z, Vector512.Create(-1.0 / 6));
        s = s * z * x + x;
        Vector512<double> c = Vector512.Create(1.0 / 20922789888000);
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(-1.0 / 87178291200));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(1.0 / 479001600));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(-1.0 / 3628800));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(1.0 / 40320));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(-1.0 / 720));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(1.0 / 24));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512.Create(-0.5));
        c = Vector512.FusedMultiplyAdd(c, z, Vector512<double>.One);
        Vector512<ulong> signBit = Vector512.Create(1UL << 63);
        Vector512<ulong> upper = k << 11;
        Vector512<ulong> lower = k << 12;
        Vector512<double> isOdd = Vector512.LessThan(lower.AsInt64(), Vector512<long>.Zero).AsDouble();
        Vector512<double> swappedCosine = Vector512.ConditionalSelect(isOdd, s, c);
        Vector512<double> swappedSine = Vector512.ConditionalSelect(isOdd, c, s);
        cosine = (swappedCosine.AsUInt64() ^ ((upper ^ lower) & signBit)).AsDouble();
        sine = (swappedSine.AsUInt64() ^ (upper & signBit)).AsDouble();
    }
}
