namespace CorrSyn.Symbolic

/// <summary>
/// What is known of a quantity as the width N grows: exact terms, and possibly an order term O(N^a)
/// that stands for everything not larger.
/// </summary>
/// <remarks>
/// An order term absorbs every exact term whose power of N is not above its own, at every
/// construction, so equality of values is equality of expansions. Where there is no order term the
/// exact part is the whole and may still hold the unknown gamma. Expansions do not form a ring:
/// O(x) - O(x) = O(x).
/// </remarks>
type AsymptoticExpansion =
    private
        {
            exact: Polynomial
            order: Rational option
        }

    /// The exact terms.
    member this.ExactTerms = this.exact

    /// a in O(N^a); None if nothing was dropped.
    member this.OrderTerm = this.order

    /// The one place where absorption happens.
    static member internal Absorb(exact: Polynomial, order: Rational option) : AsymptoticExpansion =
        match order with
        | None -> { exact = exact; order = None }
        | Some power ->
            {
                exact = Polynomial.filter (fun term -> Exponent.value term.Width > power) exact
                order = order
            }

    static member (+)(a: AsymptoticExpansion, b: AsymptoticExpansion) =
        let order =
            match a.order, b.order with
            | None, other
            | other, None -> other
            | Some x, Some y -> Some(max x y)

        AsymptoticExpansion.Absorb(a.exact + b.exact, order)

    static member (~-)(a: AsymptoticExpansion) = { a with exact = -a.exact }

    static member (-)(a: AsymptoticExpansion, b: AsymptoticExpansion) = a + (-b)

    static member (*)(a: AsymptoticExpansion, b: AsymptoticExpansion) =
        // O(N^x) times an expansion is of the order x plus the largest power in that expansion.
        let dropped (order: Rational option) (other: AsymptoticExpansion) =
            match order with
            | None -> None
            | Some x ->
                [ Polynomial.tryLeadingExponent other.exact; other.order ]
                |> List.choose id
                |> List.sortDescending
                |> List.tryHead
                |> Option.map ((+) x)

        let order =
            match dropped a.order b, dropped b.order a with
            | None, other
            | other, None -> other
            | Some x, Some y -> Some(max x y)

        AsymptoticExpansion.Absorb(a.exact * b.exact, order)

/// Construction and truncation of expansions.
[<RequireQualifiedAccess>]
module AsymptoticExpansion =

    /// The polynomial itself, nothing dropped.
    let exact (polynomial: Polynomial) : AsymptoticExpansion =
        AsymptoticExpansion.Absorb(polynomial, None)

    /// O(N^power).
    let orderTerm (power: Rational) : AsymptoticExpansion =
        AsymptoticExpansion.Absorb(Polynomial.zero, Some power)

    let zero: AsymptoticExpansion = exact Polynomial.zero

    let one: AsymptoticExpansion = exact Polynomial.one

    let sum (expansions: seq<AsymptoticExpansion>) : AsymptoticExpansion =
        Seq.fold (+) zero expansions

    /// The expansion with gamma replaced by a number.
    let assignGamma (gamma: Rational) (expansion: AsymptoticExpansion) : AsymptoticExpansion =
        AsymptoticExpansion.Absorb(
            Polynomial.assignGamma gamma expansion.ExactTerms,
            expansion.OrderTerm
        )

    /// The expansion with that change of its exact terms, which must not raise a power of N.
    let mapExact
        (change: Polynomial -> Polynomial)
        (expansion: AsymptoticExpansion)
        : AsymptoticExpansion =
        AsymptoticExpansion.Absorb(change expansion.ExactTerms, expansion.OrderTerm)

    /// <summary>The expansion with some quantities replaced by expansions.</summary>
    /// <param name="replacement">What stands in the place of a quantity; None keeps it.</param>
    /// <param name="expansion">The expansion. Where a replacement has an order term, no unknown may be left
    /// in the exponents.</param>
    let substitute
        (replacement: Quantity -> AsymptoticExpansion option)
        (expansion: AsymptoticExpansion)
        : AsymptoticExpansion =
        let factor (quantity, power) =
            match replacement quantity with
            | Some value -> Seq.replicate power value |> Seq.fold (*) one
            | None -> exact (Polynomial.pow power (Polynomial.quantity quantity))

        let term (monomial: Monomial, coefficient) =
            monomial.Factors
            |> Seq.map factor
            |> Seq.fold
                (*)
                (exact (Polynomial.ofTerms [ Monomial.widthPower monomial.Width, coefficient ]))

        AsymptoticExpansion.Absorb(Polynomial.zero, expansion.OrderTerm)
        + sum (expansion.ExactTerms.Terms |> Seq.map term)

    /// <summary>Forgets the terms that the predicate marks by their power of N; an order term of the
    /// largest forgotten power stands for them.</summary>
    let private forget (isForgotten: Rational -> bool) (expansion: AsymptoticExpansion) =
        let forgotten =
            expansion.ExactTerms.Terms
            |> List.map (fun (term, _) -> Exponent.value term.Width)
            |> List.filter isForgotten

        match forgotten with
        | [] -> expansion
        | powers -> expansion + orderTerm (List.max powers)

    /// <summary>Forgets everything not larger than N^power.</summary>
    /// <remarks>Where nothing is that small the expansion is returned as it is, without an order
    /// term. gamma must not occur.</remarks>
    let truncate (power: Rational) (expansion: AsymptoticExpansion) : AsymptoticExpansion =
        forget (fun exponent -> exponent <= power) expansion

    /// <summary>Forgets the terms that vanish as N grows. gamma must not occur.</summary>
    let keepFinite (expansion: AsymptoticExpansion) : AsymptoticExpansion =
        forget (fun exponent -> Rational.sign exponent < 0) expansion

    /// <summary>The largest power of N that occurs, as a term or as the order term.</summary>
    /// <returns>None for the exact zero.</returns>
    let tryLeadingExponent (expansion: AsymptoticExpansion) : Rational option =
        [ Polynomial.tryLeadingExponent expansion.ExactTerms; expansion.OrderTerm ]
        |> List.choose id
        |> List.sortDescending
        |> List.tryHead

    /// The exact terms alone. Dropping the order term is this explicit call.
    let dropOrderTerm (expansion: AsymptoticExpansion) : Polynomial = expansion.ExactTerms
