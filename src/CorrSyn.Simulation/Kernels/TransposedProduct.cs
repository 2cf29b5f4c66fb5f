namespace CorrSyn.Simulation.Kernels;

/// <summary>
/// Products A B^T of dense matrices, computed in tiles. An instance owns packed copies of parts of A and B and is reused; it
/// serves one product at a time.
/// </summary>
/// <remarks>
/// In double precision each element is sum over k of A_ik B_jk, added in the order of k by multiply-adds: the same bits for every
/// degree, and the same as the plain loop with fused multiply-add where the machine has one. Error at most K
/// units in the last place of sum over k of |A_ik B_jk|. In single precision operands are rounded to 24 bits, sums over stretches
/// of at most 160 are chains in single precision, and these are added in double precision: the same bits for every degree, and an
/// error of at most 2^-24 (2 + 160) to first order, relative to the same sum. A native library promises no bits.
/// </remarks>
public sealed class TransposedProduct
{
    private readonly ProductMethod _method;

    /// <summary>A product in double precision.</summary>
    public TransposedProduct()
        : this(Arithmetic.Managed)
    {
    }

    /// <summary>A product in one of the kinds of arithmetic.</summary>
    /// <param name="arithmetic">How products are computed.</param>
    public TransposedProduct(Arithmetic arithmetic)
        : this(ProductMethod.Of(arithmetic))
    {
    }

    /// <summary>A product by one of the methods.</summary>
    internal TransposedProduct(ProductMethod method) => _method = method;

    /// <summary>Rows of B that are packed at a time at least; times K, it must not exceed the length of an array.</summary>
    internal static int RowsInWork => ProductMethod.FewestColumns(TileKernels.Single);

    /// <summary>The bytes that a product takes beside its operands, at most, whatever the arithmetic.</summary>
    /// <param name="rows">Rows of A.</param>
    /// <param name="inner">Columns of A and of B.</param>
    /// <param name="columns">Rows of B.</param>
    /// <param name="degree">Threads.</param>
    public static long EstimateBytes(int rows, int inner, int columns, int degree)
    {
        long rowsAtATime = Math.Min(rows + TileKernels.Double.Rows - 1L, ProductMethod.RowsAtATime(TileKernels.Double, degree));
        long columnsAtATime = Math.Min(
            columns + TileKernels.Double.Lanes - 1L, ProductMethod.ColumnsAtATime(TileKernels.Double, inner));
        long columnsInMaking = Math.Min(columns, (long)degree * TileKernels.Single.WideColumns);
        return sizeof(double) * inner * (rowsAtATime + columnsAtATime + columnsInMaking)
            + sizeof(float) * Math.Min(rows, rowsAtATime) * Math.Min(columns, columnsAtATime);
    }

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
        Compute(left, right, null, output, false, null, degree, cancellation);
    }

    /// <summary>output = left right^T, with the rows of the right matrix made when they are needed.</summary>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">The rows of B, N x K; called once per row, from several threads if degree is above 1.</param>
    /// <param name="output">M x N; must not overlap the operands.</param>
    /// <param name="degree">Threads at most; at least 1.</param>
    /// <param name="cancellation">Looked at many times a second.</param>
    /// <param name="finished">Given rows of the output once they are done, from the top, on the calling thread, while they are
    /// likely to be in a near cache; it may change them. How many at a time depends on the machine and the degree.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    public void Multiply(
        MatrixView left,
        RowSource right,
        MatrixView output,
        int degree,
        CancellationToken cancellation,
        Action<MatrixView>? finished = null)
    {
        ArgumentNullException.ThrowIfNull(right);
        Compute(left, default, right, output, false, finished, degree, cancellation);
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
        if (output.Rows != matrix.Rows || output.Columns != matrix.Rows)
            throw new ArgumentException("The output must be M x M.", nameof(output));
        Compute(matrix, matrix, null, output, true, null, degree, cancellation);
        SymmetricMatrix.Mirror(output, degree, cancellation);
    }

    private void Compute(
        MatrixView left,
        MatrixView right,
        RowSource? source,
        MatrixView output,
        bool isUpper,
        Action<MatrixView>? finished,
        int degree,
        CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degree, 1);
        if (left.Rows != output.Rows)
            throw new ArgumentException("The output must have as many rows as the left matrix.", nameof(output));
        cancellation.ThrowIfCancellationRequested();
        if (left.Columns == 0)
            Clear(output);
        _method.Multiply(left, right, source, output, isUpper, finished, degree, cancellation);
    }

    private static void Clear(MatrixView output)
    {
        for (int row = 0; row < output.Rows; row++)
            output.Row(row).Clear();
    }
}
