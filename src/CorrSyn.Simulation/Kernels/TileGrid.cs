using System.Numerics;
using System.Runtime.InteropServices;

namespace CorrSyn.Simulation.Kernels;

/// <summary>The tiles of an output matrix where packed panels of both operands meet.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <param name="Kernel">Computes a tile.</param>
/// <param name="Left">Panels of rows of the output.</param>
/// <param name="FirstRow">The row of the output that the first left panel begins with.</param>
/// <param name="Right">Panels of columns of the output.</param>
/// <param name="FirstColumn">The column of the output that the first right panel begins with.</param>
/// <param name="Output">The whole output.</param>
/// <param name="IsUpper">Whether tiles below the diagonal are left out.</param>
/// <param name="Adds">Whether products are added to what the output holds.</param>
internal readonly record struct TileGrid<TNumber>(
    TileKernel<TNumber> Kernel,
    PackedPanels<TNumber> Left,
    int FirstRow,
    PackedPanels<TNumber> Right,
    int FirstColumn,
    MatrixView Output,
    bool IsUpper,
    bool Adds)
    where TNumber : struct, INumberBase<TNumber>
{
    // Left panels that stay in the second-level cache over one stretch (320 KiB for 8 rows), and right panels whose
    // part of the output stays there too.
    private const int LeftPanelsPerBlock = 32;
    private const int RightPanelsPerBlock = 8;

    private int LeftBlocks => PanelLayout.BlockCount(Left.Layout.PanelCount, LeftPanelsPerBlock);

    private int RightBlocks => PanelLayout.BlockCount(Right.Layout.PanelCount, RightPanelsPerBlock);

    /// <summary>Rows of the output that are computed together.</summary>
    public static int RowsPerBlock(TileKernel<TNumber> kernel) => LeftPanelsPerBlock * kernel.Rows;

    /// <summary>Computes all tiles, on that many threads at most.</summary>
    public void Compute(int degree, CancellationToken cancellation)
    {
        int rightBlocks = RightBlocks;
        BlockLoop.ForEach(
            LeftBlocks * rightBlocks,
            degree,
            (Grid: this, rightBlocks),
            static (state, block) => state.Grid.ComputeBlock(block / state.rightBlocks, block % state.rightBlocks),
            cancellation);
    }

    private void ComputeBlock(int leftBlock, int rightBlock)
    {
        int firstLeft = leftBlock * LeftPanelsPerBlock;
        int endLeft = Math.Min(firstLeft + LeftPanelsPerBlock, Left.Layout.PanelCount);
        int firstRight = rightBlock * RightPanelsPerBlock;
        int endRight = Math.Min(firstRight + RightPanelsPerBlock, Right.Layout.PanelCount);
        if (IsUpper && FirstRow + Left.Layout.Start(firstLeft) >= FirstColumn + Right.Layout.Start(endRight))
            return;
        for (int start = 0; start < Left.Inner; start += Left.StretchLength)
        {
            for (int right = firstRight; right < endRight; right++)
                ComputeColumn(firstLeft, endLeft, right, start);
        }
    }

    // All tiles of one right panel over one stretch.
    private void ComputeColumn(int firstLeft, int endLeft, int right, int start)
    {
        int depth = Left.Depth(start);
        int width = Right.Layout.Width(right);
        int columnCount = Right.Layout.Existing(right);
        int column = FirstColumn + Right.Layout.Start(right);
        ReadOnlySpan<TNumber> columns = Right.Stretch(right, start, depth);
        bool continues = Adds || start > 0;
        Span<double> edge = stackalloc double[TileKernels.LargestTile];
        for (int left = firstLeft; left < endLeft; left++)
        {
            int row = FirstRow + Left.Layout.Start(left);
            if (IsUpper && row >= column + columnCount)
                break;
            ReadOnlySpan<TNumber> rows = Left.Stretch(left, start, depth);
            int rowCount = Left.Layout.Existing(left);
            if (rowCount == Kernel.Rows && columnCount == width)
            {
                ref double tile = ref Output.Values[Output.Offset + row * Output.Stride + column];
                Kernel.Accumulate(rows, columns, width, depth, ref tile, Output.Stride, continues);
                continue;
            }

            // A tile that sticks out is computed in a whole one beside the output.
            for (int i = 0; continues && i < rowCount; i++)
                Output.Row(row + i).Slice(column, columnCount).CopyTo(edge[(i * width)..]);
            Kernel.Accumulate(
                rows, columns, width, depth, ref MemoryMarshal.GetReference(edge), width, continues);
            for (int i = 0; i < rowCount; i++)
                edge.Slice(i * width, columnCount).CopyTo(Output.Row(row + i)[column..]);
        }
    }
}
