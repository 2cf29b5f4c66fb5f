using System.Numerics;

namespace CorrSyn.Simulation.Kernels;

/// <summary>How products are computed.</summary>
internal abstract class ProductMethod
{
    // B is packed as a whole up to this many numbers (64 MiB in double precision): more columns at a time would not be any faster.
    private const int LargestPacked = 1 << 23;

    /// <summary>The method of one kind of arithmetic.</summary>
    public static ProductMethod Of(Arithmetic arithmetic) =>
        (arithmetic.Precision, arithmetic.Library) switch
        {
            (NumberPrecision.Double, null) => new PackedProduct<double>(TileKernels.Double),
            (NumberPrecision.Single, null) => new PackedProduct<float>(TileKernels.Single),
            (NumberPrecision.Double, { } library) => new BlasProduct<double>(library.Doubles),
            (NumberPrecision.Single, { } library) => new BlasProduct<float>(library.Singles),
            _ => throw new ArgumentOutOfRangeException(nameof(arithmetic), arithmetic, "Double or Single."),
        };

    /// <summary>Rows of A that are worked on at a time: a block for one thread, so that it is still near when its rows are finished;
    /// some for each where there are several.</summary>
    public static int RowsAtATime<TNumber>(TileKernel<TNumber> kernel, int degree)
        where TNumber : struct, INumberBase<TNumber> =>
        TileGrid<TNumber>.RowsPerBlock(kernel) * (degree == 1 ? 1 : 4 * degree);

    /// <summary>Rows of B that are packed at a time.</summary>
    public static int ColumnsAtATime<TNumber>(TileKernel<TNumber> kernel, int inner)
        where TNumber : struct
    {
        int fewest = FewestColumns(kernel);
        return Math.Max(fewest, LargestPacked / Math.Max(1, inner) / fewest * fewest);
    }

    /// <summary>Rows of B that are packed at a time, at least.</summary>
    public static int FewestColumns<TNumber>(TileKernel<TNumber> kernel)
        where TNumber : struct => 8 * kernel.WideColumns;

    /// <summary>output = left right^T.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, N x K; ignored where there is a source.</param>
    /// <param name="source">The rows of B, or null.</param>
    /// <param name="output">M x N. Where K is 0 it is 0 already.</param>
    /// <param name="isUpper">Whether only the upper half is needed: then B is A.</param>
    /// <param name="finished">Given rows of the output once they are done, or null.</param>
    /// <param name="degree">Threads at most.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    public abstract void Multiply(
        MatrixView left,
        MatrixView right,
        RowSource? source,
        MatrixView output,
        bool isUpper,
        Action<MatrixView>? finished,
        int degree,
        CancellationToken cancellation);
}
