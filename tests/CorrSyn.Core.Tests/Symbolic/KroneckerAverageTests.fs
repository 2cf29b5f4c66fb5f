module CorrSyn.Core.Tests.KroneckerAverageTests

open Xunit
open CorrSyn.Symbolic

let private total (values: seq<Rational>) = Seq.fold (+) Rational.zero values

/// Two presynaptic neurons with covariance C and S, and three postsynaptic ones with R; all symmetric.
type private Case =
    {
        C: Rational[,]
        S: Rational[,]
        R: Rational[,]
    }

let private symmetric size (values: int list) =
    let value i j =
        let low, high = min i j, max i j
        Rational.ofRatio values[(low * size + high) % values.Length] (1 + (low + 2 * high) % 4)

    Array2D.init size size value

/// Every index sum written out; the moment of the weights by recursion over the partner of the first.
let private explicitAverage (case: Case) (factors: (int * int) list) =
    let covariance (i, k) (j, l) = case.R[i, j] * case.S[k, l]

    let rec moment weights =
        match weights with
        | [] -> Rational.one
        | first :: rest ->
            rest
            |> List.mapi (fun i other -> covariance first other * moment (List.removeAt i rest))
            |> total

    let rec sum remaining weights product =
        match remaining with
        | [] -> product * moment weights
        | (a, b) :: rest ->
            total (
                seq {
                    for k in 0..1 do
                        for l in 0..1 ->
                            sum rest ((a, k) :: (b, l) :: weights) (product * case.C[k, l])
                }
            )

    sum factors [] Rational.one

let private traceOfPower (case: Case) power =
    let product (a: Rational[,]) (b: Rational[,]) =
        Array2D.init 2 2 (fun i j -> a[i, 0] * b[0, j] + a[i, 1] * b[1, j])

    let once = product case.S case.C
    let result = List.replicate power once |> List.reduce product
    result[0, 0] + result[1, 1]

let private byLoops (case: Case) factors =
    KroneckerAverage.average factors
    |> List.map (fun term ->
        let pairs =
            term.Pairs
            |> List.fold (fun product (i, j) -> product * case.R[i, j]) Rational.one

        term.Loops
        |> List.fold (fun product length -> product * traceOfPower case length) pairs
        |> (*) (Rational.ofInt term.Count)
    )
    |> total

/// R has a unit diagonal, which is why pairs of one neuron carry no factor.
let private caseOf (values: int list) =
    let correlations = symmetric 3 (List.rev values)

    {
        C = symmetric 2 values
        S = symmetric 2 (values |> List.map ((+) 1))
        R = Array2D.init 3 3 (fun i j -> if i = j then Rational.one else correlations[i, j])
    }

[<Fact>]
let ``loops equal the index sums written out, for any C, S and R`` () =
    let products =
        [
            [ 0, 0 ]
            [ 0, 1 ]
            [ 0, 0; 0, 0 ]
            [ 0, 1; 0, 1 ]
            [ 0, 1; 1, 2 ]
            [ 0, 0; 0, 1 ]
            [ 0, 1; 0, 1; 0, 1 ]
            [ 0, 0; 0, 1; 0, 1 ]
            [ 0, 1; 1, 2; 2, 0 ]
        ]

    for seed in 1..4 do
        let case = caseOf [ for i in 0..8 -> (seed * (i + 3) * 7 + i * i) % 9 - 4 ]

        for factors in products do
            Assert.Equal(explicitAverage case factors, byLoops case factors)

[<Fact>]
let ``the terms count all pairings`` () =
    for count in 0..4 do
        let terms = KroneckerAverage.average (List.replicate count (0, 1))
        Assert.Equal(TermBudget.pairingCount (2 * count), terms |> List.sumBy (_.Count >> bigint))

        for term in terms do
            Assert.Equal(count, List.sum term.Loops)

[<Fact>]
let ``seven factors are refused with the number of weights`` () =
    let error =
        Assert.Throws<System.ArgumentOutOfRangeException>(fun () ->
            KroneckerAverage.average (List.replicate 7 (0, 1)) |> ignore
        )

    Assert.Contains("14 weights", error.Message)
