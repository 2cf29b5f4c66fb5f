module CorrSyn.Core.Tests.WeightSpectrumTests

open System
open MathNet.Numerics.LinearAlgebra
open Xunit
open CorrSyn.Numeric.Synapses

let private measure weights rows columns =
    WeightSpectrum.measure (GivenNetworks.work 1) weights rows columns

/// Independent numbers of mean 0 and variance 1.
let private gaussian (random: Random) count : float[] =
    Array.init
        count
        (fun _ ->
            Math.Sqrt(-2.0 * Math.Log(1.0 - random.NextDouble()))
            * Math.Cos(2.0 * Math.PI * random.NextDouble())
        )

/// Spikes of given strength on top of independent numbers, strength squared near the eigenvalue that results.
let private spiked random rows columns strengths =
    let weights = gaussian random (rows * columns)

    for strength in strengths do
        let left, right = gaussian random rows, gaussian random columns

        for i in 0 .. rows - 1 do
            for k in 0 .. columns - 1 do
                weights[i * columns + k] <-
                    weights[i * columns + k]
                    + strength * left[i] * right[k] / Math.Sqrt(float rows * float columns)

    weights

[<Theory>]
[<InlineData(80, 120)>]
[<InlineData(120, 80)>]
[<InlineData(300, 300)>]
let ``outliers are eigenvalues above the edge`` rows columns =
    let random = Random 7
    let weights = spiked random rows columns [ 60.0; 75.0; 100.0 ]

    let eigenvalues =
        (Matrix<float>.Build.Dense(rows, columns, fun i k -> weights[i * columns + k])).Svd().S
        |> Seq.map (fun value -> value * value)
        |> Seq.sortDescending
        |> List.ofSeq

    let spectrum = measure weights rows columns

    Assert.Equal(3, spectrum.Outliers.Length)
    Assert.False spectrum.IsCut

    for found, exact in List.zip spectrum.Outliers (List.take 3 eigenvalues) do
        Assert.Equal(1.0, found / exact, 1e-9)

    // The variance of the bulk is 1 within 4 standard errors, less what the spikes take of it: 1/strength^2 each. The edge of
    // finite matrices is lower by 1/N_out at most.
    let edge = Math.Pow(Math.Sqrt(float rows) + Math.Sqrt(float columns), 2.0)
    let error = 4.0 * Math.Sqrt(2.0 / float (rows * columns)) + 1e-3
    Assert.InRange(spectrum.BulkEdge / edge, 1.0 - error - 1.0 / float rows, 1.0 + error)

[<Fact>]
let ``independent weights have outliers once in a thousand matrices`` () =
    let random = Random 11

    let found =
        Seq.init 300 (fun _ -> measure (gaussian random (40 * 60)) 40 60)
        |> Seq.filter (fun s -> s.Outliers <> [])

    // 0.3 are expected; more than 4 occur with probability 2e-5. At this size the law of large matrices is right to some 0.001.
    Assert.InRange(Seq.length found, 0, 4)

[<Fact>]
let ``one shared direction is one outlier near g r sqrt(N)`` () =
    let n, r = 400, 2.0
    let random = Random 3
    let shared = gaussian random n
    let rho = r / Math.Sqrt(float n)

    let weights =
        gaussian random (n * n)
        |> Array.mapi (fun place own ->
            (Math.Sqrt rho * shared[place % n] + Math.Sqrt(1.0 - rho) * own)
            / Math.Sqrt(float n)
        )

    let spectrum = measure weights n n
    let outlier = Assert.Single spectrum.Outliers

    // N rho = r sqrt(N) = 40 from the shared vector, and about 1 - rho from rows and 1 from columns of the others.
    Assert.InRange(outlier, 0.8 * (r * Math.Sqrt(float n)), 1.2 * (r * Math.Sqrt(float n) + 2.0))

[<Fact>]
let ``equal rows are one outlier, and nothing is left of the bulk`` () =
    let row = gaussian (Random 5) 30
    let spectrum = measure (Array.init (20 * 30) (fun place -> row[place % 30])) 20 30
    let exact = 20.0 * (row |> Array.sumBy (fun w -> w * w))

    Assert.Equal(1.0, Assert.Single(spectrum.Outliers) / exact, 1e-12)
    Assert.InRange(spectrum.BulkEdge / exact, 0.0, 1e-12)
