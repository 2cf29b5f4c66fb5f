module CorrSyn.Core.Tests.WeingartenTests

open System
open Xunit
open CorrSyn.Symbolic

/// A Weingarten coefficient at a number N, from the truncated series.
let private at (n: int) (expansion: AsymptoticExpansion) =
    AsymptoticExpansion.dropOrderTerm expansion
    |> Polynomial.evaluate n (fun _ -> Rational.zero)

[<Fact>]
let ``two factors have the exact average 1/N`` () =
    let coefficients = Weingarten.coefficients 3 [ First; First ]
    let pairing, value = List.exactlyOne coefficients
    Assert.Equal<int list list>([ [ 0; 1 ] ], pairing)
    Assert.Equal(AsymptoticExpansion.exact (Polynomial.width -1), value)

[<Fact>]
let ``four factors have the closed-form coefficients up to the order stated`` () =
    // Rows i i j j: the pairing (01)(23) has (N+1)/(N(N-1)(N+2)), the others -1/(N(N-1)(N+2)).
    let closed (n: int) isDiagonal =
        let n' = Rational.ofInt n
        let denominator = n' * (n' - Rational.one) * (n' + Rational.ofInt 2)
        (if isDiagonal then n' + Rational.one else -Rational.one) / denominator

    for terms in 1..5 do
        for pairing, value in Weingarten.coefficients terms [ First; First; Second; Second ] do
            let isDiagonal = pairing = [ [ 0; 1 ]; [ 2; 3 ] ]

            // The remainder times N^(2+terms) stays bounded as N grows.
            let scaledRemainder n =
                Rational.pow (2 + terms) (Rational.ofInt n) * (at n value - closed n isDiagonal)
                |> Rational.approximate
                |> Math.Abs

            let bound = Math.Pow(2.0, float terms + 1.0)
            Assert.True(scaledRemainder 10 <= bound)
            Assert.True(scaledRemainder 1000 <= bound)
            Assert.Equal(Some(Rational.ofInt (-2 - terms)), value.OrderTerm)

[<Fact>]
let ``every row of an orthogonal matrix has length one`` () =
    // sum_k O_ik^2 sum_l O_il^2 = 1: the pairings give N^2, N and N terms.
    let total =
        Weingarten.coefficients 4 (List.replicate 4 First)
        |> List.map (fun (pairing, value) ->
            let power = if pairing = [ [ 0; 1 ]; [ 2; 3 ] ] then 2 else 1
            value * AsymptoticExpansion.exact (Polynomial.width power)
        )
        |> AsymptoticExpansion.sum

    Assert.Equal(Polynomial.one, AsymptoticExpansion.dropOrderTerm total)
