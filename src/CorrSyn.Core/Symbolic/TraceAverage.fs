namespace CorrSyn.Symbolic

open System

/// <summary>A coefficient times traces of powers of two matrices.</summary>
type TraceTerm =
    {
        Coefficient: Polynomial
        /// p for each factor tr (A R)^p, in descending order.
        RowPowers: int list
        /// q for each factor tr (S C)^q, in descending order.
        ColumnPowers: int list
    }

/// <summary>
/// Exact averages of products of traces tr (A Delta)^p, with Delta = w C w^T, over Gaussian weights with
/// E[w_ik w_jl] = variance R_ij S_kl, at every size of the layer.
/// </summary>
/// <remarks>
/// Derived here. w is N_out x N_in, A and R are N_out x N_out, S and C are N_in x N_in, all symmetric.
/// By Wick's theorem the average is a sum over pairings of the weights, and each pair puts R_ij between
/// its row labels and S_kl between its column labels. A row label belongs to two weights, on either side
/// of a factor A; a column label to one end of a factor C. So every label has two neighbours, all sums
/// are over closed cycles, and a cycle of p pairs is tr (A R)^p over rows and tr (S C)^p over columns.
/// With A = 1 and S = 1 these are tr R^p and tr C^p.
/// </remarks>
[<RequireQualifiedAccess>]
module TraceAverage =

    /// The other row label of the factor A that a weight's row label belongs to. The weights 2n and 2n+1
    /// are those of the n-th Delta; within a trace the right label of one is next to the left label of
    /// the following one, and the last is followed by the first.
    let private rowNeighbours (powers: int list) : Map<int, int> =
        let ofTrace first power =
            [
                for n in 0 .. power - 1 do
                    let right, left = 2 * (first + n) + 1, 2 * (first + (n + 1) % power)
                    right, left
                    left, right
            ]

        List.zip (powers |> List.scan (+) 0 |> List.take powers.Length) powers
        |> List.collect (fun (first, power) -> ofTrace first power)
        |> Map.ofList

    /// The other end of the factor C.
    let private columnNeighbour (weight: int) : int =
        if weight % 2 = 0 then weight + 1 else weight - 1

    /// The number of pairs in each cycle that leads in turn from a weight to its partner and from there
    /// to the partner's neighbour; in descending order.
    let private cycles (partner: Map<int, int>) (neighbour: int -> int) : int list =
        let rec walk (start: int) (weight: int) (seen: Set<int>) (length: int) =
            let partner = partner[weight]
            let seen = seen.Add(weight).Add partner
            let next = neighbour partner

            if next = start then
                length + 1, seen
            else
                walk start next seen (length + 1)

        let rec split (remaining: int list) =
            match remaining with
            | [] -> []
            | first :: _ ->
                let length, seen = walk first first Set.empty 0
                length :: split (remaining |> List.filter (seen.Contains >> not))

        split (List.map fst (Map.toList partner)) |> List.sortDescending

    /// <summary>The average of tr (A Delta)^p tr (A Delta)^q ... over the weights.</summary>
    /// <param name="weightVariance">The variance of a weight with R_ii = S_kk = 1.</param>
    /// <param name="powers">p, q, ...; each at least 1. None of them gives 1.</param>
    /// <returns>Collected terms in ascending order, the powers of each summing to that of the argument
    /// in rows and in columns.</returns>
    /// <remarks>The sum is over (2n-1)!! pairings for n the sum of the powers: up to 6 is meant.</remarks>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A power is below 1.</exception>
    let average (weightVariance: Polynomial) (powers: int list) : TraceTerm list =
        if powers |> List.exists (fun power -> power < 1) then
            raise (ArgumentOutOfRangeException(nameof powers, powers, "At least 1 each."))

        let count = List.sum powers
        let rowNeighbours = rowNeighbours powers

        let ofPairing (pairing: int list list) =
            let partner =
                pairing
                |> List.collect (fun pair -> [ pair[0], pair[1]; pair[1], pair[0] ])
                |> Map.ofList

            cycles partner (fun weight -> rowNeighbours[weight]), cycles partner columnNeighbour

        let magnitude = Polynomial.pow count weightVariance

        SetPartition.pairings [ 0 .. 2 * count - 1 ]
        |> List.countBy ofPairing
        |> List.sortBy fst
        |> List.map (fun ((rows, columns), ways) ->
            {
                Coefficient = Polynomial.scale (Rational.ofInt ways) magnitude
                RowPowers = rows
                ColumnPowers = columns
            }
        )
