namespace CorrSyn.Symbolic

open System

/// <summary>
/// A finite sum of monomials with exact rational coefficients: polynomial in the named quantities,
/// with rational powers of the width N in which the unknown gamma may occur.
/// </summary>
/// <remarks>No coefficient is zero, so equality of values is equality of polynomials.</remarks>
type Polynomial =
    private
        {
            terms: Map<Monomial, Rational>
        }

    /// The monomials and their coefficients, in the order of monomials.
    member this.Terms: (Monomial * Rational) list = Map.toList this.terms

    static member internal Collect(terms: seq<Monomial * Rational>) : Polynomial =
        let add sum (monomial, coefficient) =
            let total =
                match Map.tryFind monomial sum with
                | Some present -> present + coefficient
                | None -> coefficient

            if Rational.isZero total then
                Map.remove monomial sum
            else
                Map.add monomial total sum

        { terms = Seq.fold add Map.empty terms }

    static member (+)(a: Polynomial, b: Polynomial) =
        Polynomial.Collect(Seq.append a.Terms b.Terms)

    static member (~-)(a: Polynomial) =
        {
            terms = Map.map (fun _ coefficient -> -coefficient) a.terms
        }

    static member (-)(a: Polynomial, b: Polynomial) = a + (-b)

    static member (*)(a: Polynomial, b: Polynomial) =
        Polynomial.Collect(
            seq {
                for x, p in a.Terms do
                    for y, q in b.Terms -> x * y, p * q
            }
        )

