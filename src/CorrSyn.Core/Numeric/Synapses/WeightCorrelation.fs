namespace CorrSyn.Numeric.Synapses

open System
open CorrSyn.Numeric.Kernels

/// A number of a weight matrix, and its standard deviation over matrices of independent Gaussian rows.
type NullComparison =
    {
        Value: float
        /// The mean over such matrices is 0, exactly.
        NullStandardDeviation: float
    }

/// <summary>The parameters with which a given weight matrix enters the layer map.</summary>
/// <remarks>Equations WC-1 to WC-4 of docs/theory/single-network.md. Dimensionless.</remarks>
type WeightCorrelations =
    {
        /// N_in.
        PresynapticCount: int
        /// Rows with a weight that is not 0.
        RowCount: int
        /// Rows of zeros, which have no direction and are left out.
        ZeroRowCount: int
        /// rBar = sqrt(N_in) times the mean cosine of two rows.
        Mean: NullComparison
        /// r_eff^2 = N_in times the mean squared cosine of two rows, minus 1.
        Squared: NullComparison
    }

/// <summary>r_eff^2 with directions weighted as a covariance of the layer below weights them.</summary>
/// <remarks>Equations WC-5 to WC-7.</remarks>
type CovarianceAwareCorrelation =
    {
        /// r_C^2 of the directions of the rows; r_eff^2 for a multiple of the unit matrix.
        Squared: NullComparison
        /// r_C^2 of the rows as they are, their norms included.
        SquaredByNorms: float
        /// The mean of |w_i|^2 |w_j|^2 over pairs of rows: g^2 in the layer map.
        SquaredGain: float
    }

