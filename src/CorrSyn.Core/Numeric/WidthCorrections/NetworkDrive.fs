namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>One layer of networks whose order parameters the common drive moves.</summary>
type DrivenLayer =
    {
        Layer: int
        /// At infinite width.
        Limit: DrivenState
        /// Times N^(-1/2), added to the average over networks.
        Mean: DrivenState
        /// sqrt(N) times covariances over networks, in the order of <c>DrivenMap.toArray</c>.
        Covariance: float[,]
    }

/// <summary>Averages and scatter over networks of correlated synapses for any activation, to leading order.</summary>
/// <remarks>
/// Derived here. Networks scatter by N^(-1/4), with the numbers that the shared vector of each layer brings: these are Gaussian,
/// and the map of ten order parameters turns them into deviations. To first order that is the covariance, and to second
/// order it adds to the means at N^(-1/2), with what <c>WithinNetwork</c> gives. The map holds second derivatives as a
/// quadratic form, of which differences along the principal axes of the covariance are the trace.
/// </remarks>
[<RequireQualifiedAccess>]
module NetworkDrive =

    let private size = DrivenMap.size
    let private count = size + DrivenMap.sharedCount

    /// The step of differences, in units of a standard deviation: the map is smooth, and rounding counts with its inverse square.
    let private step = 1e-3

    /// That of first differences.
    let private smallStep = 1e-5

    /// Covariances of the shared numbers of one layer: g r times those of what the shared vector is multiplied with.
    let private sharedCovariance source (state: DrivenState) (statistics: InputStatistics) =
        let part i j =
            match i, j with
            | 0, 0 -> state.Q
            | 0, j when j <= 2 -> state.M[0, j - 1]
            | 0, j -> state.V[0, j - 3]
            | i, j when j <= 2 -> state.V[i - 1, j - 1]
            | i, j when i <= 2 -> statistics.Chain[i - 1, j - 3]
            | i, j -> statistics.LongChain[i - 3, j - 3]

        Array2D.init
            DrivenMap.sharedCount
            DrivenMap.sharedCount
            (fun i j -> source * part (min i j) (max i j))

    /// The columns of a square root of a covariance, by Cholesky's method; directions that vanish are left out.
    let private root (covariance: float[,]) : float[] list =
        let n = Array2D.length1 covariance
        let left = Array2D.copy covariance

        let pivots = Seq.init n (fun i -> covariance[i, i]) |> Array.ofSeq

        [
            for k in 0 .. n - 1 do
                // What rounding leaves of a variance that others explain.
                if left[k, k] > 1e-10 * pivots[k] then
                    let scale = Math.Sqrt left[k, k]
                    let column = Array.init n (fun i -> left[i, k] / scale)

                    for i in 0 .. n - 1 do
                        for j in 0 .. n - 1 do
                            left[i, j] <- left[i, j] - column[i] * column[j]

                    column
        ]

    let private none: NetworkShift = { Drive = 0.0; K1 = 0.0; Q = 0.0 }

    let private combine (terms: (float * float[]) list) =
        Array.init size (fun i -> terms |> List.sumBy (fun (factor, values) -> factor * values[i]))

    let private next (tensors: LayerTensors) (below: DrivenLayer) (statistics: InputStatistics) =
        let limit = below.Limit
        let centre = Array.append (DrivenMap.toArray limit) (Array.zeroCreate 5)

        let mapped shift scale (values: float[]) =
            DrivenMap.next
                tensors
                limit
                shift
                scale
                (DrivenMap.ofArray values[.. size - 1])
                (DrivenMap.sharedOfArray values[size..])
            |> DrivenMap.toArray

        let at = mapped none 1.0
        let value = at centre

        let moved (direction: float[]) amount =
            Array.map2 (fun x y -> x + amount * y) centre direction

        let first (direction: float[]) =
            combine
                [
                    0.5 / smallStep, at (moved direction smallStep)
                    -0.5 / smallStep, at (moved direction -smallStep)
                ]

        let second (direction: float[]) =
            let square = 1.0 / (step * step)

            combine
                [
                    square, at (moved direction step)
                    square, at (moved direction -step)
                    -2.0 * square, value
                ]

        let shared = sharedCovariance tensors.Source limit statistics

        let columns =
            (root below.Covariance |> List.map (fun x -> Array.append x (Array.zeroCreate 5)))
            @ (root shared |> List.map (Array.append (Array.zeroCreate size)))

        let deviations = columns |> List.map first

        // Synapses that are not shared have the variance (1 - rho) g/N.
        let r = tensors.Correlation

        let ofShared =
            let amount = r * smallStep

            let weaker =
                { none with
                    K1 = -amount * limit.K1
                    Q = -amount * limit.Q
                }

            let stronger =
                { none with
                    K1 = amount * limit.K1
                    Q = amount * limit.Q
                }

            combine
                [
                    0.5 / smallStep, mapped weaker (1.0 - amount) centre
                    -0.5 / smallStep, mapped stronger (1.0 + amount) centre
                ]

        let carried =
            first (Array.append (DrivenMap.toArray below.Mean) (Array.zeroCreate 5))

        let within =
            WithinNetwork.correction (InputStatistics.view tensors limit statistics)
            |> DrivenMap.toArray

        let mean =
            combine (
                [ 1.0, ofShared; 1.0, carried; 1.0, within ]
                @ (columns |> List.map (fun direction -> 0.5, second direction))
            )

        {
            Layer = below.Layer + 1
            Limit = DrivenMap.ofArray value
            Mean = DrivenMap.ofArray mean
            Covariance =
                Array2D.init
                    size
                    size
                    (fun i j -> deviations |> List.sumBy (fun column -> column[i] * column[j]))
        }

    let private input (state: LayerState) =
        let none = Array2D.zeroCreate 2 2
        let square = state.K2 + state.NSigma

        let at (values: float * float * float * float) m =
            let k1, q, square, k2 = values

            {
                K1 = k1
                Q = q
                Square = square
                K2 = k2
                M = m
                V = none
            }

        // |h|^2/N of one input has the variance 2 tr C^2/N^2.
        let squared = array2D [ [ 0.0; 0.0 ]; [ 0.0; 2.0 * square ] ]

        {
            Layer = 0
            Limit = at (state.K1, 0.0, square, state.K2) none
            Mean = at (0.0, 0.0, 0.0, 0.0) squared
            Covariance = Array2D.zeroCreate size size
        }

    /// <summary>How far K2 + N Sigma may be from that of the map: both are the same number.</summary>
    let private cancellationLimit = 1e-6

    /// <summary>The input and every layer.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="spec">A network of equal widths with Gaussian or binary weights, or independent ones.</param>
    /// <param name="states">The limit of infinite width, from the map of ten order parameters.</param>
    /// <returns>One for each state; plain units.</returns>
    let evaluate
        (settings: AverageSettings)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<DrivenLayer list, SolveError> =
        let rec run
            (layers: NetworkLayer list)
            (states: LayerState list)
            (below: DrivenLayer)
            statistics
            collected
            =
            match layers, states with
            | layer :: layers, state :: (above :: _ as states) ->
                LayerTensors.evaluate settings layer state
                |> Result.bind (fun tensors ->
                    let driven = next tensors below statistics
                    let total = above.K2 + above.NSigma
                    let isSame = Math.Abs(driven.Limit.Square - total) <= cancellationLimit * total
                    let values = DrivenMap.toArray driven.Mean

                    if not (Array.forall Double.IsFinite values) then
                        Error(NonFinite(above.Layer, "the correction of N Sigma"))
                    elif not isSame then
                        Error(Cancelled(above.Layer, "the correction of order N^(-1/2)"))
                    else
                        let view = InputStatistics.view tensors below.Limit statistics
                        run layers states driven (InputStatistics.next view) (driven :: collected)
                )
            | _ -> Ok(List.rev collected)

        match states with
        | [] -> Ok []
        | state :: _ ->
            let start = input state
            run spec.Layers states start InputStatistics.start [ start ]
