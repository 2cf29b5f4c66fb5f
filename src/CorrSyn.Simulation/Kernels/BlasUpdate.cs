using System.Numerics;
using System.Runtime.CompilerServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Updates by a native library.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <param name="routines">The library.</param>
internal sealed class BlasUpdate<TNumber>(BlasRoutines<TNumber> routines) : UpdateMethod
    where TNumber : struct, INumberBase<TNumber>
{
    private readonly RoundedRows<TNumber> _rows = new();
    private readonly RoundedRows<TNumber> _part = new();

    /// <inheritdoc/>
    /// <remarks>In single precision the product of some rows at a time is added to the sum in double precision.</remarks>
    public override void Add(MatrixView rows, MatrixView sum, int degree, CancellationToken cancellation)
    {
        if (sum.Rows == 0)
            return;
        for (int first = 0; first < rows.Rows; first += PanelLayout.LongestStretch)
        {
            cancellation.ThrowIfCancellationRequested();
            MatrixView part = rows.Part(first, Math.Min(PanelLayout.LongestStretch, rows.Rows - first));
            (int, int) size = (part.Rows, sum.Rows);
            if (typeof(TNumber) == typeof(double))
            {
                routines.Update(
                    size,
                    ref Unsafe.As<double, TNumber>(ref part.Values[part.Offset]),
                    part.Stride,
                    ref Unsafe.As<double, TNumber>(ref sum.Values[sum.Offset]),
                    sum.Stride,
                    adds: true,
                    degree);
                continue;
            }

            _rows.Take(
                (row, target) => part.Row(row).CopyTo(target), 0, part.Rows, part.Columns, degree, cancellation);
            _part.Reserve(sum.Rows, sum.Rows);
            routines.Update(size, ref _rows.First, part.Columns, ref _part.First, sum.Rows, adds: false, degree);
            for (int row = 0; row < sum.Rows; row++)
                _part.AddTo(row, row, sum.Row(row)[row..]);
        }
    }
}
