namespace CorrSyn.Symbolic

/// <summary>
/// Averages of products of entries of a Haar-distributed orthogonal N x N matrix O, as series in 1/N:
/// E prod_a O_(i_a k_a) is the sum, over pairings q of the factors, of a coefficient times the
/// indicator that q pairs equal column indices.
/// </summary>
/// <remarks>
/// The coefficients solve sum_q N^(loops(p,q)) c_q = [p pairs equal rows] (Weingarten calculus,
/// Collins and Sniady 2006). loops(p,p) = n exceeds every other entry, so the system is solved by
/// iterating from the diagonal, one power of 1/N at a time.
/// </remarks>
[<RequireQualifiedAccess>]
module Weingarten =

    /// The number of closed loops when the pairs of both pairings are drawn on the same points.
    let private loops (p: int list list) (q: int list list) : int =
        let partner (pairing: int list list) point =
            let pair = pairing |> List.find (List.contains point)
            pair |> List.find ((<>) point)

        // From a start, cross a pair of p, then one of q, until the start is reached again.
        let rec walk start seen point =
            let across = partner p point
            let next = partner q across
            let seen = seen |> Set.add point |> Set.add across
            if next = start then seen else walk start seen next

        let rec count points =
            match points with
            | [] -> 0
            | first :: _ ->
                let loop = walk first Set.empty first
                1 + count (points |> List.filter (loop.Contains >> not))

        count (List.concat p)

    /// <summary>The pairings of the factors and the coefficient of each.</summary>
    /// <param name="termCount">How many powers of 1/N to give; the next is in the order term.</param>
    /// <param name="rows">The row index of each factor; 2n of them.</param>
    /// <returns>(2n-1)!! pairings of the positions 0..2n-1. Empty for an odd number of factors.</returns>
    let coefficients
        (termCount: int)
        (rows: Neuron list)
        : (int list list * AsymptoticExpansion) list =
        let row = Array.ofList rows
        let pairCount = rows.Length / 2

        let pairings = SetPartition.pairings [ 0 .. rows.Length - 1 ] |> Array.ofList

        let size = pairings.Length

        let pairsEqualRows =
            pairings |> Array.map (List.forall (fun pair -> row[pair[0]] = row[pair[1]]))

        // deficit.[p].[q] = n - loops(p,q): the power of 1/N relative to the diagonal.
        let deficit =
            Array.init
                size
                (fun p -> Array.init size (fun q -> pairCount - loops pairings[p] pairings[q]))

        // series.[p].[k] is the coefficient of N^(-n-k).
        let start =
            pairsEqualRows
            |> Array.map (fun isEqual ->
                Array.init
                    termCount
                    (fun k -> if isEqual && k = 0 then Rational.one else Rational.zero)
            )

        let improve (series: Rational[][]) =
            Array.init
                size
                (fun p ->
                    let next = Array.copy start[p]

                    for q in 0 .. size - 1 do
                        if q <> p then
                            for k in deficit[p][q] .. termCount - 1 do
                                next[k] <- next[k] - series[q][k - deficit[p][q]]

                    next
                )

        let solved =
            Seq.fold (fun series _ -> improve series) start (seq { 1 .. termCount - 1 })

        let expansion (series: Rational[]) =
            let exact =
                series
                |> Seq.mapi (fun k coefficient ->
                    Polynomial.scale coefficient (Polynomial.width (-pairCount - k))
                )
                |> Polynomial.sum

            // One pairing has nothing to iterate with: its coefficient is exact.
            if size = 1 then
                AsymptoticExpansion.exact exact
            else
                AsymptoticExpansion.exact exact
                + AsymptoticExpansion.orderTerm (Rational.ofInt (-pairCount - termCount))

        Array.map2 (fun pairing series -> pairing, expansion series) pairings solved
        |> List.ofArray
