module CorrSyn.Core.Tests.StructureMomentsTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.Certificates

let private structures =
    [
        CorrelationStructure.Identity
        CorrelationStructure.Uniform
        CorrelationStructure.Blocks 2
        CorrelationStructure.Blocks 3
        CorrelationStructure.Blocks 7
        CorrelationStructure.LowRank 1
        CorrelationStructure.LowRank 2
        CorrelationStructure.LowRank 3
    ]

let private widths structure =
    let cells = CorrelationStructure.cellCount structure
    [ 1..4 ] |> List.map ((*) cells) |> List.filter ((<=) 2)

[<Fact>]
let ``entries are those of the model`` () =
    for structure in structures do
        for width in widths structure do
            for i in 0 .. width - 1 do
                for j in 0 .. width - 1 do
                    if i <> j then
                        Assert.Equal(
                            CorrelationStructure.offDiagonal structure width i j,
                            Rational.approximate (StructureMoments.entry structure width i j),
                            1e-12
                        )

[<Fact>]
let ``f_n at a width is the mean over all pairs`` () =
    for structure in structures do
        for width in widths structure do
            for power in 1..6 do
                let values =
                    [
                        for i in 0 .. width - 1 do
                            for j in 0 .. width - 1 do
                                if i <> j then
                                    Rational.pow power (StructureMoments.entry structure width i j)
                    ]

                Assert.Equal(
                    List.fold (+) Rational.zero values / Rational.ofInt values.Length,
                    StructureMoments.pairMeanAt structure power width
                )

[<Fact>]
let ``the expansion of f_n differs from f_n by less than its order term allows`` () =
    for structure in structures do
        for power in 1..4 do
            for termCount in 1..4 do
                let expansion = StructureMoments.pairMean structure power termCount
                let width = 1024 * CorrelationStructure.cellCount structure

                let value =
                    Polynomial.evaluate
                        width
                        (fun _ -> Rational.zero)
                        (AsymptoticExpansion.dropOrderTerm expansion)

                let error = StructureMoments.pairMeanAt structure power width - value

                match expansion.OrderTerm with
                | None -> Assert.Equal(Rational.zero, error)
                | Some order ->
                    // The rest of a geometric series in 1/N, with a coefficient between -1 and 0.
                    let bound =
                        Rational.pow (int order.Numerator) (Rational.ofInt width)
                        * Rational.ofRatio 1024 1023

                    Assert.True(-error > Rational.zero && -error <= bound)

[<Fact>]
let ``the moments of low rank follow from independent signs`` () =
    for rank in 1..6 do
        let mean power =
            (StructureMoments.tryOrderedMean (CorrelationStructure.LowRank rank) power).Value

        Assert.Equal(Rational.zero, mean 1)
        Assert.Equal(Rational.ofRatio 1 rank, mean 2)
        Assert.Equal(Rational.zero, mean 3)
        Assert.Equal(Rational.ofRatio (3 * rank - 2) (rank * rank * rank), mean 4)

[<Fact>]
let ``the check by counting passes for every structure with cells`` () =
    for structure in structures do
        if CorrelationStructure.cellCount structure > 1 then
            Assert.True((MomentCertificate.ofStructure structure).Passed)
