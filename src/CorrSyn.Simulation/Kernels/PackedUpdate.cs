using System.Numerics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>Updates by a tile kernel, of packed panels.</summary>
/// <typeparam name="TNumber">What is multiplied.</typeparam>
/// <param name="kernel">Computes a tile.</param>
internal sealed class PackedUpdate<TNumber>(TileKernel<TNumber> kernel) : UpdateMethod
    where TNumber : struct, INumberBase<TNumber>
{
    private readonly PackedPanels<TNumber> _left = new();
    private readonly PackedPanels<TNumber> _right = new();

    /// <inheritdoc/>
    public override void Add(MatrixView rows, MatrixView sum, int degree, CancellationToken cancellation)
    {
        var grid = new TileGrid<TNumber>(kernel, _left, 0, _right, 0, sum, IsUpper: true, Adds: true);
        for (int first = 0; first < rows.Rows; first += RowsAtATime)
        {
            int count = Math.Min(RowsAtATime, rows.Rows - first);
            _left.Start(new PanelLayout(rows.Columns, kernel.Rows, kernel.Rows), count);
            _right.Start(new PanelLayout(rows.Columns, kernel.WideColumns, kernel.Lanes), count);
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
}
