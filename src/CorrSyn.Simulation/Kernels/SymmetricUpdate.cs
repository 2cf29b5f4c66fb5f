namespace CorrSyn.Simulation.Kernels;

/// <summary>Adds Y^T Y to a sum, computed in tiles. An instance owns packed copies of parts of Y and is reused; it serves one
/// update at a time.</summary>
/// <remarks>Each element is sum over s of Y_si Y_sj, added to the sum in the order of s by multiply-adds: the same bits for every
/// degree, and for every division of the same rows into successive updates.</remarks>
public sealed class SymmetricUpdate
{
    // Rows that are added in one pass over the sum: two stretches, so that the sum is read and written half as often.
    private const int RowsAtATime = 2 * PackedPanels.LongestStretch;

    private readonly TileKernel _kernel;
    private readonly PackedPanels _left = new();
    private readonly PackedPanels _right = new();

    /// <summary>An update.</summary>
    public SymmetricUpdate()
        : this(TileKernel.Best)
    {
    }

    /// <summary>An update by one of the kernels.</summary>
    internal SymmetricUpdate(TileKernel kernel) => _kernel = kernel;

    /// <summary>The bytes that an update takes beside its operands, at most.</summary>
    /// <param name="width">Columns of Y.</param>
    public static long EstimateBytes(int width) =>
        sizeof(double) * 2 * RowsAtATime * (width + (long)TileKernel.Best.WideColumns);

    /// <summary>sum += rows^T rows, in the upper half and on the diagonal; below the diagonal the sum is then
    /// unspecified.</summary>
    /// <param name="rows">Y, any number of rows of N numbers.</param>
    /// <param name="sum">N x N; must not overlap the rows.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the sum is then unspecified.</exception>
    public void Add(MatrixView rows, MatrixView sum, int degree, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (sum.Rows != rows.Columns || sum.Columns != rows.Columns)
            throw new ArgumentException("The sum must be N x N.", nameof(sum));
        cancellation.ThrowIfCancellationRequested();
        var grid = new TileGrid(_kernel, _left, 0, _right, 0, sum, IsUpper: true, Adds: true);
        for (int first = 0; first < rows.Rows; first += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, rows.Rows - first);
            _left.Start(new PanelLayout(rows.Columns, _kernel.Rows, _kernel.Rows), count);
            _right.Start(new PanelLayout(rows.Columns, _kernel.WideColumns, _kernel.Lanes), count);
            BlockLoop.ForEach(
                _left.Layout.PanelCount,
                degree,
                (Panels: _left, rows, first),
                static (state, panel) => state.Panels.PackColumns(panel, state.rows, state.first),
                cancellation);
            BlockLoop.ForEach(
                _right.Layout.PanelCount,
                degree,
                (Panels: _right, rows, first),
                static (state, panel) => state.Panels.PackColumns(panel, state.rows, state.first),
                cancellation);
            grid.Compute(degree, cancellation);
        }
    }

    /// <summary>Copies the upper half of a sum to the lower one.</summary>
    /// <param name="sum">N x N.</param>
    public static void Complete(MatrixView sum) => SymmetricMatrix.Mirror(sum, 1, CancellationToken.None);
}