/// Construction, powers, selection and exact evaluation of polynomials.
[<RequireQualifiedAccess>]
module Polynomial =

    /// The sum of these terms, collected.
    let ofTerms (terms: seq<Monomial * Rational>) : Polynomial = Polynomial.Collect terms

    let zero: Polynomial = ofTerms []

    let constant (value: Rational) : Polynomial = ofTerms [ Monomial.one, value ]

    let one: Polynomial = constant Rational.one

    /// One named quantity.
    let quantity (quantity: Quantity) : Polynomial =
        ofTerms [ Monomial.quantity quantity, Rational.one ]

    /// N to that exponent.
    let widthPower (exponent: Exponent) : Polynomial =
        ofTerms [ Monomial.widthPower exponent, Rational.one ]

    /// N to that whole power.
    let width (power: int) : Polynomial =
        widthPower (Exponent.constant (Rational.ofInt power))

    let isZero (polynomial: Polynomial) : bool = List.isEmpty polynomial.Terms

    let scale (factor: Rational) (polynomial: Polynomial) : Polynomial =
        constant factor * polynomial

    let sum (polynomials: seq<Polynomial>) : Polynomial = Seq.fold (+) zero polynomials

    let product (polynomials: seq<Polynomial>) : Polynomial = Seq.fold (*) one polynomials

    /// <summary>The polynomial to a whole power; the power 0 gives 1.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The power is negative.</exception>
    let pow (exponent: int) (polynomial: Polynomial) : Polynomial =
        if exponent < 0 then
            raise (ArgumentOutOfRangeException(nameof exponent, exponent, "A negative power."))

        product (Seq.replicate exponent polynomial)

    /// The power of N in a monomial, as a number.
    let private widthFactor (width: int) (monomial: Monomial) : Rational =
        let exponent = Exponent.value monomial.Width

        if not (Rational.isInteger exponent) then
            invalidOp $"N to the power {Rational.render exponent} is not rational."

        Rational.pow (int exponent.Numerator) (Rational.ofInt width)

    /// The terms whose monomial is accepted.
    let filter (isKept: Monomial -> bool) (polynomial: Polynomial) : Polynomial =
        polynomial.Terms |> Seq.filter (fst >> isKept) |> ofTerms

    /// The terms in which that quantity does not occur: the polynomial at quantity = 0.
    let without (quantity: Quantity) (polynomial: Polynomial) : Polynomial =
        filter (fun monomial -> Monomial.powerOf quantity monomial = 0) polynomial

    /// Whether that quantity occurs.
    let dependsOn (quantity: Quantity) (polynomial: Polynomial) : bool =
        polynomial.Terms
        |> List.exists (fun (monomial, _) -> Monomial.powerOf quantity monomial > 0)

    /// <summary>The polynomial with some quantities replaced by polynomials.</summary>
    /// <param name="replacement">What stands in the place of a quantity; None keeps it.</param>
    /// <param name="polynomial">The polynomial.</param>
    let substitute
        (replacement: Quantity -> Polynomial option)
        (polynomial: Polynomial)
        : Polynomial =
        let factor (quantity', power) =
            replacement quantity' |> Option.defaultValue (quantity quantity') |> pow power

        polynomial.Terms
        |> Seq.map (fun (monomial, coefficient) ->
            monomial.Factors
            |> Seq.map factor
            |> product
            |> (*) (ofTerms [ Monomial.widthPower monomial.Width, coefficient ])
        )
        |> sum

    /// The polynomial with c times 1/c as 1.
    let cancelWidthRatios (polynomial: Polynomial) : Polynomial =
        let cancelled (monomial: Monomial, coefficient) =
            let count =
                min
                    (Monomial.powerOf WidthRatio monomial)
                    (Monomial.powerOf InverseWidthRatio monomial)

            monomial.Factors
            |> Seq.map (fun (name, power) ->
                let isRatio = name = WidthRatio || name = InverseWidthRatio
                pow (if isRatio then power - count else power) (quantity name)
            )
            |> product
            |> (*) (ofTerms [ Monomial.widthPower monomial.Width, coefficient ])

        polynomial.Terms |> Seq.map cancelled |> sum

    /// The quantities that occur, in ascending order.
    let quantities (polynomial: Polynomial) : Quantity list =
        polynomial.Terms
        |> List.collect (fun (monomial, _) -> List.map fst monomial.Factors)
        |> List.distinct
        |> List.sort

    /// The polynomial with its powers of N changed, term by term.
    let mapWidth (change: Exponent -> Exponent) (polynomial: Polynomial) : Polynomial =
        polynomial.Terms
        |> Seq.map (fun (monomial, coefficient) -> Monomial.mapWidth change monomial, coefficient)
        |> ofTerms

    /// The polynomial with gamma replaced by a number.
    let assignGamma (gamma: Rational) (polynomial: Polynomial) : Polynomial =
        mapWidth (Exponent.assignGamma gamma) polynomial

    /// The polynomial with delta replaced by a number.
    let assignDelta (delta: Rational) (polynomial: Polynomial) : Polynomial =
        mapWidth (Exponent.assignDelta delta) polynomial

    /// <summary>The polynomial at a width, in which N no longer occurs.</summary>
    /// <param name="width">N, a whole number, not 0 where a power of it is negative.</param>
    /// <param name="polynomial">The polynomial, with whole and gamma-free exponents of N.</param>
    /// <exception cref="T:System.InvalidOperationException">An exponent of N is not a whole number.</exception>
    let assignWidth (width: int) (polynomial: Polynomial) : Polynomial =
        polynomial.Terms
        |> Seq.map (fun (monomial, coefficient) ->
            Monomial.withoutWidth monomial, coefficient * widthFactor width monomial
        )
        |> ofTerms

    /// <summary>The largest exponent of N; None for the zero polynomial.</summary>
    /// <exception cref="T:System.InvalidOperationException">gamma occurs in an exponent.</exception>
    let tryLeadingExponent (polynomial: Polynomial) : Rational option =
        match polynomial.Terms with
        | [] -> None
        | terms ->
            terms
            |> List.map (fun (monomial, _) -> Exponent.value monomial.Width)
            |> List.max
            |> Some

    /// <summary>The exact value at a width and at values of the quantities.</summary>
    /// <param name="width">N, a whole number.</param>
    /// <param name="value">The value of each quantity.</param>
    /// <param name="polynomial">The polynomial, with whole and gamma-free exponents of N.</param>
    /// <exception cref="T:System.InvalidOperationException">An exponent of N is not a whole number.</exception>
    let evaluate (width: int) (value: Quantity -> Rational) (polynomial: Polynomial) : Rational =
        let term (monomial: Monomial, coefficient) =
            monomial.Factors
            |> List.fold
                (fun product (quantity, power) -> product * Rational.pow power (value quantity))
                (coefficient * widthFactor width monomial)

        polynomial.Terms
        |> List.fold (fun total next -> total + term next) Rational.zero
