using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>What a tile kernel needs of a vector register.</summary>
/// <typeparam name="TVector">The register.</typeparam>
/// <remarks>An interface only so that one source serves every length; the calls are compiled away.</remarks>
internal interface ILanes<TVector>
{
    /// <summary>Numbers in a register.</summary>
    static abstract int Count { get; }

    /// <summary>The numbers from a position on.</summary>
    static abstract TVector Load(ref double start, nint position);

    /// <summary>Writes the numbers from a position on.</summary>
    static abstract void Store(TVector value, ref double start, nint position);

    /// <summary>One number in every lane.</summary>
    static abstract TVector Fill(double value);

    /// <summary>factor other + sum, fused where the machine can.</summary>
    static abstract TVector MultiplyAdd(TVector factor, TVector other, TVector sum);
}

/// <summary>Eight numbers: AVX-512.</summary>
internal readonly struct EightLanes : ILanes<Vector512<double>>
{
    /// <inheritdoc/>
    public static int Count => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(ref double start, nint position) =>
        Vector512.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<double> value, ref double start, nint position) =>
        value.StoreUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Fill(double value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(
        Vector512<double> factor, Vector512<double> other, Vector512<double> sum) =>
        Vector512.MultiplyAddEstimate(factor, other, sum);
}

/// <summary>Four numbers: AVX2, and what no vectors at all is emulated with.</summary>
internal readonly struct FourLanes : ILanes<Vector256<double>>
{
    /// <inheritdoc/>
    public static int Count => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Load(ref double start, nint position) =>
        Vector256.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<double> value, ref double start, nint position) =>
        value.StoreUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Fill(double value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(
        Vector256<double> factor, Vector256<double> other, Vector256<double> sum) =>
        Vector256.MultiplyAddEstimate(factor, other, sum);
}

/// <summary>Two numbers: NEON, and SSE2 where there is no more.</summary>
internal readonly struct TwoLanes : ILanes<Vector128<double>>
{
    /// <inheritdoc/>
    public static int Count => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Load(ref double start, nint position) =>
        Vector128.LoadUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<double> value, ref double start, nint position) =>
        value.StoreUnsafe(ref start, (nuint)position);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Fill(double value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> MultiplyAdd(
        Vector128<double> factor, Vector128<double> other, Vector128<double> sum) =>
        Vector128.MultiplyAddEstimate(factor, other, sum);
}
