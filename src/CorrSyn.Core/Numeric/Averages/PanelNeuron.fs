namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric

/// <summary>Averages over the inputs of one neuron for every activation, by closed forms or by panels of
/// pre-activations.</summary>
[<RequireQualifiedAccess>]
module PanelNeuron =

    /// Closed forms of all averages of the products, where there are some.
    let private tryClosedForm (activation: Activation) (products: FieldProducts) =
        ClosedForm.tryEvaluate activation
        |> Option.filter (fun _ ->
            activation = Activation.Linear || not (FieldProducts.isHigh products)
        )

    /// <summary>phi up to a limit, as far as the averages need it.</summary>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="limit">The largest |z|.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    /// <param name="spread">That of all pre-activations.</param>
    /// <param name="products">What is averaged.</param>
    let tryResponse
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

    /// <summary>The averages over the inputs of one neuron.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="response">The same, from <c>tryResponse</c>.</param>
    /// <param name="resolution">How finely.</param>
    /// <param name="products">What is averaged.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    /// <returns>From a panel of fields and a field u in it the value of each function of the field.</returns>
    let create
        (activation: Activation)
        (response: Response)
        (resolution: Resolution)
        (products: FieldProducts)
        (fieldStdDev: float)
        (s: float)
        : float * float -> float -> NeuronFunction -> float =
        let order = products.Order

        match tryClosedForm activation products with
        | Some closed -> fun _ u -> closed u s
        | None ->
            let isSmooth u =
                let distance = FieldPanels.smoothedReach * s

                response.Order > 0
                && not (FieldPanels.isNearBreak response.Breaks distance u u)
                && FieldPanels.narrowest response.Edges (u - distance) (u + distance) >= 2.0 * s

            let nodes = NodeSet.create response resolution order

            let at set x =
                NeuronAverage.atOffset set resolution.Reach x
                |> NeuronAverage.ofNodes response s

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

            fun (low, high) ->
                let centre = 0.5 * (low + high)
                let width = (high - low) / s

                // Otherwise one set serves the fields of a panel.
                let ofPanel = lazy (nodes centre s (resolution.Reach + 0.5 * width))

                fun u ->
                    if isSmooth u then
                        NeuronAverage.smooth response resolution.Smooth order s u
                    elif fieldStdDev > 3.0 * s then
                        if width <= resolution.Width then
                            at (ofPanel.Force()) ((u - centre) / s)
                        else
                            at (nodes u s resolution.Reach) 0.0
                    else
                        let set, masses = shared.Force()
                        let x = u / s
                        let average = at set x

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
