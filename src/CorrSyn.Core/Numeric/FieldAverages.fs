namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic

/// How accurate averages are to be, and what they may cost.
type AverageSettings =
    {
        /// The relative error of an average; 1e-15 to 1e-3. Below 4e-15 rounding decides.
        Tolerance: float
        /// The most nodes of one rule.
        PointLimit: int
    }

/// <summary>Averages over the neurons of a layer of products of functions of the field.</summary>
[<RequireQualifiedAccess>]
module FieldAverages =

    /// A relative error of 1e-13, with at most 200,000 nodes.
    let defaultSettings: AverageSettings =
        {
            Tolerance = 1e-13
            PointLimit = 200_000
        }

    /// A few roundings, which no estimate goes below.
    let private rounding = 2e-15

    let private resolution reach panelNodes smoothNodes width =
        {
            Panel = PanelRule.legendre panelNodes
            Smooth = PanelRule.hermite smoothNodes
            Width = width
            Reach = reach
        }

    /// Each is compared with the one before it.
    let private resolutions =
        [ 16, 20, 2.0; 22, 28, 2.0; 24, 32, 1.0; 24, 32, 0.5 ]
        |> List.map (fun (panel, smooth, width) -> resolution 13.0 panel smooth width)

    /// Beyond 13 standard deviations lie 1e-38 of a Gaussian; averages of what grows fast reach further.
    let private reaches = [ 13.0; 20.0; 36.0 ]

    let private tryReach layer (activation: Activation) (spread: float) =
        let size z =
            Math.Max(
                Math.Abs(Activation.apply activation z),
                Math.Abs(Activation.apply activation -z)
            )

        let typical = Seq.init 16 (fun i -> size (spread * float (i + 1) / 8.0)) |> Seq.max

        // Up to four factors of phi beneath the density, down to exp(-40) of the typical value.
        let isEnough reach =
            4.0 * Math.Log(size (reach * spread) / typical) - 0.5 * reach * reach < -40.0

        if typical = 0.0 then
            Ok 13.0
        else
            match reaches |> List.tryFind isEnough with
            | Some reach -> Ok reach
            | None -> Error(NonFinite(layer, $"the fourth moment of {Activation.name activation}"))

    let private tryResponse layer (activation: Activation) (limit: float) (s: float) spread =
        match ClosedForm.tryEvaluate activation with
        | Some _ ->
            // What is left of a sine beyond 39 s is below the smallest number.
            let width =
                if activation = Activation.Sin && s < 39.0 then
                    2.0
                else
                    Double.PositiveInfinity

            Ok(Response.ofClosedForm activation limit width)
        | None -> Response.tryCreate layer activation limit (0.25 * Math.Min(1.0, s)) spread

    /// The functions of the field at u, by closed forms or by panels.
    let private neuron
        (activation: Activation)
        (response: Response)
        (resolution: Resolution)
        (order: int)
        (fieldStdDev: float)
        (s: float)
        : float -> NeuronFunction -> float =
        match ClosedForm.tryEvaluate activation with
        | Some closed -> fun u -> closed u s
        | None ->
            let isSmooth u =
                let distance = FieldPanels.smoothedReach * s

                response.Order > 0
                && not (FieldPanels.isNearBreak response.Breaks distance u u)
                && FieldPanels.narrowest response.Edges (u - distance) (u + distance) >= 2.0 * s

            let nodes = NeuronAverage.nodes response resolution order

            // One set of nodes serves all fields where these vary less than the inputs, or little more.
            let shared =
                lazy
                    (let set = nodes 0.0 s (resolution.Reach * (1.0 + fieldStdDev / s))

                     let masses =
                         Array.map2
                             (fun w t -> w * Math.Exp(-0.5 * t * t) / Math.Sqrt(2.0 * Math.PI))
                             set.Weights
                             set.Offsets

                     set, masses)

            fun u ->
                if isSmooth u then
                    NeuronAverage.smooth response resolution order s u
                elif fieldStdDev > 3.0 * s then
                    NeuronAverage.atOffset response (nodes u s resolution.Reach) s 0.0
                else
                    let set, masses = shared.Force()
                    let x = u / s
                    let average = NeuronAverage.atOffset response set s x

                    fun functionOfField ->
                        match functionOfField with
                        | MeanDerivative n when
                            Math.Abs x <= 1.0 && NeuronAverage.isOddMean response n
                            ->
                            NeuronAverage.oddMean set.Offsets masses set.Values[n] x
                        | MeanDerivative _
                        | ActivityVariance
                        | SquareDerivative _ -> average functionOfField

    let private compensatedSum (values: float[]) =
        let mutable total = 0.0
        let mutable lost = 0.0

        for value in values do
            let term = value - lost
            let next = total + term
            lost <- (next - total) - term
            total <- next

        total

    /// Nodes and weights for u; from 0 up where only the even part counts.
    let private fieldNodes (resolution: Resolution) fieldStdDev (panels: (float * float)[]) =
        let rule = resolution.Panel

        let nodes =
            panels
            |> Array.collect (fun (a, b) ->
                Array.map2
                    (fun x weight ->
                        let u = a + (b - a) * x
                        let deviation = u / fieldStdDev
                        u, weight * (b - a) * Math.Exp(-0.5 * deviation * deviation)
                    )
                    rule.Nodes
                    rule.Weights
            )
            |> Array.filter (fun (_, weight) -> weight > 0.0)

        let total = compensatedSum (Array.map snd nodes)
        nodes |> Array.map (fun (u, weight) -> u, weight / total)

    /// The averages and the averages of absolute values at one resolution.
    let private atResolution
        settings
        layer
        activation
        (response: Response)
        (resolution: Resolution)
        fieldStdDev
        s
        (products: AverageProducts)
        =
        let count = products.Products.Length
        let order = products.HighestOrder

        let isHalf = response.IsOdd

        let panels =
            if fieldStdDev = 0.0 then
                Some [||]
            else
                FieldPanels.tryCreate
                    response.Breaks
                    response.Edges
                    resolution.Width
                    fieldStdDev
                    s
                    (resolution.Reach * fieldStdDev)
                    isHalf
                    (settings.PointLimit / resolution.Panel.Nodes.Length)

        match panels with
        | None -> Error(NotResolved(layer, settings.PointLimit + 1, settings.PointLimit))
        | Some panels ->
            let nodes =
                if fieldStdDev = 0.0 then
                    [| 0.0, 1.0 |]
                else
                    fieldNodes resolution fieldStdDev panels

            let average = neuron activation response resolution order fieldStdDev s
            let totals = Array.zeroCreate count
            let sizes = Array.zeroCreate count
            let lost = Array.zeroCreate count

            let isOddProduct =
                products.Products
                |> Array.map (fun product -> isHalf && AverageProducts.isOddProduct product)

            for u, weight in nodes do
                let values = products.Functions |> Array.map (average u)

                for i in 0 .. count - 1 do
                    if not isOddProduct[i] then
                        let mutable product = weight

                        for f in products.Factors[i] do
                            product <- product * values[f]

                        // A compensated sum: there may be a million terms.
                        let term = product - lost[i]
                        let total = totals[i] + term
                        lost[i] <- (total - totals[i]) - term
                        totals[i] <- total
                        sizes[i] <- sizes[i] + Math.Abs product

            Ok(totals, sizes)

    let private name (product: NeuronFunction list) =
        match product with
        | [ ActivityVariance ] -> "K1"
        | [ ActivityVariance; ActivityVariance ] -> "K2"
        | [ MeanDerivative 0; MeanDerivative 0 ] -> "Q"
        | [ MeanDerivative 1; MeanDerivative 1 ] -> "N Sigma"
        | _ -> "an average over neurons"

    let private errors (coarse: float[], _: float[]) (fine: float[], sizes: float[]) =
        Array.map3
            (fun (coarse: float) (fine: float) (size: float) ->
                if size = 0.0 then
                    0.0
                else
                    rounding + Math.Abs(fine - coarse) / size
            )
            coarse
            fine
            sizes

    /// The averages by panels between the kinks and jumps of phi.
    let private onPanels settings layer activation fieldStdDev s products =
        let spread = Math.Sqrt(fieldStdDev * fieldStdDev + s * s)
        let accepted = Math.Max(settings.Tolerance, 2.0 * rounding)

        let rec refine response reach resolutions coarse =
            match resolutions with
            | [] -> coarse |> Result.bind (fun _ -> invalidOp "There is no resolution.")
            | resolution :: finer ->
                let resolution = { resolution with Reach = reach }

                atResolution settings layer activation response resolution fieldStdDev s products
                |> Result.bind (fun fine ->
                    coarse
                    |> Result.bind (fun coarse ->
                        let errors = errors coarse fine
                        let largest = Array.max errors

                        if Double.IsNaN largest then
                            Error(NonFinite(layer, "an average over neurons"))
                        elif largest <= accepted then
                            Ok
                                {
                                    Values = fst fine
                                    Errors = Array.map2 (*) errors (snd fine)
                                    Derivatives = None
                                }
                        elif List.isEmpty finer then
                            let worst = Array.findIndex ((=) largest) errors

                            Error(
                                NotAccurate(
                                    layer,
                                    name products.Products[worst],
                                    largest,
                                    settings.Tolerance
                                )
                            )
                        else
                            refine response reach finer (Ok fine)
                    )
                )

        tryReach layer activation spread
        |> Result.bind (fun reach ->
            let limit = 1.01 * reach * (fieldStdDev + s)

            tryResponse layer activation limit s spread
            |> Result.bind (fun response ->
                let coarsest =
                    { List.head resolutions with
                        Reach = reach
                    }

                atResolution settings layer activation response coarsest fieldStdDev s products
                |> fun coarse -> refine response reach (List.tail resolutions) coarse
            )
        )

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2).</summary>
    /// <param name="settings">The accuracy and its price.</param>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <returns>One average and one error for each product. An error is the difference of two resolutions, of which
    /// the finer one is returned, plus rounding: an upper estimate where refinement converges. An error above the
    /// tolerance at the finest resolution is a failure, as are panels without number and a phi that is not finite.</returns>
    let evaluateProducts
        (settings: AverageSettings)
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: AverageProducts)
        : Result<FieldAverage, SolveError> =
        let accepted = Math.Max(settings.Tolerance, 2.0 * rounding)

        match LatticeAverages.tryEvaluate accepted activation fieldStdDev s products with
        | Some averages -> Ok averages
        | None -> onPanels settings layer activation fieldStdDev s products

    /// <summary>As <c>evaluateProducts</c>, for products that are asked for once.</summary>
    let evaluate settings layer activation fieldStdDev s (products: NeuronFunction list[]) =
        evaluateProducts
            settings
            layer
            activation
            fieldStdDev
            s
            (AverageProducts.create products)
