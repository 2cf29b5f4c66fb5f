namespace CorrSyn.Derivation.Moments

open CorrSyn.Symbolic

/// <summary>Sums over presynaptic neurons, read as order parameters of the layer below.</summary>
[<RequireQualifiedAccess>]
module LayerStatistics =

    let private n = Polynomial.width 1

    /// <summary>A contraction in terms of K1, K2, Q and N Sigma; None if they do not determine it.</summary>
    /// <remarks>
    /// By definition tr C = N K1, sum_k C_kk^2 = N K2, m.m = N Q, and
    /// tr C^2 = N K2 + N (N-1) Sigma, where N Sigma is one quantity.
    /// </remarks>
    let tryOfContraction (contraction: Contraction) : Polynomial option =
        if contraction = Contraction.trace then
            Some(n * Polynomial.quantity K1)
        elif contraction = Contraction.squaredVariances then
            Some(n * Polynomial.quantity K2)
        elif contraction = Contraction.traceOfSquare then
            Some(n * Polynomial.quantity K2 + (n - Polynomial.one) * Polynomial.quantity NSigma)
        elif contraction = Contraction.meanSquare then
            Some(n * Polynomial.quantity Q)
        else
            None

    /// The contractions that K1, K2, Q and N Sigma do not determine, each once.
    let undetermined (terms: ContractionTerm list) : Contraction list =
        terms
        |> List.collect (fun term -> term.Contractions)
        |> List.filter (tryOfContraction >> Option.isNone)
        |> List.distinct

    /// <summary>An average over the weights in terms of the order parameters of the layer below.</summary>
    /// <returns>The expansion, or the contractions that the order parameters do not determine.</returns>
    let expand (terms: ContractionTerm list) : Result<AsymptoticExpansion, Contraction list> =
        match undetermined terms with
        | [] ->
            terms
            |> Seq.map (fun term ->
                let value = term.Contractions |> Seq.choose tryOfContraction |> Polynomial.product

                term.Coefficient * AsymptoticExpansion.exact value
            )
            |> AsymptoticExpansion.sum
            |> Ok
        | missing -> Error missing

    /// <summary>The largest power of N that an average can reach.</summary>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <param name="terms">The average; its contractions may be of any kind.</param>
    /// <returns>None if the average is exactly zero.</returns>
    let tryScale (gamma: Rational) (terms: ContractionTerm list) : Rational option =
        terms
        |> List.choose (fun term ->
            AsymptoticExpansion.assignGamma gamma term.Coefficient
            |> AsymptoticExpansion.tryLeadingExponent
            |> Option.map (fun power ->
                term.Contractions
                |> List.fold (fun total next -> total + Contraction.scale next) power
            )
        )
        |> List.sortDescending
        |> List.tryHead