/// Correlations of the rows of a weight matrix.
[<RequireQualifiedAccess>]
module WeightCorrelation =

    let private refuse (name: string) (text: string) = raise (ArgumentException(text, name))

    /// Rows that are not zero, each divided by its norm, and the norms.
    let private directions (weights: float[]) rows columns =
        let norm i =
            let mutable largest = 0.0

            for k in i * columns .. (i + 1) * columns - 1 do
                if not (Double.IsFinite weights[k]) then
                    refuse
                        "weights"
                        $"The weight in row {i}, column {k - i * columns} is not a finite number."

                largest <- Math.Max(largest, Math.Abs weights[k])

            if largest = 0.0 then
                0.0
            else
                // In units of the largest weight, so that squares stay within floating point.
                let mutable sum = 0.0

                for k in i * columns .. (i + 1) * columns - 1 do
                    let ratio = weights[k] / largest
                    sum <- sum + ratio * ratio

                largest * Math.Sqrt sum

        let norms = Array.init rows norm
        let kept = [| 0 .. rows - 1 |] |> Array.filter (fun i -> norms[i] > 0.0)

        if kept.Length < 2 then
            refuse "weights" $"{kept.Length} of {rows} rows are not zero; a correlation needs two."

        let unit = Array.zeroCreate (kept.Length * columns)

        kept
        |> Array.iteri (fun place i ->
            for k in 0 .. columns - 1 do
                unit[place * columns + k] <- weights[i * columns + k] / norms[i]
        )

        MatrixProduct.matrix unit kept.Length columns, kept |> Array.map (fun i -> norms[i])

    let private pairCount (rows: MatrixRows) =
        0.5 * float rows.Rows * float (rows.Rows - 1)

    let private requireShape (weights: float[]) rows columns =
        if rows < 1 || columns < 1 || int64 weights.Length <> int64 rows * int64 columns then
            refuse "weights" $"{weights.Length} weights are not {rows} x {columns}."

    /// <summary>rBar and r_eff^2.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="weights">N_out x N_in, row by row.</param>
    /// <param name="rows">N_out.</param>
    /// <param name="columns">N_in.</param>
    /// <remarks>Equations WC-1 to WC-4. Time N_out N_in min(N_out, N_in); memory for one copy of the weights and a panel.
    /// Absolute error about N_in 1e-15 for r_eff^2, less for rBar.</remarks>
    /// <exception cref="T:System.ArgumentException">A weight is not finite, or fewer than two rows are not zero.</exception>
    let measure
        (work: WorkSettings)
        (weights: float[])
        (rows: int)
        (columns: int)
        : WeightCorrelations =
        requireShape weights rows columns
        let unit, _ = directions weights rows columns
        let pairs = pairCount unit
        let n = float columns
        let total = Array.zeroCreate columns

        for i in 0 .. unit.Rows - 1 do
            for k in 0 .. columns - 1 do
                total[k] <- total[k] + unit.Values[i * columns + k]

        // |sum of directions|^2 holds every pair twice, and every row once.
        let cosines = 0.5 * ((total |> Array.sumBy (fun x -> x * x)) - float unit.Rows)

        {
            PresynapticCount = columns
            RowCount = unit.Rows
            ZeroRowCount = rows - unit.Rows
            Mean =
                {
                    Value = Math.Sqrt n * cosines / pairs
                    NullStandardDeviation = 1.0 / Math.Sqrt pairs
                }
            Squared =
                {
                    Value = n * PairSquares.ofRows work unit / pairs - 1.0
                    NullStandardDeviation = Math.Sqrt(2.0 * (n - 1.0) / ((n + 2.0) * pairs))
                }
        }

    let private trace (matrix: MatrixRows) =
        Seq.init matrix.Rows (fun i -> matrix.Values[i * matrix.Columns + i]) |> Seq.sum

    let private squareSum (matrix: MatrixRows) =
        matrix.Values |> Array.sumBy (fun x -> x * x)

    /// <summary>The standard deviation of r_C^2 over independent uniform directions.</summary>
    /// <remarks>Equation WC-7. The mean of (x C y)^2 over N directions is a U-statistic: its variance has a part from
    /// each single direction, of x C^2 x / n, and one from each pair.</remarks>
    let private nullDeviation rows n traceOfSquare traceOfFourth unit =
        let count = float rows
        let pairs = 0.5 * count * (count - 1.0)
        let mean = traceOfSquare / (n * n)

        let single =
            2.0 / (n * (n + 2.0)) * (traceOfFourth - traceOfSquare * traceOfSquare / n)
            / (n * n)

        let fourth =
            3.0 * (2.0 * traceOfFourth + traceOfSquare * traceOfSquare)
            / (n * (n + 2.0) * n * (n + 2.0))

        let both = fourth - mean * mean
        let variance = (2.0 * (count - 2.0) * Math.Max(0.0, single) + both) / pairs
        Math.Sqrt(Math.Max(0.0, variance)) / mean * unit

    /// <summary>r_C^2 of a weight matrix and the covariance of the layer below.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="weights">N_out x N_in, row by row.</param>
    /// <param name="rows">N_out.</param>
    /// <param name="columns">N_in.</param>
    /// <param name="covariance">C, N_in x N_in, symmetric, finite, not zero.</param>
    /// <remarks>Equations WC-5 to WC-7. Time N_out N_in (N_in + min(N_out, N_in)) + N_in^3. Absolute error about
    /// N_in/D 1e-13, D the dimensionality of C.</remarks>
    /// <exception cref="T:System.ArgumentException">A number is not finite, the covariance is zero or of another size,
    /// or fewer than two rows are not zero.</exception>
    let measureWithCovariance
        (work: WorkSettings)
        (weights: float[])
        (rows: int)
        (columns: int)
        (covariance: float[])
        : CovarianceAwareCorrelation =
        requireShape weights rows columns

        if int64 covariance.Length <> int64 columns * int64 columns then
            refuse
                "covariance"
                $"The covariance has {covariance.Length} entries instead of {columns} x {columns}."

        let unit, norms = directions weights rows columns

        let largest =
            covariance |> Array.fold (fun most x -> Math.Max(most, Math.Abs x)) 0.0

        if not (Double.IsFinite largest) || largest = 0.0 then
            refuse "covariance" "The covariance must be finite and not zero."

        // The scale of C drops out, and so does that of the weights.
        let scaled =
            MatrixProduct.matrix (covariance |> Array.map (fun x -> x / largest)) columns columns

        let n = float columns
        let traceOfSquare = squareSum scaled
        let squaredTrace = trace scaled * trace scaled

        let square =
            MatrixProduct.matrix (Array.zeroCreate covariance.Length) columns columns

        MatrixProduct.symmetricTimesTransposed work scaled scaled square
        let largestNorm = Array.max norms

        let withNorms =
            MatrixProduct.matrix
                (unit.Values
                 |> Array.mapi (fun place x -> x * (norms[place / columns] / largestNorm)))
                unit.Rows
                columns

        let squares =
            norms |> Array.map (fun norm -> (norm / largestNorm) * (norm / largestNorm))

        let sum = Array.sum squares
        let pairs = pairCount unit

        // Over pairs, as the sum over all less that over single rows.
        let gains = 0.5 * (sum * sum - (squares |> Array.sumBy (fun x -> x * x)))
        let unitOfSquare = n * traceOfSquare / squaredTrace

        let excess (x: MatrixRows) weightOfPairs =
            let expected = weightOfPairs * traceOfSquare / (n * n)
            (PairSquares.withCovariance work x scaled / expected - 1.0) * unitOfSquare

        {
            Squared =
                {
                    Value = excess unit pairs
                    NullStandardDeviation =
                        nullDeviation unit.Rows n traceOfSquare (squareSum square) unitOfSquare
                }
            SquaredByNorms = excess withNorms gains
            SquaredGain = gains / pairs * Math.Pow(largestNorm, 4.0)
        }
