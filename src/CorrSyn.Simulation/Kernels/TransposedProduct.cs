using System.Buffers;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Writes one row of a matrix that is never held as a whole.</summary>
/// <param name="row">The row.</param>
/// <param name="destination">To be filled; as long as the matrix has columns.</param>
public delegate void RowSource(int row, Span<double> destination);

/// <summary>
/// Products A B^T of dense matrices, computed in tiles. An instance owns the packed copy of A and is reused; it serves
/// one product at a time.
/// </summary>
/// <remarks>
/// Each element is sum over k of A_ik B_jk, added in the order of k by multiply-adds: the same bits for every degree,
/// and the same as the plain loop with fused multiply-add where the machine has one. Relative error at most K
/// units in the last place of sum over k of |A_ik B_jk|.
/// </remarks>
public sealed class TransposedProduct
{
    private readonly RowPanels _left = new();

    /// <summary>The bytes that a product takes beside its operands.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Columns of A and of B.</param>
    /// <param name="degree">Threads.</param>
    public static long EstimateBytes(int rows, int inner, int degree) =>
        RowPanels.EstimateBytes(rows, inner) + 2L * sizeof(double) * degree * PanelShape.Columns * inner;

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
        Multiply(left, (row, destination) => right.Row(row).CopyTo(destination), output, degree, cancellation);
    }

    /// <summary>output = left right^T, with the rows of the right matrix made when they are needed.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">The rows of B, N x K; called once per row, from several threads if degree is above 1.</param>
    /// <param name="output">M x N; must not overlap the operands.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    public void Multiply(
        MatrixView left, RowSource right, MatrixView output, int degree, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(right);
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (left.Rows != output.Rows)
            throw new ArgumentException("The output must have as many rows as the left matrix.", nameof(output));
        _left.Pack(left, degree, cancellation);
        int panelCount = PanelShape.BlockCount(output.Columns, PanelShape.Columns);
        BlockLoop.ForEach(
            panelCount, degree, panel => MultiplyPanel(right, output, panel, isUpper: false, cancellation), cancellation);
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
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (output.Rows != matrix.Rows || output.Columns != matrix.Rows)
            throw new ArgumentException("The output must be M x M.", nameof(output));
        _left.Pack(matrix, degree, cancellation);
        int panelCount = PanelShape.BlockCount(matrix.Rows, PanelShape.Columns);
        RowSource rows = (row, destination) => matrix.Row(row).CopyTo(destination);
        BlockLoop.ForEach(
            panelCount, degree, panel => MultiplyPanel(rows, output, panel, isUpper: true, cancellation), cancellation);
        BlockLoop.ForEach(matrix.Rows, degree, row => MirrorRow(output, row), cancellation);
    }

    private static void MirrorRow(MatrixView output, int row)
    {
        Span<double> target = output.Row(row);
        for (int column = 0; column < row; column++)
            target[column] = output.Values[output.Offset + column * output.Stride + row];
    }

    private void MultiplyPanel(
        RowSource right, MatrixView output, int panel, bool isUpper, CancellationToken cancellation)
    {
        int width = PanelShape.Columns;
        int inner = _left.Columns;
        int firstColumn = panel * width;
        int columnCount = Math.Min(width, output.Columns - firstColumn);
        int rowCount = isUpper ? firstColumn + columnCount : output.Rows;
        double[] rows = ArrayPool<double>.Shared.Rent(width * inner);
        double[] packed = ArrayPool<double>.Shared.Rent(width * inner);
        for (int j = 0; j < columnCount; j++)
            right(firstColumn + j, rows.AsSpan(j * inner, inner));
        if (inner == 0)
            ClearColumns(output, firstColumn, columnCount);
        for (int start = 0; start < inner; start += PanelShape.Depth)
        {
            cancellation.ThrowIfCancellationRequested();
            int depth = Math.Min(PanelShape.Depth, inner - start);
            PanelPacking.Interleave(rows.AsSpan(start), inner, columnCount, depth, packed, width);
            var target = new TileColumn(output, firstColumn, columnCount, rowCount);
            target.Accumulate(_left, packed, start, depth);
        }

        ArrayPool<double>.Shared.Return(rows);
        ArrayPool<double>.Shared.Return(packed);
    }

    private static void ClearColumns(MatrixView output, int firstColumn, int columnCount)
    {
        for (int row = 0; row < output.Rows; row++)
            output.Row(row).Slice(firstColumn, columnCount).Clear();
    }
}
