module CorrSyn.Core.Tests.TraceAverageTests

open System
open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation.Linear

let private sum (values: seq<Rational>) = Seq.fold (+) Rational.zero values

/// Isserlis' theorem with every label a number: the first weight is paired with each of the others.
let rec private moment (r: Rational[,]) (s: Rational[,]) (weights: (int * int) list) : Rational =
    match weights with
    | [] -> Rational.one
    | (i, k) :: rest ->
        rest
        |> List.mapi (fun n (j, l) ->
            let covariance = r[i, j] * s[k, l]

            if Rational.isZero covariance then
                Rational.zero
            else
                covariance * moment r s (List.removeAt n rest)
        )
        |> sum

let rec private choices (size: int) (count: int) : int list list =
    if count = 0 then
        [ [] ]
    else
        [
            for rest in choices size (count - 1) do
                for i in 0 .. size - 1 -> i :: rest
        ]

/// E tr (A Delta)^p tr (A Delta)^q ..., with unit weight variance, every index written out.
let private written a r s c (powers: int list) : Rational =
    let count = List.sum powers
    let starts = powers |> List.scan (+) 0

    // The Delta that follows the n-th one within its trace.
    let following n =
        let last = starts |> List.find (fun start -> start > n)
        let first = starts |> List.findBack (fun start -> start <= n)
        if n + 1 = last then first else n + 1

    let term (rows: int[]) (columns: int[]) =
        let factors =
            [
                for n in 0 .. count - 1 do
                    (a: Rational[,])[rows[2 * n + 1], rows[2 * following n]]
                    (c: Rational[,])[columns[2 * n], columns[2 * n + 1]]
            ]

        if List.exists Rational.isZero factors then
            Rational.zero
        else
            List.fold (*) (moment r s (List.ofArray (Array.zip rows columns))) factors

    let labels matrix =
        choices (Array2D.length1 matrix) (2 * count) |> List.map Array.ofList

    sum (
        seq {
            for rows in labels r do
                for columns in labels c -> term rows columns
        }
    )

let private trace = ThreePointLaw.trace

let private valueOf a r s c (powers: int list) : Rational =
    let ar = ThreePointLaw.multiply a r
    let sc = ThreePointLaw.multiply s c

    TraceAverage.average Polynomial.one powers
    |> List.map (fun term ->
        let coefficient = Polynomial.evaluate 1 (fun _ -> Rational.zero) term.Coefficient

        let traces =
            (term.RowPowers |> List.map (fun power -> trace power ar))
            @ (term.ColumnPowers |> List.map (fun power -> trace power sc))

        List.fold (*) coefficient traces
    )
    |> sum

let private matrix (rows: int list list) : Rational[,] =
    rows |> List.map (List.map Rational.ofInt) |> array2D

let private doubleFactorial n =
    [ 1..2 .. 2 * n - 1 ] |> List.fold (*) 1

let private productsOfDegree degree = (LinearRecursion.derive degree).Traces

[<Fact>]
let ``the oracle finds (2n-1)!! pairings of 2n weights`` () =
    let one = matrix [ [ 1 ] ]

    for n in 0..4 do
        Assert.Equal(
            Rational.ofInt (doubleFactorial n),
            moment one one (List.replicate (2 * n) (0, 0))
        )

[<Fact>]
let ``averages equal the index sums written out, for any A, R, S and C`` () =
    Property.holds (fun (SmallLayer layer) ->
        [ [ 1 ]; [ 2 ]; [ 1; 1 ] ]
        |> List.forall (fun powers ->
            valueOf layer.A layer.R layer.S layer.C powers =
                written layer.A layer.R layer.S layer.C powers
        )
    )

