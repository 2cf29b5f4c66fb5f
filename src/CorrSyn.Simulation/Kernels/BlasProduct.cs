using System.Numerics;
using System.Runtime.CompilerServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Products by a native library.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <param name="routines">The library.</param>
internal sealed class BlasProduct<TNumber>(BlasRoutines<TNumber> routines) : ProductMethod
    where TNumber : struct, INumberBase<TNumber>
{
    private readonly RoundedRows<TNumber> _left = new();
    private readonly RoundedRows<TNumber> _right = new();
    private readonly RoundedRows<TNumber> _output = new();

    /// <inheritdoc/>
    public override void Multiply(
        MatrixView left,
        MatrixView right,
        RowSource? source,
        MatrixView output,
        bool isUpper,
        Action<MatrixView>? finished,
        int degree,
        CancellationToken cancellation)
    {
        int columnsAtATime = ColumnsAtATime(TileKernels.Double, left.Columns);
        int rowsAtATime = RowsAtATime(TileKernels.Double, degree);
        RowSource rows = source ?? ((row, target) => right.Row(row).CopyTo(target));
        for (int column = 0; column < output.Columns; column += columnsAtATime)
        {
            int columnCount = Math.Min(columnsAtATime, output.Columns - column);
            int columnEnd = column + columnCount;
            _right.Take(rows, column, columnCount, left.Columns, degree, cancellation);
            for (int row = 0; row < (isUpper ? columnEnd : output.Rows); row += rowsAtATime)
            {
                cancellation.ThrowIfCancellationRequested();
                int rowCount = Math.Min(rowsAtATime, output.Rows - row);
                MatrixView part = output.Part(row, rowCount);
                if (left.Columns > 0)
                {
                    Compute(
                        left.Part(row, rowCount),
                        part,
                        isUpper ? Math.Max(column, row) : column,
                        column,
                        columnEnd,
                        degree,
                        cancellation);
                }
                if (columnEnd == output.Columns)
                    finished?.Invoke(part);
            }
        }
    }

    // The columns from one on, of which right rows are there from firstPacked on.
    private void Compute(
        MatrixView left,
        MatrixView output,
        int column,
        int firstPacked,
        int columnEnd,
        int degree,
        CancellationToken cancellation)
    {
        int columnCount = columnEnd - column;
        (int, int, int) size = (left.Rows, columnCount, left.Columns);
        ref TNumber right = ref Unsafe.Add(ref _right.First, (nint)(column - firstPacked) * left.Columns);
        if (typeof(TNumber) == typeof(double))
        {
            routines.Multiply(
                size,
                ref Unsafe.As<double, TNumber>(ref left.Values[left.Offset]),
                left.Stride,
                ref right,
                left.Columns,
                ref Unsafe.As<double, TNumber>(ref output.Values[output.Offset + column]),
                output.Stride,
                degree);
            return;
        }

        _left.Take((row, target) => left.Row(row).CopyTo(target), 0, left.Rows, left.Columns, degree, cancellation);
        _output.Reserve(left.Rows, columnCount);
        routines.Multiply(
            size, ref _left.First, left.Columns, ref right, left.Columns, ref _output.First, columnCount, degree);
        for (int row = 0; row < output.Rows; row++)
            _output.Widen(row, output.Row(row).Slice(column, columnCount));
    }
}
