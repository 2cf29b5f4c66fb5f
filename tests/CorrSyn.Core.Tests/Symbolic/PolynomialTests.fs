module CorrSyn.Core.Tests.PolynomialTests

open System
open Xunit
open CorrSyn.Symbolic

[<Fact>]
let ``polynomials form a commutative ring`` () =
    Property.holds (fun (a: Polynomial) (b: Polynomial) (c: Polynomial) ->
        a + b = b + a
        && a * b = b * a
        && (a + b) + c = a + (b + c)
        && (a * b) * c = a * (b * c)
        && a * (b + c) = a * b + a * c
        && a * Polynomial.one = a
        && a * Polynomial.zero = Polynomial.zero
        && Polynomial.isZero (a - a)
    )

[<Fact>]
let ``assigning gamma is a homomorphism`` () =
    Property.holds (fun (a: Polynomial) (b: Polynomial) (gamma: Rational) ->
        let at = Polynomial.assignGamma gamma
        at (a * b) = at a * at b && at (a + b) = at a + at b
    )

/// A number for each quantity, for evaluation.
let value (quantity: Quantity) : Rational =
    match quantity with
    | Gain -> Rational.ofRatio 4 5
    | Correlation -> Rational.ofRatio 1 3
    | K1 -> Rational.ofRatio 1 2
    | K2 -> Rational.ofRatio 2 7
    | NSigma -> Rational.ofRatio 3 11
    | _ -> Rational.ofRatio 5 13

[<Fact>]
let ``evaluation is a homomorphism`` () =
    Property.holds (fun (a: Polynomial) (b: Polynomial) ->
        // Doubling every exponent makes all of them whole.
        let whole (p: Polynomial) =
            Polynomial.assignGamma Rational.zero (p * p)

        let at = Polynomial.evaluate 4 value
        let a, b = whole a, whole b

        let isWhole (p: Polynomial) =
            p.Terms
            |> List.forall (fun (m, _) -> Rational.isInteger (Exponent.value m.Width))

        not (isWhole a && isWhole b)
        || at (a * b) = at a * at b && at (a + b) = at a + at b
    )

[<Fact>]
let ``setting a quantity to zero drops exactly the terms that hold it`` () =
    Property.holds (fun (a: Polynomial) (b: Polynomial) ->
        let zeroed = Polynomial.without Correlation

        zeroed (a * b) = zeroed a * zeroed b
        && not (Polynomial.dependsOn Correlation (zeroed a))
    )

[<Fact>]
let ``a fractional power of the width has no rational value`` () =
    let root = Polynomial.widthPower (Exponent.constant (Rational.ofRatio 1 2))

    Assert.Throws<InvalidOperationException>(fun () -> Polynomial.evaluate 4 value root |> ignore)
    |> ignore

[<Fact>]
let ``powers are repeated products`` () =
    Property.holds (fun (a: Polynomial) ->
        Polynomial.pow 3 a = a * a * a && Polynomial.pow 0 a = Polynomial.one
    )

    Assert.Throws<ArgumentOutOfRangeException>(fun () -> Polynomial.pow -1 Polynomial.one |> ignore)
    |> ignore
