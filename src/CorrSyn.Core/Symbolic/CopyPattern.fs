namespace CorrSyn.Symbolic

/// What the weights of one block of a <c>CopyPattern</c> share.
type SharedValue =
    /// X_ab, shared over postsynaptic and presynaptic neurons.
    | OverBothSides
    /// X_ak of one presynaptic neuron k, shared over postsynaptic neurons.
    | OverPostsynaptic
    /// X_ib of one postsynaptic neuron i, shared over presynaptic neurons.
    | OverPresynaptic

/// <summary>What is averaged over weights that are copies: products of such factors.</summary>
/// <remarks>Postsynaptic neurons by number; equal numbers are the same neuron.</remarks>
type CopyFactor =
    /// Delta_ij = sum_kl w_ik C_kl w_jl.
    | DeltaOf of int * int
    /// u_i = sum_k w_ik m_k, without the bias.
    | FieldOf of int

/// <summary>One kind of term of an average over weights that are copies of shared values.</summary>
/// <remarks>Slots are the weights of the product, in order: two for each Delta and one for each field.</remarks>
type CopyPattern =
    {
        /// The slots of each weight, those that are the same weight together, with its postsynaptic neuron.
        Weights: (int * int list) list
        /// The weights, by number in that list, that have one value, and which kind of value it is; None for a
        /// weight alone.
        Blocks: (int list * SharedValue option) list
    }

