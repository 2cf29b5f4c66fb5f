namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>What a layer does to averages of products of overlaps.</summary>
type OverlapLayer =
    {
        Gain: float
        Correlation: float
        BiasVariance: float
        Activation: Activation
        /// Its neurons, in units of N.
        WidthRatio: float
        /// K1 + Q of the layer below at infinite width.
        TypicalSquare: float
        /// Q of the layer below at infinite width.
        TypicalOverlap: float
    }

/// <summary>Averages over networks and inputs of products of deviations of overlaps, as series in N^(-1/2).</summary>
type OverlapMoments = private { series: Map<OverlapProduct, float[]> }

/// <summary>One layer: averages over networks in powers of N^(-1/2), and N times covariances over networks.</summary>
type LayerOverlaps =
    {
        Layer: int
        /// The correction of K1, times 1/N.
        K1: float
        /// The correction of Q, times 1/N.
        Q: float
        /// K2 and its corrections of order N^(-1/2) and 1/N.
        K2: float[]
        /// N Sigma and its corrections.
        NSigma: float[]
        /// tr C^2 / N and its corrections.
        Square: float[]
        /// tr C^3 / N^3 in the orders N^(-3/2) and N^(-2).
        Triangle: float[]
        /// N Cov of K1 with K1, K1 with Q, Q with Q, tr C^2/N with K1, tr C^2/N with Q.
        Scatter: float list
    }

