namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Symbolic
open CorrSyn.Derivation.Scaling

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

/// How many weights share a value of each kind.
type SharingCounts =
    {
        BothSides: int
        Postsynaptic: int
        Presynaptic: int
    }

/// <summary>A sum over presynaptic neurons that copying adds to an average.</summary>
type CopySum =
    {
        /// The presynaptic neurons, by number, of each factor C_kl and m_k.
        Factors: int list list
        Sharing: SharingCounts
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

    let private half = Rational.ofRatio 1 2

    /// The first weight that has the same presynaptic neuron, for every weight of a pattern.
    let private nodes (pattern: CopyPattern) (coincidence: (int * int) option) : int[] =
        let nodes = Array.init pattern.Weights.Length id

        let merge (weights: int list) =
            let numbers = weights |> List.map (fun weight -> nodes[weight])
            let first = List.min numbers

            for weight in 0 .. nodes.Length - 1 do
                if List.contains nodes[weight] numbers then
                    nodes[weight] <- first

        for block, kind in pattern.Blocks do
            match kind with
            | Some OverPostsynaptic -> merge block
            | Some OverBothSides
            | Some OverPresynaptic
            | None -> ()

        coincidence |> Option.iter (fun (a, b) -> merge [ a; b ])
        nodes

    /// How many weights share values of each kind.
    let private sharing (pattern: CopyPattern) : SharingCounts =
        let count kind =
            pattern.Blocks
            |> List.sumBy (fun (block, other) -> if other = Some kind then block.Length else 0)

        {
            BothSides = count OverBothSides
            Postsynaptic = count OverPostsynaptic
            Presynaptic = count OverPresynaptic
        }

    let private ofPattern (slots: int list list) (pattern: CopyPattern) coincidence : CopySum =
        let nodes = nodes pattern coincidence
        let nodeOfSlot = Array.zeroCreate (List.sumBy List.length slots)

        pattern.Weights
        |> List.iteri (fun weight (_, slots) ->
            for slot in slots do
                nodeOfSlot[slot] <- nodes[weight]
        )

        let ofFactor factor =
            match factor with
            | [ a; b ] ->
                let k, l = nodeOfSlot[a], nodeOfSlot[b]
                [ min k l; max k l ]
            | other -> other |> List.map (fun slot -> nodeOfSlot[slot])

        {
            Factors = slots |> List.map ofFactor |> List.sort
            Sharing = sharing pattern
        }

    /// <summary>The sums that copying adds to an average through one pattern; none if it adds nothing.</summary>
    /// <param name="separate">The slots of A in E[AB] - E[A] E[B]; None for E[AB].</param>
    /// <param name="factors">The product AB.</param>
    /// <param name="pattern">A pattern of it.</param>
    let added
        (separate: int list option)
        (factors: CopyFactor list)
        (pattern: CopyPattern)
        : CopySum list =
        let pairs () =
            CopyPattern.coincidences pattern |> List.map Some

        let coincidences =
            match CopyPattern.isPairing pattern, separate with
            | true, _ -> pairs ()
            | false, None -> [ None ]
            // E[A] E[B] lets presynaptic neurons of A and B coincide.
            | false, Some _ -> None :: pairs ()

        coincidences
        |> List.filter (fun coincidence ->
            separate
            |> Option.forall (fun first -> CopyPattern.joins first coincidence pattern)
        )
        |> List.map (ofPattern (CopyPattern.factorSlots factors) pattern)

    let private total (values: Rational seq) = Seq.fold (+) Rational.zero values

    let private ofPresynaptic (scales: DirectionScales) (sum: CopySum) : Rational =
        let occurrences = sum.Factors |> List.concat |> List.countBy id |> Map.ofList
        let isEnd node = occurrences[node] = 1
        let inner = occurrences.Keys |> Seq.filter (isEnd >> not) |> List.ofSeq

        let ofFactor factor =
            match factor with
            | [ k; l ] when isEnd k && isEnd l -> scales.VarianceScale
            | [ k; l ] when isEnd k || isEnd l -> (scales.SquareScale - Rational.one) * half
            | [ k ] when isEnd k -> scales.ActivityScale * half
            | [ _; _ ]
            | [ _ ] -> Rational.zero
            | other -> invalidOp $"A factor of {other.Length} weights."

        let innerEdges =
            sum.Factors
            |> List.choose (fun factor ->
                match factor with
                | [ k; l ] when not (isEnd k || isEnd l) -> Some(k, l)
                | _ -> None
            )

        let ofInner =
            Contraction.components inner innerEdges [] |> Seq.map Contraction.scale |> total

        total (List.map ofFactor sum.Factors) + ofInner

    /// <summary>The largest power of N of a sum, with (g/N)^(n/2) for n weights.</summary>
    /// <param name="scales">Those of the layer below.</param>
    /// <param name="values">The exponents: rho and sigma enter with their root for each weight.</param>
    /// <param name="sum">The sum.</param>
    let power (scales: DirectionScales) (values: ExponentValues) (sum: CopySum) : Rational =
        let halves count exponent = Rational.ofRatio count 2 * exponent
        let sharing = sum.Sharing

        ofPresynaptic scales sum
        - halves (sharing.BothSides + sharing.Postsynaptic) values.GammaValue
        - halves (sharing.BothSides + sharing.Presynaptic) values.DeltaValue
        - halves (List.sumBy List.length sum.Factors) Rational.one

    /// The largest of powers of N; None where there are none.
    let largest (powers: Rational list) : Rational option =
        powers |> List.sortDescending |> List.tryHead
