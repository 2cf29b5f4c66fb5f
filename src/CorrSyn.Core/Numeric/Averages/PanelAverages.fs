namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric

/// <summary>Averages over neurons by panels, for every activation: over the field, and over the inputs too where there
/// is no closed form.</summary>
/// <remarks>The error is the difference of two resolutions, of which the finer one is returned: an upper estimate where
/// refinement converges.</remarks>
[<RequireQualifiedAccess>]
module PanelAverages =

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

        let points = List.init 16 (fun i -> spread * float (i + 1) / 8.0)
        let typical = points |> List.map size |> List.max

        // Up to four factors of phi beneath the density, down to exp(-40) of the typical value.
        let isEnough reach =
            4.0 * Math.Log(size (reach * spread) / typical) - 0.5 * reach * reach < -40.0

        let isUndefined z =
            not (Double.IsFinite(Activation.apply activation z))

        match points @ List.map (~-) points |> List.tryFind isUndefined with
        | Some point -> Error(NotDefined(layer, Activation.name activation, point))
        | None when typical = 0.0 -> Ok 13.0
        | None ->
            match reaches |> List.tryFind isEnough with
            | Some reach -> Ok reach
            | None -> Error(NonFinite(layer, $"the fourth moment of {Activation.name activation}"))

    /// Closed forms of all averages of the products, where there are some.
    let private tryClosedForm (activation: Activation) (products: FieldProducts) =
        ClosedForm.tryEvaluate activation
        |> Option.filter (fun _ ->
            activation = Activation.Linear || not (FieldProducts.isHigh products)
        )

    let private tryResponse
        layer
        (activation: Activation)
        (limit: float)
        (s: float)
        spread
        (products: FieldProducts)
        =
        match tryClosedForm activation products with
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
        (products: FieldProducts)
        (fieldStdDev: float)
        (s: float)
        : float -> NeuronFunction -> float =
        let order = products.Order

        match tryClosedForm activation products with
        | Some closed -> fun u -> closed u s
        | None ->
            let isSmooth u =
                let distance = FieldPanels.smoothedReach * s

                response.Order > 0
                && not (FieldPanels.isNearBreak response.Breaks distance u u)
                && FieldPanels.narrowest response.Edges (u - distance) (u + distance) >= 2.0 * s

            let nodes = NodeSet.create response resolution order

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
                    NeuronAverage.smooth response resolution.Smooth order s u
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
                        | SquareDerivative _
                        | PowerDerivative _ -> average functionOfField

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

    /// The sums at one resolution.
    let private atResolution
        layer
        activation
        (response: Response)
        (pointLimit: int)
        (resolution: Resolution)
        fieldStdDev
        s
        (products: FieldProducts)
        : Result<ProductSums, SolveError> =
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
                    response.IsOdd
                    (pointLimit / resolution.Panel.Nodes.Length)

        match panels with
        | None -> Error(NotResolved(layer, pointLimit + 1, pointLimit))
        | Some panels ->
            let nodes =
                if fieldStdDev = 0.0 then
                    [| 0.0, 1.0 |]
                else
                    fieldNodes resolution fieldStdDev panels

            let byPanels = neuron activation response resolution products fieldStdDev s

            // At u = 0 what is odd in the field vanishes; sums over inputs would leave a rounding.
            let isZero u functionOfField =
                u = 0.0 && response.IsOdd && FieldProducts.parity functionOfField = -1

            let average u =
                let average = ClosedForm.orElse activation u s (byPanels u)

                fun functionOfField ->
                    if isZero u functionOfField then
                        0.0
                    else
                        average functionOfField

            let sums = ProductSums.create response.IsOdd products

            for u, weight in nodes do
                ProductSums.add sums weight (products.Functions |> Array.map (average u))

            Ok sums

    /// <summary>The averages.</summary>
    /// <param name="tolerance">The relative error.</param>
    /// <param name="pointLimit">The most nodes over the field.</param>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">At least 0.</param>
    /// <param name="s">Above 0.</param>
    /// <param name="products">The products to average.</param>
    let evaluate
        (tolerance: float)
        (pointLimit: int)
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : Result<FieldAverage, SolveError> =
        let spread = Math.Sqrt(fieldStdDev * fieldStdDev + s * s)

        let rec refine response reach resolutions (coarse: ProductSums) =
            match resolutions with
            | [] -> invalidOp "Two resolutions are compared at least."
            | resolution :: finer ->
                atResolution
                    layer
                    activation
                    response
                    pointLimit
                    { resolution with Reach = reach }
                    fieldStdDev
                    s
                    products
                |> Result.bind (fun fine ->
                    match ProductSums.tryAccept id tolerance coarse fine with
                    | Some averages -> Ok averages
                    | None when not (List.isEmpty finer) -> refine response reach finer fine
                    | None ->
                        let errors = ProductSums.errors id coarse fine
                        let worst = Seq.init errors.Length id |> Seq.maxBy (fun i -> errors[i])
                        let name = FieldProducts.name products.Products[worst]

                        if Double.IsFinite errors[worst] then
                            Error(NotAccurate(layer, name, errors[worst], tolerance))
                        else
                            Error(NonFinite(layer, name))
                )

        tryReach layer activation spread
        |> Result.bind (fun reach ->
            let limit = 1.01 * reach * (fieldStdDev + s)

            tryResponse layer activation limit s spread products
            |> Result.bind (fun response ->
                let coarsest =
                    { List.head resolutions with
                        Reach = reach
                    }

                atResolution layer activation response pointLimit coarsest fieldStdDev s products
                |> Result.bind (refine response reach (List.tail resolutions))
            )
        )
