namespace CorrSyn.Numeric.Linear

open System
open CorrSyn.Model

/// <summary>A correlation matrix of the weights over the neurons on one side of a layer.</summary>
type CorrelationMatrix =
    /// X of that structure with the number x, for so many neurons: a multiple of the structure's cells.
    | Structured of structure: CorrelationStructure * correlation: float * neuronCount: int
    /// Every entry of a symmetric matrix.
    | Entries of float[,]

/// The traces of the first two powers of a matrix. Dimensionless.
type MatrixTraces =
    {
        /// tr X.
        Trace: float
        /// tr X^2.
        TraceOfSquare: float
    }

/// Traces of correlation matrices, from their definition.
[<RequireQualifiedAccess>]
module CorrelationTraces =

    /// The matrix own 1 + shared, where shared_ij depends on the cells of i and j alone: cells of equal
    /// size, so that a sum over neurons is a sum over cells.
    type private CellMatrix = { Own: float; Shared: float[,] }

    /// The number of neurons.
    let neuronCount (matrix: CorrelationMatrix) : int =
        match matrix with
        | Structured(_, _, neuronCount) -> neuronCount
        | Entries entries -> Array2D.length1 entries

    let private cellMatrix structure correlation neuronCount cellCount : CellMatrix =
        let size = neuronCount / cellCount

        let entry a b =
            if a <> b then
                CorrelationStructure.offDiagonal structure neuronCount (a * size) (b * size)
            elif size > 1 then
                CorrelationStructure.offDiagonal structure neuronCount (a * size) (a * size + 1)
            else
                // A single neuron: what is taken here is missing in Own, and the sum of both is 1.
                0.0

        // Within a cell all entries are alike, and so are all cells.
        {
            Own = 1.0 - correlation * entry 0 0
            Shared = Array2D.init cellCount cellCount (fun a b -> correlation * entry a b)
        }

    /// Sums over the neurons between two matrices are sums over cells times their size.
    let private product (size: int) (x: CellMatrix) (y: CellMatrix) : CellMatrix =
        let cells = Array2D.length1 x.Shared

        let entry a b =
            let mutable sum = 0.0

            for c in 0 .. cells - 1 do
                sum <- sum + x.Shared[a, c] * y.Shared[c, b]

            x.Own * y.Shared[a, b] + y.Own * x.Shared[a, b] + float size * sum

        {
            Own = x.Own * y.Own
            Shared = Array2D.init cells cells entry
        }

    let private tracesOfCells (neuronCount: int) (x: CellMatrix) : MatrixTraces =
        let cells = Array2D.length1 x.Shared
        let size = float (neuronCount / cells)
        let mutable diagonal = 0.0
        let mutable squares = 0.0

        for a in 0 .. cells - 1 do
            diagonal <- diagonal + x.Shared[a, a]

            for b in 0 .. cells - 1 do
                squares <- squares + x.Shared[a, b] * x.Shared[b, a]

        {
            Trace = float neuronCount * x.Own + size * diagonal
            TraceOfSquare =
                float neuronCount * x.Own * x.Own
                + 2.0 * x.Own * size * diagonal
                + size * size * squares
        }

    let rec private greatestCommonDivisor a b =
        if b = 0 then a else greatestCommonDivisor b (a % b)

    let private entries (matrix: CorrelationMatrix) : float[,] =
        match matrix with
        | Entries entries -> entries
        | Structured(structure, correlation, neuronCount) ->
            Array2D.init
                neuronCount
                neuronCount
                (fun i j ->
                    if i = j then
                        1.0
                    else
                        correlation * CorrelationStructure.offDiagonal structure neuronCount i j
                )

    let private multiply (x: float[,]) (y: float[,]) : float[,] =
        let n = Array2D.length1 x

        let entry i j =
            let mutable sum = 0.0

            for k in 0 .. n - 1 do
                sum <- sum + x[i, k] * y[k, j]

            sum

        Array2D.init n n entry

    /// The matrix need not be symmetric: a product of two symmetric ones is not.
    let private tracesOfEntries (x: float[,]) : MatrixTraces =
        let mutable trace = 0.0
        let mutable traceOfSquare = 0.0

        for i in 0 .. Array2D.length1 x - 1 do
            trace <- trace + x[i, i]

            for j in 0 .. Array2D.length1 x - 1 do
                traceOfSquare <- traceOfSquare + x[i, j] * x[j, i]

        {
            Trace = trace
            TraceOfSquare = traceOfSquare
        }

    /// The unit matrix.
    let identity (neuronCount: int) : CorrelationMatrix =
        Structured(CorrelationStructure.Identity, 0.0, neuronCount)

    /// <summary>tr X Y and tr (X Y)^2.</summary>
    /// <param name="x">n x n, with positive or zero eigenvalues.</param>
    /// <param name="y">As x.</param>
    /// <remarks>Derived here; dimensionless. Relative error below n 1e-15. Time: the cube of the least common
    /// multiple of the numbers of cells for two structures, n^3 for two matrices, n^2 for one and
    /// the unit matrix.</remarks>
    /// <exception cref="T:System.ArgumentException">The sizes differ.</exception>
    let ofProduct (x: CorrelationMatrix) (y: CorrelationMatrix) : MatrixTraces =
        let count = neuronCount x

        if neuronCount y <> count then
            raise (ArgumentException("Two matrices of the same size are needed.", nameof y))

        match x, y with
        | Structured(first, a, _), Structured(second, b, _) ->
            let m = CorrelationStructure.cellCount first
            let n = CorrelationStructure.cellCount second
            let cellCount = m / greatestCommonDivisor m n * n

            product
                (count / cellCount)
                (cellMatrix first a count cellCount)
                (cellMatrix second b count cellCount)
            |> tracesOfCells count
        | Structured(CorrelationStructure.Identity, _, _), Entries entries
        | Entries entries, Structured(CorrelationStructure.Identity, _, _) ->
            tracesOfEntries entries
        | Structured _, Entries _
        | Entries _, Structured _
        | Entries _, Entries _ -> tracesOfEntries (multiply (entries x) (entries y))

    /// tr X and tr X^2; as <c>ofProduct</c> with the unit matrix.
    let ofMatrix (matrix: CorrelationMatrix) : MatrixTraces =
        ofProduct matrix (identity (neuronCount matrix))
