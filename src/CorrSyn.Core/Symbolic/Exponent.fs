namespace CorrSyn.Symbolic

/// <summary>
/// A power to which the width N is raised: constant + a gamma + b delta, where gamma is the unknown
/// exponent in rho = r N^(-gamma) and delta the one in sigma = s N^(-delta).
/// </summary>
/// <remarks>Ordered by the coefficient of gamma, then by that of delta, then by the constant: an order for
/// printing, which says nothing about which power of N is larger while an unknown is left.</remarks>
type Exponent =
    {
        GammaCoefficient: Rational
        DeltaCoefficient: Rational
        Constant: Rational
    }

    static member (+)(a: Exponent, b: Exponent) =
        {
            GammaCoefficient = a.GammaCoefficient + b.GammaCoefficient
            DeltaCoefficient = a.DeltaCoefficient + b.DeltaCoefficient
            Constant = a.Constant + b.Constant
        }

/// Exponents of the width.
[<RequireQualifiedAccess>]
module Exponent =

    /// The exponent that depends on neither unknown.
    let constant (value: Rational) : Exponent =
        {
            GammaCoefficient = Rational.zero
            DeltaCoefficient = Rational.zero
            Constant = value
        }

    let zero: Exponent = constant Rational.zero

    /// coefficient * gamma.
    let gamma (coefficient: Rational) : Exponent =
        { zero with
            GammaCoefficient = coefficient
        }

    /// coefficient * delta.
    let delta (coefficient: Rational) : Exponent =
        { zero with
            DeltaCoefficient = coefficient
        }

    /// Whether gamma occurs in it.
    let hasGamma (exponent: Exponent) : bool =
        not (Rational.isZero exponent.GammaCoefficient)

    /// Whether delta occurs in it.
    let hasDelta (exponent: Exponent) : bool =
        not (Rational.isZero exponent.DeltaCoefficient)

    /// The exponent with gamma replaced by a number.
    let assignGamma (gamma: Rational) (exponent: Exponent) : Exponent =
        { exponent with
            GammaCoefficient = Rational.zero
            Constant = exponent.Constant + exponent.GammaCoefficient * gamma
        }

    /// The exponent with delta replaced by a number.
    let assignDelta (delta: Rational) (exponent: Exponent) : Exponent =
        { exponent with
            DeltaCoefficient = Rational.zero
            Constant = exponent.Constant + exponent.DeltaCoefficient * delta
        }

    /// The exponent with gamma and delta in each other's place.
    let exchange (exponent: Exponent) : Exponent =
        { exponent with
            GammaCoefficient = exponent.DeltaCoefficient
            DeltaCoefficient = exponent.GammaCoefficient
        }

    /// <summary>The value of an exponent in which no unknown is left.</summary>
    /// <exception cref="T:System.InvalidOperationException">gamma or delta occurs in it.</exception>
    let value (exponent: Exponent) : Rational =
        if hasGamma exponent || hasDelta exponent then
            invalidOp "An exponent with the unknown gamma or delta has no value yet."

        exponent.Constant

    /// <summary>The value of the exponent at a value of gamma.</summary>
    /// <exception cref="T:System.InvalidOperationException">delta occurs in it.</exception>
    let at (gamma: Rational) (exponent: Exponent) : Rational = value (assignGamma gamma exponent)

    /// The gamma at which the exponent vanishes; None if gamma does not occur in it.
    let tryRoot (exponent: Exponent) : Rational option =
        if hasGamma exponent then
            Some(-exponent.Constant / exponent.GammaCoefficient)
        else
            None
