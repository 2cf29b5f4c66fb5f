namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Numerics
open System.Runtime.CompilerServices
open CorrSyn.Numeric.Kernels

/// How the covariances of a layer were computed.
type SeriesReport =
    {
        /// The most terms of the series that any pair took.
        Order: int
        /// The largest bound on what the series leaves out, in units of the product of the standard deviations
        /// of both activities.
        Remainder: float
        /// Pairs by the series.
        SeriesPairCount: int64
        /// Pairs by closed forms or quadrature over both neurons.
        DirectPairCount: int64
    }

/// <summary>Covariances of activities from those of pre-activations by Mehler's expansion,
/// C_ij = sum over n of c_n(i) c_n(j) psi_ij^n.</summary>
/// <remarks>Equations SN-2 to SN-4. The terms that are needed follow from the bound
/// |psi|^(M+1) sqrt(tail_i tail_j); pairs for which it stays too large are computed directly.</remarks>
[<RequireQualifiedAccess>]
module MehlerSeries =

    /// Columns that share a number of terms.
    [<Literal>]
    let private ChunkSize = 64

    type private Row =
        {
            Terms: int
            Bound: float
            Direct: int
            /// The points that a pair would have needed.
            Failure: int option
        }

    /// A correlation that is 1 or -1 to rounding, as of duplicated neurons, is exactly that: phi may be so steep that
    /// the difference matters.
    let private correlation (value: float) : float =
        if Math.Abs value > 1.0 - 1e-15 then
            float (Math.Sign value)
        else
            value

    /// The largest relative tail of a chunk of neurons, by order and chunk.
    let private chunkTails (table: HermiteTable) =
        let count = table.Mean.Length
        let chunks = (count + ChunkSize - 1) / ChunkSize

        Array.init
            ((table.Order + 1) * chunks)
            (fun place ->
                let n = place / chunks
                let first = place % chunks * ChunkSize
                let mutable largest = 0.0

                for j in first .. min count (first + ChunkSize) - 1 do
                    largest <- Math.Max(largest, table.RootTails[n * count + j])

                largest
            )

    /// The smallest M whose bound is within the tolerance, or that of the table; and the bound. It falls with M, so that
    /// the search may start at any guess.
    let inline private terms
        tolerance
        order
        (guess: int)
        (psi: float)
        ([<InlineIfLambda>] first: int -> float)
        ([<InlineIfLambda>] second: int -> float)
        =
        let boundAt m =
            Math.Pow(psi, float (m + 1)) * first m * second m

        let mutable m = guess
        let mutable bound = boundAt m

        if bound > tolerance then
            while m < order && bound > tolerance do
                m <- m + 1
                bound <- boundAt m
        else
            let mutable before = if m > 0 then boundAt (m - 1) else bound

            while m > 0 && before <= tolerance do
                m <- m - 1
                bound <- before
                before <- if m > 0 then boundAt (m - 1) else bound

        struct (m, bound)

    /// Horner's rule over the columns of a chunk: acc = (acc + c_n(i) c_n(j)) psi_j for n = M .. 1.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private sumChunk (table: HermiteTable) i first length (psi: float[]) terms (sums: float[]) =
        let count = table.Mean.Length
        let coefficients = table.Coefficients
        let lanes = Vector<float>.Count
        let whole = length - length % lanes
        Array.Clear(sums, 0, length)

        for n in terms .. -1 .. 1 do
            let row = (n - 1) * count
            let own = coefficients[row + i]
            let factor = Vector<float> own
            let mutable k = 0

            while k < whole do
                let other = Vector<float>(coefficients, row + first + k)
                let sum = Vector.MultiplyAddEstimate(factor, other, Vector<float>(sums, k))
                (sum * Vector<float>(psi, k)).CopyTo(sums, k)
                k <- k + lanes

            while k < length do
                let other = coefficients[row + first + k]
                sums[k] <- Double.MultiplyAddEstimate(own, other, sums[k]) * psi[k]
                k <- k + 1

    /// One pair by as many terms as the table has, if they are enough, and directly otherwise.
    let private onePair
        settings
        phi
        (neurons: PreActivation[])
        (table: HermiteTable)
        i
        j
        (psi: float)
        =
        let count = neurons.Length

        let struct (terms, bound) =
            terms
                settings.Tolerance
                table.Order
                0
                (Math.Abs psi)
                (fun n -> table.RootTails[n * count + i])
                (fun n -> table.RootTails[n * count + j])

        if bound <= settings.Tolerance then
            let mutable sum = 0.0

            for n in terms .. -1 .. 1 do
                let row = (n - 1) * count
                sum <- (sum + table.Coefficients[row + i] * table.Coefficients[row + j]) * psi

            Ok(struct (sum, terms, bound))
        else
            PairCovariance.evaluate
                (Math.Max(1e-16, 0.1 * settings.Tolerance))
                settings.PairPointLimit
                phi
                neurons[i]
                neurons[j]
                psi
            |> Result.map (fun covariance -> struct (covariance, 0, 0.0))

    /// The correlations of a chunk, and the size of the largest.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private correlations (delta: float[]) (inverse: float[]) i first length (psi: float[]) =
        let own = inverse[i]
        let row = i * inverse.Length + first
        let lanes = Vector<float>.Count
        let limit = Vector<float>(1.0 - 1e-15)
        let mutable most = Vector<float>.Zero
        let mutable k = 0

        while k + lanes <= length do
            let value = Vector<float>(delta, row + k) * own * Vector<float>(inverse, first + k)
            let size = Vector.Abs value
            let unit = Vector.CopySign(Vector<float>.One, value)
            let value = Vector.ConditionalSelect(Vector.GreaterThan(size, limit), unit, value)
            value.CopyTo(psi, k)
            most <- Vector.Max(most, Vector.Abs value)
            k <- k + lanes

        let mutable largest = 0.0

        for lane in 0 .. lanes - 1 do
            largest <- Math.Max(largest, most[lane])

        while k < length do
            psi[k] <- correlation (delta[row + k] * own * inverse[first + k])
            largest <- Math.Max(largest, Math.Abs psi[k])
            k <- k + 1

        largest

    let private sumRow settings phi neurons (table: HermiteTable) tails delta inverse output i =
        let count = Array.length neurons
        let chunks = (count + ChunkSize - 1) / ChunkSize
        let psi = Array.zeroCreate ChunkSize
        let sums = Array.zeroCreate ChunkSize
        let mutable most = 0
        let mutable largestBound = 0.0
        let mutable direct = 0
        let mutable failure = None
        let mutable guess = 0
        let mutable first = i + 1

        while first < count && failure.IsNone do
            let chunk = first / ChunkSize
            let length = min count ((chunk + 1) * ChunkSize) - first
            let largest = correlations delta inverse i first length psi

            let struct (needed, bound) =
                terms
                    settings.Tolerance
                    table.Order
                    guess
                    largest
                    (fun n -> table.RootTails[n * count + i])
                    (fun n -> Array.get tails (n * chunks + chunk))

            if bound <= settings.Tolerance then
                sumChunk table i first length psi needed sums
                guess <- needed
                most <- max most needed
                largestBound <- Math.Max(largestBound, bound)
            else
                for k in 0 .. length - 1 do
                    match onePair settings phi neurons table i (first + k) psi[k] with
                    | Error points -> failure <- Some points
                    | Ok(struct (covariance, 0, _)) when psi[k] <> 0.0 ->
                        direct <- direct + 1
                        sums[k] <- covariance
                    | Ok(struct (covariance, taken, bound)) ->
                        most <- max most taken
                        largestBound <- Math.Max(largestBound, bound)
                        sums[k] <- covariance

            Array.Copy(sums, 0, output, i * count + first, length)
            first <- first + length

        Array.set output (i * count + i) table.Variance[i]

        {
            Terms = most
            Bound = largestBound
            Direct = direct
            Failure = failure
        }

    /// <summary>C from a table.</summary>
    /// <param name="settings">Accuracy and limits.</param>
    /// <param name="phi">The nonlinearity, for pairs that are computed directly.</param>
    /// <param name="neurons">N neurons.</param>
    /// <param name="table">Their coefficients.</param>
    /// <param name="delta">N x N, the covariance of the pre-activations, symmetric.</param>
    /// <param name="inverse">1/s, or 0 where s = 0: psi is then 0, and so is the covariance.</param>
    /// <param name="output">N x N, to be filled; it may be delta itself, since a row of C needs that row of delta only.</param>
    /// <returns>How C was computed; or the points that a pair would have needed.</returns>
    let sum
        (settings: SingleNetworkSettings)
        (phi: Nonlinearity)
        (neurons: PreActivation[])
        (table: HermiteTable)
        (delta: float[])
        (inverse: float[])
        (output: float[])
        : Result<SeriesReport, int> =
        let count = neurons.Length
        let tails = chunkTails table
        let rows = Array.zeroCreate count

        // Only where the table ends may pairs be left over that take far longer than a series.
        let operations =
            if table.Order = settings.OrderLimit then
                Double.PositiveInfinity
            else
                float count * float count * float table.Order

        WorkSharing.forEachOf
            settings.Work
            operations
            count
            (fun i -> rows[i] <- sumRow settings phi neurons table tails delta inverse output i)

        match rows |> Array.tryPick _.Failure with
        | Some points -> Error points
        | None ->
            MatrixProduct.mirrorUpper settings.Work (MatrixProduct.matrix output count count)
            let direct = rows |> Array.sumBy (fun row -> int64 row.Direct)

            Ok
                {
                    Order = rows |> Array.fold (fun most row -> max most row.Terms) 0
                    Remainder = rows |> Array.fold (fun most row -> max most row.Bound) 0.0
                    SeriesPairCount = int64 count * int64 (count - 1) / 2L - direct
                    DirectPairCount = direct
                }
