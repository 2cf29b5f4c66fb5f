using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>The tiles of an output matrix that belong to one right panel.</summary>
/// <param name="Output">The whole output.</param>
/// <param name="FirstColumn">First column of the panel.</param>
/// <param name="ColumnCount">Columns that exist; at most <see cref="PanelShape.Columns"/>.</param>
/// <param name="RowCount">Rows wanted, from the top.</param>
internal readonly record struct TileColumn(MatrixView Output, int FirstColumn, int ColumnCount, int RowCount)
{
    private const int LargestWidth = 24;

    /// <summary>Adds the products over one stretch of the inner dimension; the stretch at 0 starts afresh.</summary>
    public void Accumulate(RowPanels left, ReadOnlySpan<double> right, int start, int depth)
    {
        int panelCount = PanelShape.BlockCount(RowCount, PanelShape.Rows);
        Span<double> edge = stackalloc double[PanelShape.Rows * LargestWidth];
        for (int panel = 0; panel < panelCount; panel++)
        {
            ReadOnlySpan<double> rows = left.Stretch(panel, start, depth);
            int firstRow = panel * PanelShape.Rows;
            int rowCount = Math.Min(PanelShape.Rows, Output.Rows - firstRow);
            if (rowCount == PanelShape.Rows && ColumnCount == PanelShape.Columns)
            {
                ref double tile = ref Output.Values[Output.Offset + firstRow * Output.Stride + FirstColumn];
                TileKernel.Accumulate(rows, right, depth, ref tile, Output.Stride, start > 0);
                continue;
            }

            // A tile that sticks out is computed in a whole one beside the output.
            if (start > 0)
                CopyIn(edge, firstRow, rowCount);
            TileKernel.Accumulate(
                rows, right, depth, ref MemoryMarshal.GetReference(edge), PanelShape.Columns, start > 0);
            CopyOut(edge, firstRow, rowCount);
        }
    }

    private void CopyIn(Span<double> edge, int firstRow, int rowCount)
    {
        for (int i = 0; i < rowCount; i++)
            Output.Row(firstRow + i).Slice(FirstColumn, ColumnCount).CopyTo(edge[(i * PanelShape.Columns)..]);
    }

    private void CopyOut(Span<double> edge, int firstRow, int rowCount)
    {
        for (int i = 0; i < rowCount; i++)
            edge.Slice(i * PanelShape.Columns, ColumnCount).CopyTo(Output.Row(firstRow + i)[FirstColumn..]);
    }
}
