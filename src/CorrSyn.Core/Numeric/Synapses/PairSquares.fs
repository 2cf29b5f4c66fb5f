namespace CorrSyn.Numeric.Synapses

open System
open CorrSyn.Numeric.Kernels

/// <summary>Sums of squares over pairs of products x_i . y_j of the rows of two matrices, in panels: no matrix of all
/// pairs is held.</summary>
[<RequireQualifiedAccess>]
module PairSquares =

    /// Rows of a panel.
    [<Literal>]
    let private PanelRows = 192

    /// <summary>The sum over i of (x_i . y_i)^2 and the sum over pairs i below j of (x_i . y_j)^2.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="x">N x K.</param>
    /// <param name="y">N x K.</param>
    /// <remarks>Time N^2 K; memory for 192 rows of N. The relative error of a sum is that of its terms, about
    /// K 2e-16 at worst. The same bits for every number of threads.</remarks>
    let sums (work: WorkSettings) (x: MatrixRows) (y: MatrixRows) : struct (float * float) =
        let panel = Array.zeroCreate (min PanelRows x.Rows * y.Rows)
        let mutable diagonal = 0.0
        let mutable upper = 0.0

        for first in 0..PanelRows .. x.Rows - 1 do
            let rows = min PanelRows (x.Rows - first)
            let columns = y.Rows - first

            MatrixProduct.timesTransposed
                work
                (MatrixProduct.rowsOf x first rows)
                (MatrixProduct.rowsOf y first columns)
                (MatrixProduct.matrix panel rows columns)

            for i in 0 .. rows - 1 do
                let own = panel[i * columns + i]
                diagonal <- diagonal + own * own
                let mutable row = 0.0

                for j in i + 1 .. columns - 1 do
                    row <- row + panel[i * columns + j] * panel[i * columns + j]

                upper <- upper + row

        struct (diagonal, upper)

    /// The transpose of a matrix.
    let transpose (x: MatrixRows) : MatrixRows =
        let values = Array.zeroCreate (x.Rows * x.Columns)

        for i in 0 .. x.Rows - 1 do
            for k in 0 .. x.Columns - 1 do
                values[k * x.Rows + i] <- x.Values[x.Offset + i * x.Columns + k]

        MatrixProduct.matrix values x.Columns x.Rows

    let private squareNorms (x: MatrixRows) =
        Array.init
            x.Rows
            (fun i ->
                let mutable sum = 0.0

                for k in x.Offset + i * x.Columns .. x.Offset + (i + 1) * x.Columns - 1 do
                    sum <- sum + x.Values[k] * x.Values[k]

                sum
            )

    /// <summary>The sum over pairs i below j of (x_i . x_j)^2.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="x">N x K.</param>
    /// <remarks>Time N K min(N, K): the squares of all products add up to the same over rows and over columns.
    /// For N above K, the sum over pairs is at least half of N/K - 1 in units of the sum of |x_i|^4 that is subtracted.</remarks>
    let ofRows (work: WorkSettings) (x: MatrixRows) : float =
        if x.Rows <= x.Columns then
            let struct (_, upper) = sums work x x
            upper
        else
            let columns = transpose x
            let struct (diagonal, upper) = sums work columns columns
            let own = squareNorms x |> Array.sumBy (fun square -> square * square)
            0.5 * Math.Max(0.0, diagonal + 2.0 * upper - own)

    /// <summary>The sum over pairs i below j of (x_i C x_j)^2.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="x">N x K.</param>
    /// <param name="covariance">C, K x K, symmetric.</param>
    /// <remarks>Time N K (K + min(N, K)). For N above K as the trace of (C x^T x)^2, less its diagonal.</remarks>
    let withCovariance (work: WorkSettings) (x: MatrixRows) (covariance: MatrixRows) : float =
        let half =
            MatrixProduct.matrix (Array.zeroCreate (x.Rows * x.Columns)) x.Rows x.Columns

        MatrixProduct.timesTransposed work x covariance half

        if x.Rows <= x.Columns then
            let struct (_, upper) = sums work half x
            upper
        else
            let size = x.Columns
            let product = MatrixProduct.matrix (Array.zeroCreate (size * size)) size size
            // (C x^T) x, from the transposes of both.
            MatrixProduct.timesTransposed work (transpose half) (transpose x) product
            let mutable trace = 0.0

            for a in 0 .. size - 1 do
                for b in 0 .. size - 1 do
                    trace <- trace + product.Values[a * size + b] * product.Values[b * size + a]

            let mutable own = 0.0

            for i in 0 .. x.Rows - 1 do
                let mutable variance = 0.0

                for k in 0 .. size - 1 do
                    variance <-
                        variance + half.Values[i * size + k] * x.Values[x.Offset + i * size + k]

                own <- own + variance * variance

            0.5 * Math.Max(0.0, trace - own)
