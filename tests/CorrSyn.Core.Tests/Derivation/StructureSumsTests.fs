module CorrSyn.Core.Tests.StructureSumsTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.StructuredMaps

let private total (values: seq<Rational>) = Seq.fold (+) Rational.zero values

let private width = 4

let private gain = Rational.ofRatio 3 5
let private rho = Rational.ofRatio 1 4
let private variance = Rational.ofRatio 7 3

let private covariance =
    Array2D.init
        width
        width
        (fun k l ->
            if k = l then
                Rational.ofInt (k + 2)
            else
                Rational.ofRatio ((k + l) % 3 - 1) 2
        )

/// Any S will do: its loops are what the sums are written with.
let private presynaptic =
    Array2D.init
        width
        width
        (fun k l ->
            if k = l then
                Rational.one
            else
                Rational.ofRatio 1 (3 + k + l)
        )

let private product (a: Rational[,]) (b: Rational[,]) =
    Array2D.init width width (fun i j -> total (Seq.init width (fun k -> a[i, k] * b[k, j])))

let private transferTrace power =
    let step = product presynaptic covariance
    let result = List.replicate power step |> List.reduce product
    let trace = total (Seq.init width (fun i -> result[i, i]))
    let n = Rational.ofInt width
    Rational.pow (power - 1) n * Rational.pow power (gain / n) * trace

/// E Delta_ij Delta_kl with all index sums written out, for entries of R between the four neurons.
let private secondMoment =
    let cache = System.Collections.Generic.Dictionary<Rational list, Rational>()

    fun (r: int -> int -> Rational) i j k l ->
        let key = [ r i j; r k l; r i k; r j l; r i l; r j k ]

        match cache.TryGetValue key with
        | true, value -> value
        | false, _ ->
            let s = presynaptic

            let value =
                total (
                    seq {
                        for a in 0 .. width - 1 do
                            for b in 0 .. width - 1 do
                                for c in 0 .. width - 1 do
                                    for d in 0 .. width - 1 ->
                                        covariance[a, b]
                                        * covariance[c, d]
                                        * (r i j * s[a, b] * r k l * s[c, d]
                                           + r i k * s[a, c] * r j l * s[b, d]
                                           + r i l * s[a, d] * r j k * s[b, c])
                    }
                )
                * Rational.pow 2 (gain / Rational.ofInt width)

            cache[key] <- value
            value

let private firstMoment (r: int -> int -> Rational) i j =
    total (
        seq {
            for a in 0 .. width - 1 do
                for b in 0 .. width - 1 -> covariance[a, b] * r i j * presynaptic[a, b]
        }
    )
    * gain
    / Rational.ofInt width

/// The average of C_ij C_kl if C_ii = v, the same for all, and C_ij = Delta_ij for i different from j.
let private pairOfCovariances r i j k l =
    if i = j && k = l then variance * variance
    elif i = j then variance * firstMoment r k l
    elif k = l then variance * firstMoment r i j
    else secondMoment r i j k l

let private explicitValue incoming outgoing sum =
    let r i j =
        if i = j then
            Rational.one
        else
            rho * StructureMoments.entry incoming width i j

    let p = StructureMoments.entry outgoing width
    let neurons = [ 0 .. width - 1 ]

    let c i j =
        if i = j then variance else firstMoment r i j

    match sum with
    | VarianceAlong ->
        total (
            seq {
                for i in neurons do
                    for j in neurons -> c i j * p j i
            }
        )
    | SquareAlong ->
        total (
            seq {
                for i in neurons do
                    for j in neurons do
                        for k in neurons -> pairOfCovariances r i j j k * p k i
            }
        )
    | SquaredVarianceAlong ->
        total (
            seq {
                for i in neurons do
                    for j in neurons do
                        for k in neurons do
                            for l in neurons -> pairOfCovariances r i j k l * p j k * p l i
            }
        )
    | ActivityAlong -> Rational.zero

let private derivedValue premise sum =
    let value quantity =
        match quantity with
        | Correlation -> rho
        | TransferTrace power -> transferTrace power
        | FieldAverage functions ->
            functions
            |> List.fold
                (fun product f -> if f = ActivityVariance then product * variance else product)
                Rational.one
        | other -> invalidOp $"{other} has no value here."

    StructureSums.value premise sum
    |> Polynomial.assignGamma Rational.zero
    |> Polynomial.evaluate width value

[<Fact>]
let ``sums along directions equal the index sums written out, for structures of both sides`` () =
    let structures =
        [
            CorrelationStructure.Uniform
            CorrelationStructure.Blocks 2
            CorrelationStructure.LowRank 1
            CorrelationStructure.LowRank 2
        ]

    for incoming in CorrelationStructure.Identity :: structures do
        for outgoing in structures do
            let premise =
                { (Premise.create (Columns(GaussianWeights, true))
                   |> Premise.withStructures incoming outgoing) with
                    Activation = OddActivation
                }

            for sum in [ VarianceAlong; SquareAlong; SquaredVarianceAlong ] do
                Assert.Equal(explicitValue incoming outgoing sum, derivedValue premise sum)

[<Fact>]
let ``the mean activity along directions for phi that is not odd`` () =
    let premise =
        Premise.create (Columns(GaussianWeights, true))
        |> Premise.withStructures CorrelationStructure.Identity (CorrelationStructure.Blocks 2)

    let mean, square = Rational.ofRatio 2 3, Rational.ofRatio 5 2

    let value quantity =
        if quantity = Quantity.fieldAverage [ Quantity.mean ] then
            mean
        else
            square

    // Sixteen pairs, four of them of equal neurons, four of two neurons of one block.
    let expected = Rational.ofInt 4 * square + Rational.ofInt 4 * mean * mean

    Assert.Equal(
        expected,
        StructureSums.value premise ActivityAlong |> Polynomial.evaluate width value
    )