/// <summary>Evaluates the recursion of overlaps, layer by layer, up to the relative order 1/N.</summary>
/// <remarks>Equations NO-6 and on of docs/theory; dimensionless, in plain units.</remarks>
[<RequireQualifiedAccess>]
module OverlapMoments =

    /// Powers of N^(-1/2) that are kept: N Sigma is N times a product of two, and 1/N two powers more.
    let highest: int = 4

    /// A single deviation is needed to 1/N only: nothing of lower order depends on more.
    let private highestOf (product: OverlapProduct) =
        match product.Degree with
        | 0
        | 1 -> 2
        | _ -> highest

    type private CompiledTerm =
        {
            Coefficient: float
            Term: FlowTerm
            Blocks: int[]
        }

    /// The terms of every product, by how many different neurons.
    let private flow =
        lazy
            (let derived =
                [
                    for degree in 1..highest do
                        for product in OverlapProduct.all degree do
                            product,
                            [
                                for count in 1..degree do
                                    let left = highestOf product - 2 * (degree - count)

                                    if left >= 0 then
                                        count,
                                        OverlapFlow.ofDifferentNeurons left count product
                            ]
                ]

             let blocks =
                 derived
                 |> Seq.collect (snd >> Seq.collect (snd >> Seq.collect (fun term -> term.Neurons)))
                 |> Seq.distinct
                 |> Array.ofSeq

             let index = blocks |> Array.mapi (fun i block -> block, i) |> Map.ofArray

             let compile (term: FlowTerm) =
                 {
                     Coefficient = Rational.approximate term.Coefficient
                     Term = term
                     Blocks = term.Neurons |> Seq.map (fun block -> index[block]) |> Array.ofSeq
                 }

             let values = blocks |> Array.map OverlapFlow.value

             let terms =
                 derived
                 |> List.map (fun (product, counts) ->
                     product,
                     counts
                     |> List.map (fun (count, terms) ->
                         count, terms |> Seq.map compile |> Array.ofSeq
                     )
                 )

             values, terms)

    /// N(N-1)...(N-k+1)/N^k in powers of 1/N.
    let private fallingSeries (count: int) : float list =
        Seq.init count float
        |> Seq.fold
            (fun series j ->
                List.map2 (fun a b -> a - j * b) (series @ [ 0.0 ]) (0.0 :: series)
            )
            [ 1.0 ]

    /// The deviations of nothing: inputs before the first layer.
    let private atRest: OverlapMoments =
        {
            series = Map [ OverlapProduct.one, [| 1.0; 0.0; 0.0; 0.0; 0.0 |] ]
        }

    let private lookUp (moments: OverlapMoments) product order =
        match Map.tryFind product moments.series with
        | Some series when order < Array.length series -> series[order]
        | Some _
        | None -> 0.0

    let private averagesOf settings number (layer: OverlapLayer) =
        let values, terms = flow.Value
        let slots = Evaluation.slots (List.ofArray values)
        let products = slots |> Array.choose Quantity.tryFieldAverage

        // Covariances of pre-activations of one neuron, within an input and between two.
        let field = layer.Gain * layer.TypicalOverlap + layer.BiasVariance
        let driving = layer.Gain * (layer.TypicalSquare - layer.TypicalOverlap)

        FieldAverages.evaluate
            settings
            number
            layer.Activation
            (Math.Sqrt field)
            (Math.Sqrt driving)
            products
        |> Result.map (fun averages ->
            values |> Array.map (fun value -> Evaluation.compile slots value averages), terms
        )

    /// The sum of the terms for k different neurons, as a series without the factor that counts them.
    let private sumOf (layer: OverlapLayer) (blocks: float[]) (below: OverlapMoments) terms =
        let sum = Array.zeroCreate (highest + 1)

        for term in terms do
            let flow = term.Term

            let mutable factor =
                term.Coefficient
                * Math.Pow(layer.Gain, float flow.Gain)
                * Math.Pow(layer.Correlation, float flow.Correlation)
                * Math.Pow(layer.TypicalSquare, float flow.TypicalSquare)
                * Math.Pow(layer.TypicalOverlap, float flow.TypicalOverlap)

            for block in term.Blocks do
                factor <- factor * blocks[block]

            if factor <> 0.0 then
                for order in 0 .. highest - flow.RootPower do
                    sum[order + flow.RootPower] <-
                        sum[order + flow.RootPower] + factor * lookUp below flow.Below order

        sum

    /// <summary>The moments of a layer, and the parts in which a product of two overlaps belongs to two different
    /// neurons or to one.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="number">The layer, for errors.</param>
    /// <param name="layer">What it does.</param>
    /// <param name="below">The moments of the layer below.</param>
    let private next settings number (layer: OverlapLayer) (below: OverlapMoments) =
        averagesOf settings number layer
        |> Result.map (fun (blocks, terms) ->
            let perWidth = 1.0 / layer.WidthRatio

            let parts =
                terms
                |> List.map (fun (product, counts) ->
                    product,
                    counts
                    |> List.map (fun (count, terms) -> count, sumOf layer blocks below terms)
                    |> Map.ofList
                )
                |> Map.ofList

            let total (product: OverlapProduct) (counts: Map<int, float[]>) =
                let series = Array.zeroCreate (highest + 1)

                for KeyValue(count, sum) in counts do
                    fallingSeries count
                    |> List.iteri (fun power coefficient ->
                        let lost = product.Degree - count + power

                        for order in 0 .. highest - 2 * lost do
                            series[order + 2 * lost] <-
                                series[order + 2 * lost]
                                + coefficient * Math.Pow(perWidth, float lost) * sum[order]
                    )

                series

            parts,
            {
                series = Map.add OverlapProduct.one atRest.series[OverlapProduct.one] (Map.map total parts)
            }
        )

    /// X^2/4 with X = (h^1 - h^2).(h^3 - h^4)/N: the squared covariance, by its pairs of inputs.
    let private squaredCovariance =
        [ 1.0, [ 0, 1; 0, 1 ]; -2.0, [ 0, 1; 0, 2 ]; 1.0, [ 0, 1; 2, 3 ] ]

    /// Half of |h^1 - h^2|^2/N, the variance, for other inputs.
    let private variance = [ 1.0, [ 10, 10 ]; -1.0, [ 10, 11 ] ]

    let private secondVariance = [ 1.0, [ 12, 12 ]; -1.0, [ 12, 13 ] ]

    let private overlap = [ 1.0, [ 10, 11 ] ]

    let private secondOverlap = [ 1.0, [ 12, 13 ] ]

    /// o_12 o_23 o_31 of deviations from the mean.
    let private triangle =
        [ 1.0, [ 0, 1; 1, 2; 0, 2 ]; -3.0, [ 0, 1; 1, 2; 2, 3 ]; 3.0, [ 0, 1; 1, 2; 3, 4 ]; -1.0, [ 0, 1; 2, 3; 4, 5 ] ]

    let private product a b =
        [
            for x, factors in a do
                for y, others in b -> x * y, factors @ others
        ]

    let private seriesOf (lookUp: OverlapProduct -> int -> float) (orders: int) combination =
        Array.init
            orders
            (fun order ->
                combination
                |> List.sumBy (fun (coefficient, factors) ->
                    coefficient * lookUp (OverlapProduct.ofFactors factors) order
                )
            )

    let private statistics layer (parts: Map<OverlapProduct, Map<int, float[]>>) moments =
        let orders = highest + 1
        let series = seriesOf (lookUp moments) orders

        let ofNeurons count =
            seriesOf
                (fun product order -> (Map.find count parts[product])[order])
                orders
                squaredCovariance

        // N times the covariance over networks.
        let covariance a b =
            let joint, a, b = series (product a b), series a, series b
            // The first factors have the leading power 0 or, for squared covariances, 2 and a factor N.
            fun leading ->
                joint[leading + 2]
                - Seq.sum (seq { for i in 0 .. leading + 2 -> a[i] * b[leading + 2 - i] })

        let pairs = ofNeurons 2

        {
            Layer = layer
            K1 = (series variance)[2]
            Q = (series overlap)[2]
            K2 = (ofNeurons 1)[0..2]
            NSigma = pairs[2..4]
            Square = (series squaredCovariance)[2..4]
            Triangle = (series triangle)[3..4]
            Scatter =
                [
                    covariance variance secondVariance 0
                    covariance variance secondOverlap 0
                    covariance overlap secondOverlap 0
                    covariance squaredCovariance variance 2
                    covariance squaredCovariance overlap 2
                ]
        }

    let private inputLayers (spec: NetworkSpec) : OverlapLayer list =
        let linear gain widthRatio square =
            {
                Gain = gain
                Correlation = 0.0
                BiasVariance = 0.0
                Activation = Activation.Linear
                WidthRatio = widthRatio
                TypicalSquare = square
                TypicalOverlap = 0.0
            }

        let variance = spec.Inputs.StandardDeviation * spec.Inputs.StandardDeviation

        // xi y / sqrt(N), with P = alpha N independent unit numbers y for each input.
        [ linear 1.0 spec.Inputs.Ratio 1.0; linear (variance * spec.Inputs.Ratio) 1.0 1.0 ]

    /// <summary>Averages over networks of the input and of every layer, up to 1/N.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="spec">A network with Gaussian weights; phi is smooth, and odd or r = 0.</param>
    /// <param name="states">The limit of infinite width.</param>
    /// <returns>One for each state.</returns>
    let evaluate
        (settings: AverageSettings)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<LayerOverlaps list, SolveError> =
        let above =
            states
            |> List.take (states.Length - 1)
            |> List.map (fun below ->
                {
                    Gain = spec.Gain
                    Correlation = SynapseEnsemble.correlation spec.Synapses
                    BiasVariance = spec.BiasVariance
                    Activation = spec.Activation
                    WidthRatio = 1.0
                    TypicalSquare = below.K1 + below.Q
                    TypicalOverlap = below.Q
                }
            )

        let rec run number layers moments collected =
            match layers with
            | [] -> Ok(List.rev collected)
            | layer :: rest ->
                next settings (max 0 number) layer moments
                |> Result.bind (fun (parts, moments) ->
                    let collected =
                        if number < 0 then
                            collected
                        else
                            statistics number parts moments :: collected

                    run (number + 1) rest moments collected
                )

        run -1 (inputLayers spec @ above) atRest []
