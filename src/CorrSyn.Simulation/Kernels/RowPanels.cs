namespace CorrSyn.Simulation.Kernels;

/// <summary>The left matrix of a product, packed once and then used against every panel of the right one.</summary>
/// <remarks>Layout: stretch of the inner dimension, then panel of 4 rows, then inner index, then row. The buffer is kept
/// from one packing to the next. Not safe for packing from several threads; reading is.</remarks>
internal sealed class RowPanels
{
    private double[] _values = [];

    /// <summary>Rows of the matrix packed last.</summary>
    public int Rows { get; private set; }

    /// <summary>Columns of the matrix packed last: the inner dimension K.</summary>
    public int Columns { get; private set; }

    private long PaddedRows => (long)PanelShape.BlockCount(Rows, PanelShape.Rows) * PanelShape.Rows;

    /// <summary>The bytes that packing a rows x columns matrix takes.</summary>
    public static long EstimateBytes(int rows, int columns) =>
        sizeof(double) * (rows + PanelShape.Rows - 1L) * columns;

    /// <summary>Packs a matrix, forgetting the one before.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The padded matrix has more elements than an array.</exception>
    public void Pack(MatrixView matrix, int degree, CancellationToken cancellation)
    {
        (Rows, Columns) = (matrix.Rows, matrix.Columns);
        long size = PaddedRows * Columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, Array.MaxLength, nameof(matrix));
        if (_values.Length < size)
            _values = GC.AllocateUninitializedArray<double>((int)size);
        int panelCount = PanelShape.BlockCount(Rows, PanelShape.Rows);
        BlockLoop.ForEach(panelCount, degree, panel => PackPanel(matrix, panel), cancellation);
    }

    /// <summary>The packed values of 4 rows over one stretch: depth x 4.</summary>
    public ReadOnlySpan<double> Stretch(int panel, int start, int depth) =>
        _values.AsSpan(Position(panel, start, depth), depth * PanelShape.Rows);

    private void PackPanel(MatrixView matrix, int panel)
    {
        int firstRow = panel * PanelShape.Rows;
        int rowCount = Math.Min(PanelShape.Rows, Rows - firstRow);
        for (int start = 0; start < Columns; start += PanelShape.Depth)
        {
            int depth = Math.Min(PanelShape.Depth, Columns - start);
            PanelPacking.Interleave(
                matrix.Values.AsSpan(matrix.Offset + firstRow * matrix.Stride + start),
                matrix.Stride,
                rowCount,
                depth,
                _values.AsSpan(Position(panel, start, depth), depth * PanelShape.Rows),
                PanelShape.Rows);
        }
    }

    private int Position(int panel, int start, int depth) =>
        (int)(PaddedRows * start + (long)panel * depth * PanelShape.Rows);
}