/// <summary>
/// Averages over weights w_ik that are copies: each independently takes the value X_ab with probability
/// |f_ia| |g_kb|, X_ak with |f_ia| sqrt(1 - sigma), X_ib with sqrt(1 - rho) |g_kb|, and otherwise a value of its own.
/// </summary>
/// <remarks>
/// Derived here. R and S have the off-diagonal entries of f f^T and g g^T. Different weights choose independently, so a
/// product of powers of different weights averages over choices to a product of sums over all values, each power of a
/// value with its probability; the values are independent, so that cumulants add up. So
/// E prod_e w_e^(n_e) is the sum over partitions of the weights into blocks of the product, over blocks, of the joint
/// cumulant of the powers X^(n_e) of one value and of the sum over values of the product of the probabilities, with the
/// signs of odd powers. For a block of one weight that sum is 1.
/// </remarks>
[<RequireQualifiedAccess>]
module CopyPattern =

    /// <summary>The joint cumulant of powers of one number.</summary>
    /// <param name="moment">E X^n.</param>
    /// <param name="powers">The powers.</param>
    let cumulant (moment: int -> Polynomial) (powers: int list) : Polynomial =
        SetPartition.all powers
        |> List.map (fun blocks ->
            let count = blocks.Length
            let sign = if count % 2 = 1 then Rational.one else -Rational.one

            blocks
            |> Seq.map (List.sum >> moment)
            |> Polynomial.product
            |> Polynomial.scale (sign * Rational.factorial (count - 1))
        )
        |> Polynomial.sum

    /// The slots of each factor: one or two.
    let factorSlots (factors: CopyFactor list) : int list list =
        let lengths =
            factors
            |> List.map (fun factor ->
                match factor with
                | DeltaOf _ -> 2
                | FieldOf _ -> 1
            )

        List.zip (List.scan (+) 0 lengths |> List.take lengths.Length) lengths
        |> List.map (fun (first, length) -> [ first .. first + length - 1 ])

    let private neurons (factors: CopyFactor list) : int list =
        factors
        |> List.collect (fun factor ->
            match factor with
            | DeltaOf(i, j) -> [ i; j ]
            | FieldOf i -> [ i ]
        )

    /// All choices of one item of each list.
    let rec private choices (lists: 'item list list) : 'item list list =
        match lists with
        | [] -> [ [] ]
        | first :: rest ->
            [
                for others in choices rest do
                    for item in first -> item :: others
            ]

    /// How many slots a weight fills.
    let private multiplicity (pattern: CopyPattern) weight =
        (snd (List.item weight pattern.Weights)).Length

    /// The kinds of values that weights of those neurons may share.
    let private kinds (isPostsynaptic: bool) (neuronsOfBlock: int list) : SharedValue option list =
        match neuronsOfBlock with
        | [ _ ] -> [ None ]
        | _ when (List.distinct neuronsOfBlock).Length = 1 -> [ Some OverPresynaptic ]
        | _ when not isPostsynaptic -> []
        | _ when List.distinct neuronsOfBlock = neuronsOfBlock ->
            [ Some OverBothSides; Some OverPostsynaptic ]
        | _ -> [ Some OverBothSides ]

    /// <summary>The kinds of terms of an average of a product.</summary>
    /// <param name="moment">E X^n of a value with unit variance.</param>
    /// <param name="isPostsynaptic">Whether values are shared over postsynaptic neurons.</param>
    /// <param name="factors">The product.</param>
    /// <returns>Those with a joint cumulant other than 0. For weights of one postsynaptic neuron X_ab counts as X_ib,
    /// since the sum over a adds up to at most 1. Different weights of one postsynaptic neuron have different presynaptic
    /// neurons; those of X_ak have one presynaptic neuron, others any.</returns>
    let all
        (moment: int -> Polynomial)
        (isPostsynaptic: bool)
        (factors: CopyFactor list)
        : CopyPattern list =
        let slotsOf = List.indexed (neurons factors) |> List.groupBy snd

        let known = System.Collections.Generic.Dictionary<int list, bool>()

        // Asked for again and again with the same few powers.
        let counts powers =
            match known.TryGetValue powers with
            | true, value -> value
            | false, _ ->
                let value =
                    List.sum powers % 2 = 0 && not (Polynomial.isZero (cumulant moment powers))

                known[powers] <- value
                value

        let equalWeights =
            slotsOf
            |> List.map (fun (neuron, slots) ->
                slots
                |> List.map fst
                |> SetPartition.all
                |> List.map (List.map (fun block -> neuron, block))
            )
            |> choices
            |> List.map List.concat

        [
            for weights in equalWeights do
                let table = Array.ofList weights

                // In ascending order: the joint cumulant does not depend on the order.
                let powers block =
                    block |> List.map (fun weight -> (snd table[weight]).Length) |> List.sort

                for blocks in SetPartition.all [ 0 .. weights.Length - 1 ] do
                    if blocks |> List.forall (powers >> counts) then
                        let ofBlock block =
                            block
                            |> List.map (fun weight -> fst table[weight])
                            |> kinds isPostsynaptic

                        for chosen in blocks |> List.map ofBlock |> choices do
                            {
                                Weights = weights
                                Blocks = List.zip blocks chosen
                            }
        ]

    /// Whether Gaussian weights of the same correlations have this term: weights alone in a block come twice, others
    /// in pairs.
    let isPairing (pattern: CopyPattern) : bool =
        pattern.Blocks
        |> List.forall (fun (block, _) ->
            match block |> List.map (multiplicity pattern) with
            | [ 2 ]
            | [ 1; 1 ] -> true
            | _ -> false
        )

    /// The weights of each postsynaptic neuron, by number.
    let private byNeuron (pattern: CopyPattern) : int list list =
        pattern.Weights
        |> List.indexed
        |> List.groupBy (fun (_, (neuron, _)) -> neuron)
        |> List.map (snd >> List.map fst)

    /// <summary>The pairs of weights of one postsynaptic neuron in different blocks.</summary>
    /// <remarks>Pairings of Gaussian weights let their presynaptic neurons coincide; here those terms are missing.</remarks>
    let coincidences (pattern: CopyPattern) : (int * int) list =
        let blockOf weight =
            pattern.Blocks |> List.findIndex (fst >> List.contains weight)

        [
            for weights in byNeuron pattern do
                for a in weights do
                    for b in weights do
                        if a < b && blockOf a <> blockOf b then
                            a, b
        ]

    /// <summary>Whether a block, or a coincidence, joins two groups of slots.</summary>
    /// <param name="first">The slots of the first group.</param>
    /// <param name="coincidence">Two weights that are taken as having one presynaptic neuron.</param>
    /// <param name="pattern">The pattern.</param>
    let joins (first: int list) (coincidence: (int * int) option) (pattern: CopyPattern) : bool =
        let slots weights =
            weights |> List.collect (fun weight -> snd (List.item weight pattern.Weights))

        let isMixed weights =
            let inFirst, inSecond =
                slots weights |> List.partition (fun slot -> List.contains slot first)

            not inFirst.IsEmpty && not inSecond.IsEmpty

        (pattern.Blocks |> List.exists (fst >> isMixed))
        || (coincidence |> Option.exists (fun (a, b) -> isMixed [ a; b ]))
