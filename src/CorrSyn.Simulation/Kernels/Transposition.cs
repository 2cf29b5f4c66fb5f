namespace CorrSyn.Simulation.Kernels;

/// <summary>Copies matrices to their transposes.</summary>
internal static class Transposition
{
    private const int Block = 32;

    /// <summary>target = source^T, in squares that fit into a near cache.</summary>
    /// <param name="source">M x N.</param>
    /// <param name="target">N x M; must not overlap the source.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static void Copy(MatrixView source, MatrixView target)
    {
        if (target.Rows != source.Columns || target.Columns != source.Rows)
            throw new ArgumentException("The target must be N x M.", nameof(target));
        for (int firstRow = 0; firstRow < target.Rows; firstRow += Block)
        {
            int endRow = Math.Min(firstRow + Block, target.Rows);
            for (int first = 0; first < target.Columns; first += Block)
            {
                int end = Math.Min(first + Block, target.Columns);
                for (int row = firstRow; row < endRow; row++)
                {
                    Span<double> values = target.Row(row);
                    for (int column = first; column < end; column++)
                        values[column] = source.Values[source.Offset + column * source.Stride + row];
                }
            }
        }
    }
}
