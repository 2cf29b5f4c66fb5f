module CorrSyn.Core.Tests.SynapseLawTests

open Xunit
open CorrSyn.Symbolic

let private variance = Polynomial.quantity Gain
let private rho = Polynomial.quantity Correlation

let private law distribution =
    {
        Distribution = distribution
        Variance = variance
        Correlation = rho
        Sharing = rho
    }

let private neurons firsts seconds =
    List.replicate firsts First @ List.replicate seconds Second

/// The moment that cumulants stand for: the sum over all partitions.
let private moment (cumulant: Neuron list -> Polynomial) (weights: Neuron list) =
    SetPartition.all weights
    |> Seq.map (List.map cumulant >> Polynomial.product)
    |> Polynomial.sum

[<Fact>]
let ``cumulants of binary weights give back moments that depend on parities alone`` () =
    let cumulant = ColumnLaw.cumulants 6 (law BinaryWeights)

    for firsts in 0..6 do
        for seconds in 0 .. 6 - firsts do
            let expected =
                match firsts % 2, seconds % 2 with
                | 0, 0 -> Polynomial.pow ((firsts + seconds) / 2) variance
                | 1, 1 -> Polynomial.pow ((firsts + seconds) / 2) variance * rho
                | _ -> Polynomial.zero

            Assert.Equal(expected, moment cumulant (neurons firsts seconds))

[<Fact>]
let ``the fourth cumulants of binary weights are those of two signs`` () =
    let cumulant = ColumnLaw.cumulants 4 (law BinaryWeights)

    let scaled factor p =
        Polynomial.scale (Rational.ofInt factor) (variance * variance * p)

    Assert.Equal(scaled -2 Polynomial.one, cumulant (neurons 4 0))
    Assert.Equal(scaled -2 rho, cumulant (neurons 3 1))
    Assert.Equal(scaled -2 (rho * rho), cumulant [ First; Second; First; Second ])

[<Fact>]
let ``Gaussian weights have no cumulant beyond the second`` () =
    let cumulant = ColumnLaw.cumulants 4 (law GaussianWeights)
    Assert.Equal(variance, cumulant (neurons 0 2))
    Assert.Equal(variance * rho, cumulant (neurons 1 1))
    Assert.Equal(Polynomial.zero, cumulant (neurons 2 2))
