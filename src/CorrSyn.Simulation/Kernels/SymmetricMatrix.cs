namespace CorrSyn.Simulation.Kernels;

/// <summary>Matrices of which the upper half is known.</summary>
internal static class SymmetricMatrix
{
    private const int Block = 32;

    /// <summary>Copies the upper half to the lower one, in squares that fit into a near cache.</summary>
    public static void Mirror(MatrixView matrix, int degree, CancellationToken cancellation)
    {
        int blockCount = PanelLayout.BlockCount(matrix.Rows, Block);
        BlockLoop.ForEach(blockCount, degree, matrix, static (all, block) => MirrorRows(all, block * Block), cancellation);
    }

    private static void MirrorRows(MatrixView matrix, int firstRow)
    {
        int endRow = Math.Min(firstRow + Block, matrix.Rows);
        for (int firstColumn = 0; firstColumn < endRow; firstColumn += Block)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                Span<double> target = matrix.Row(row);
                int endColumn = Math.Min(firstColumn + Block, row);
                for (int column = firstColumn; column < endColumn; column++)
                    target[column] = matrix.Values[matrix.Offset + column * matrix.Stride + row];
            }
        }
    }
}
