namespace CorrSyn.Numeric

open System

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

    /// <summary>The moments.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="layer">The layer, for errors.</param>
    /// <param name="mean">m, N numbers.</param>
    /// <param name="covariance">C, N x N, row by row.</param>
    /// <returns>The moments; or which of them is not finite; or that nothing varies.</returns>
    /// <remarks>Equation SN-14. Relative error at most N 2e-16, in practice far less: all sums are over squares
    /// or variances. They are taken in units of the largest variance, so that only results can underflow.</remarks>
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

            WorkSharing.forEach
                work
                count
                (fun i ->
                    let mutable sum = 0.0

                    for j in i + 1 .. count - 1 do
                        let ratio = covariance[i * count + j] / largest
                        sum <- sum + ratio * ratio

                    pairs[i] <- sum
                )

            let n = float count
            let mutable trace = 0.0
            let mutable squares = 0.0
            let mutable means = 0.0

            for i in 0 .. count - 1 do
                let ratio = covariance[i * count + i] / largest
                trace <- trace + ratio
                squares <- squares + ratio * ratio
                means <- means + mean[i] * mean[i]

            let offDiagonal = 2.0 * Array.sum pairs
            let unit = largest * largest

            let moments =
                {
                    Trace = trace * largest
                    TraceOfSquare = (squares + offDiagonal) * unit
                    K1 = trace / n * largest
                    K2 = squares / n * unit
                    Q = means / n
                    NSigma = if count = 1 then 0.0 else offDiagonal / (n - 1.0) * unit
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
