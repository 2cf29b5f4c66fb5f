namespace CorrSyn.Simulation.Kernels;

/// <summary>Adds Y^T Y to a sum, computed in tiles. An instance owns packed copies of parts of Y and is reused; it serves one
/// update at a time.</summary>
/// <remarks>Each element is sum over s of Y_si Y_sj. In double precision it is added to the sum in the order of s by multiply-adds:
/// the same bits for every degree, and for every division of the same rows into successive updates. In single precision the Y are
/// rounded to 24 bits, sums over stretches of at most 160 rows are chains in single precision, and these are added to the sum in double
/// precision: the same bits for every degree, but not for every division.</remarks>
public sealed class SymmetricUpdate
{
    private readonly UpdateMethod _method;

    /// <summary>An update in double precision.</summary>
    public SymmetricUpdate()
        : this(Arithmetic.Managed)
    {
    }

    /// <summary>An update in one of the kinds of arithmetic.</summary>
    /// <param name="arithmetic">How products are computed; the sum is in double precision.</param>
    public SymmetricUpdate(Arithmetic arithmetic)
        : this(UpdateMethod.Of(arithmetic))
    {
    }

    /// <summary>An update by one of the methods.</summary>
    internal SymmetricUpdate(UpdateMethod method) => _method = method;

    /// <summary>The bytes that an update takes beside its operands, at most.</summary>
    /// <param name="width">Columns of Y.</param>
    public static long EstimateBytes(int width) =>
        sizeof(double) * 2 * UpdateMethod.RowsAtATime * (width + (long)TileKernels.Double.WideColumns);

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
        _method.Add(rows, sum, degree, cancellation);
    }

    /// <summary>Copies the upper half of a sum to the lower one.</summary>
    /// <param name="sum">N x N.</param>
    public static void Complete(MatrixView sum) => SymmetricMatrix.Mirror(sum, 1, CancellationToken.None);
}
