module CorrSyn.Core.Tests.EvaluationTests

open System
open Xunit
open CorrSyn.Symbolic
open CorrSyn.Numeric

[<Fact>]
let ``a compiled polynomial has the value of the exact one`` () =
    Property.holds (fun (polynomial: Polynomial) ->
        let polynomial =
            Polynomial.filter (fun monomial -> monomial.Width = Exponent.zero) polynomial

        let slots = Evaluation.slots [ polynomial ]

        let exactValue quantity =
            Rational.ofRatio (2 + Array.IndexOf(slots, quantity)) 3

        let values = slots |> Array.map (exactValue >> Rational.approximate)
        let exact = Polynomial.evaluate 1 exactValue polynomial |> Rational.approximate
        let compiled = Evaluation.compile slots polynomial values

        // Terms may cancel, so the error is measured against their sizes: at most 60 * 4^3 each.
        Math.Abs(compiled - exact) < 1e-11
    )

[<Fact>]
let ``a power of the width cannot be compiled`` () =
    Assert.Throws<InvalidOperationException>(fun () ->
        Evaluation.compile [||] (Polynomial.width -1) |> ignore
    )
    |> ignore

[<Fact>]
let ``a quantity without a value cannot be compiled`` () =
    Assert.Throws<InvalidOperationException>(fun () ->
        Evaluation.compile [| K2 |] (Polynomial.quantity K1) |> ignore
    )
    |> ignore
