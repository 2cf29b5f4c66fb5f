namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Structures

/// <summary>What neurons on one side of a layer share, at numbers that are exact.</summary>
type SharedLoadings =
    {
        /// |f|, of each factor of a neuron.
        Shared: Rational
        /// sqrt(1 - rho), of what is a neuron's own.
        Own: Rational
        /// The factors of a neuron, with their signs.
        Factors: int -> (int * int) list
    }

/// <summary>A second route to averages over weights that are copies: everything that the weights can choose, with its
/// probability.</summary>
[<RequireQualifiedAccess>]
module CopyLaw =

    /// Nothing shared.
    let unshared: SharedLoadings =
        {
            Shared = Rational.zero
            Own = Rational.one
            Factors = fun _ -> []
        }

    /// <summary>The loadings of a structure over a few neurons.</summary>
    /// <param name="shared">|f|.</param>
    /// <param name="own">sqrt(1 - K f^2) with K the number of factors of a neuron.</param>
    /// <param name="count">The number of neurons, a multiple of the structure's cells.</param>
    /// <param name="structure">The structure.</param>
    let loadings shared own (count: int) (structure: CorrelationStructure) : SharedLoadings =
        let factors neuron =
            match structure with
            | CorrelationStructure.Identity -> []
            | CorrelationStructure.Uniform -> [ 0, 1 ]
            | CorrelationStructure.Blocks blocks -> [ neuron / (count / blocks), 1 ]
            | CorrelationStructure.LowRank rank ->
                [
                    for number in 1..rank ->
                        number, StructureMoments.patternSign number count neuron
                ]

        match structure with
        | CorrelationStructure.Identity -> unshared
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _
        | CorrelationStructure.LowRank _ ->
            {
                Shared = shared
                Own = own
                Factors = factors
            }

    /// The values that the weight from k to i may take: a name, the probability, and the sign.
    let private values rows columns (i: int, k: int) =
        let ofRow, ofColumn = rows.Factors i, columns.Factors k

        let shared =
            [
                for a, s in ofRow do
                    for b, t in ofColumn -> (0, a, b), rows.Shared * columns.Shared, s * t

                for a, s in ofRow -> (1, a, k), rows.Shared * columns.Own, s
                for b, t in ofColumn -> (2, i, b), rows.Own * columns.Shared, t
            ]

        let own =
            shared
            |> List.fold (fun rest (_, probability, _) -> rest - probability) Rational.one

        ((3, i, k), own, 1) :: shared

    /// <summary>E of a product of weights, over all choices of all of them.</summary>
    /// <param name="moment">E X^n.</param>
    /// <param name="rows">Over postsynaptic neurons.</param>
    /// <param name="columns">Over presynaptic neurons.</param>
    /// <param name="weights">The neurons i and k of each factor w_ik, with repetitions.</param>
    let average (moment: int -> Rational) rows columns (weights: (int * int) list) : Rational =
        let weights = List.countBy id weights

        // The powers of the values chosen so far.
        let rec sum remaining (powers: Map<int * int * int, int>) (probability: Rational) =
            match remaining with
            | [] -> powers.Values |> Seq.fold (fun product n -> product * moment n) probability
            | (weight, count) :: rest ->
                values rows columns weight
                |> List.fold
                    (fun total (name, chance, sign) ->
                        if Rational.isZero chance then
                            total
                        else
                            let power = count + (Map.tryFind name powers |> Option.defaultValue 0)

                            let signed = Rational.pow count (Rational.ofInt sign)

                            total
                            + sum rest (Map.add name power powers) (probability * chance * signed)
                    )
                    Rational.zero

        sum weights Map.empty Rational.one

    /// <summary>The same by joint cumulants of blocks of weights.</summary>
    let byCumulants (moment: int -> Rational) rows columns (weights: (int * int) list) : Rational =
        let weights = List.countBy id weights

        let exactMoment order = Polynomial.constant (moment order)

        let total (values: Rational seq) = Seq.fold (+) Rational.zero values

        // The sum over the factors that all those neurons have of the product of f, with signs of odd powers.
        let overFactors (loadings: SharedLoadings) (neurons: (int * int) list) =
            let names =
                neurons
                |> List.collect (fst >> loadings.Factors >> List.map fst)
                |> List.distinct

            names
            |> Seq.map (fun name ->
                neurons
                |> List.fold
                    (fun product (neuron, count) ->
                        match loadings.Factors neuron |> List.tryFind (fst >> (=) name) with
                        | Some(_, sign) ->
                            product * loadings.Shared * Rational.pow count (Rational.ofInt sign)
                        | None -> Rational.zero
                    )
                    Rational.one
            )
            |> total

        let ofBlock (block: ((int * int) * int) list) =
            let powers = block |> List.map snd
            let ofRows = block |> List.map (fun ((i, _), count) -> i, count)
            let ofColumns = block |> List.map (fun ((_, k), count) -> k, count)

            let areEqual neurons =
                (neurons |> List.distinctBy fst).Length = 1

            let own (loadings: SharedLoadings) = Rational.pow block.Length loadings.Own

            let sum =
                if block.Length = 1 then
                    Rational.one
                else
                    let both = overFactors rows ofRows * overFactors columns ofColumns

                    let alongRows =
                        if areEqual ofColumns then
                            overFactors rows ofRows * own columns
                        else
                            Rational.zero

                    let alongColumns =
                        if areEqual ofRows then
                            own rows * overFactors columns ofColumns
                        else
                            Rational.zero

                    both + alongRows + alongColumns

            let cumulant =
                CopyPattern.cumulant exactMoment powers
                |> Polynomial.evaluate 1 (fun _ -> Rational.zero)

            sum * cumulant

        SetPartition.all weights
        |> Seq.map (List.fold (fun product block -> product * ofBlock block) Rational.one)
        |> total
