using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Rows of a matrix without gaps, rounded, for a native library. The buffer is kept from one use to the next.</summary>
/// <typeparam name="TNumber">What they are rounded to.</typeparam>
internal sealed class RoundedRows<TNumber>
    where TNumber : struct, INumberBase<TNumber>
{
    private TNumber[] _values = [];
    private int _columns;

    /// <summary>The first number.</summary>
    public ref TNumber First => ref MemoryMarshal.GetArrayDataReference(_values);

    /// <summary>Makes room; what it holds is unspecified.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more numbers than an array can hold.</exception>
    public void Reserve(int rows, int columns)
    {
        long length = (long)rows * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Array.MaxLength, nameof(rows));
        _columns = columns;
        if (_values.Length < length)
            _values = GC.AllocateUninitializedArray<TNumber>((int)length);
    }

    /// <summary>Takes some rows.</summary>
    /// <param name="source">The rows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="columns">Their length.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at before each row.</param>
    public void Take(
        RowSource source, int first, int count, int columns, int degree, CancellationToken cancellation)
    {
        Reserve(count, columns);
        BlockLoop.ForEach(count, degree, row => TakeRow(source, first + row, row), cancellation);
    }

    /// <summary>One row as doubles.</summary>
    public void Widen(int row, Span<double> target)
    {
        ReadOnlySpan<TNumber> values = _values.AsSpan(row * _columns, _columns);
        for (int i = 0; i < target.Length; i++)
            target[i] = double.CreateTruncating(values[i]);
    }

    /// <summary>Adds the numbers of one row from a column on.</summary>
    public void AddTo(int row, int column, Span<double> target)
    {
        ReadOnlySpan<TNumber> values = _values.AsSpan(row * _columns + column, target.Length);
        for (int i = 0; i < target.Length; i++)
            target[i] += double.CreateTruncating(values[i]);
    }

    private void TakeRow(RowSource source, int sourceRow, int row)
    {
        double[] made = ArrayPool<double>.Shared.Rent(_columns);
        source(sourceRow, made.AsSpan(0, _columns));
        PanelPacking.Round(made.AsSpan(0, _columns), _values.AsSpan(row * _columns, _columns));
        ArrayPool<double>.Shared.Return(made);
    }
}
