namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>By how much averages over networks of weights of two values differ from those of Gaussian weights: each is
/// times 1/N.</summary>
type TwoValuedCorrection =
    {
        K1: float
        Q: float
        K2: float
        NSigma: float
    }

/// <summary>The order 1/N that the fourth cumulants of weights of two values add.</summary>
/// <remarks>
/// Derived here. For given inputs h^a of a layer the fourth cumulants of its pre-activations over weights are
/// -2 (g^2/N_in) mean_k h_k^a h_k^b h_k^c h_k^d for one neuron, times rho for three of one and one of another, and times rho^2
/// for two and two. To first order each acts as four derivatives of the average over weights, 1/n! for n equal ones.
/// Their means over k are averages over the field of the layer below. K1, Q and K2 need one neuron. N Sigma has four parts: the
/// change of &lt;kappa^2&gt;; that of W-3; the product of the deviation of a fourth cumulant with the overlap of the same two inputs; and three
/// derivatives of one neuron and one of the other beside a shared synapse. Differences pass on as deviations of the map do.
/// </remarks>
[<RequireQualifiedAccess>]
module TwoValuedWeights =

    /// No difference: Gaussian weights.
    let none =
        {
            K1 = 0.0
            Q = 0.0
            K2 = 0.0
            NSigma = 0.0
        }

    /// Averages of products of functions of the field, as they are asked for.
    let private averagesOf settings (layer: NetworkLayer) (below: LayerState) products =
        FieldAverages.evaluate
            settings
            (below.Layer + 1)
            layer.Activation
            (Math.Sqrt(layer.Gain * below.Q + layer.BiasVariance))
            (Math.Sqrt(layer.Gain * below.K1))
            products

    /// phi^p averaged over inputs and differentiated.
    let private power p n = Quantity.powerDerivative p n

    /// All ways to take four derivatives of some replicas, with 1/n! for each.
    let rec private derivatives (replicas: int) (left: int) : (int list * float) list =
        match replicas with
        | 0 -> if left = 0 then [ [], 1.0 ] else []
        | _ ->
            [
                for n in 0..left do
                    for others, weight in derivatives (replicas - 1) (left - n) ->
                        n :: others, weight / Seq.fold (*) 1.0 (seq { for i in 1..n -> float i })
            ]

    /// Products of functions of one neuron in several inputs: the power of phi and the derivatives of each.
    let private shifted =
        [
            // K1 + Q, Q and K2 with their coefficients, and <kappa^2>.
            [ 1.0, [ 2, 0 ] ]
            [ 1.0, [ 1, 0; 1, 0 ] ]
            [
                1.0, [ 2, 0; 2, 0 ]
                -2.0, [ 2, 0; 1, 0; 1, 0 ]
                1.0, [ 1, 0; 1, 0; 1, 0; 1, 0 ]
            ]
            [ 1.0, [ 1, 1; 1, 1 ] ]
        ]

    let private kappa = power 1 1

    /// Averages of the layer itself.
    let private above =
        [|
            yield [ kappa; kappa ]
            yield [ kappa; power 1 3 ]
            yield [ power 1 2; power 1 2 ]
            for combination in shifted do
                for _, factors in combination do
                    for orders, _ in derivatives factors.Length 4 do
                        yield List.map2 (fun (p, d) n -> power p (d + n)) factors orders
        |]
        |> Array.distinct

    let private m = power 1 0

    /// Averages of the layer below.
    let private beneath =
        [|
            for replicas in [ 1; 2; 3; 4 ] do
                for orders, _ in derivatives replicas 4 do
                    yield orders |> List.filter ((<>) 0) |> List.map (fun n -> power n 0)
            // Covariances over inputs of h with powers of h, and products of two.
            yield [ power 3 0; m ]
            yield [ power 4 0; power 2 0 ]
            yield [ power 4 0; m; m ]
            yield [ power 3 0; m; power 2 0 ]
            yield [ power 3 0; m; m; m ]
            yield [ power 3 0; power 3 0 ]
            yield [ power 3 0; power 2 0; m ]
            yield [ power 2 0; power 2 0; m; m ]
            yield [ power 2 0; power 2 0 ]
            yield [ power 2 0; m; m ]
            yield [ power 3 1; kappa ]
            yield [ power 2 1; power 2 1 ]
            yield [ kappa; kappa ]
        |]
        |> Array.map List.sort
        |> Array.distinct

    let private lookUp (products: NeuronFunction list[]) (averages: FieldAverage) product =
        averages.Values[Array.IndexOf(products, product)]

    /// The input as a layer: linear, without fields.
    let private inputLayer (spec: NetworkSpec) (input: LayerState) =
        let layer = spec.Layers[0]

        { layer with
            Gain = 1.0
            BiasVariance = 0.0
            Activation = Activation.Linear
        },
        { input with
            LogQ = Double.NegativeInfinity
        }

    /// What one layer adds to the difference, times 1/N_in.
    let private source
        (ratio: float)
        (layer: NetworkLayer)
        (below: LayerState)
        ofAbove
        ofBelow
        : TwoValuedCorrection =
        let g = layer.Gain
        let r = SynapseEnsemble.correlation layer.Synapses
        let beneath product = ofBelow (List.sort product)

        let shift combination =
            Seq.sum (
                seq {
                    for coefficient, factors in combination do
                        for orders, weight in derivatives (List.length factors) 4 ->
                            let moment =
                                orders
                                |> List.filter ((<>) 0)
                                |> List.map (fun n -> power n 0)
                                |> beneath

                            let response =
                                List.map2 (fun (p, d) n -> power p (d + n)) factors orders
                                |> ofAbove

                            -2.0 * g * g * coefficient * weight * moment * response
                }
            )

        let slope = ofAbove [ kappa; kappa ]
        let third = ofAbove [ kappa; power 1 3 ]
        let second = ofAbove [ power 1 2; power 1 2 ]

        // N Sigma below is <kappa^2> times this.
        let c = below.NSigma / beneath [ kappa; kappa ]

        // Averages over neurons of Cov(h^3, h) Var h and Cov(h^2, h)^2, with what pairs of neurons add.
        let ofThird =
            beneath [ power 4 0; power 2 0 ]
            - beneath [ power 4 0; m; m ]
            - beneath [ power 3 0; m; power 2 0 ]
            + beneath [ power 3 0; m; m; m ]
            + c * beneath [ power 3 1; kappa ]

        let ofSecond =
            beneath [ power 3 0; power 3 0 ] - 2.0 * beneath [ power 3 0; power 2 0; m ]
            + beneath [ power 2 0; power 2 0; m; m ]
            + c * beneath [ power 2 1; power 2 1 ]

        let drive = g * g * (below.K2 + below.NSigma + r * r * below.K1 * below.K1)

        let ofShared =
            third * (beneath [ power 4 0 ] - beneath [ power 3 0; m ]) / 6.0
            + third * (beneath [ power 2 0; power 2 0 ] - beneath [ power 2 0; m; m ]) / 2.0
            + second * (beneath [ power 3 0; m ] - beneath [ power 2 0; m; m ]) / 2.0

        let q = shift shifted[1]

        {
            K1 = shift shifted[0] - q
            Q = q
            K2 = shift shifted[2]
            NSigma =
                ratio
                * (2.0 * slope * drive * shift shifted[3]
                   - 2.0 * r * r * g * g * below.K2 * slope * slope
                   - g * g * g / 6.0 * slope * (8.0 * third * ofThird + 6.0 * second * ofSecond)
                   - 8.0 * r * r * g * g * g * below.K1 * slope * ofShared)
        }

    /// <summary>The difference in every layer.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="spec">A network; layers whose weights are not binary add nothing. phi is odd, or
    /// r = 0.</param>
    /// <param name="states">The limit of infinite width.</param>
    /// <param name="scatter">The derivatives of the map.</param>
    /// <returns>One for each state; N is the width of the input.</returns>
    let evaluate
        (settings: AverageSettings)
        (spec: NetworkSpec)
        (states: LayerState list)
        (scatter: LayerScatter list)
        : Result<TwoValuedCorrection list, SolveError> =
        let passOn (response: LayerResponse) (below: TwoValuedCorrection) =
            let deviations = [| below.K1; below.Q; below.K2 + below.NSigma; below.K2 |]

            let row i =
                Seq.sum (seq { for j in 0..3 -> response.Jacobian[i, j] * deviations[j] })

            let ofDiagonal = row NetworkFluctuations.diagonal

            {
                K1 = row 0
                Q = row 1
                K2 = ofDiagonal
                NSigma = row NetworkFluctuations.square - ofDiagonal
            }

        let add share a b =
            {
                K1 = share * a.K1 + b.K1
                Q = share * a.Q + b.Q
                K2 = share * a.K2 + b.K2
                NSigma = share * a.NSigma + b.NSigma
            }

        // What the layer below is as a layer of its own, and what is beneath it.
        let sources =
            List.zip
                (inputLayer spec states[0]
                 :: (List.zip
                         (List.take (spec.Depth - 1) spec.Layers)
                         (List.take (spec.Depth - 1) states)))
                (List.zip (LayerWidths.withRatios spec) (List.take spec.Depth states))

        let ofLayer ((lower, beneathLower), ((ratio, layer: NetworkLayer), below)) =
            if layer.Synapses.IsBinary then
                averagesOf settings lower beneathLower beneath
                |> Result.bind (fun lower ->
                    averagesOf settings layer below above
                    |> Result.map (fun upper ->
                        source ratio layer below (lookUp above upper) (lookUp beneath lower)
                    )
                )
            else
                Ok none

        let rec run sources widths scatter difference collected =
            match sources, widths, scatter with
            | source :: sources, width :: widths, { Response = Some response } :: scatter ->
                ofLayer source
                |> Result.bind (fun added ->
                    // From units 1/N_in to those of the input.
                    let difference = add (1.0 / width) added (passOn response difference)
                    run sources widths scatter difference (difference :: collected)
                )
            | _ -> Ok(List.rev collected)

        run sources (LayerWidths.shares spec) (List.tail scatter) none [ none ]
