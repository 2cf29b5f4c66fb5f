using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Sixteen numbers in single precision: AVX-512.</summary>
internal readonly struct Singles512 : ILanes<float, Vector512<float>>
{
    /// <inheritdoc/>
    public static int Count => 16;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(ref float start, nint position) => Vector512.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fill(float value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> factor, Vector512<float> other, Vector512<float> sum) =>
        Vector512.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Begin(ref double start, nint position) => default;

    /// <inheritdoc/>
    /// <remarks>Sums of stretches are added in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector512<float> sum, ref double start, nint position, bool continues)
    {
        ref double low = ref Unsafe.Add(ref start, position);
        ref double high = ref Unsafe.Add(ref low, Vector512<double>.Count);
        (Vector512<double> lower, Vector512<double> upper) = Vector512.Widen(sum);
        if (continues)
        {
            lower += Vector512.LoadUnsafe(ref low);
            upper += Vector512.LoadUnsafe(ref high);
        }

        lower.StoreUnsafe(ref low);
        upper.StoreUnsafe(ref high);
    }
}

/// <summary>Eight numbers in single precision: AVX2, and what no vectors at all is emulated with.</summary>
internal readonly struct Singles256 : ILanes<float, Vector256<float>>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(ref float start, nint position) => Vector256.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Fill(float value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> factor, Vector256<float> other, Vector256<float> sum) =>
        Vector256.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Begin(ref double start, nint position) => default;

    /// <inheritdoc/>
    /// <remarks>Sums of stretches are added in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector256<float> sum, ref double start, nint position, bool continues)
    {
        ref double low = ref Unsafe.Add(ref start, position);
        ref double high = ref Unsafe.Add(ref low, Vector256<double>.Count);
        (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(sum);
        if (continues)
        {
            lower += Vector256.LoadUnsafe(ref low);
            upper += Vector256.LoadUnsafe(ref high);
        }

        lower.StoreUnsafe(ref low);
        upper.StoreUnsafe(ref high);
    }
}

/// <summary>Four numbers in single precision: NEON, and SSE2 where there is no more.</summary>
internal readonly struct Singles128 : ILanes<float, Vector128<float>>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(ref float start, nint position) => Vector128.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Fill(float value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> factor, Vector128<float> other, Vector128<float> sum) =>
        Vector128.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Begin(ref double start, nint position) => default;

    /// <inheritdoc/>
    /// <remarks>Sums of stretches are added in double precision.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector128<float> sum, ref double start, nint position, bool continues)
    {
        ref double low = ref Unsafe.Add(ref start, position);
        ref double high = ref Unsafe.Add(ref low, Vector128<double>.Count);
        (Vector128<double> lower, Vector128<double> upper) = Vector128.Widen(sum);
        if (continues)
        {
            lower += Vector128.LoadUnsafe(ref low);
            upper += Vector128.LoadUnsafe(ref high);
        }

        lower.StoreUnsafe(ref low);
        upper.StoreUnsafe(ref high);
    }
}
