using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Packing: a few rows of a matrix rewritten so that the tile kernel reads them in order.</summary>
internal static class PanelPacking
{
    /// <summary>panel[k width + j] = rows[j stride + k] for k below depth; rows that are missing become 0.</summary>
    /// <param name="rows">The first row starts here.</param>
    /// <param name="stride">Distance between the starts of rows.</param>
    /// <param name="rowCount">Rows that exist; 1 to <paramref name="width"/>.</param>
    /// <param name="depth">Columns to pack.</param>
    /// <param name="panel">Filled: depth x width.</param>
    /// <param name="width">Rows per panel; a multiple of 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(
        ReadOnlySpan<double> rows, int stride, int rowCount, int depth, Span<double> panel, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panel.Length, depth * width);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows.Length, (rowCount - 1) * stride + depth);
        if (rowCount < width)
            panel[..(depth * width)].Clear();
        ref double target = ref MemoryMarshal.GetReference(panel);
        ref double source = ref MemoryMarshal.GetReference(rows);
        int j = 0;
        for (; j + 4 <= rowCount; j += 4)
        {
            ref double row0 = ref Unsafe.Add(ref source, (nint)j * stride);
            ref double row1 = ref Unsafe.Add(ref row0, stride);
            ref double row2 = ref Unsafe.Add(ref row1, stride);
            ref double row3 = ref Unsafe.Add(ref row2, stride);
            ref double column = ref Unsafe.Add(ref target, j);
            for (nint k = 0; k < depth; k++)
            {
                Vector256<double> four = Vector256.Create(
                    Unsafe.Add(ref row0, k), Unsafe.Add(ref row1, k), Unsafe.Add(ref row2, k), Unsafe.Add(ref row3, k));
                four.StoreUnsafe(ref Unsafe.Add(ref column, k * width));
            }
        }

        for (; j < rowCount; j++)
        {
            ref double row = ref Unsafe.Add(ref source, (nint)j * stride);
            for (nint k = 0; k < depth; k++)
                Unsafe.Add(ref target, k * width + j) = Unsafe.Add(ref row, k);
        }
    }
}
