namespace CorrSyn.Numeric.Kernels

// FS0009: see TileKernel.
#nowarn "9"

open System
open System.Buffers
open System.Runtime.CompilerServices
open Microsoft.FSharp.NativeInterop

/// <summary>Some rows of a matrix that is held row by row.</summary>
/// <remarks>Rows x Columns; nothing is copied. All of it must lie within Values.</remarks>
[<Struct>]
type MatrixRows =
    {
        Values: float[]
        /// The place of the first element.
        Offset: int
        Rows: int
        Columns: int
    }

/// <summary>Products A B^T of dense matrices, in tiles, over several threads.</summary>
/// <remarks>Each element is the sum over k of A_ik B_jk, added in the order of k by multiply-adds: the same
/// bits for every number of threads and in either half of a symmetric product. Error: at most K units in
/// the last place of the sum over k of |A_ik B_jk|.</remarks>
[<RequireQualifiedAccess>]
module MatrixProduct =

    /// Length of a stretch of k: a panel of the right matrix then stays in the first-level cache.
    let private depthLimit = 160

    /// Rows of the left matrix whose stretch stays in the second-level cache.
    let private blockRows = 128

    /// Panels of the right matrix that share it.
    let private panelsPerTask = 4

    /// Rows of the left matrix that are packed at a time, at most. The right one is packed anew for each stretch of them, which takes a
    /// hundredth of the time that its products with a thousand rows do.
    let private stretchRows = 2048

    let private divideUp a b = (a + b - 1) / b

    /// The whole of an array as a matrix.
    let matrix (values: float[]) (rows: int) (columns: int) : MatrixRows =
        {
            Values = values
            Offset = 0
            Rows = rows
            Columns = columns
        }

    /// Rows first to first + count - 1.
    let rowsOf (matrix: MatrixRows) (first: int) (count: int) : MatrixRows =
        { matrix with
            Offset = matrix.Offset + first * matrix.Columns
            Rows = count
        }

    /// Rows side by side for each k: element k * height + r is that of row first + r, or 0 beyond the last.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private interleave (m: MatrixRows) first height start depth (target: float[]) offset =
        let count = min height (m.Rows - first)

        for r in 0 .. height - 1 do
            if r < count then
                let row = m.Offset + (first + r) * m.Columns + start

                for k in 0 .. depth - 1 do
                    target[offset + k * height + r] <- m.Values[row + k]
            else
                for k in 0 .. depth - 1 do
                    target[offset + k * height + r] <- 0.0

    let private packLeft work (left: MatrixRows) (target: float[]) =
        let height = TileKernel.Rows
        let perTask = blockRows / height
        let panels = divideUp left.Rows height

        WorkSharing.forEachOf
            work
            (2.0 * float left.Rows * float left.Columns)
            (divideUp panels perTask)
            (fun task ->
                for panel in task * perTask .. min panels ((task + 1) * perTask) - 1 do
                    interleave
                        left
                        (panel * height)
                        height
                        0
                        left.Columns
                        target
                        (panel * height * left.Columns)
            )

    /// The tile at that place; what lies beyond the matrix goes to a scratch tile.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private updateTile
        (output: MatrixRows)
        row
        column
        depth
        (left: nativeptr<float>)
        (right: nativeptr<float>)
        (scratch: float[])
        =
        let width = TileKernel.columns
        let rows = min TileKernel.Rows (output.Rows - row)
        let columns = min width (output.Columns - column)
        let place = output.Offset + row * output.Columns + column

        if rows = TileKernel.Rows && columns = width then
            use target = fixed &output.Values[place]
            TileKernel.accumulate left right depth target output.Columns
        else
            for r in 0 .. rows - 1 do
                Array.Copy(output.Values, place + r * output.Columns, scratch, r * width, columns)

            use target = fixed &scratch[0]
            TileKernel.accumulate left right depth target width

            for r in 0 .. rows - 1 do
                Array.Copy(scratch, r * width, output.Values, place + r * output.Columns, columns)

    /// The columns of some panels of the right matrix, for rows firstRow and following of the left one.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private multiplyPanels
        (packed: float[])
        (right: MatrixRows)
        (output: MatrixRows)
        isUpper
        firstRow
        firstPanel
        lastPanel
        =
        let inner = right.Columns
        let height = TileKernel.Rows
        let width = TileKernel.columns
        let firstColumn = firstPanel * width
        let columnEnd = min right.Rows ((lastPanel + 1) * width)
        // Of the upper half, rows that end before these columns begin are left out.
        let rowEnd =
            if isUpper then
                min output.Rows (columnEnd - firstRow)
            else
                output.Rows

        let panel =
            ArrayPool<float>.Shared.Rent((lastPanel - firstPanel + 1) * width * depthLimit)

        let scratch = ArrayPool<float>.Shared.Rent(height * width)
        Array.Clear(scratch, 0, height * width)

        for r in 0 .. rowEnd - 1 do
            let place = output.Offset + r * output.Columns + firstColumn
            Array.Clear(output.Values, place, columnEnd - firstColumn)

        for start in 0..depthLimit .. inner - 1 do
            let depth = min depthLimit (inner - start)

            for p in firstPanel..lastPanel do
                let place = (p - firstPanel) * width * depth
                interleave right (p * width) width start depth panel place

            use packedStart = fixed &packed[0]
            use panelStart = fixed &panel[0]

            for block in 0..blockRows .. rowEnd - 1 do
                for p in firstPanel..lastPanel do
                    let rightPart = NativePtr.add panelStart ((p - firstPanel) * width * depth)
                    let last = if isUpper then (p + 1) * width - firstRow else rowEnd

                    for row in block..height .. min rowEnd (min last (block + blockRows)) - 1 do
                        let leftPart = NativePtr.add packedStart (row * inner + start * height)
                        updateTile output row (p * width) depth leftPart rightPart scratch

        ArrayPool<float>.Shared.Return panel
        ArrayPool<float>.Shared.Return scratch

    /// Rows firstRow and following of the output, from as many of the left matrix.
    let private multiplyStretch
        work
        (left: MatrixRows)
        (right: MatrixRows)
        (output: MatrixRows)
        isUpper
        firstRow
        =
        let packedRows = divideUp left.Rows TileKernel.Rows * TileKernel.Rows
        let packed = ArrayPool<float>.Shared.Rent(max 1 (packedRows * left.Columns))
        packLeft work left packed
        let panels = divideUp right.Rows TileKernel.columns
        let panelsBefore = if isUpper then firstRow / TileKernel.columns else 0
        let count = panels - panelsBefore
        // Few panels are divided more finely; the bits do not depend on it.
        let perTask = max 1 (min panelsPerTask (count / (4 * work.ThreadCount)))
        let tasks = divideUp count perTask

        // Eight of them at once, in registers.
        let operations =
            float left.Rows * float right.Rows * float left.Columns
            / (if isUpper then 8.0 else 4.0)

        WorkSharing.forEachOf
            work
            operations
            tasks
            (fun task ->
                // The largest pieces of a triangle come first.
                let first = panelsBefore + (tasks - 1 - task) * perTask
                let last = min panels (first + perTask) - 1
                multiplyPanels packed right output isUpper firstRow first last
            )

        ArrayPool<float>.Shared.Return packed

    let private multiply work (left: MatrixRows) (right: MatrixRows) (output: MatrixRows) isUpper =
        // Stretches of one length, but for rounding to whole tiles.
        let length =
            let even = divideUp left.Rows (max 1 (divideUp left.Rows stretchRows))
            max 1 (divideUp even TileKernel.Rows * TileKernel.Rows)

        for first in 0..length .. left.Rows - 1 do
            let rows = min length (left.Rows - first)

            multiplyStretch
                work
                (rowsOf left first rows)
                right
                (rowsOf output first rows)
                isUpper
                first

    /// Copies rows first to first + block - 1 left of the diagonal, in square blocks: neither side leaves the cache.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private mirrorRows (square: MatrixRows) first block =
        let size = square.Rows
        let values = square.Values

        for left in 0..block..first do
            for i in first .. min size (first + block) - 1 do
                for j in left .. min i (left + block) - 1 do
                    values[square.Offset + i * size + j] <- values[square.Offset + j * size + i]

    /// Copies the upper half of a square matrix to the lower one.
    let mirrorUpper (work: WorkSettings) (square: MatrixRows) : unit =
        let block = 32

        WorkSharing.forEachOf
            work
            (float square.Rows * float square.Rows)
            (divideUp square.Rows block)
            (fun task -> mirrorRows square (task * block) block)

    let private requireShapes (left: MatrixRows) (right: MatrixRows) (output: MatrixRows) =
        if
            left.Columns <> right.Columns
            || output.Rows <> left.Rows
            || output.Columns <> right.Rows
        then
            invalidOp "The shapes of a matrix product do not fit together."

    /// <summary>output = left right^T.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, N x K.</param>
    /// <param name="output">M x N; must not overlap the others. What it held is lost.</param>
    /// <exception cref="T:System.OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    let timesTransposed
        (work: WorkSettings)
        (left: MatrixRows)
        (right: MatrixRows)
        (output: MatrixRows)
        : unit =
        requireShapes left right output
        multiply work left right output false

    /// <summary>output = left right^T where that is known to be symmetric: the upper half is computed and
    /// mirrored.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="left">A, M x K.</param>
    /// <param name="right">B, M x K.</param>
    /// <param name="output">M x M, exactly symmetric; must not overlap the others.</param>
    /// <exception cref="T:System.OperationCanceledException">Cancelled; the output is then unspecified.</exception>
    let symmetricTimesTransposed
        (work: WorkSettings)
        (left: MatrixRows)
        (right: MatrixRows)
        (output: MatrixRows)
        : unit =
        requireShapes left right output
        multiply work left right output true
        mirrorUpper work output
