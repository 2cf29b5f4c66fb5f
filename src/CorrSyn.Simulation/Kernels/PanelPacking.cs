using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Packing: a few rows or columns of a matrix rewritten so that the tile kernel reads them in order, rounded to what it
/// multiplies.</summary>
internal static class PanelPacking
{
    private const int Square = 4;

    /// <summary>panel[k width + j] = rows[j stride + k] for k below depth; rows that are missing become 0.</summary>
    /// <param name="rows">The first row starts here.</param>
    /// <param name="stride">Distance between the starts of rows.</param>
    /// <param name="rowCount">Rows that exist; 1 to <paramref name="width"/>.</param>
    /// <param name="depth">Columns to pack.</param>
    /// <param name="panel">Filled: depth x width.</param>
    /// <param name="width">Rows per panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave<TNumber>(
        ReadOnlySpan<double> rows, int stride, int rowCount, int depth, Span<TNumber> panel, int width)
        where TNumber : struct, INumberBase<TNumber>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panel.Length, depth * width);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, (rowCount - 1) * stride + depth);
        if (rowCount < width)
            panel[..(depth * width)].Clear();
        ref TNumber target = ref MemoryMarshal.GetReference(panel);
        ref double source = ref MemoryMarshal.GetReference(rows);
        int j = 0;
        for (; j + Square <= rowCount; j += Square)
            InterleaveFour(ref Unsafe.Add(ref source, (nint)j * stride), stride, depth, ref Unsafe.Add(ref target, j), width);
        for (; j < rowCount; j++)
        {
            ref double row = ref Unsafe.Add(ref source, (nint)j * stride);
            for (nint k = 0; k < depth; k++)
                Unsafe.Add(ref target, k * width + j) = TNumber.CreateTruncating(Unsafe.Add(ref row, k));
        }
    }

    /// <summary>panel[k width + j] = rows[k stride + j] for k below depth; columns that are missing become 0.</summary>
    /// <param name="rows">The first of the columns begins here.</param>
    /// <param name="stride">Distance between the starts of rows.</param>
    /// <param name="columnCount">Columns that exist; 1 to <paramref name="width"/>.</param>
    /// <param name="depth">Rows to pack.</param>
    /// <param name="panel">Filled: depth x width.</param>
    /// <param name="width">Columns per panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyColumns<TNumber>(
        ReadOnlySpan<double> rows, int stride, int columnCount, int depth, Span<TNumber> panel, int width)
        where TNumber : struct, INumberBase<TNumber>
    {
        for (int k = 0; k < depth; k++)
        {
            Span<TNumber> target = panel.Slice(k * width, width);
            Round(rows.Slice(k * stride, columnCount), target);
            target[columnCount..].Clear();
        }
    }

    /// <summary>target[i] = values[i], rounded to nearest.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="target">At least as long; the rest is left as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round<TNumber>(ReadOnlySpan<double> values, Span<TNumber> target)
        where TNumber : struct, INumberBase<TNumber>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, values.Length);
        ref double source = ref MemoryMarshal.GetReference(values);
        ref TNumber result = ref MemoryMarshal.GetReference(target);
        nint i = 0;
        if (Avx.IsSupported)
        {
            for (; i + Square <= values.Length; i += Square)
                Store(Vector256.LoadUnsafe(ref source, (nuint)i), ref Unsafe.Add(ref result, i));
        }

        for (; i < values.Length; i++)
            Unsafe.Add(ref result, i) = TNumber.CreateTruncating(Unsafe.Add(ref source, i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void InterleaveFour<TNumber>(
        ref double row0, nint stride, nint depth, ref TNumber column, nint width)
        where TNumber : struct, INumberBase<TNumber>
    {
        ref double row1 = ref Unsafe.Add(ref row0, stride);
        ref double row2 = ref Unsafe.Add(ref row1, stride);
        ref double row3 = ref Unsafe.Add(ref row2, stride);
        nint k = 0;
        if (Avx.IsSupported)
        {
            for (; k + Square <= depth; k += Square)
            {
                Vector256<double> r0 = Vector256.LoadUnsafe(ref row0, (nuint)k);
                Vector256<double> r1 = Vector256.LoadUnsafe(ref row1, (nuint)k);
                Vector256<double> r2 = Vector256.LoadUnsafe(ref row2, (nuint)k);
                Vector256<double> r3 = Vector256.LoadUnsafe(ref row3, (nuint)k);
                Vector256<double> even01 = Avx.UnpackLow(r0, r1);
                Vector256<double> odd01 = Avx.UnpackHigh(r0, r1);
                Vector256<double> even23 = Avx.UnpackLow(r2, r3);
                Vector256<double> odd23 = Avx.UnpackHigh(r2, r3);
                ref TNumber first = ref Unsafe.Add(ref column, k * width);
                Store(Avx.Permute2x128(even01, even23, 0x20), ref first);
                Store(Avx.Permute2x128(odd01, odd23, 0x20), ref Unsafe.Add(ref first, width));
                Store(Avx.Permute2x128(even01, even23, 0x31), ref Unsafe.Add(ref first, 2 * width));
                Store(Avx.Permute2x128(odd01, odd23, 0x31), ref Unsafe.Add(ref first, 3 * width));
            }
        }

        for (; k < depth; k++)
        {
            ref TNumber first = ref Unsafe.Add(ref column, k * width);
            first = TNumber.CreateTruncating(Unsafe.Add(ref row0, k));
            Unsafe.Add(ref first, 1) = TNumber.CreateTruncating(Unsafe.Add(ref row1, k));
            Unsafe.Add(ref first, 2) = TNumber.CreateTruncating(Unsafe.Add(ref row2, k));
            Unsafe.Add(ref first, 3) = TNumber.CreateTruncating(Unsafe.Add(ref row3, k));
        }
    }

    // Which of the two it is is known when this is compiled.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TNumber>(Vector256<double> values, ref TNumber start)
        where TNumber : struct
    {
        if (typeof(TNumber) == typeof(double))
            values.StoreUnsafe(ref Unsafe.As<TNumber, double>(ref start));
        else
            Avx.ConvertToVector128Single(values).StoreUnsafe(ref Unsafe.As<TNumber, float>(ref start));
    }
}
