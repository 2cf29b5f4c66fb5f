module CorrSyn.Core.Tests.WeightCorrelationConstantsTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Numeric.Synapses

let private table = lazy (ReferenceTable.read "weight-correlations.json")

let private work = GivenNetworks.work 1

let private near (expected: float) (actual: float) (error: float) =
    Assert.True(Math.Abs(actual - expected) <= error, $"{actual:R} is not {expected:R} to {error}")

/// Weights, rows, columns and C.
let private matrixOf (record: JsonElement) =
    let weights = ReferenceTable.matrix "weights" record
    let rows = record.GetProperty("weights").GetArrayLength()
    weights, rows, weights.Length / rows, ReferenceTable.matrix "covariance" record

/// n/D of C: r_C^2 is a difference of two numbers of this size.
let private inverseDimension n (covariance: float[]) =
    let trace = Seq.init n (fun k -> covariance[k * (n + 1)]) |> Seq.sum
    float n * (covariance |> Array.sumBy (fun c -> c * c)) / (trace * trace)

[<Fact>]
let ``correlations of small matrices are those of exact rationals`` () =
    let records = ReferenceTable.items "records" (table.Force())
    Assert.Equal(8, records.Length)

    for record in records do
        let weights, rows, columns, covariance = matrixOf record
        let expected name = ReferenceTable.value name record
        let found = WeightCorrelation.measure work weights rows columns

        // Promised: N_in 1e-15. The numbers themselves are up to N_in, with as many roundings of 1.1e-16 each.
        let error = 1e-15 * float columns
        near (expected "mean") found.Mean.Value error
        near (expected "squared") found.Squared.Value error
        // Promised: N_in/D 1e-13.
        let aware =
            WeightCorrelation.measureWithCovariance work weights rows columns covariance

        let error = 1e-13 * inverseDimension columns covariance
        near (expected "aware") aware.Squared.Value error
        near (expected "awareByNorms") aware.SquaredByNorms error
        let gain = expected "squaredGain"
        near gain aware.SquaredGain (1e-14 * gain)

[<Fact>]
let ``null distributions have the mean and the spread of an enumeration of directions`` () =
    let nulls = ReferenceTable.items "nulls" (table.Force())
    Assert.Equal(8, nulls.Length)

    for record in nulls do
        let rows = record.GetProperty("rows").GetInt32()
        let columns = record.GetProperty("columns").GetInt32()
        let covariance = ReferenceTable.matrix "covariance" record
        // The null distribution depends on the sizes and on C, not on the weights.
        let weights = GivenNetworks.normals (Random 1) (rows * columns)
        let found = WeightCorrelation.measure work weights rows columns

        let aware =
            WeightCorrelation.measureWithCovariance work weights rows columns covariance

        for name, deviation in
            [
                "mean", found.Mean.NullStandardDeviation
                "squared", found.Squared.NullStandardDeviation
                "aware", aware.Squared.NullStandardDeviation
            ] do
            let expected = record.GetProperty name
            // Sums over up to 20,000 choices in ordinary floating point: an error of 1e-12 at most.
            near (ReferenceTable.value "deviation" expected) deviation (1e-12 * deviation)
            near 0.0 (ReferenceTable.value "mean" expected) (1e-12 * deviation)
