using System.Buffers;
using System.Numerics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>One operand of a product, packed for the tile kernel.</summary>
/// <typeparam name="TNumber">What doubles are rounded to.</typeparam>
/// <remarks>Order in memory: stretch of the inner dimension, then panel, then inner index, then row of the panel. The buffer is
/// kept from one packing to the next. Different panels may be packed by different threads.</remarks>
internal sealed class PackedPanels<TNumber>
    where TNumber : struct, INumberBase<TNumber>
{
    private readonly AlignedBuffer<TNumber> _values = new();

    /// <summary>The panels of the operand packed last.</summary>
    public PanelLayout Layout { get; private set; }

    /// <summary>The inner dimension K.</summary>
    public int Inner { get; private set; }

    /// <summary>The length of the stretches; the last one may be shorter.</summary>
    public int StretchLength { get; private set; } = 1;

    /// <summary>Makes room for another operand.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It has more elements than an array.</exception>
    public void Start(PanelLayout layout, int inner)
    {
        (Layout, Inner) = (layout, inner);
        int stretchCount = PanelLayout.BlockCount(inner, PanelLayout.LongestStretch);
        StretchLength = Math.Max(1, PanelLayout.BlockCount(inner, Math.Max(1, stretchCount)));
        _values.Reserve((long)layout.PaddedCount * inner);
    }

    /// <summary>Packs rows of a matrix: the operand is these rows.</summary>
    /// <param name="panel">The panel to fill.</param>
    /// <param name="matrix">Its columns are the inner dimension.</param>
    /// <param name="firstRow">Where the operand begins in it.</param>
    public void PackRows(int panel, MatrixView matrix, int firstRow) =>
        PackRows(
            panel,
            matrix.Values.AsSpan(matrix.Offset + (firstRow + Layout.Start(panel)) * matrix.Stride),
            matrix.Stride);

    /// <summary>Packs rows that are made when they are needed.</summary>
    /// <param name="panel">The panel to fill.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="firstRow">Where the operand begins in them.</param>
    public void PackRows(int panel, RowSource rows, int firstRow)
    {
        int count = Layout.Existing(panel);
        double[] made = ArrayPool<double>.Shared.Rent(count * Inner);
        for (int row = 0; row < count; row++)
            rows(firstRow + Layout.Start(panel) + row, made.AsSpan(row * Inner, Inner));
        PackRows(panel, made, Inner);
        ArrayPool<double>.Shared.Return(made);
    }

    /// <summary>Packs columns of a matrix: the operand is these columns, and the inner dimension are rows.</summary>
    /// <param name="panel">The panel to fill.</param>
    /// <param name="matrix">The matrix.</param>
    /// <param name="firstRow">Where the inner dimension begins.</param>
    public void PackColumns(int panel, MatrixView matrix, int firstRow)
    {
        for (int start = 0; start < Inner; start += StretchLength)
        {
            int depth = Depth(start);
            PanelPacking.CopyColumns(
                matrix.Values.AsSpan(matrix.Offset + (firstRow + start) * matrix.Stride + Layout.Start(panel)),
                matrix.Stride,
                Layout.Existing(panel),
                depth,
                Target(panel, start, depth),
                Layout.Width(panel));
        }
    }

    /// <summary>The length of the stretch that begins there.</summary>
    public int Depth(int start) => Math.Min(StretchLength, Inner - start);

    /// <summary>The packed values of a panel over one stretch: depth x width.</summary>
    public ReadOnlySpan<TNumber> Stretch(int panel, int start, int depth) => Target(panel, start, depth);

    private void PackRows(int panel, ReadOnlySpan<double> rows, int stride)
    {
        for (int start = 0; start < Inner; start += StretchLength)
        {
            int depth = Depth(start);
            PanelPacking.Interleave(
                rows[start..], stride, Layout.Existing(panel), depth, Target(panel, start, depth), Layout.Width(panel));
        }
    }

    private Span<TNumber> Target(int panel, int start, int depth) =>
        _values.Slice(
            (int)((long)Layout.PaddedCount * start + (long)Layout.Start(panel) * depth), depth * Layout.Width(panel));
}
