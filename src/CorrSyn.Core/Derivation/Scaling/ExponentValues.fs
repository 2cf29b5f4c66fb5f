namespace CorrSyn.Derivation.Scaling

open CorrSyn.Symbolic

/// Values of both unknown exponents; 0 for one that the premise does not have.
type ExponentValues =
    {
        GammaValue: Rational
        DeltaValue: Rational
    }

/// Puts the values in their place.
[<RequireQualifiedAccess>]
module ExponentValues =

    /// The polynomial with both exponents given.
    let assign (values: ExponentValues) (polynomial: Polynomial) : Polynomial =
        polynomial
        |> Polynomial.assignGamma values.GammaValue
        |> Polynomial.assignDelta values.DeltaValue
