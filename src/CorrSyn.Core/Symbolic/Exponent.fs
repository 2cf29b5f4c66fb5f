namespace CorrSyn.Symbolic


/// <summary>
/// A power to which the width N is raised: constant + gammaCoefficient * gamma, where gamma is the
/// unknown exponent in rho = r N^(-gamma).
/// </summary>
/// <remarks>Ordered by the coefficient of gamma, then by the constant: an order for printing, which
/// says nothing about which power of N is larger while gamma is unknown.</remarks>
type Exponent =
    {
        GammaCoefficient: Rational
        Constant: Rational
    }

    static member (+)(a: Exponent, b: Exponent) =
        {
            GammaCoefficient = a.GammaCoefficient + b.GammaCoefficient
            Constant = a.Constant + b.Constant
        }

/// Exponents of the width.
[<RequireQualifiedAccess>]
module Exponent =

    /// The exponent that does not depend on gamma.
    let constant (value: Rational) : Exponent =
        {
            GammaCoefficient = Rational.zero
            Constant = value
        }

    let zero: Exponent = constant Rational.zero

    /// coefficient * gamma.
    let gamma (coefficient: Rational) : Exponent =
        {
            GammaCoefficient = coefficient
            Constant = Rational.zero
        }

    /// Whether gamma occurs in it.
    let hasGamma (exponent: Exponent) : bool =
        not (Rational.isZero exponent.GammaCoefficient)

    /// The value of the exponent at a value of gamma.
    let at (gamma: Rational) (exponent: Exponent) : Rational =
        exponent.Constant + exponent.GammaCoefficient * gamma

    /// The gamma at which the exponent vanishes; None if gamma does not occur in it.
    let tryRoot (exponent: Exponent) : Rational option =
        if hasGamma exponent then
            Some(-exponent.Constant / exponent.GammaCoefficient)
        else
            None

    /// <summary>The value of an exponent in which gamma does not occur.</summary>
    /// <exception cref="T:System.InvalidOperationException">gamma occurs in it.</exception>
    let value (exponent: Exponent) : Rational =
        if hasGamma exponent then
            invalidOp "An exponent with the unknown gamma has no value yet."

        exponent.Constant
