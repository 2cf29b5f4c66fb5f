module CorrSyn.Core.Tests.KroneckerAverageTests

open Xunit
open CorrSyn.Symbolic

let private total (values: seq<Rational>) = Seq.fold (+) Rational.zero values

/// w = A Z B^T with independent standard normal Z, for three postsynaptic and two presynaptic neurons with covariance C.
type private Case =
    {
        C: Rational[,]
        A: Rational[,]
        B: Rational[,]
        S: Rational[,]
        R: Rational[,]
    }

let private symmetric size (values: int list) =
    let value i j =
        let low, high = min i j, max i j
        Rational.ofRatio values[(low * size + high) % values.Length] (1 + (low + 2 * high) % 4)

    Array2D.init size size value

/// A polynomial in the entries of Z: the powers of its factors, in order, with their coefficients.
type private InNormals = Map<int list, Rational>

let private plus (a: InNormals) (b: InNormals) : InNormals =
    b
    |> Map.fold
        (fun sum powers value ->
            Map.add
                powers
                (value + (Map.tryFind powers sum |> Option.defaultValue Rational.zero))
                sum
        )
        a

let private times (a: InNormals) (b: InNormals) : InNormals =
    [
        for KeyValue(p, x) in a do
            for KeyValue(q, y) in b -> Map.ofList [ List.map2 (+) p q, x * y ]
    ]
    |> List.fold plus Map.empty

/// E z^n of one standard normal number: the product of the odd numbers below n.
let private normalMoment n =
    if n % 2 = 1 then
        Rational.zero
    else
        seq { 1..2 .. n - 1 }
        |> Seq.fold (fun product k -> product * Rational.ofInt k) Rational.one

/// The product of Delta written out as a polynomial in Z, monomial by monomial: no pairings.
let private explicitAverage (case: Case) (factors: (int * int) list) =
    let rows, columns = Array2D.length1 case.A, Array2D.length1 case.B

    let normal a b =
        [
            for i in 0 .. rows - 1 do
                for k in 0 .. columns - 1 -> if (i, k) = (a, b) then 1 else 0
        ]

    let weight i k : InNormals =
        [
            for a in 0 .. rows - 1 do
                for b in 0 .. columns - 1 -> normal a b, case.A[i, a] * case.B[k, b]
        ]
        |> Map.ofList

    let delta (i, j) =
        [
            for k in 0 .. columns - 1 do
                for l in 0 .. columns - 1 ->
                    times (weight i k) (weight j l) |> Map.map (fun _ value -> value * case.C[k, l])
        ]
        |> List.reduce plus

    factors
    |> List.map delta
    |> List.reduce times
    |> Map.toSeq
    |> Seq.map (fun (powers, value) ->
        powers |> List.fold (fun product n -> product * normalMoment n) value
    )
    |> total

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

/// R has a unit diagonal, which is why pairs of one neuron carry no factor: rows of A are unit vectors.
let private caseOf (values: int list) =
    let ratio = Rational.ofRatio
    let sign n = if values[n] < 0 then -1 else 1

    let a =
        array2D
            [
                [ ratio (sign 0) 1; ratio 0 1; ratio 0 1 ]
                [ ratio (3 * sign 1) 5; ratio 4 5; ratio 0 1 ]
                [ ratio 2 3; ratio (-1 * sign 2) 3; ratio (2 * sign 3) 3 ]
            ]

    let b =
        array2D [ [ ratio values[4] 2; ratio 1 3 ]; [ ratio values[5] 3; ratio values[6] 2 ] ]

    let square (m: Rational[,]) =
        let size = Array2D.length1 m
        Array2D.init size size (fun i j -> total (Seq.init size (fun k -> m[i, k] * m[j, k])))

    {
        C = symmetric 2 values
        A = a
        B = b
        S = square b
        R = square a
    }

[<Fact>]
let ``normal moments are those of one number`` () =
    Assert.Equal<int list>(
        [ 1; 0; 1; 0; 3; 0; 15 ],
        [ for n in 0..6 -> int (normalMoment n).Numerator ]
    )

[<Fact>]
let ``loops equal the averages over independent normal numbers`` () =
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
