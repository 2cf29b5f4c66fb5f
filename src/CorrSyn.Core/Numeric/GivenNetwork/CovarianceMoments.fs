namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Numerics
open System.Runtime.CompilerServices
open CorrSyn.Numeric
open CorrSyn.Numeric.Kernels

/// <summary>Moments of the activities of one layer of one network, from its m and C.</summary>
/// <remarks>Dimensionless; the definitions of docs/theory/notation.md, without any average over networks.</remarks>
type CovarianceMoments =
    {
        /// tr C.
        Trace: float
        /// tr C^2.
        TraceOfSquare: float
        /// tr C / N.
        K1: float
        /// The mean of C_ii^2.
        K2: float
        /// The mean of m_i^2.
        Q: float
        /// N times the mean of C_ij^2 over pairs; 0 for a single neuron.
        NSigma: float
        /// (tr C)^2 / (N tr C^2).
        Dimension: float
    }

/// Sums over a covariance matrix.
[<RequireQualifiedAccess>]
module CovarianceMoments =

    /// The sum of squares of some numbers, in a unit.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private squaresOfRow (values: float[]) start count perUnit =
        let lanes = Vector<float>.Count
        let mutable sums = Vector<float>.Zero
        let mutable k = 0

        while k + lanes <= count do
            let ratio = Vector<float>(values, start + k) * Vector<float>(perUnit: float)
            sums <- Vector.MultiplyAddEstimate(ratio, ratio, sums)
            k <- k + lanes

        let mutable sum = Vector.Sum sums

        while k < count do
            let ratio = values[start + k] * perUnit
            sum <- sum + ratio * ratio
            k <- k + 1

        sum

    /// <summary>The moments.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="layer">The layer, for errors.</param>
    /// <param name="mean">m, N numbers.</param>
    /// <param name="covariance">C, N x N, row by row.</param>
    /// <returns>The moments; or which of them is not finite; or that nothing varies.</returns>
    /// <remarks>Equation SN-14. Relative error at most N 2e-16, in practice far less: all sums are over squares
    /// or variances. They are taken in units of about the largest variance, so that only results can underflow.</remarks>
    let evaluate
        (work: WorkSettings)
        (layer: int)
        (mean: float[])
        (covariance: float[])
        : Result<CovarianceMoments, SolveError> =
        let count = mean.Length
        let mutable largest = 0.0

        for i in 0 .. count - 1 do
            // Max hands NaN on.
            largest <- Math.Max(largest, covariance[i * count + i])

        if not (Double.IsFinite largest) then
            Error(NonFinite(layer, "a variance"))
        elif largest = 0.0 then
            Error(NoVariance layer)
        else
            let pairs = Array.zeroCreate count
            // A power of 2, so that nothing is rounded.
            let unit = Math.ScaleB(1.0, Math.ILogB largest)
            let perUnit = 1.0 / unit

            WorkSharing.forEachOf
                work
                (0.5 * float count * float count)
                count
                (fun i ->
                    pairs[i] <- squaresOfRow covariance (i * count + i + 1) (count - i - 1) perUnit
                )

            let n = float count
            let mutable trace = 0.0
            let mutable squares = 0.0
            let mutable means = 0.0

            for i in 0 .. count - 1 do
                let ratio = covariance[i * count + i] * perUnit
                trace <- trace + ratio
                squares <- squares + ratio * ratio
                means <- means + mean[i] * mean[i]

            let offDiagonal = 2.0 * Array.sum pairs
            let square = unit * unit

            let moments =
                {
                    Trace = trace * unit
                    TraceOfSquare = (squares + offDiagonal) * square
                    K1 = trace / n * unit
                    K2 = squares / n * square
                    Q = means / n
                    NSigma = if count = 1 then 0.0 else offDiagonal / (n - 1.0) * square
                    Dimension = trace * trace / (n * (squares + offDiagonal))
                }

            let notFinite =
                [
                    "tr C", moments.Trace
                    "tr C^2", moments.TraceOfSquare
                    "Q", moments.Q
                    "D/N", moments.Dimension
                ]
                |> List.tryFind (snd >> Double.IsFinite >> not)

            match notFinite with
            | Some(quantity, _) -> Error(NonFinite(layer, quantity))
            | None -> Ok moments
