module CorrSyn.Core.Tests.EvaluationTests

open System
open Xunit
open CorrSyn.Symbolic
open CorrSyn.Numeric.Recursion

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
let ``the gradient is that of differences`` () =
    Property.holds (fun (polynomial: Polynomial) ->
        let polynomial =
            Polynomial.filter (fun monomial -> monomial.Width = Exponent.zero) polynomial

        let slots = Evaluation.slots [ polynomial ]
        let compiled = Evaluation.compilePolynomial slots polynomial
        let values = slots |> Array.mapi (fun slot _ -> float (2 + slot) / 3.0)
        let gradient = Array.zeroCreate slots.Length
        compiled.AddGradient 0.5 values gradient

        // Exact for polynomials up to degree 4 in each quantity.
        let difference slot =
            let at step =
                let moved = Array.copy values
                moved[slot] <- moved[slot] + step
                compiled.Value moved

            (8.0 * (at 1.0 - at -1.0) - (at 2.0 - at -2.0)) / 12.0

        slots
        |> Seq.mapi (fun slot _ -> Math.Abs(gradient[slot] - 0.5 * difference slot))
        // Terms are at most 60 * 6^3 here, and there are eight of them in four values: 1e-16 of that, a few times.
        |> Seq.forall (fun error -> error < 1e-10)
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
