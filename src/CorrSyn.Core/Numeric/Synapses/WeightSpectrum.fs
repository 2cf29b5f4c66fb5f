namespace CorrSyn.Numeric.Synapses

open System
open MathNet.Numerics.LinearAlgebra
open System.Numerics
open CorrSyn.Numeric.Kernels

/// <summary>The eigenvalues of w w^T that independent weights would not have.</summary>
/// <remarks>Equations WS-1 and WS-2 of docs/theory/single-network.md. In units of squared weights times N_in: of the
/// gain g.</remarks>
type WeightSpectrum =
    {
        /// Where the eigenvalues of independent weights of the same variance end.
        BulkEdge: float
        /// The same, and what one matrix in a thousand exceeds by chance.
        Threshold: float
        /// The eigenvalues above the threshold, the largest first; as many as were looked for at most.
        Outliers: float list
        /// Whether there may be more outliers than were looked for.
        IsCut: bool
    }

/// Outliers of the spectrum of a weight matrix.
[<RequireQualifiedAccess>]
module WeightSpectrum =

    // Lanczos steps. The ends of the spectrum settle within a few dozen; see the tests.
    let private stepLimit = 60

    // Outliers that so many steps find surely.
    let private outlierLimit = 16

    // The value that the Tracy-Widom law of real matrices exceeds with probability 0.001.
    let private tracyWidom = 3.2724

    let private dot (a: ReadOnlySpan<float>) (b: ReadOnlySpan<float>) =
        let mutable sum = Vector<float>.Zero
        let mutable i = 0

        while i + Vector<float>.Count <= a.Length do
            sum <- sum + Vector<float>(a.Slice i) * Vector<float>(b.Slice i)
            i <- i + Vector<float>.Count

        let mutable rest = Vector.Sum sum

        while i < a.Length do
            rest <- rest + a[i] * b[i]
            i <- i + 1

        rest

    let private addScaled (factor: float) (source: ReadOnlySpan<float>) (target: Span<float>) =
        let factors = Vector<float> factor
        let mutable i = 0

        while i + Vector<float>.Count <= source.Length do
            let sum =
                Vector<float>(Span.op_Implicit (target.Slice i): ReadOnlySpan<float>)
                + factors * Vector<float>(source.Slice i)

            sum.CopyTo(target.Slice i)
            i <- i + Vector<float>.Count

        while i < source.Length do
            target[i] <- target[i] + factor * source[i]
            i <- i + 1

    /// w^T w x, one row of w after the other.
    let private apply (weights: float[]) rows columns (x: float[]) =
        let result = Array.zeroCreate columns

        for i in 0 .. rows - 1 do
            let row = ReadOnlySpan(weights, i * columns, columns)
            addScaled (dot row (ReadOnlySpan x)) row (Span result)

        result

    let private norm (x: float[]) =
        Math.Sqrt(dot (ReadOnlySpan x) (ReadOnlySpan x))

    /// Any direction that no matrix is likely to be blind for, the same in every run.
    let private start columns =
        let x =
            Array.init
                columns
                (fun k -> Math.Cos(float (k + 1) * float (k + 1) * 0.61803398874989485))

        let length = norm x
        x |> Array.map (fun value -> value / length)

    /// Eigenvalues of w^T w at the upper end, the largest first, by the method of Lanczos with full
    /// orthogonalisation: each is at most the eigenvalue it stands for.
    let private ritzValues (work: WorkSettings) weights rows columns =
        let steps = min stepLimit (min rows columns)
        let basis = ResizeArray [ start columns ]
        let diagonal = ResizeArray<float>()
        let offDiagonal = ResizeArray<float>()
        let mutable isDone = false

        while not isDone do
            work.Cancellation.ThrowIfCancellationRequested()
            let current = basis[basis.Count - 1]
            let next = apply weights rows columns current
            diagonal.Add(dot (ReadOnlySpan next) (ReadOnlySpan current))

            // Twice: once leaves what rounding brings back.
            for _ in 1..2 do
                for earlier in basis do
                    addScaled
                        (-(dot (ReadOnlySpan next) (ReadOnlySpan earlier)))
                        (ReadOnlySpan earlier)
                        (Span next)

            let length = norm next
            let scale = Seq.max diagonal

            if basis.Count = steps || not (length > 1e-12 * scale) then
                isDone <- true
            else
                offDiagonal.Add length
                basis.Add(next |> Array.map (fun value -> value / length))

        let size = diagonal.Count

        let tridiagonal =
            Matrix<float>
                .Build.Dense(
                    size,
                    size,
                    fun i j ->
                        if i = j then diagonal[i]
                        elif abs (i - j) = 1 then offDiagonal[min i j]
                        else 0.0
                )

        tridiagonal.Evd(Symmetricity.Symmetric).EigenValues
        |> Seq.map _.Real
        |> Seq.sortDescending
        |> List.ofSeq

    /// Mean and scale of the largest eigenvalue of x x^T for a matrix of independent numbers of variance 1.
    let private edge rows columns =
        let a, b = Math.Sqrt(float rows - 1.0), Math.Sqrt(float columns)
        let mean = (a + b) * (a + b)
        mean, (a + b) * Math.Cbrt(1.0 / a + 1.0 / b)

    /// <summary>The outliers of a weight matrix.</summary>
    /// <param name="work">What ends it early.</param>
    /// <param name="weights">N_out x N_in, row by row, finite.</param>
    /// <param name="rows">N_out, at least 2.</param>
    /// <param name="columns">N_in, at least 2.</param>
    /// <remarks>Equations WS-1 and WS-2. The variance that sets the edge is that of the weights without their outliers. Time
    /// 240 N_out N_in; memory for 60 vectors.</remarks>
    let measure
        (work: WorkSettings)
        (weights: float[])
        (rows: int)
        (columns: int)
        : WeightSpectrum =
        let total = dot (ReadOnlySpan weights) (ReadOnlySpan weights)
        let values = ritzValues work weights rows columns
        let mean, scale = edge rows columns

        // Each outlier taken out of the variance lowers the edge, and may bare the next one. With k of them a matrix of
        // rank k is taken out, and (N_out - k)(N_in - k) free numbers remain.
        let rec settle outliers rest bulk =
            let left size =
                float (max 1 (size - List.length outliers))

            let variance = bulk / (left rows * left columns)
            let threshold = variance * (mean + tracyWidom * scale)

            match rest with
            | value :: more when value > threshold && List.length outliers < outlierLimit ->
                settle (value :: outliers) more (Math.Max(0.0, bulk - value))
            | rest ->
                {
                    BulkEdge = variance * mean
                    Threshold = threshold
                    Outliers = List.rev outliers
                    IsCut =
                        match rest with
                        | value :: _ -> value > threshold
                        | [] -> false
                }

        settle [] values total
