namespace CorrSyn;

/// <summary>A covariance matrix, exactly symmetric. It cannot be changed.</summary>
public sealed class CovarianceMatrix
{
    private readonly double[] _values;

    internal CovarianceMatrix(double[] values, int size) => (_values, Size) = (values, size);

    /// <summary>The number of rows and of columns.</summary>
    public int Size { get; }

    /// <summary>The entries themselves, row by row: for those who do not change them.</summary>
    internal double[] Values => _values;

    /// <summary>One entry.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="column">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row or column.</exception>
    public double this[int row, int column]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Size, nameof(column));
            return Row(row)[column];
        }
    }

    /// <summary>One row, which is also a column; not a copy.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> Row(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Size, nameof(row));
        return _values.AsSpan(row * Size, Size);
    }

    /// <summary>A copy, row by row.</summary>
    public double[] ToArray() => (double[])_values.Clone();
}
