namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic

/// <summary>One neuron in several inputs: the average over the field of a product of phi(z_a) phi(z_b), each less
/// its average, one for each factor, differentiated in the inputs.</summary>
type NeuronBlock =
    {
        /// The pairs of inputs.
        Factors: (int * int) list
        /// For each input that is differentiated, how often.
        Derivatives: (int * int) list
    }

/// <summary>A term of the average of a product of overlaps in one layer, in those of the layer below.</summary>
/// <remarks>N^(-1/2) has the power <c>RootPower</c>. Typical overlaps are those of infinite width: K1 + Q of an input
/// with itself and Q of two inputs.</remarks>
type FlowTerm =
    {
        Coefficient: Rational
        /// The power of g.
        Gain: int
        /// The power of r.
        Correlation: int
        /// The power of K1 + Q of the layer below.
        TypicalSquare: int
        /// The power of Q of the layer below.
        TypicalOverlap: int
        /// The power of N^(-1/2) that correlated synapses bring.
        RootPower: int
        /// One for each different neuron.
        Neurons: NeuronBlock list
        /// The deviations of overlaps of the layer below, from their typical values.
        Below: OverlapProduct
    }

/// <summary>
/// How averages over networks and inputs of products of overlaps G_ab = h^a.h^b / N pass through a layer, to any
/// order in N^(-1/2).
/// </summary>
/// <remarks>
/// Derived here. For given inputs of a layer, the pre-activations of all its neurons in all inputs are jointly
/// Gaussian over correlated Gaussian weights: Cov(z_i^a, z_j^b) = g R_ij G_ab + delta_ij sigma_b, with R_ij = r/sqrt(N).
/// G'_ab is the average over neurons of phi(z^a) phi(z^b), so a product of overlaps is a sum over which of the neurons
/// coincide, and each sum is an average over different neurons that Price's theorem expands in the deviations of G_ab
/// and in r/sqrt(N). What is averaged is the product of deviations from the limit of infinite width. For odd phi or
/// r = 0 a product of d deviations is of order N^(-d/2), and with those of at most n factors the recursion is closed
/// up to N^(-n/2).
/// </remarks>
[<RequireQualifiedAccess>]
module OverlapFlow =

    /// A first-order term of Price's theorem: derivatives of one neuron or of two.
    type private Change =
        {
            Weight: int
            Coefficient: Rational
            Roots: int
            Square: int
            Overlap: int
            Deviation: (int * int) list
            /// Neuron and input of both derivatives.
            Ends: (int * int) * (int * int)
        }

    let private half = Rational.ofRatio 1 2

    let private changes (blocks: (int * int) list[]) : Change[] =
        let inputs = blocks |> Array.map (OverlapProduct.inputs >> List.sort)

        [|
            for i in 0 .. blocks.Length - 1 do
                for a in inputs[i] do
                    for b in inputs[i] do
                        if a <= b then
                            {
                                Weight = 1
                                Coefficient = if a = b then half else Rational.one
                                Roots = 0
                                Square = 0
                                Overlap = 0
                                Deviation = [ a, b ]
                                Ends = (i, a), (i, b)
                            }

                for j in i + 1 .. blocks.Length - 1 do
                    for a in inputs[i] do
                        for b in inputs[j] do
                            let between =
                                {
                                    Weight = 1
                                    Coefficient = Rational.one
                                    Roots = 1
                                    Square = if a = b then 1 else 0
                                    Overlap = if a = b then 0 else 1
                                    Deviation = []
                                    Ends = (i, a), (j, b)
                                }

                            between

                            { between with
                                Weight = 2
                                Square = 0
                                Overlap = 0
                                Deviation = [ min a b, max a b ]
                            }
        |]

    /// <summary>Half the number of derivatives that are missing at least: an odd number of derivatives of an odd
    /// phi averages out, and one pair of inputs alone deviates only if differentiated.</summary>
    let private missing (blocks: (int * int) list[]) (counts: int[]) =
        let lacking index =
            if counts[index] % 2 = 1 then 1
            elif counts[index] = 0 && blocks[index].Length = 1 then 2
            else 0

        (Seq.sumBy lacking (seq { 0 .. blocks.Length - 1 }) + 1) / 2

    /// All products of changes within the weight, with 1/m! for m equal ones.
    let private expansions (highest: int) (blocks: (int * int) list[]) : (int * Change) list list =
        let changes = changes blocks

        let counted (counts: int[]) (change: Change) =
            let (i, _), (j, _) = change.Ends
            let counts = Array.copy counts
            counts[i] <- counts[i] + 1
            counts[j] <- counts[j] + 1
            counts

        let rec from first left counts chosen found =
            let lacking = missing blocks counts
            let found = if lacking = 0 then chosen :: found else found

            if lacking > left || left = 0 then
                found
            else
                let mutable found = found

                for index in first .. changes.Length - 1 do
                    let change = changes[index]

                    if change.Weight <= left then
                        found <-
                            from
                                index
                                (left - change.Weight)
                                (counted counts change)
                                ((index, change) :: chosen)
                                found

                found

        from 0 highest (Array.zeroCreate blocks.Length) [] []

    /// The same block under the smallest numbering of its inputs.
    let private canonicalBlock (factors: (int * int) list) (derivatives: (int * int) list) =
        let mark input =
            derivatives
            |> List.tryFind (fst >> (=) input)
            |> Option.map snd
            |> Option.defaultValue 0

        let factors, derivatives = OverlapProduct.canonical mark factors

        {
            Factors = factors
            Derivatives = derivatives
        }

    let private termOf (blocks: (int * int) list[]) (numbered: (int * Change) list) =
        let chosen = List.map snd numbered

        let repeated =
            numbered
            |> List.countBy fst
            |> List.fold (fun product (_, count) -> product * Rational.factorial count) Rational.one

        let ends =
            chosen |> List.collect (fun change -> [ fst change.Ends; snd change.Ends ])

        let derivatives index =
            ends |> List.filter (fst >> (=) index) |> List.countBy snd |> List.sort

        let coefficient =
            chosen
            |> List.fold (fun product change -> product * change.Coefficient) Rational.one

        let key =
            chosen.Length,
            List.sumBy (fun (change: Change) -> change.Roots) chosen,
            List.sumBy (fun (change: Change) -> change.Square) chosen,
            List.sumBy (fun (change: Change) -> change.Overlap) chosen,
            blocks |> Array.mapi (fun i factors -> factors, derivatives i) |> List.ofArray,
            chosen |> List.collect (fun change -> change.Deviation) |> List.sort

        key, coefficient / repeated

    let private collect (terms: ('key * Rational) seq) =
        terms
        |> Seq.groupBy fst
        |> Seq.map (fun (key, group) -> key, group |> Seq.map snd |> Seq.reduce (+))
        |> List.ofSeq

    /// <summary>The average of a product of deviations in a layer, where its factors belong to that many different
    /// neurons.</summary>
    /// <param name="highest">n: terms up to N^(-n/2) are kept, not counting the chance that neurons coincide.</param>
    /// <param name="neuronCount">How many different neurons.</param>
    /// <param name="product">The product, of at most four overlaps.</param>
    /// <returns>Collected terms. The average itself is their sum over neuron counts k, each times N(N-1)...(N-k+1)/N^d
    /// for d factors. phi is odd or r = 0; sigma_b enters the averages over the field only.</returns>
    let ofDifferentNeurons
        (highest: int)
        (neuronCount: int)
        (product: OverlapProduct)
        : FlowTerm list =
        SetPartition.ofSizes (fun _ -> true) product.Factors
        |> Seq.filter (fun partition -> partition.Length = neuronCount)
        |> Seq.collect (fun partition ->
            let blocks = Array.ofList partition
            expansions highest blocks |> Seq.map (termOf blocks)
        )
        |> collect
        |> Seq.map (fun ((order, roots, square, overlap, neurons, below), coefficient) ->
            (order,
             roots,
             square,
             overlap,
             neurons |> List.map (fun block -> block ||> canonicalBlock) |> List.sort,
             OverlapProduct.ofFactors below),
            coefficient
        )
        |> collect
        |> List.map (fun ((order, roots, square, overlap, neurons, below), coefficient) ->
            {
                Coefficient = coefficient
                Gain = order
                Correlation = roots
                TypicalSquare = square
                TypicalOverlap = overlap
                RootPower = roots
                Neurons = neurons
                Below = below
            }
        )

    /// <summary>The field averages of a block, as a polynomial in them.</summary>
    let value (block: NeuronBlock) : Polynomial =
        let average factors =
            let counts = factors |> List.collect (fun (a, b) -> [ a; b ]) |> List.countBy id
            let derivatives = Map.ofList block.Derivatives

            if
                derivatives
                |> Map.exists (fun input _ -> counts |> List.exists (fst >> (=) input) |> not)
            then
                Polynomial.zero
            else
                counts
                |> List.map (fun (input, power) ->
                    Quantity.powerDerivative
                        power
                        (Map.tryFind input derivatives |> Option.defaultValue 0)
                )
                |> Quantity.fieldAverage
                |> Polynomial.quantity

        let typical factor =
            [ factor ]
            |> List.collect (fun (a, b) -> [ a; b ])
            |> List.countBy id
            |> List.map (fun (_, power) -> Quantity.powerDerivative power 0)
            |> Quantity.fieldAverage
            |> Polynomial.quantity

        // Each factor is phi phi or minus its average.
        let rec choose kept left =
            match left with
            | [] when List.isEmpty kept ->
                if List.isEmpty block.Derivatives then
                    Polynomial.one
                else
                    Polynomial.zero
            | [] -> average kept
            | factor :: rest -> choose (factor :: kept) rest - typical factor * choose kept rest

        choose [] block.Factors