[<Fact>]
let ``averages of three covariances equal the index sums written out`` () =
    let a, r = matrix [ [ 1; 0 ]; [ 0; 2 ] ], matrix [ [ 2; 1 ]; [ 1; 3 ] ]
    let s, c = matrix [ [ 1; -1 ]; [ -1; 2 ] ], matrix [ [ 3; 1 ]; [ 1; 1 ] ]

    for powers in productsOfDegree 3 do
        Assert.Equal(written a r s c powers, valueOf a r s c powers)

[<Fact>]
let ``averages at sizes 3 and 2 equal the index sums written out`` () =
    let one3 = matrix [ [ 1; 0; 0 ]; [ 0; 1; 0 ]; [ 0; 0; 1 ] ]
    let one2 = matrix [ [ 1; 0 ]; [ 0; 1 ] ]
    let r = matrix [ [ 2; 1; 0 ]; [ 1; 2; -1 ]; [ 0; -1; 1 ] ]
    let c = matrix [ [ 3; 1 ]; [ 1; 2 ] ]

    for powers in [ [ 2 ]; [ 1; 1 ] ] do
        Assert.Equal(written one3 r one2 c powers, valueOf one3 r one2 c powers)
        Assert.Equal(written one2 c one3 r powers, valueOf one2 c one3 r powers)

[<Fact>]
let ``the pairings of tr Delta^2 and (tr Delta)^2 are three each`` () =
    let text powers =
        TraceAverage.average (Polynomial.quantity Gain) powers
        |> List.map (fun term ->
            let coefficient = Polynomial.evaluate 1 (fun _ -> Rational.one) term.Coefficient
            Rational.render coefficient, term.RowPowers, term.ColumnPowers
        )

    Assert.Equal<(string * int list * int list) list>(
        [ "1", [ 1; 1 ], [ 2 ]; "1", [ 2 ], [ 1; 1 ]; "1", [ 2 ], [ 2 ] ],
        text [ 2 ]
    )

    Assert.Equal<(string * int list * int list) list>(
        [ "1", [ 1; 1 ], [ 1; 1 ]; "2", [ 2 ], [ 2 ] ],
        text [ 1; 1 ]
    )

[<Fact>]
let ``the coefficients count all pairings, and every trace keeps the degree`` () =
    for degree in 0..4 do
        for powers in productsOfDegree degree do
            let terms = TraceAverage.average Polynomial.one powers
            let counts = terms |> List.map (fun term -> term.Coefficient) |> Polynomial.sum
            let all = Polynomial.constant (Rational.ofInt (doubleFactorial degree))
            Assert.Equal(all, counts)

            for term in terms do
                Assert.Equal(degree, List.sum term.RowPowers)
                Assert.Equal(degree, List.sum term.ColumnPowers)

[<Fact>]
let ``the third moment of a Wishart matrix is the known one`` () =
    // E tr W^3 = N P (N^2 + 3 N P + P^2 + 3 N + 3 P + 4) for W = x x^T with N x P unit Gaussians.
    for n, p in [ 1, 1; 2, 5; 7, 3 ] do
        let power sizes = List.length sizes

        let value =
            TraceAverage.average Polynomial.one [ 3 ]
            |> List.map (fun term ->
                Polynomial.evaluate 1 (fun _ -> Rational.zero) term.Coefficient
                * Rational.pow (power term.RowPowers) (Rational.ofInt n)
                * Rational.pow (power term.ColumnPowers) (Rational.ofInt p)
            )
            |> sum

        let known = n * p * (n * n + 3 * n * p + p * p + 3 * n + 3 * p + 4)
        Assert.Equal(Rational.ofInt known, value)

[<Fact>]
let ``the order of the traces does not matter`` () =
    Assert.Equal<TraceTerm list>(
        TraceAverage.average Polynomial.one [ 3; 1; 2 ],
        TraceAverage.average Polynomial.one [ 1; 2; 3 ]
    )

[<Fact>]
let ``a power below 1 is refused`` () =
    Assert.Throws<ArgumentOutOfRangeException>(fun () ->
        TraceAverage.average Polynomial.one [ 2; 0 ] |> ignore
    )
    |> ignore
