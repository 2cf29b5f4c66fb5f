namespace CorrSyn.Derivation

open CorrSyn.Symbolic

/// <summary>Powers of N of sums along the directions d of the structure of the outgoing synapses.</summary>
type DirectionScales =
    {
        /// Of (d.m)^2; at least 1.
        ActivityScale: Rational
        /// Of d.C.d; at least 1.
        VarianceScale: Rational
        /// Of d.C^2.d; at least 1 and at most 1/2 more than that of d.C.d.
        SquareScale: Rational
    }

/// <summary>Powers of N of the terms that copying adds to the averages of Gaussian weights.</summary>
/// <remarks>
/// Derived here. A weight that is alone with its presynaptic neuron k, and shares its value with others, brings d_k; every
/// other presynaptic neuron occurs at least twice, with factors that are at most 1. So a sum over presynaptic neurons is
/// made of d.C.d, of d.m, of (Cd)_k at a neuron k that occurs again, taken as of the order of N^((a-1)/2) with N^a
/// that of d.C^2.d = |Cd|^2, and of the sums of <see cref="Contraction.scale" /> over the neurons that occur again. Setting
/// presynaptic neurons equal makes none of these larger, so different neurons need not be told from any neurons, and of the
/// coincidences that Gaussian pairings have in excess single ones are enough.
/// </remarks>
[<RequireQualifiedAccess>]
module CopyScale =

    /// Factors C_kl as pairs of nodes and factors m_k as nodes.
    type private Sum =
        {
            Edges: (int * int) list
            Legs: int list
        }

    let private half = Rational.ofRatio 1 2

    /// The sum over presynaptic neurons of a pattern, with those of some weights equal.
    let private sumOf (factors: CopyFactor list) (pattern: CopyPattern) coincidence : Sum =
        let merge (nodes: int[]) (weights: int list) =
            let numbers = weights |> List.map (fun weight -> nodes[weight])
            let first = List.min numbers

            nodes
            |> Array.map (fun node -> if List.contains node numbers then first else node)

        let ofOnePresynaptic =
            pattern.Blocks
            |> List.choose (fun (block, kind) ->
                match kind with
                | Some OverPostsynaptic -> Some block
                | Some OverBothSides
                | Some OverPresynaptic
                | None -> None
            )

        let equal = coincidence |> Option.map (fun (a, b) -> [ a; b ]) |> Option.toList

        let nodes =
            ofOnePresynaptic @ equal
            |> List.fold merge (Array.init pattern.Weights.Length id)

        let nodeOf slot =
            nodes[pattern.Weights |> List.findIndex (snd >> List.contains slot)]

        let slots = CopyPattern.factorSlots factors

        {
            Edges =
                slots
                |> List.choose (fun slots ->
                    match slots with
                    | [ a; b ] ->
                        let k, l = nodeOf a, nodeOf b
                        Some(min k l, max k l)
                    | _ -> None
                )
                |> List.sort
            Legs =
                slots
                |> List.choose (fun slots ->
                    match slots with
                    | [ a ] -> Some(nodeOf a)
                    | _ -> None
                )
                |> List.sort
        }

    let private scaleOfSum (scales: DirectionScales) (sum: Sum) : Rational =
        let occurrences =
            (sum.Edges |> List.collect (fun (k, l) -> [ k; l ])) @ sum.Legs
            |> List.countBy id
            |> Map.ofList

        let isEnd node = occurrences[node] = 1

        let total (values: Rational seq) = Seq.fold (+) Rational.zero values

        let ofEdges =
            sum.Edges
            |> Seq.map (fun (k, l) ->
                match isEnd k, isEnd l with
                | true, true -> scales.VarianceScale
                | true, false
                | false, true -> (scales.SquareScale - Rational.one) * half
                | false, false -> Rational.zero
            )
            |> total

        let ofLegs =
            sum.Legs
            |> Seq.filter isEnd
            |> Seq.map (fun _ -> scales.ActivityScale * half)
            |> total

        let inner =
            occurrences
            |> Map.toList
            |> List.filter (fun (_, count) -> count > 1)
            |> List.map fst

        let innerEdges =
            sum.Edges |> List.filter (fun (k, l) -> not (isEnd k) && not (isEnd l))

        let ofInner =
            Contraction.components inner innerEdges [] |> Seq.map Contraction.scale |> total

        ofEdges + ofLegs + ofInner

    /// The power of N of the probabilities of sharing: rho and sigma enter with half their exponents for each weight.
    let private scaleOfSharing (values: ExponentValues) (pattern: CopyPattern) : Rational =
        pattern.Blocks
        |> List.fold
            (fun total (block, kind) ->
                let exponent =
                    match kind with
                    | None -> Rational.zero
                    | Some OverBothSides -> values.GammaValue + values.DeltaValue
                    | Some OverPostsynaptic -> values.GammaValue
                    | Some OverPresynaptic -> values.DeltaValue

                total - exponent * Rational.ofRatio block.Length 2
            )
            Rational.zero

    /// <summary>The terms that copying adds to an average, each with its largest power of N.</summary>
    /// <param name="patterns">The terms of the average.</param>
    /// <param name="scales">Those of the layer below.</param>
    /// <param name="values">The exponents.</param>
    /// <param name="separate">The slots of A in E[AB] - E[A] E[B]; None for E[AB].</param>
    /// <param name="factors">The product AB.</param>
    let added
        (patterns: CopyPattern list)
        (scales: DirectionScales)
        (values: ExponentValues)
        (separate: int list option)
        (factors: CopyFactor list)
        : (CopyPattern * Rational) list =
        let weightCount = List.sumBy List.length (CopyPattern.factorSlots factors)
        let known = System.Collections.Generic.Dictionary<Sum, Rational>()

        // Few different sums occur, many times.
        let scaleOf sum =
            match known.TryGetValue sum with
            | true, scale -> scale
            | false, _ ->
                let scale = scaleOfSum scales sum
                known[sum] <- scale
                scale

        [
            for pattern in patterns do
                let pairs () =
                    CopyPattern.coincidences pattern |> List.map Some

                let coincidences =
                    match CopyPattern.isPairing pattern, separate with
                    | true, _ -> pairs ()
                    | false, None -> [ None ]
                    // E[A] E[B] lets presynaptic neurons of A and B coincide.
                    | false, Some _ -> None :: pairs ()

                let connected =
                    coincidences
                    |> List.filter (fun coincidence ->
                        separate
                        |> Option.forall (fun first -> CopyPattern.joins first coincidence pattern)
                    )

                if not connected.IsEmpty then
                    let largest =
                        connected |> List.map (sumOf factors pattern >> scaleOf) |> List.max

                    pattern,
                    largest + scaleOfSharing values pattern - Rational.ofRatio weightCount 2
        ]

    /// The largest power of N among terms; None where there are none.
    let largest (terms: ('term * Rational) list) : Rational option =
        match terms with
        | [] -> None
        | _ -> Some(terms |> List.map snd |> List.max)
