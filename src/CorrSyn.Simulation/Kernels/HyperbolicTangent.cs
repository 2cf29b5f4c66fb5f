using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>tanh of many numbers, eight at a time.</summary>
/// <remarks>
/// tanh x = t/(t + 2) with t = exp(2 |x|) - 1, and the sign of x. With 2 |x| = n log 2 + y, |y| at most (log 2)/2, t is
/// 2^n p + (2^n - 1), where p = exp y - 1 is Taylor's series up to y^13: the next term is below 1.3e-17 of p. Nothing cancels: n = 0
/// leaves t = p, and for n of at least 1 both terms are known to 2^-53 of a number below 1.42 t. The relative error is below 6e-16:
/// four roundings of 1.1e-16 in t, but t/(t + 2) has at most the relative error of t, and two more in the sum and the quotient.
/// Every operation is rounded as IEEE 754 says, multiply-adds once: the bits are the same on every machine. Unlike a generic library
/// function this is compiled with optimization before its first call, which counts in runs of a second.
/// </remarks>
internal static class HyperbolicTangent
{
    // tanh 20 is 1 to the last bit, and 2^n stays in range.
    private const double Largest = 20;

    // 1.5 2^52: adding it rounds to the nearest integer, which its low bits then hold.
    private const double Rounding = 6755399441055744.0;

    // log 2, split so that n times the first part is exact for n below 2^12.
    private const double LogTwoHigh = 0.693147180559663;
    private const double LogTwoLow = 2.8235290563031577e-13;

    /// <summary>row_i = tanh(row_i + biases_i).</summary>
    /// <param name="biases">As long as the row.</param>
    /// <param name="row">Any numbers; NaN stays NaN.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAndApply(ReadOnlySpan<double> biases, Span<double> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(biases.Length, row.Length);
        ref double bias = ref MemoryMarshal.GetReference(biases);
        ref double value = ref MemoryMarshal.GetReference(row);
        nuint i = 0;
        nuint whole = (nuint)(row.Length - row.Length % Vector512<double>.Count);
        for (; i < whole; i += (nuint)Vector512<double>.Count)
        {
            Vector512<double> x = Vector512.LoadUnsafe(ref value, i) + Vector512.LoadUnsafe(ref bias, i);
            Apply(x).StoreUnsafe(ref value, i);
        }

        if ((int)i < row.Length)
        {
            Span<double> rest = stackalloc double[Vector512<double>.Count];
            rest.Clear();
            for (int j = (int)i; j < row.Length; j++)
                rest[j - (int)i] = row[j] + biases[j];
            Apply(Vector512.Create<double>(rest)).CopyTo(rest);
            rest[..(row.Length - (int)i)].CopyTo(row[(int)i..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Apply(Vector512<double> x)
    {
        Vector512<double> signBit = Vector512.Create(-0.0);
        Vector512<double> size = Vector512.AndNot(x, signBit);

        // The comparison is false for NaN, which so passes on.
        size = Vector512.ConditionalSelect(
            Vector512.GreaterThan(size, Vector512.Create(Largest)), Vector512.Create(Largest), size);
        Vector512<double> twice = size + size;
        Vector512<double> shifted = Vector512.FusedMultiplyAdd(
            twice, Vector512.Create(1.4426950408889634), Vector512.Create(Rounding));
        Vector512<double> n = shifted - Vector512.Create(Rounding);
        Vector512<double> y = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoHigh), twice);
        y = Vector512.FusedMultiplyAdd(n, Vector512.Create(-LogTwoLow), y);
        Vector512<double> p = ExponentialMinusOne(y);
        Vector512<double> scale = ((shifted.AsInt64() << 52) + Vector512.Create(1.0).AsInt64()).AsDouble();
        Vector512<double> t = Vector512.FusedMultiplyAdd(scale, p, scale - Vector512<double>.One);
        return (t / (t + Vector512.Create(2.0))) | (x & signBit);
    }

    // y + y^2 (1/2! + y/3! + ... + y^11/13!), the sums of even and odd terms side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ExponentialMinusOne(Vector512<double> y)
    {
        Vector512<double> square = y * y;
        Vector512<double> odd = Vector512.Create(1.0 / 6227020800);
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1.0 / 39916800));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1.0 / 362880));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1.0 / 5040));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1.0 / 120));
        odd = Vector512.FusedMultiplyAdd(odd, square, Vector512.Create(1.0 / 6));
        Vector512<double> even = Vector512.Create(1.0 / 479001600);
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.0 / 3628800));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.0 / 40320));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.0 / 720));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(1.0 / 24));
        even = Vector512.FusedMultiplyAdd(even, square, Vector512.Create(0.5));
        return Vector512.FusedMultiplyAdd(Vector512.FusedMultiplyAdd(odd, y, even), square, y);
    }
}
