namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Numerics
open CorrSyn.Numeric.Kernels

/// <summary>Mean and covariance of the activities of a layer from those of its pre-activations.</summary>
/// <remarks>Equations SN-2 to SN-13.</remarks>
[<RequireQualifiedAccess>]
module ActivityCovariance =

    /// The first order that is tried.
    [<Literal>]
    let private FirstOrder = 16

    /// 1/s, or 0 where s = 0: psi is then 0, and so is the covariance.
    let private inverses (neurons: PreActivation[]) =
        neurons
        |> Array.map (fun neuron ->
            if neuron.StandardDeviation > 0.0 then
                1.0 / neuron.StandardDeviation
            else
                0.0
        )

    /// The largest |psi_ij| over pairs, at most 1.
    let private largestCorrelation work (delta: float[]) (inverse: float[]) =
        let count = inverse.Length
        let largest = Array.zeroCreate count

        WorkSharing.forEachOf
            work
            (float count * float count)
            count
            (fun i ->
                let mutable most = Vector<float>.Zero
                let lanes = Vector<float>.Count
                let mutable j = i + 1

                while j + lanes <= count do
                    let psi =
                        Vector<float>(delta, i * count + j)
                        * inverse[i]
                        * Vector<float>(inverse, j)

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
        let inverse = inverses neurons

        largestCorrelation settings.Work delta inverse
        |> table settings phi neurons
        |> Result.mapError (fun points -> points, settings.PointLimit)
        |> Result.bind (fun table ->
            MehlerSeries.sum settings phi neurons table delta inverse output
            |> Result.map (fun report -> table.Mean, report)
            |> Result.mapError (fun points -> points, settings.PairPointLimit)
        )

    /// phi(z) = offset + slope z: C is Delta but for a factor, without error.
    let private affine work (offset, slope) (neurons: PreActivation[]) (delta: float[]) output =
        let count = neurons.Length

        WorkSharing.forEachOf
            work
            (float count * float count)
            count
            (fun i ->
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
    /// <param name="output">N x N, to be filled with C; it may be delta itself, which is then lost.</param>
    /// <returns>m, and how C was computed; or the points that an average would have needed, and how many are
    /// allowed.</returns>
    let evaluate
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
