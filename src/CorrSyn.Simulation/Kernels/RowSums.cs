using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Sums over the rows of a matrix, several in one pass.</summary>
/// <remarks>Column sums add rows in their order. Every operation is rounded as IEEE 754 says, multiply-adds once: the bits are the
/// same on every machine. Compiled with optimization before the first call, which counts in runs of a second.</remarks>
internal static class RowSums
{
    private const nuint Lanes = 8;

    /// <summary>Writes y = row - shift for each row, and adds y, y^2, y^3 and y^4 to sums over rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="shift">As long as a row.</param>
    /// <param name="shifted">y; as many rows.</param>
    /// <param name="powers">Four sums, each as long as a row: of y, y^2, y^3 and y^4.</param>
    /// <param name="squaredNorms">|y|^2 of each row.</param>
    public static void AddPowers(
        MatrixView rows, ReadOnlySpan<double> shift, MatrixView shifted, double[][] powers, Span<double> squaredNorms)
    {
        for (int row = 0; row < rows.Rows; row++)
        {
            squaredNorms[row] = AddPowers(
                rows.Row(row), shift, shifted.Row(row), powers[0], powers[1], powers[2], powers[3]);
        }
    }

    /// <summary>Adds y = row - shift and y^2 to sums over rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="shift">As long as a row.</param>
    /// <param name="sums">Of y; as long as a row.</param>
    /// <param name="squares">Of y^2; as long as a row.</param>
    /// <param name="totals">The sum of y over each row.</param>
    public static void AddSquares(
        MatrixView rows, ReadOnlySpan<double> shift, Span<double> sums, Span<double> squares, Span<double> totals)
    {
        for (int row = 0; row < rows.Rows; row++)
            totals[row] = AddSquares(rows.Row(row), shift, sums, squares);
    }

    /// <summary>sums += sum over rows of factor times row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="factors">One for each row.</param>
    /// <param name="sums">As long as a row.</param>
    public static void AddWeighted(MatrixView rows, ReadOnlySpan<double> factors, Span<double> sums)
    {
        for (int row = 0; row < rows.Rows; row++)
            AddScaled(rows.Row(row), factors[row], sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double AddPowers(
        ReadOnlySpan<double> row,
        ReadOnlySpan<double> shift,
        Span<double> shifted,
        Span<double> firsts,
        Span<double> seconds,
        Span<double> thirds,
        Span<double> fourths)
    {
        RequireLength(row.Length, shift.Length, shifted.Length, firsts.Length);
        RequireLength(row.Length, seconds.Length, thirds.Length, fourths.Length);
        ref double x = ref MemoryMarshal.GetReference(row);
        ref double origin = ref MemoryMarshal.GetReference(shift);
        ref double target = ref MemoryMarshal.GetReference(shifted);
        ref double first = ref MemoryMarshal.GetReference(firsts);
        ref double second = ref MemoryMarshal.GetReference(seconds);
        ref double third = ref MemoryMarshal.GetReference(thirds);
        ref double fourth = ref MemoryMarshal.GetReference(fourths);
        Vector512<double> norms = default;
        nuint i = 0;
        for (; i < Whole(row.Length); i += Lanes)
        {
            Vector512<double> y = Vector512.LoadUnsafe(ref x, i) - Vector512.LoadUnsafe(ref origin, i);
            Vector512<double> square = y * y;
            norms += square;
            y.StoreUnsafe(ref target, i);
            (Vector512.LoadUnsafe(ref first, i) + y).StoreUnsafe(ref first, i);
            (Vector512.LoadUnsafe(ref second, i) + square).StoreUnsafe(ref second, i);
            Vector512.FusedMultiplyAdd(square, y, Vector512.LoadUnsafe(ref third, i)).StoreUnsafe(ref third, i);
            Vector512.FusedMultiplyAdd(square, square, Vector512.LoadUnsafe(ref fourth, i)).StoreUnsafe(ref fourth, i);
        }

        double norm = Vector512.Sum(norms);
        for (; (int)i < row.Length; i++)
        {
            double y = Unsafe.Add(ref x, i) - Unsafe.Add(ref origin, i);
            double square = y * y;
            norm += square;
            Unsafe.Add(ref target, i) = y;
            Unsafe.Add(ref first, i) += y;
            Unsafe.Add(ref second, i) += square;
            Unsafe.Add(ref third, i) = Math.FusedMultiplyAdd(square, y, Unsafe.Add(ref third, i));
            Unsafe.Add(ref fourth, i) = Math.FusedMultiplyAdd(square, square, Unsafe.Add(ref fourth, i));
        }

        return norm;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double AddSquares(
        ReadOnlySpan<double> row, ReadOnlySpan<double> shift, Span<double> sums, Span<double> squares)
    {
        RequireLength(row.Length, shift.Length, sums.Length, squares.Length);
        ref double x = ref MemoryMarshal.GetReference(row);
        ref double origin = ref MemoryMarshal.GetReference(shift);
        ref double first = ref MemoryMarshal.GetReference(sums);
        ref double second = ref MemoryMarshal.GetReference(squares);
        Vector512<double> totals = default;
        nuint i = 0;
        for (; i < Whole(row.Length); i += Lanes)
        {
            Vector512<double> y = Vector512.LoadUnsafe(ref x, i) - Vector512.LoadUnsafe(ref origin, i);
            totals += y;
            (Vector512.LoadUnsafe(ref first, i) + y).StoreUnsafe(ref first, i);
            Vector512.FusedMultiplyAdd(y, y, Vector512.LoadUnsafe(ref second, i)).StoreUnsafe(ref second, i);
        }

        double total = Vector512.Sum(totals);
        for (; (int)i < row.Length; i++)
        {
            double y = Unsafe.Add(ref x, i) - Unsafe.Add(ref origin, i);
            total += y;
            Unsafe.Add(ref first, i) += y;
            Unsafe.Add(ref second, i) = Math.FusedMultiplyAdd(y, y, Unsafe.Add(ref second, i));
        }

        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(ReadOnlySpan<double> row, double factor, Span<double> sums)
    {
        RequireLength(row.Length, sums.Length, sums.Length, sums.Length);
        ref double x = ref MemoryMarshal.GetReference(row);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        Vector512<double> factors = Vector512.Create(factor);
        nuint i = 0;
        for (; i < Whole(row.Length); i += Lanes)
        {
            Vector512.FusedMultiplyAdd(factors, Vector512.LoadUnsafe(ref x, i), Vector512.LoadUnsafe(ref sum, i))
                .StoreUnsafe(ref sum, i);
        }

        for (; (int)i < row.Length; i++)
            Unsafe.Add(ref sum, i) = Math.FusedMultiplyAdd(factor, Unsafe.Add(ref x, i), Unsafe.Add(ref sum, i));
    }

    private static nuint Whole(int length) => (nuint)length / Lanes * Lanes;

    private static void RequireLength(int length, int second, int third, int fourth)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(second, length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(third, length);
        ArgumentOutOfRangeException.ThrowIfNotEqual(fourth, length);
    }
}
