using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Eight numbers: AVX-512.</summary>
internal readonly struct Doubles512 : ILanes<double, Vector512<double>>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double start, nint position) => Vector512.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fill(double value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> factor, Vector512<double> other, Vector512<double> sum) =>
        Vector512.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Begin(ref double start, nint position) => Load(ref start, position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector512<double> sum, ref double start, nint position, bool continues) =>
        sum.StoreUnsafe(ref start, (nuint)position);
}

/// <summary>Four numbers: AVX2, and what no vectors at all is emulated with.</summary>
internal readonly struct Doubles256 : ILanes<double, Vector256<double>>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref double start, nint position) => Vector256.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fill(double value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> factor, Vector256<double> other, Vector256<double> sum) =>
        Vector256.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Begin(ref double start, nint position) => Load(ref start, position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector256<double> sum, ref double start, nint position, bool continues) =>
        sum.StoreUnsafe(ref start, (nuint)position);
}

/// <summary>Two numbers: NEON, and SSE2 where there is no more.</summary>
internal readonly struct Doubles128 : ILanes<double, Vector128<double>>
{
    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(ref double start, nint position) => Vector128.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Fill(double value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(Vector128<double> factor, Vector128<double> other, Vector128<double> sum) =>
        Vector128.MultiplyAddEstimate(factor, other, sum);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Begin(ref double start, nint position) => Load(ref start, position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finish(Vector128<double> sum, ref double start, nint position, bool continues) =>
        sum.StoreUnsafe(ref start, (nuint)position);
}
