namespace CorrSyn.Numeric

open System
open System.Numerics

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

    /// The first order that is tried.
    [<Literal>]
    let private FirstOrder = 16

    type private Row =
        {
            Terms: int
            Bound: float
            Direct: int
            /// The points that a pair would have needed.
            Failure: int option
        }

    /// 1/s, or 0 where s = 0: psi is then 0, and so is the covariance.
    let private inverses (neurons: PreActivation[]) =
        neurons
        |> Array.map (fun neuron ->
            if neuron.StandardDeviation > 0.0 then
                1.0 / neuron.StandardDeviation
            else
                0.0
        )

    /// A correlation that is 1 or -1 to rounding, as of duplicated neurons, is exactly that: phi may be so steep that
    /// the difference matters.
    let private correlation (value: float) : float =
        if Math.Abs value > 1.0 - 1e-15 then
            float (Math.Sign value)
        else
            value

    /// The largest |psi_ij| over pairs, at most 1.
    let private largestCorrelation work (delta: float[]) (inverse: float[]) =
        let count = inverse.Length
        let largest = Array.zeroCreate count

        WorkSharing.forEach work count (fun i ->
            let mutable most = Vector<float>.Zero
            let lanes = Vector<float>.Count
            let mutable j = i + 1

            while j + lanes <= count do
                let psi = Vector<float>(delta, i * count + j) * inverse[i] * Vector<float>(inverse, j)
                most <- Vector.Max(most, Vector.Abs psi)
                j <- j + lanes

            let mutable row = 0.0

            for lane in 0 .. lanes - 1 do
                row <- Math.Max(row, most[lane])

            while j < count do
                row <- Math.Max(row, Math.Abs(delta[i * count + j] * inverse[i] * inverse[j]))
                j <- j + 1

            largest[i] <- row
        )

        Math.Min(1.0, Array.fold max 0.0 largest)

    /// The largest relative tail of a chunk of neurons, by order and chunk.
    let private chunkTails (table: HermiteTable) =
        let count = table.Mean.Length
        let chunks = (count + ChunkSize - 1) / ChunkSize

        Array.init ((table.Order + 1) * chunks) (fun place ->
            let n = place / chunks
            let first = place % chunks * ChunkSize
            let mutable largest = 0.0

            for j in first .. min count (first + ChunkSize) - 1 do
                largest <- Math.Max(largest, table.RootTails[n * count + j])

            largest
        )

    /// The smallest M whose bound is within the tolerance, or that of the table; and the bound.
    let private terms tolerance order (psi: float) (first: int -> float) (second: int -> float) =
        let mutable m = 0
        let mutable power = psi
        let mutable bound = power * first 0 * second 0

        while m < order && bound > tolerance do
            m <- m + 1
            power <- power * psi
            bound <- power * first m * second m

        struct (m, bound)

    /// Horner's rule over the columns of a chunk: acc = (acc + c_n(i) c_n(j)) psi_j for n = M .. 1.
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
    let private onePair settings phi (neurons: PreActivation[]) (table: HermiteTable) i j (psi: float) =
        let count = neurons.Length

        let struct (terms, bound) =
            terms
                settings.Tolerance
                table.Order
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

    let private sumRow settings phi neurons (table: HermiteTable) tails delta inverse output i =
        let count = Array.length neurons
        let chunks = (count + ChunkSize - 1) / ChunkSize
        let psi = Array.zeroCreate ChunkSize
        let sums = Array.zeroCreate ChunkSize
        let mutable most = 0
        let mutable largestBound = 0.0
        let mutable direct = 0
        let mutable failure = None
        let mutable first = i + 1

        while first < count && failure.IsNone do
            let chunk = first / ChunkSize
            let length = min count ((chunk + 1) * ChunkSize) - first
            let mutable largest = 0.0

            for k in 0 .. length - 1 do
                let j = first + k
                let value: float = Array.get delta (i * count + j) * Array.get inverse i * Array.get inverse j
                psi[k] <- correlation value
                largest <- Math.Max(largest, Math.Abs psi[k])

            let struct (needed, bound) =
                terms
                    settings.Tolerance
                    table.Order
                    largest
                    (fun n -> table.RootTails[n * count + i])
                    (fun n -> Array.get tails (n * chunks + chunk))

            if bound <= settings.Tolerance then
                sumChunk table i first length psi needed sums
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

    /// The table of an order that is enough for the largest correlation, or of the highest one allowed.
    let private table settings phi neurons largest =
        let tableOf = HermiteCoefficients.prepare settings phi neurons

        let rec attempt order =
            tableOf order
            |> Result.bind (fun table ->
                let mutable worst = 0.0

                for i in 0 .. Array.length neurons - 1 do
                    worst <- Math.Max(worst, table.RootTails[order * neurons.Length + i])

                let bound = Math.Pow(largest, float (order + 1)) * worst * worst

                if bound <= settings.Tolerance || order = settings.OrderLimit then
                    Ok table
                else
                    attempt (min settings.OrderLimit (2 * order))
            )

        attempt (min FirstOrder settings.OrderLimit)

    let private bySeries settings phi neurons (delta: float[]) (output: float[]) =
        let count = Array.length neurons
        let inverse = inverses neurons
        let work = settings.Work
        let largest = largestCorrelation work delta inverse

        table settings phi neurons largest
        |> Result.mapError (fun points -> points, settings.PointLimit)
        |> Result.bind (fun table ->
            let tails = chunkTails table
            let rows = Array.zeroCreate count

            WorkSharing.forEach work count (fun i ->
                rows[i] <- sumRow settings phi neurons table tails delta inverse output i
            )

            match rows |> Array.tryPick _.Failure with
            | Some points -> Error(points, settings.PairPointLimit)
            | None ->
                MatrixProduct.mirrorUpper work (MatrixProduct.matrix output count count)
                let direct = rows |> Array.sumBy (fun row -> int64 row.Direct)

                Ok(
                    table.Mean,
                    {
                        Order = rows |> Array.fold (fun most row -> max most row.Terms) 0
                        Remainder = rows |> Array.fold (fun most row -> max most row.Bound) 0.0
                        SeriesPairCount = int64 count * int64 (count - 1) / 2L - direct
                        DirectPairCount = direct
                    }
                )
        )

    /// phi(z) = offset + slope z: C is Delta but for a factor, without error.
    let private affine work (offset, slope) (neurons: PreActivation[]) (delta: float[]) output =
        let count = neurons.Length

        WorkSharing.forEach work count (fun i ->
            for j in i * count .. (i + 1) * count - 1 do
                Array.set output j (slope * slope * delta[j])
        )

        let mean = neurons |> Array.map (fun neuron -> offset + slope * neuron.Field)

        mean,
        {
            Order = 1
            Remainder = 0.0
            SeriesPairCount = int64 count * int64 (count - 1) / 2L
            DirectPairCount = 0L
        }

    /// <summary>m and C of the activities.</summary>
    /// <param name="settings">Accuracy and limits.</param>
    /// <param name="phi">The nonlinearity.</param>
    /// <param name="neurons">N neurons; s is the square root of the diagonal of delta.</param>
    /// <param name="delta">N x N, symmetric. Correlations beyond 1 are taken as 1; whether that is rounding must have
    /// been checked.</param>
    /// <param name="output">N x N, to be filled with C.</param>
    /// <returns>m, and how C was computed; or the points that an average would have needed, and how many are
    /// allowed.</returns>
    let covariance
        (settings: SingleNetworkSettings)
        (phi: Nonlinearity)
        (neurons: PreActivation[])
        (delta: float[])
        (output: float[])
        : Result<float[] * SeriesReport, int * int> =
        match phi.Shape with
        | PiecewiseLinear(offset, slope, []) ->
            Ok(affine settings.Work (offset, slope) neurons delta output)
        | PiecewiseLinear _
        | ErrorFunction
        | Sine
        | Analytic _
        | Broken _ -> bySeries settings phi neurons delta output
