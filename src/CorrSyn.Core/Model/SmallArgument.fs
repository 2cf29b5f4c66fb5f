namespace CorrSyn.Model

open System

/// Functions that keep their relative accuracy next to 0, which those of MathNet do not.
[<RequireQualifiedAccess>]
module SmallArgument =

    /// exp(a) - 1.
    let expm1 (a: float) : float =
        if Math.Abs a > 1.0 then
            Math.Exp a - 1.0
        else
            2.0 * Math.Exp(0.5 * a) * Math.Sinh(0.5 * a)

    /// log(1 + a), for a above -1. The rounding of 1 + a cancels in the quotient.
    let log1p (a: float) : float =
        let sum = 1.0 + a

        if sum = 1.0 then a
        elif Double.IsInfinity sum then Math.Log a
        else Math.Log sum * (a / (sum - 1.0))
