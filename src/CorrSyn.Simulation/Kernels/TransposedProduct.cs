namespace CorrSyn.Simulation.Kernels;

/// <summary>
/// Products A B^T of dense matrices, computed in tiles. An instance owns packed copies of parts of A and B and is reused; it
/// serves one product at a time.
/// </summary>
/// <remarks>
/// Each element is sum over k of A_ik B_jk, added in the order of k by multiply-adds: the same bits for every degree,
/// and the same as the plain loop with fused multiply-add where the machine has one. Relative error at most K
/// units in the last place of sum over k of |A_ik B_jk|.
/// </remarks>
public sealed class TransposedProduct
{
    // B is packed as a whole up to this many numbers (64 MiB): more columns at a time would not be any faster.
    private const int LargestPacked = 1 << 23;

    private readonly TileKernel _kernel;
    private readonly PackedPanels _left = new();
    private readonly PackedPanels _right = new();

    /// <summary>A product.</summary>
    public TransposedProduct()
        : this(TileKernel.Best)
    {
    }

    /// <summary>A product by one of the kernels.</summary>
    internal TransposedProduct(TileKernel kernel) => _kernel = kernel;

    /// <summary>Rows of B that are packed at a time at least; times K, it must not exceed the length of an array.</summary>
    internal static int RowsInWork => 8 * TileKernel.Best.WideColumns;

    /// <summary>The bytes that a product takes beside its operands.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Columns of A and of B.</param>
    /// <param name="columns">Rows of B.</param>
    /// <param name="degree">Threads.</param>
    public static long EstimateBytes(int rows, int inner, int columns, int degree)
    {
        long rowsAtATime = Math.Min(rows + TileKernel.Best.Rows - 1L, RowsAtATime(TileKernel.Best, degree));
        long columnsAtATime = Math.Min(columns + TileKernel.Best.Lanes - 1L, ColumnsAtATime(inner));
        long columnsInMaking = Math.Min(columns, (long)degree * TileKernel.Best.WideColumns);
        return sizeof(double) * inner * (rowsAtATime + columnsAtATime + columnsInMaking);
    }

    /// <summary>output = left right^T.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, N x K.</param>
    /// <param name="output">M x N; must not overlap the operands.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    public void Multiply(
        MatrixView left, MatrixView right, MatrixView output, int degree, CancellationToken cancellation)
    {
        if (right.Columns != left.Columns || right.Rows != output.Columns)
            throw new ArgumentException("The right matrix must be N x K.", nameof(right));
        Multiply(left, right, null, output, false, null, degree, cancellation);
    }

    /// <summary>output = left right^T, with the rows of the right matrix made when they are needed.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">The rows of B, N x K; called once per row, from several threads if degree is above 1.</param>
    /// <param name="output">M x N; must not overlap the operands.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <param name="finished">Given rows of the output once they are done, from the top, on the calling thread, while they are
    /// likely to be in a near cache; it may change them. How many at a time depends on the machine and the degree.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    public void Multiply(
        MatrixView left,
        RowSource right,
        MatrixView output,
        int degree,
        CancellationToken cancellation,
        Action<MatrixView>? finished = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        Multiply(left, default, right, output, false, finished, degree, cancellation);
    }

    /// <summary>output = matrix matrix^T; one half is computed, the other mirrored.</summary>
    /// <param name="matrix">A, M x K.</param>
    /// <param name="output">M x M, exactly symmetric; must not overlap the matrix.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    public void MultiplyByItself(MatrixView matrix, MatrixView output, int degree, CancellationToken cancellation)
    {
        if (output.Rows != matrix.Rows || output.Columns != matrix.Rows)
            throw new ArgumentException("The output must be M x M.", nameof(output));
        Multiply(matrix, matrix, null, output, true, null, degree, cancellation);
        SymmetricMatrix.Mirror(output, degree, cancellation);
    }

    // Rows of A that are packed at a time: a block for one thread, so that it is still near when its rows are finished; some
    // for each where there are several.
    private static int RowsAtATime(TileKernel kernel, int degree) =>
        TileGrid.RowsPerBlock(kernel) * (degree == 1 ? 1 : 4 * degree);

    // Rows of B that are packed at a time.
    private static int ColumnsAtATime(int inner) =>
        Math.Max(RowsInWork, LargestPacked / Math.Max(1, inner) / RowsInWork * RowsInWork);

    private void Multiply(
        MatrixView left,
        MatrixView right,
        RowSource? source,
        MatrixView output,
        bool isUpper,
        Action<MatrixView>? finished,
        int degree,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (left.Rows != output.Rows)
            throw new ArgumentException("The output must have as many rows as the left matrix.", nameof(output));
        cancellation.ThrowIfCancellationRequested();
        if (left.Columns == 0)
            Clear(output);
        int columnsAtATime = ColumnsAtATime(left.Columns);
        int rowsAtATime = RowsAtATime(_kernel, degree);
        for (int column = 0; column < output.Columns; column += columnsAtATime)
        {
            int columnEnd = output.Columns - column < columnsAtATime ? output.Columns : column + columnsAtATime;
            _right.Start(
                new PanelLayout(columnEnd - column, _kernel.WideColumns, _kernel.Lanes), left.Columns);
            BlockLoop.ForEach(
                _right.Layout.PanelCount,
                degree,
                (Panels: _right, right, source, column),
                static (state, panel) => PackRight(state.Panels, panel, state.right, state.source, state.column),
                cancellation);
            for (int row = 0; row < (isUpper ? columnEnd : output.Rows); row += rowsAtATime)
            {
                int rowCount = Math.Min(rowsAtATime, output.Rows - row);
                MultiplyRows(left, row, rowCount, output, column, isUpper, degree, cancellation);
                if (columnEnd == output.Columns)
                    finished?.Invoke(output.Part(row, rowCount));
            }
        }
    }

    // Rows from the source, or those of the matrix where there is none.
    private static void PackRight(PackedPanels panels, int panel, MatrixView right, RowSource? source, int firstRow)
    {
        if (source is null)
            panels.PackRows(panel, right, firstRow);
        else
            panels.PackRows(panel, source, firstRow);
    }

    private void MultiplyRows(
        MatrixView left,
        int row,
        int rowCount,
        MatrixView output,
        int column,
        bool isUpper,
        int degree,
        CancellationToken cancellation)
    {
        _left.Start(new PanelLayout(rowCount, _kernel.Rows, _kernel.Rows), left.Columns);
        BlockLoop.ForEach(
            _left.Layout.PanelCount,
            degree,
            (Panels: _left, left, row),
            static (state, panel) => state.Panels.PackRows(panel, state.left, state.row),
            cancellation);
        new TileGrid(_kernel, _left, row, _right, column, output, isUpper, Adds: false).Compute(degree, cancellation);
    }

    private static void Clear(MatrixView output)
    {
        for (int row = 0; row < output.Rows; row++)
            output.Row(row).Clear();
    }
}
