using System.Numerics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Products by a tile kernel, of packed panels.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <param name="kernel">Computes a tile.</param>
internal sealed class PackedProduct<TNumber>(TileKernel<TNumber> kernel) : ProductMethod
    where TNumber : struct, INumberBase<TNumber>
{
    private readonly PackedPanels<TNumber> _left = new();
    private readonly PackedPanels<TNumber> _right = new();

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
        int columnsAtATime = ColumnsAtATime(kernel, left.Columns);
        int rowsAtATime = RowsAtATime(kernel, degree);
        for (int column = 0; column < output.Columns; column += columnsAtATime)
        {
            int columnEnd = output.Columns - column < columnsAtATime ? output.Columns : column + columnsAtATime;
            _right.Start(
                new PanelLayout(columnEnd - column, kernel.WideColumns, kernel.Lanes), left.Columns);
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
    private static void PackRight(
        PackedPanels<TNumber> panels, int panel, MatrixView right, RowSource? source, int firstRow)
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
        _left.Start(new PanelLayout(rowCount, kernel.Rows, kernel.Rows), left.Columns);
        BlockLoop.ForEach(
            _left.Layout.PanelCount,
            degree,
            (Panels: _left, left, row),
            static (state, panel) => state.Panels.PackRows(panel, state.left, state.row),
            cancellation);
        new TileGrid<TNumber>(kernel, _left, row, _right, column, output, isUpper, Adds: false).Compute(degree, cancellation);
    }
}
