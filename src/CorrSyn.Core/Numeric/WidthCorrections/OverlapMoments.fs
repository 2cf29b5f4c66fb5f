namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

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
type OverlapMoments =
    private
        {
            series: Map<OverlapProduct, float[]>
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
                                        count, OverlapFlow.ofDifferentNeurons left count product
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
            (fun series j -> List.map2 (fun a b -> a - j * b) (series @ [ 0.0 ]) (0.0 :: series))
            [ 1.0 ]

    /// The deviations of nothing: inputs before the first layer.
    let atRest: OverlapMoments =
        {
            series = Map [ OverlapProduct.one, [| 1.0; 0.0; 0.0; 0.0; 0.0 |] ]
        }

    /// The average of a product at an order in N^(-1/2); 0 where it is not followed.
    let lookUp (moments: OverlapMoments) product order =
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
            values
            |> Array.map (fun value -> Evaluation.compile slots value averages.Values),
            terms
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
    let next settings number (layer: OverlapLayer) (below: OverlapMoments) =
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
                series =
                    Map.add
                        OverlapProduct.one
                        atRest.series[OverlapProduct.one]
                        (Map.map total parts)
            }
        )

    /// <summary>The moments from which independent Gaussian weights make what a Haar matrix makes from these.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="number">The layer above, for errors.</param>
    /// <param name="layer">The layer above; as wide as the one below.</param>
    /// <param name="below">The moments of the layer below.</param>
    /// <remarks>A Gaussian matrix is a Haar frame times an independent square root of a Wishart matrix. So a Gaussian layer
    /// does what a linear Gaussian layer of gain 1 and a Haar layer do one after the other, and the Haar layer is the
    /// Gaussian one after the inverse of the linear one. That one adds terms of higher order to each moment: the series
    /// of its inverse ends.</remarks>
    let withoutNoise settings number (layer: OverlapLayer) (below: OverlapMoments) =
        let noise =
            { layer with
                Gain = 1.0
                Correlation = 0.0
                BiasVariance = 0.0
                Activation = Activation.Linear
            }

        // x + (below - noise x), as often as there are orders.
        let improve moments =
            next settings number noise moments
            |> Result.map (fun (_, made) ->
                {
                    series =
                        moments.series
                        |> Map.map (fun product series ->
                            series
                            |> Array.mapi (fun order value ->
                                value + lookUp below product order - lookUp made product order
                            )
                        )
                }
            )

        Seq.fold (fun moments _ -> Result.bind improve moments) (Ok below) (seq { 0..highest })
