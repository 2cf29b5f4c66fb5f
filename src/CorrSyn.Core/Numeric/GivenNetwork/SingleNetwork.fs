namespace CorrSyn.Numeric.GivenNetwork

open System
open CorrSyn.Numeric
open CorrSyn.Numeric.Kernels

/// <summary>One layer of one given network.</summary>
type SingleLayer =
    {
        /// 0 for the input.
        Layer: int
        /// m, N numbers.
        Mean: float[]
        /// C, N x N, row by row, exactly symmetric. Empty if it was not kept.
        Covariance: float[]
        /// u, N numbers; empty for the input.
        PreActivationMean: float[]
        /// Delta, N x N, row by row, exactly symmetric. Empty for the input, or if it was not kept.
        PreActivationCovariance: float[]
        Moments: CovarianceMoments
        /// How C was computed; nothing was for the input.
        Report: SeriesReport
    }

/// <summary>Mean and covariance of the activities of one given network, layer by layer, with Gaussian
/// pre-activations.</summary>
/// <remarks>Equations SN-1 to SN-15 of docs/theory/single-network.md.</remarks>
[<RequireQualifiedAccess>]
module SingleNetwork =

    /// <summary>1e-13, 512 terms, 200,000 nodes of a rule, 1e7 points for a pair.</summary>
    let defaultSettings (work: WorkSettings) : SingleNetworkSettings =
        {
            Tolerance = 1e-13
            OrderLimit = 512
            PointLimit = 200_000
            PairPointLimit = 10_000_000
            Work = work
        }

    let private next settings keepsCovariances number (layer: WeightLayer) (below: SingleLayer) =
        // The input is taken as exact.
        let precision = if number = 1 then 0.0 else settings.Tolerance

        PreActivationCovariance.evaluate
            settings.Work
            number
            layer
            below.Mean
            below.Covariance
            precision
        |> Result.bind (fun (neurons, delta) ->
            // Where Delta need not be kept, C takes its place.
            let covariance =
                if keepsCovariances then
                    GC.AllocateUninitializedArray<float> delta.Length
                else
                    delta

            ActivityCovariance.evaluate settings layer.Nonlinearity neurons delta covariance
            |> Result.mapError (fun (points, allowed) -> NotResolved(number, points, allowed))
            |> Result.bind (fun (mean, report) ->
                CovarianceMoments.evaluate settings.Work number mean covariance
                |> Result.map (fun moments ->
                    {
                        Layer = number
                        Mean = mean
                        Covariance = covariance
                        PreActivationMean = neurons |> Array.map _.Field
                        PreActivationCovariance = if keepsCovariances then delta else [||]
                        Moments = moments
                        Report = report
                    }
                )
            )
        )

    /// Exactly symmetric: of two entries that differ by rounding the mean is taken.
    let private symmetric width (covariance: float[]) =
        let result = GC.AllocateUninitializedArray<float> covariance.Length

        for i in 0 .. width - 1 do
            for j in i .. width - 1 do
                let value = 0.5 * covariance[i * width + j] + 0.5 * covariance[j * width + i]
                result[i * width + j] <- value
                result[j * width + i] <- value

        result

    let private isSymmetric width (covariance: float[]) =
        let mutable found = true

        for i in 0 .. width - 1 do
            for j in i + 1 .. width - 1 do
                if covariance[i * width + j] <> covariance[j * width + i] then
                    found <- false

        found

    let private input settings keepsCovariances (mean: float[]) (covariance: float[]) =
        let covariance =
            // What is kept must not be the array of the caller.
            if not keepsCovariances && isSymmetric mean.Length covariance then
                covariance
            else
                symmetric mean.Length covariance

        CovarianceMoments.evaluate settings.Work 0 mean covariance
        |> Result.map (fun moments ->
            {
                Layer = 0
                Mean = mean
                Covariance = covariance
                PreActivationMean = [||]
                PreActivationCovariance = [||]
                Moments = moments
                Report =
                    {
                        Order = 0
                        Remainder = 0.0
                        SeriesPairCount = 0L
                        DirectPairCount = 0L
                    }
            }
        )

    /// <summary>All layers of a network.</summary>
    /// <param name="settings">Accuracy and limits.</param>
    /// <param name="keepsCovariances">Whether every layer keeps C and Delta, 16 N^2 bytes each, or only the last one its C.</param>
    /// <param name="layers">From the input up.</param>
    /// <param name="mean">m of the input.</param>
    /// <param name="covariance">C of the input, row by row.</param>
    /// <returns>One layer more than there are weights, the input first; or why there is no answer.</returns>
    /// <remarks>Dimensionless. m and C are exact to the tolerance for the first layer if the inputs are Gaussian; above,
    /// the pre-activations are taken as Gaussian, which they are as D grows. The results are the same bits for every
    /// number of threads.</remarks>
    /// <exception cref="T:System.ArgumentException">What <c>NetworkCheck</c> refuses.</exception>
    /// <exception cref="T:System.OperationCanceledException">Cancelled.</exception>
    let propagate
        (settings: SingleNetworkSettings)
        (keepsCovariances: bool)
        (layers: WeightLayer list)
        (mean: float[])
        (covariance: float[])
        : Result<SingleLayer list, SolveError> =
        let kept (layer: SingleLayer) =
            if keepsCovariances then
                layer
            else
                { layer with
                    Covariance = [||]
                    PreActivationCovariance = [||]
                }

        let rec run number (below: SingleLayer) layers finished =
            match layers with
            | [] -> Ok(List.rev (below :: finished))
            | layer :: rest ->
                next settings keepsCovariances number layer below
                |> Result.bind (fun above -> run (number + 1) above rest (kept below :: finished))

        NetworkCheck.require layers mean covariance

        input settings keepsCovariances mean covariance
        |> Result.bind (fun layer -> run 1 layer layers [])
