namespace CorrSyn.Symbolic

/// <summary>One kind of term of an average over weights with E w_ik w_jk' = (g/N) R_ij S_kk'.</summary>
type KroneckerTerm =
    {
        /// How many pairings give it.
        Count: int
        /// A factor R_ij for each pair of different neurons, the smaller first, in ascending order.
        Pairs: (int * int) list
        /// A factor (g/N)^n tr (SC)^n for each length n, in ascending order.
        Loops: int list
    }

/// <summary>
/// Averages of products of Delta_ij = sum_kl w_ik C_kl w_jl over Gaussian weights that are correlated over
/// postsynaptic and presynaptic neurons.
/// </summary>
/// <remarks>
/// Derived here. By Wick's theorem every pairing of the weights gives R_ij for its postsynaptic and S_kk' for
/// its presynaptic indices. Each Delta joins two weights by a C, each pair joins two by an S, so the
/// presynaptic sums close to loops, traces of powers of SC.
/// </remarks>
[<RequireQualifiedAccess>]
module KroneckerAverage =

    /// The lengths of the closed loops that Delta factors and pairs of weights form together.
    let private loopLengths (factorCount: int) (pairing: int list list) : int list =
        let partner slot =
            pairing
            |> List.pick (fun pair ->
                match pair with
                | [ a; b ] when a = slot -> Some b
                | [ a; b ] when b = slot -> Some a
                | _ -> None
            )

        // Slots 2f and 2f + 1 belong to factor f.
        let otherEnd slot = slot ^^^ 1

        let rec walk start slot seen =
            let next = partner (otherEnd slot)
            let seen = Set.add (slot / 2) seen
            if next = start then seen else walk start next seen

        let rec collect remaining =
            match remaining with
            | [] -> []
            | factor :: _ ->
                let loop = walk (2 * factor) (2 * factor) Set.empty
                loop.Count :: collect (remaining |> List.filter (loop.Contains >> not))

        List.sort (collect [ 0 .. factorCount - 1 ])

    /// <summary>The average of a product of Delta_ij.</summary>
    /// <param name="factors">The two neurons of each factor, by number; equal numbers are the same neuron.</param>
    /// <returns>Terms of different kind; one without pairs and loops for no factors.</returns>
    /// <exception cref="T:System.ArgumentOutOfRangeException">More terms than <c>TermBudget</c> allows.</exception>
    let average (factors: (int * int) list) : KroneckerTerm list =
        let neurons = factors |> List.collect (fun (i, j) -> [ i; j ]) |> Array.ofList

        TermBudget.pairingCount neurons.Length
        |> TermBudget.check $"the average of a product of {neurons.Length} weights"

        let pairsOf pairing =
            pairing
            |> List.choose (fun (pair: int list) ->
                let i, j = neurons[pair[0]], neurons[pair[1]]
                if i = j then None else Some(min i j, max i j)
            )
            |> List.sort

        SetPartition.pairings [ 0 .. neurons.Length - 1 ]
        |> List.countBy (fun pairing -> pairsOf pairing, loopLengths factors.Length pairing)
        |> List.map (fun ((pairs, loops), count) ->
            {
                Count = count
                Pairs = pairs
                Loops = loops
            }
        )
        |> List.sort
