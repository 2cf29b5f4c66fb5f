namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Buffers
open System.Numerics
open System.Runtime.CompilerServices
open CorrSyn.Numeric
open CorrSyn.Numeric.Kernels

/// <summary>One layer of given weights.</summary>
type WeightLayer =
    {
        /// N', rows of the weights.
        OutputCount: int
        /// N, columns of the weights.
        InputCount: int
        /// w, N' x N, row by row; finite.
        Weights: float[]
        /// b, N' numbers; finite.
        Biases: float[]
        Nonlinearity: Nonlinearity
    }

/// <summary>Mean and covariance of the pre-activations of one layer: u = w m + b and Delta = w C w^T.</summary>
[<RequireQualifiedAccess>]
module PreActivationCovariance =

    /// The sums over k of w_k m_k and of |w_k| d_k, for one row of the weights.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private rowSums (weights: float[]) start (means: float[]) (deviations: float[]) =
        let lanes = Vector<float>.Count
        let count = means.Length
        let mutable products = Vector<float>.Zero
        let mutable sizes = Vector<float>.Zero
        let mutable k = 0

        while k + lanes <= count do
            let w = Vector<float>(weights, start + k)
            products <- Vector.MultiplyAddEstimate(w, Vector<float>(means, k), products)
            sizes <- Vector.MultiplyAddEstimate(Vector.Abs w, Vector<float>(deviations, k), sizes)
            k <- k + lanes

        let mutable product = Vector.Sum products
        let mutable size = Vector.Sum sizes

        while k < count do
            product <- product + weights[start + k] * means[k]
            size <- size + Math.Abs weights[start + k] * deviations[k]
            k <- k + 1

        struct (product, size)

    /// Whether some |Delta_ij| of row i, j above i, exceeds s_i s_j.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private hasExcess (delta: float[]) (s: float[]) i =
        let count = s.Length
        let mutable found = false

        for j in i + 1 .. count - 1 do
            if Math.Abs delta[i * count + j] > s[i] * s[j] then
                found <- true

        found

    /// Rows of Delta that are computed at a time where there are many.
    [<Literal>]
    let private PanelRows = 512

    /// Delta from all of w C, where that is small.
    let private productsAtOnce work (weights: MatrixRows) (covariance: MatrixRows) delta =
        let room = ArrayPool<float>.Shared.Rent(weights.Rows * weights.Columns)
        let half = MatrixProduct.matrix room weights.Rows weights.Columns
        // C is its own transpose.
        MatrixProduct.timesTransposed work weights covariance half
        MatrixProduct.symmetricTimesTransposed work half weights delta
        ArrayPool<float>.Shared.Return room

    /// The same bits, with w C and Delta from the diagonal on for some rows at a time: neither is there as a whole.
    let private productsByPanels work (weights: MatrixRows) (covariance: MatrixRows) delta =
        let outputs = weights.Rows
        let half = GC.AllocateUninitializedArray<float>(PanelRows * weights.Columns)
        let panel = GC.AllocateUninitializedArray<float>(PanelRows * outputs)

        for first in 0..PanelRows .. outputs - 1 do
            let rows = min PanelRows (outputs - first)
            let columns = outputs - first
            let left = MatrixProduct.matrix half rows weights.Columns

            MatrixProduct.timesTransposed
                work
                (MatrixProduct.rowsOf weights first rows)
                covariance
                left

            MatrixProduct.timesTransposed
                work
                left
                (MatrixProduct.rowsOf weights first columns)
                (MatrixProduct.matrix panel rows columns)

            for i in 0 .. rows - 1 do
                let place = (first + i) * outputs + first
                Array.Copy(panel, i * columns, delta.Values, place, columns)

        MatrixProduct.mirrorUpper work delta

    let private products work (layer: WeightLayer) (covariance: float[]) =
        let outputs = layer.OutputCount
        let inputs = layer.InputCount
        let weights = MatrixProduct.matrix layer.Weights outputs inputs
        let below = MatrixProduct.matrix covariance inputs inputs

        let delta =
            MatrixProduct.matrix
                (GC.AllocateUninitializedArray<float>(outputs * outputs))
                outputs
                outputs

        if outputs <= PanelRows then
            productsAtOnce work weights below delta
        else
            productsByPanels work weights below delta

        delta.Values

    /// <summary>The first pair whose correlation exceeds 1 by more than rounding.</summary>
    /// <remarks>Errors up to gamma e_i e_j in Delta_ij leave |Delta_ij| below s_i s_j + (d_i s_j + d_j s_i)^2/(2 s_i s_j)
    /// with d_i = sqrt(gamma) e_i. Where s_i = 0, its true value may be as large as d_i.</remarks>
    let private excess work number (delta: float[]) (s: float[]) (error: float[]) =
        let count = s.Length
        let found = Array.create count None

        let allowed i j =
            let limit = s[i] * s[j]

            if limit > 0.0 then
                let relative = error[i] / s[i] + error[j] / s[j]
                limit * (1.0 + 0.5 * relative * relative)
            else
                (s[i] + error[i]) * (s[j] + error[j])

        WorkSharing.forEachOf
            work
            (float count * float count)
            count
            (fun i ->
                if hasExcess delta s i then
                    for j in i + 1 .. count - 1 do
                        let size = Math.Abs delta[i * count + j]

                        if size > s[i] * s[j] && size > allowed i j && found[i].IsNone then
                            let correlation = delta[i * count + j] / (s[i] * s[j])
                            found[i] <- Some(ExcessCorrelation(number, i, j, correlation))
            )

        found |> Array.tryPick id

    /// <summary>The pre-activations.</summary>
    /// <param name="work">Threads.</param>
    /// <param name="number">The number of the layer, for errors.</param>
    /// <param name="layer">Weights and biases.</param>
    /// <param name="mean">m of the layer below, N numbers.</param>
    /// <param name="covariance">C of the layer below, N x N, symmetric, |C_kl| at most sqrt(C_kk C_ll).</param>
    /// <param name="precision">The error of C_kl in units of sqrt(C_kk C_ll).</param>
    /// <returns>Neurons and Delta, N' x N'; or the first thing that is wrong with them.</returns>
    /// <remarks>Equation SN-1. With e_i = sum over k of |w_ik| sqrt(C_kk), rounding and the error of C change Delta_ij
    /// by at most gamma e_i e_j, gamma = (N + 2) 2^-52 + precision (equation SN-15). A correlation is clamped to 1 within
    /// what that allows, and a negative variance to 0; anything beyond is an error.</remarks>
    let evaluate
        (work: WorkSettings)
        (number: int)
        (layer: WeightLayer)
        (mean: float[])
        (covariance: float[])
        (precision: float)
        : Result<PreActivation[] * float[], SolveError> =
        let inputs = layer.InputCount
        let outputs = layer.OutputCount
        let delta = products work layer covariance
        let deviations = Array.init inputs (fun k -> Math.Sqrt covariance[k * inputs + k])
        let gamma = Math.ScaleB(float (inputs + 2), -52) + precision

        let sums =
            Array.init outputs (fun i -> rowSums layer.Weights (i * inputs) mean deviations)

        let fields =
            Array.map2 (fun struct (product, _) bias -> product + bias) sums layer.Biases

        let variances = Array.init outputs (fun i -> delta[i * outputs + i])

        let reach = sums |> Array.map (fun struct (_, size) -> size)

        let isFinite (values: float[]) = Array.forall Double.IsFinite values

        let negative =
            [ 0 .. outputs - 1 ]
            |> List.tryFind (fun i -> variances[i] < -gamma * reach[i] * reach[i])

        match negative with
        | _ when not (isFinite fields) -> Error(NonFinite(number, "a mean pre-activation"))
        // With finite variances, covariances are finite: they are bounded by them.
        | _ when not (isFinite variances) ->
            Error(NonFinite(number, "the variance of a pre-activation"))
        | Some i -> Error(NegativeVariance(number, i, variances[i]))
        | None ->
            let s = variances |> Array.map (fun variance -> Math.Sqrt(Math.Max(0.0, variance)))

            let error = reach |> Array.map (fun e -> Math.Sqrt gamma * e)

            match excess work number delta s error with
            | Some error -> Error error
            | None ->
                let neurons =
                    Array.map2
                        (fun field deviation ->
                            {
                                Field = field
                                StandardDeviation = deviation
                            }
                        )
                        fields
                        s

                Ok(neurons, delta)
