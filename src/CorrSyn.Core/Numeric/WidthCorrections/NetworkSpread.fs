namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Recursion

/// <summary>Standard deviations over networks of one width.</summary>
type LayerSpread =
    {
        Layer: int
        K1: float
        NSigma: float
        /// Of D/N, from all terms of order 1/N and those of order 1/N^2 that independent weights make.
        Dimension: float
        /// The same with all terms that are known: the difference says how far it can be trusted.
        DimensionOfAllTerms: float
    }

/// <summary>How K1, N Sigma and D/N of single networks of a given width scatter.</summary>
/// <remarks>
/// Derived here: variances by the delta method, layer by layer. Deviations pass with the derivatives of the map. What a
/// layer adds is of order 1/N (see <c>NetworkScatter</c>), and where that is small or vanishes, as for r = 0, the
/// order 1/N^2 counts: x.C x of each neuron, summed over neurons, and tr C of the input, whose squares make tr Delta and
/// tr Delta^2 fluctuate. Their covariance is exact for given traces of C, and traces of C are averaged over linear
/// networks with the same slopes. With r above 0 eigenvalues O(sqrt(N)) make tr C^2 skew, which widens K2 + N Sigma and not
/// D/N: there the deviation of D/N leaves these terms out.
/// </remarks>
[<RequireQualifiedAccess>]
module NetworkSpread =

    let private count = NetworkFluctuations.count
    let private square = NetworkFluctuations.square
    let private diagonal = NetworkFluctuations.diagonal

    /// Covariances of tr X^a / N and tr X^b / N for a, b = 1, 2 from averages over networks.
    let private covarianceOfTraces
        (width: int)
        (covariance: TraceSum -> TraceSum -> float)
        : float[,] =
        let n = float width

        Array2D.init
            2
            2
            (fun a b ->
                covariance (TraceMoments.ofPowers [ a + 1 ]) (TraceMoments.ofPowers [ b + 1 ])
                / (n * n)
            )

    let private inputCovariance width (moments: TraceSum) =
        let average = TraceMoments.average moments

        let traces =
            covarianceOfTraces
                width
                (fun a b -> average (TraceMoments.product a b) - average a * average b)

        Array2D.init
            count
            count
            (fun i j ->
                match (i, j) with
                | 0, 0 -> traces[0, 0]
                | (0, j)
                | (j, 0) when j = square -> traces[0, 1]
                | _ when i = square && j = square -> traces[1, 1]
                | _ -> 0.0
            )

    /// tr (w C w^T)^p = g^p tr C^p for a Haar matrix times sqrt(g).
    let private throughHaar gain (moments: TraceSum) : Map<int list, TraceSum> =
        moments
        |> Map.map (fun powers _ -> Map [ powers, Math.Pow(gain, float (List.sum powers)) ])

    /// The covariance of tr Delta / N and tr Delta^2 / N over weights, averaged over C.
    let private ofWeights width transfer (moments: TraceSum) =
        let over = TraceMoments.averaged transfer

        covarianceOfTraces
            width
            (fun a b ->
                TraceMoments.subtract
                    (over (TraceMoments.product a b))
                    (TraceMoments.product (over a) (over b))
                |> TraceMoments.average moments
            )

    /// What numbers of two values take from it: the squared weights of a neuron do not fluctuate, so w_i.A w_i loses the
    /// diagonal of A = C, and of A = C^2 in tr Delta^2. Diagonals are alike here.
    let private ofTwoValues (widthBelow: int) (layer: NetworkLayer) (below: LayerState) =
        let factor = -2.0 * layer.Gain * layer.Gain / (float widthBelow * float layer.Width)

        let ratio = float layer.Width / float widthBelow
        let total = below.K2 + below.NSigma
        let diagonals = below.K1 * total
        let gain = layer.Gain
        let k1 = below.K1
        let both = 2.0 * gain * (ratio * diagonals + k1 * below.K2)

        let ofSquares =
            4.0
            * gain
            * gain
            * (ratio * ratio * total * total
               + 2.0 * ratio * k1 * diagonals
               + k1 * k1 * below.K2)

        array2D [ [ factor * below.K2; factor * both ]; [ factor * both; factor * ofSquares ] ]

    /// The covariance that a layer adds, by its response to tr Delta and tr Delta^2.
    let private ofResponse (response: LayerResponse) (traces: float[,]) =
        let slopes row =
            if row < response.ByTrace.Length then
                response.ByTrace[row], (if row = square then response.BySquaredTrace else 0.0)
            else
                0.0, 0.0

        Array2D.init
            count
            count
            (fun i j ->
                let a, b = slopes i
                let c, d = slopes j

                a * c * traces[0, 0] + (a * d + b * c) * traces[0, 1] + b * d * traces[1, 1]
            )

    /// What neurons that respond differently add: the variances of Delta_ii and w_i.C^2 w_i of one neuron, of order 1/N, times
    /// those of responses.
    let private ofNeurons
        (widthBelow: int)
        (layer: NetworkLayer)
        (below: LayerState)
        (response: LayerResponse)
        (scatter: LayerScatter)
        =
        let n = float widthBelow
        let total = below.K2 + below.NSigma
        let traces = [| total; scatter.BulkCubed; scatter.BulkQuartic |]

        // Squares of weights of two values do not fluctuate. Rows of a Haar matrix depend on each other at the order of these
        // terms, which are left out there.
        let diagonals =
            match NetworkScatter.lawOf layer.Synapses with
            | RowLaw.Gaussian -> [| 0.0; 0.0; 0.0 |]
            | RowLaw.Binary -> [| below.K2; below.K1 * total; total * total |]
            | RowLaw.Orthogonal -> traces

        let ofPairs =
            match NetworkScatter.lawOf layer.Synapses with
            | RowLaw.Gaussian
            | RowLaw.Binary -> response.OfPairs / (n * n)
            | RowLaw.Orthogonal -> 0.0

        let variance k =
            2.0 * layer.Gain * layer.Gain * (traces[k] - diagonals[k])
            / (n * float layer.Width)

        let tables = response.OfResponses
        let means = Array2D.length1 tables[0]

        Array2D.init
            count
            count
            (fun i j ->
                if i < means && j < means then
                    tables[0][i, j] * variance 0
                    + (tables[1][i, j] + tables[1][j, i]) * variance 1
                    + tables[2][i, j] * variance 2
                    + (if i = square && j = square then ofPairs else 0.0)
                else
                    0.0
            )

    /// The covariances in every layer; with what shared vectors make at all orders, or at 1/N alone.
    let private covariances
        (spec: NetworkSpec)
        (withShared: bool)
        (states: LayerState list)
        (scatter: LayerScatter list)
        =
        let next
            (covariance, moments)
            (
                (widthBelow, layer: NetworkLayer),
                (below: LayerState, belowScatter),
                (state: LayerState, response)
            ) =
            let width = layer.Width
            let n = float width

            let rho =
                if withShared then
                    NetworkLayer.weightCorrelation widthBelow layer
                else
                    0.0

            let isHaar = layer.Synapses = SynapseEnsemble.Orthogonal

            let transfer =
                if isHaar then
                    throughHaar layer.Gain moments
                else
                    TraceMoments.throughWeights widthBelow width layer.Gain rho

            let traces = ofWeights width transfer moments

            let traces =
                if layer.Synapses.IsBinary then
                    let lost = ofTwoValues widthBelow layer below
                    Array2D.init 2 2 (fun i j -> traces[i, j] + lost[i, j])
                else
                    traces

            let weights = ofResponse response traces
            let differences = ofNeurons widthBelow layer below response belowScatter
            let passedOn = NetworkScatter.passOn response.Jacobian covariance

            let ofDirections =
                if withShared then
                    (response.BeyondLinear - response.Directions) / n
                else
                    0.0

            let covariance =
                Array2D.init
                    count
                    count
                    (fun i j ->
                        passedOn[i, j]
                        + response.Added[i, j] / n
                        + weights[i, j]
                        + differences[i, j]
                        + (if i = square && j = square then ofDirections else 0.0)
                    )

            let offset = state.K1 - response.SquaredSlope * layer.Gain * below.K1
            covariance, TraceMoments.next width response.SquaredSlope offset transfer moments

        let moments = TraceMoments.input spec.Width spec.Inputs
        let responses = scatter |> List.choose (fun layer -> layer.Response)

        List.zip3
            (List.zip (List.take spec.Depth spec.Widths) spec.Layers)
            (List.zip (List.take spec.Depth states) (List.take spec.Depth scatter))
            (List.zip (List.tail states) responses)
        |> List.scan next (inputCovariance spec.Width moments, moments)
        |> List.map fst

    let private deviation (variance: float) = Math.Sqrt(Math.Max(0.0, variance))

    let private ofDimension (state: LayerState) (covariance: float[,]) =
        let total = state.K2 + state.NSigma

        state.Dimension
        * deviation (
            4.0 * covariance[0, 0] / (state.K1 * state.K1)
            + covariance[square, square] / (total * total)
            - 4.0 * covariance[0, square] / (state.K1 * total)
        )

    /// <summary>The spread of every layer at the width of the network.</summary>
    /// <param name="spec">A network; phi is odd, or r = 0, and orthogonal layers are square.</param>
    /// <param name="states">The limit of infinite width.</param>
    /// <param name="scatter">The scatter at the order 1/N.</param>
    /// <returns>One for each state; or the layer where a number leaves the range of floating point.</returns>
    let evaluate
        (spec: NetworkSpec)
        (states: LayerState list)
        (scatter: LayerScatter list)
        : Result<LayerSpread list, SolveError> =
        let spreads =
            List.map3
                (fun (state: LayerState) (all: float[,]) (plain: float[,]) ->
                    {
                        Layer = state.Layer
                        K1 = deviation all[0, 0]
                        NSigma =
                            deviation (
                                all[square, square] - 2.0 * all[square, diagonal]
                                + all[diagonal, diagonal]
                            )
                        Dimension = ofDimension state plain
                        DimensionOfAllTerms = ofDimension state all
                    }
                )
                states
                (covariances spec true states scatter)
                (covariances spec false states scatter)

        match
            spreads
            |> List.tryFind (fun layer ->
                not (Double.IsFinite(layer.K1 + layer.NSigma + layer.DimensionOfAllTerms))
            )
        with
        | Some layer -> Error(NonFinite(layer.Layer, "the scatter of networks"))
        | None -> Ok spreads
