namespace CorrSyn.Simulation.Kernels;

/// <summary>A row-major matrix of doubles inside an array; row i starts at <c>Offset + i Stride</c>.</summary>
/// <remarks>A view: copies share the values. Equality is not defined on the values.</remarks>
public readonly struct MatrixView
{
    /// <summary>A view of part of an array.</summary>
    /// <param name="values">The array; shared, not copied.</param>
    /// <param name="offset">Where row 0 starts; at least 0.</param>
    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0.</param>
    /// <param name="stride">Distance between the starts of rows; at least <paramref name="columns"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The view does not fit into the array.</exception>
    public MatrixView(double[] values, int offset, int rows, int columns, int stride)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns);
        if (rows > 0)
        {
            long end = offset + (rows - 1L) * stride + columns;
            ArgumentOutOfRangeException.ThrowIfGreaterThan(end, values.Length, nameof(rows));
        }

        (Values, Offset, Rows, Columns, Stride) = (values, offset, rows, columns, stride);
    }

    /// <summary>A view of the first rows x columns values of an array, without gaps.</summary>
    /// <param name="values">The array; shared, not copied.</param>
    /// <param name="rows">At least 0.</param>
    /// <param name="columns">At least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The view does not fit into the array.</exception>
    public MatrixView(double[] values, int rows, int columns)
        : this(values, 0, rows, columns, columns)
    {
    }

    /// <summary>The array that holds the values.</summary>
    public double[] Values { get; }

    /// <summary>Where row 0 starts.</summary>
    public int Offset { get; }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The distance between the starts of rows.</summary>
    public int Stride { get; }

    /// <summary>One row, to read and to write.</summary>
    /// <param name="row">0 to Rows - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the array.</exception>
    public Span<double> Row(int row) => Values.AsSpan(Offset + row * Stride, Columns);

    /// <summary>Some rows, as a view of the same values.</summary>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rows are outside the matrix.</exception>
    public MatrixView Part(int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)first + count, Rows, nameof(count));
        return new MatrixView(Values, Offset + first * Stride, count, Columns, Stride);
    }
}
