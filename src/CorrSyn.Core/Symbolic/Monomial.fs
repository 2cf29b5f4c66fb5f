namespace CorrSyn.Symbolic

/// <summary>A power of the width N times powers of named quantities.</summary>
/// <remarks>
/// Factors are in ascending order with powers of at least 1, each quantity at most once, so that
/// equal monomials are equal values. Ordered by the width's exponent, then by the factors.
/// </remarks>
type Monomial =
    private
        {
            width: Exponent
            factors: (Quantity * int) list
        }

    /// The exponent of N.
    member this.Width = this.width

    /// The quantities and their powers.
    member this.Factors = this.factors

    static member (*)(a: Monomial, b: Monomial) =
        let rec merge left right =
            match left, right with
            | [], rest
            | rest, [] -> rest
            | (x, n) :: restX, (y, m) :: restY ->
                if x = y then (x, n + m) :: merge restX restY
                elif x < y then (x, n) :: merge restX right
                else (y, m) :: merge left restY

        {
            width = a.width + b.width
            factors = merge a.factors b.factors
        }

/// Construction of monomials.
[<RequireQualifiedAccess>]
module Monomial =

    let one: Monomial = { width = Exponent.zero; factors = [] }

    /// N to that exponent.
    let widthPower (exponent: Exponent) : Monomial = { width = exponent; factors = [] }

    /// One named quantity.
    let quantity (quantity: Quantity) : Monomial =
        {
            width = Exponent.zero
            factors = [ (quantity, 1) ]
        }

    /// The power of that quantity, 0 where it does not occur.
    let powerOf (quantity: Quantity) (monomial: Monomial) : int =
        monomial.Factors
        |> List.tryFind (fst >> (=) quantity)
        |> Option.map snd
        |> Option.defaultValue 0

    /// The quantities and their powers alone.
    let withoutWidth (monomial: Monomial) : Monomial = { monomial with width = Exponent.zero }

    /// The monomial with its power of N changed.
    let mapWidth (change: Exponent -> Exponent) (monomial: Monomial) : Monomial =
        { monomial with
            width = change monomial.Width
        }

    /// The monomial with gamma replaced by a number.
    let assignGamma (gamma: Rational) (monomial: Monomial) : Monomial =
        mapWidth (Exponent.assignGamma gamma) monomial
