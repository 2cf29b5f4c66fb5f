module CorrSyn.Core.Tests.CopyPatternTests

open Xunit
open CorrSyn.Symbolic

/// E X^n of values 0 and +-a with unit variance, other than 0 with that probability.
let private moment (density: Rational) order =
    if order % 2 = 1 then Rational.zero
    elif order = 0 then Rational.one
    else Rational.pow (1 - order / 2) density

let private cumulant density powers =
    CopyPattern.cumulant (moment density >> Polynomial.constant) powers
    |> Polynomial.evaluate 1 (fun _ -> Rational.zero)

let private binary order =
    Polynomial.constant (moment Rational.one order)

let private covariance = DeltaOf(0, 1)

[<Fact>]
let ``joint cumulants of powers of one number`` () =
    let density = Rational.ofRatio 1 5
    // mu_4 = 5, mu_6 = 25.
    Assert.Equal(Rational.one, cumulant density [ 2 ])
    Assert.Equal(Rational.one, cumulant density [ 1; 1 ])
    Assert.Equal(Rational.ofInt 4, cumulant density [ 2; 2 ])
    Assert.Equal(Rational.ofInt 5, cumulant density [ 1; 3 ])
    Assert.Equal(Rational.ofInt 4, cumulant density [ 1; 1; 2 ])
    Assert.Equal(Rational.ofInt 2, cumulant density [ 1; 1; 1; 1 ])
    Assert.Equal(Rational.ofInt (25 - 15 * 5 + 30), cumulant density (List.replicate 6 1))

    // The square of a binary number is constant.
    for powers in [ [ 2; 2 ]; [ 1; 1; 2 ]; [ 4; 2; 2 ]; [ 1; 1; 2; 2 ] ] do
        Assert.Equal(Rational.zero, cumulant Rational.one powers)

[<Fact>]
let ``Gaussian pairings are among the patterns, each once for all ways in which it can be shared``
    ()
    =
    for factors, slots in
        [
            [ covariance ], 2
            [ covariance; covariance ], 4
            [ DeltaOf(0, 0); covariance; covariance ], 6
            List.replicate 4 covariance, 8
            List.replicate 4 (FieldOf 0), 4
        ] do
        // Pairs of one neuron stand for the same weight or for two, pairs of two neurons for X_ab or X_ak.
        let ways = (SetPartition.pairings [ 1..slots ]).Length * pown 2 (slots / 2)

        Assert.Equal(
            ways,
            CopyPattern.all binary true factors
            |> List.filter CopyPattern.isPairing
            |> List.length
        )

[<Fact>]
let ``weights of independent neurons share nothing`` () =
    for pattern in CopyPattern.all binary false [ covariance; covariance ] do
        for block, kind in pattern.Blocks do
            let neurons = block |> List.map (fun weight -> fst pattern.Weights[weight])
            Assert.Single(List.distinct neurons) |> ignore
            Assert.Equal((if block.Length = 1 then None else Some OverPresynaptic), kind)

    // Three weights of one neuron have no even power.
    Assert.Empty(CopyPattern.all binary false (List.replicate 3 covariance))

[<Fact>]
let ``coincidences and joins`` () =
    let patterns = CopyPattern.all binary true [ DeltaOf(0, 0); DeltaOf(0, 0) ]

    let pairing =
        patterns
        |> List.find (fun pattern ->
            pattern.Weights = List.map (fun slot -> 0, [ slot ]) [ 0..3 ]
            && List.map fst pattern.Blocks = [ [ 0; 1 ]; [ 2; 3 ] ]
        )

    Assert.Equal<(int * int) list>([ 0, 2; 0, 3; 1, 2; 1, 3 ], CopyPattern.coincidences pairing)
    Assert.False(CopyPattern.joins [ 0; 1 ] None pairing)
    Assert.True(CopyPattern.joins [ 0; 1 ] (Some(1, 2)) pairing)
    Assert.True(CopyPattern.joins [ 0; 2 ] None pairing)
