using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>One tile of the output, 4 rows by <see cref="PanelShape.Columns"/>, held in registers.</summary>
/// <remarks>
/// Every element is one chain of multiply-adds in the order of the inner index, whatever the width of the vectors;
/// so its bits depend on the machine only through whether that has a fused multiply-add.
/// </remarks>
internal static class TileKernel
{
    /// <summary>tile[i, j] (+)= sum over k of left[4 k + i] right[Columns k + j].</summary>
    /// <param name="left">A packed stretch of 4 rows: depth x 4.</param>
    /// <param name="right">A packed stretch of a right panel: depth x Columns.</param>
    /// <param name="depth">Length of the stretch.</param>
    /// <param name="tile">First element of the output tile.</param>
    /// <param name="stride">Distance between the rows of the tile.</param>
    /// <param name="continues">Whether to add to what the tile holds, or to start from 0.</param>
    public static void Accumulate(
        ReadOnlySpan<double> left, ReadOnlySpan<double> right, int depth, ref double tile, int stride, bool continues)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(left.Length, depth * PanelShape.Rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(right.Length, depth * PanelShape.Columns);
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        if (Vector512.IsHardwareAccelerated)
            Accumulate512(ref a, ref b, depth, ref tile, stride, continues);
        else
            Accumulate256(ref a, ref b, depth, ref tile, stride, continues);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate512(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues)
    {
        Vector512<double> s00 = default, s01 = default, s02 = default;
        Vector512<double> s10 = default, s11 = default, s12 = default;
        Vector512<double> s20 = default, s21 = default, s22 = default;
        Vector512<double> s30 = default, s31 = default, s32 = default;
        if (continues)
        {
            Load512(ref tile, out s00, out s01, out s02);
            Load512(ref Unsafe.Add(ref tile, stride), out s10, out s11, out s12);
            Load512(ref Unsafe.Add(ref tile, 2 * stride), out s20, out s21, out s22);
            Load512(ref Unsafe.Add(ref tile, 3 * stride), out s30, out s31, out s32);
        }

        for (; depth > 0; depth--)
        {
            Load512(ref b, out Vector512<double> b0, out Vector512<double> b1, out Vector512<double> b2);
            Vector512<double> factor = Vector512.Create(a);
            s00 = Vector512.MultiplyAddEstimate(factor, b0, s00);
            s01 = Vector512.MultiplyAddEstimate(factor, b1, s01);
            s02 = Vector512.MultiplyAddEstimate(factor, b2, s02);
            factor = Vector512.Create(Unsafe.Add(ref a, 1));
            s10 = Vector512.MultiplyAddEstimate(factor, b0, s10);
            s11 = Vector512.MultiplyAddEstimate(factor, b1, s11);
            s12 = Vector512.MultiplyAddEstimate(factor, b2, s12);
            factor = Vector512.Create(Unsafe.Add(ref a, 2));
            s20 = Vector512.MultiplyAddEstimate(factor, b0, s20);
            s21 = Vector512.MultiplyAddEstimate(factor, b1, s21);
            s22 = Vector512.MultiplyAddEstimate(factor, b2, s22);
            factor = Vector512.Create(Unsafe.Add(ref a, 3));
            s30 = Vector512.MultiplyAddEstimate(factor, b0, s30);
            s31 = Vector512.MultiplyAddEstimate(factor, b1, s31);
            s32 = Vector512.MultiplyAddEstimate(factor, b2, s32);
            a = ref Unsafe.Add(ref a, PanelShape.Rows);
            b = ref Unsafe.Add(ref b, 24);
        }

        Store512(s00, s01, s02, ref tile);
        Store512(s10, s11, s12, ref Unsafe.Add(ref tile, stride));
        Store512(s20, s21, s22, ref Unsafe.Add(ref tile, 2 * stride));
        Store512(s30, s31, s32, ref Unsafe.Add(ref tile, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load512(
        ref double start, out Vector512<double> first, out Vector512<double> second, out Vector512<double> third)
    {
        first = Vector512.LoadUnsafe(ref start);
        second = Vector512.LoadUnsafe(ref start, 8);
        third = Vector512.LoadUnsafe(ref start, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store512(
        Vector512<double> first, Vector512<double> second, Vector512<double> third, ref double start)
    {
        first.StoreUnsafe(ref start);
        second.StoreUnsafe(ref start, 8);
        third.StoreUnsafe(ref start, 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Accumulate256(
        ref double a, ref double b, int depth, ref double tile, nint stride, bool continues)
    {
        Vector256<double> s00 = default, s01 = default, s02 = default;
        Vector256<double> s10 = default, s11 = default, s12 = default;
        Vector256<double> s20 = default, s21 = default, s22 = default;
        Vector256<double> s30 = default, s31 = default, s32 = default;
        if (continues)
        {
            Load256(ref tile, out s00, out s01, out s02);
            Load256(ref Unsafe.Add(ref tile, stride), out s10, out s11, out s12);
            Load256(ref Unsafe.Add(ref tile, 2 * stride), out s20, out s21, out s22);
            Load256(ref Unsafe.Add(ref tile, 3 * stride), out s30, out s31, out s32);
        }

        for (; depth > 0; depth--)
        {
            Load256(ref b, out Vector256<double> b0, out Vector256<double> b1, out Vector256<double> b2);
            Vector256<double> factor = Vector256.Create(a);
            s00 = Vector256.MultiplyAddEstimate(factor, b0, s00);
            s01 = Vector256.MultiplyAddEstimate(factor, b1, s01);
            s02 = Vector256.MultiplyAddEstimate(factor, b2, s02);
            factor = Vector256.Create(Unsafe.Add(ref a, 1));
            s10 = Vector256.MultiplyAddEstimate(factor, b0, s10);
            s11 = Vector256.MultiplyAddEstimate(factor, b1, s11);
            s12 = Vector256.MultiplyAddEstimate(factor, b2, s12);
            factor = Vector256.Create(Unsafe.Add(ref a, 2));
            s20 = Vector256.MultiplyAddEstimate(factor, b0, s20);
            s21 = Vector256.MultiplyAddEstimate(factor, b1, s21);
            s22 = Vector256.MultiplyAddEstimate(factor, b2, s22);
            factor = Vector256.Create(Unsafe.Add(ref a, 3));
            s30 = Vector256.MultiplyAddEstimate(factor, b0, s30);
            s31 = Vector256.MultiplyAddEstimate(factor, b1, s31);
            s32 = Vector256.MultiplyAddEstimate(factor, b2, s32);
            a = ref Unsafe.Add(ref a, PanelShape.Rows);
            b = ref Unsafe.Add(ref b, 12);
        }

        Store256(s00, s01, s02, ref tile);
        Store256(s10, s11, s12, ref Unsafe.Add(ref tile, stride));
        Store256(s20, s21, s22, ref Unsafe.Add(ref tile, 2 * stride));
        Store256(s30, s31, s32, ref Unsafe.Add(ref tile, 3 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load256(
        ref double start, out Vector256<double> first, out Vector256<double> second, out Vector256<double> third)
    {
        first = Vector256.LoadUnsafe(ref start);
        second = Vector256.LoadUnsafe(ref start, 4);
        third = Vector256.LoadUnsafe(ref start, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store256(
        Vector256<double> first, Vector256<double> second, Vector256<double> third, ref double start)
    {
        first.StoreUnsafe(ref start);
        second.StoreUnsafe(ref start, 4);
        third.StoreUnsafe(ref start, 8);
    }
}
