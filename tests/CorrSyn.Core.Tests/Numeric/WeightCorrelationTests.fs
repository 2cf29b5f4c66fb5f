module CorrSyn.Core.Tests.WeightCorrelationTests

open System
open Xunit
open CorrSyn.Numeric.Synapses

let private measure weights rows columns =
    WeightCorrelation.measure (GivenNetworks.work 2) weights rows columns

let private measureWith weights rows columns covariance =
    WeightCorrelation.measureWithCovariance (GivenNetworks.work 2) weights rows columns covariance

/// r_C^2 from its definition, pair by pair; r_eff^2 for the unit matrix.
let private slow byNorms (weights: float[]) rows columns (covariance: float[]) =
    let row i =
        weights[i * columns .. (i + 1) * columns - 1]

    let dot (x: float[]) (y: float[]) =
        Array.fold2 (fun sum a b -> sum + a * b) 0.0 x y

    let transform x =
        Array.init columns (fun k -> dot x covariance[k * columns .. (k + 1) * columns - 1])

    let directions =
        Array.init
            rows
            (fun i ->
                let norm = Math.Sqrt(dot (row i) (row i))

                if byNorms then
                    row i
                else
                    row i |> Array.map (fun w -> w / norm)
            )

    let transformed = directions |> Array.map transform
    let norms = directions |> Array.map (fun x -> dot x x)
    let mutable squares = 0.0
    let mutable gains = 0.0

    for i in 0 .. rows - 1 do
        for j in 0 .. rows - 1 do
            if i <> j then
                squares <- squares + dot directions[i] transformed[j] ** 2.0
                gains <- gains + norms[i] * norms[j]

    let n = float columns
    let t = (covariance |> Array.sumBy (fun x -> x * x)) / n

    let k1 =
        Seq.init columns (fun k -> covariance[k * (columns + 1)])
        |> Seq.sum
        |> fun sum -> sum / n
    // N mean (x C y)^2 = mean |x|^2 |y|^2 (T + r^2 K1^2).
    (n * squares / gains - t) / (k1 * k1)

let private identity n =
    Array.init (n * n) (fun place -> if place / n = place % n then 1.0 else 0.0)

[<Theory>]
[<InlineData(9, 14)>]
[<InlineData(14, 9)>]
[<InlineData(230, 40)>]
[<InlineData(210, 300)>]
let ``both parameters follow from their definition`` rows columns =
    let weights = GivenNetworks.normals (Random 41) (rows * columns)
    let found = measure weights rows columns
    // Rounding of sums of N terms in units of N_in/N.
    Assert.Equal(slow false weights rows columns (identity columns), found.Squared.Value, 1e-11)

    let unit i =
        let row = weights[i * columns .. (i + 1) * columns - 1]
        let norm = Math.Sqrt(row |> Array.sumBy (fun w -> w * w))
        row |> Array.map (fun w -> w / norm)

    let units = Array.init rows unit

    let cosines =
        [
            for i in 0 .. rows - 1 do
                for j in 0 .. i - 1 ->
                    Array.fold2 (fun sum a b -> sum + a * b) 0.0 units[i] units[j]
        ]

    Assert.Equal(Math.Sqrt(float columns) * List.average cosines, found.Mean.Value, 1e-12)

[<Theory>]
[<InlineData(9, 14)>]
[<InlineData(14, 9)>]
let ``the covariance counts as in the layer above`` rows columns =
    let random = Random 42
    let weights = GivenNetworks.normals random (rows * columns)
    let covariance = GivenNetworks.wishart random columns 6
    let found = measureWith weights rows columns covariance
    let expected = slow false weights rows columns covariance
    Assert.Equal(expected, found.Squared.Value, 1e-11 * (1.0 + Math.Abs expected))
    let expected = slow true weights rows columns covariance
    Assert.Equal(expected, found.SquaredByNorms, 1e-11 * (1.0 + Math.Abs expected))
    // A multiple of the unit matrix, and any scale of the weights: r_eff^2.
    let plain =
        measureWith
            (weights |> Array.map (fun w -> 1e200 * w))
            rows
            columns
            (identity columns |> Array.map (fun x -> 3.0 * x))

    Assert.Equal((measure weights rows columns).Squared.Value, plain.Squared.Value, 1e-12)

    Assert.Equal(
        (measure weights rows columns).Squared.NullStandardDeviation,
        plain.Squared.NullStandardDeviation,
        1e-12
    )

/// Householder reflections of the unit matrix: orthogonal to rounding.
let private orthogonal seed n =
    let matrix = identity n

    for step in 1..3 do
        let v = GivenNetworks.normals (Random(seed + step)) n
        let square = v |> Array.sumBy (fun x -> x * x)

        for i in 0 .. n - 1 do
            let along = Seq.init n (fun k -> matrix[i * n + k] * v[k]) |> Seq.sum

            for k in 0 .. n - 1 do
                matrix[i * n + k] <- matrix[i * n + k] - 2.0 * along / square * v[k]

    matrix

[<Fact>]
let ``orthogonal rows have a squared correlation of -1 and a mean of 0`` () =
    let found = measure (orthogonal 43 60) 60 60
    Assert.Equal(-1.0, found.Squared.Value, 1e-12)
    Assert.Equal(0.0, found.Mean.Value, 1e-12)

[<Fact>]
let ``an isometry of rows of equal norm has minus the ratio of widths`` () =
    // Cosines and sines of N equidistant angles, frequencies 1 to 5: columns are orthogonal, rows have equal norms.
    let rows = 23
    let columns = 10

    let weights =
        Array.init
            (rows * columns)
            (fun place ->
                let angle =
                    2.0 * Math.PI * float (place / columns) * float (1 + place % columns / 2)
                    / float rows

                if place % 2 = 0 then Math.Cos angle else Math.Sin angle
            )

    // N_in/N_out but for the pairs of a row with itself: (N_in - 1)/(N_out - 1).
    Assert.Equal(-9.0 / 22.0, (measure weights rows columns).Squared.Value, 1e-13)

[<Fact>]
let ``correlated Gaussian rows show their correlation`` () =
    let random = Random 44
    let n = 400
    let r = 1.5
    let rho = r / Math.Sqrt(float n)
    let shared = GivenNetworks.normals random n
    let own = GivenNetworks.normals random (n * n)

    let weights =
        own
        |> Array.mapi (fun place x -> Math.Sqrt rho * shared[place % n] + Math.Sqrt(1.0 - rho) * x)

    let found = measure weights n n
    // The cosines share |shared|^2: relative scatter sqrt(2/n) = 0.07 of r; five of those. For r^2 twice as much. Plus O(1/sqrt n).
    Assert.InRange(found.Mean.Value, r * 0.6, r * 1.4)
    Assert.InRange(found.Squared.Value, r * r * 0.3, r * r * 1.8)

/// How many of these many draws lie within a standard deviation's multiple.
let private coverage trials (draw: Random -> NullComparison) =
    let random = Random 45

    let scores =
        [
            for _ in 1..trials ->
                let found = draw random in found.Value / found.NullStandardDeviation
        ]

    List.average scores, scores |> List.averageBy (fun z -> z * z)

// 2000 draws: the mean of z has a standard error of 0.0224, and that of z^2 one of sqrt((kurtosis - 1)/2000). 4.5 standard errors,
// with a kurtosis of at most 6 (sample values here are 3 to 5), are 0.10 and 0.225: false alarms 7e-6 for each of six numbers.
let private assertNull (mean: float, square: float) =
    Assert.InRange(mean, -0.101, 0.101)
    Assert.InRange(square, 1.0 - 0.225, 1.0 + 0.225)

[<Fact>]
let ``null means and standard deviations are those of independent Gaussian rows`` () =
    let rows = 12
    let columns = 9

    let draw (random: Random) =
        measure (GivenNetworks.normals random (rows * columns)) rows columns

    coverage 2000 (fun random -> (draw random).Mean) |> assertNull
    coverage 2000 (fun random -> (draw random).Squared) |> assertNull

[<Fact>]
let ``null numbers with a covariance are those of independent Gaussian rows`` () =
    let rows = 12
    let columns = 9
    let covariance = GivenNetworks.wishart (Random 46) columns 5

    coverage
        2000
        (fun random ->
            (measureWith (GivenNetworks.normals random (rows * columns)) rows columns covariance)
                .Squared
        )
    |> assertNull

[<Fact>]
let ``rows along the leading eigenvector count more with the covariance`` () =
    let random = Random 47
    let n = 40

    let covariance =
        identity n |> Array.mapi (fun place x -> if place = 0 then 25.0 else x)

    let weights =
        GivenNetworks.normals random (n * n)
        |> Array.mapi (fun place x -> if place % n = 0 then 2.0 * x else x)

    let plain = (measure weights n n).Squared.Value
    let aware = measureWith weights n n covariance
    Assert.True(aware.Squared.Value > 3.0 * Math.Max(plain, 0.5))

[<Fact>]
let ``rows of zeros are left out and counted`` () =
    let weights = GivenNetworks.normals (Random 48) (6 * 5)
    let padded = Array.concat [ weights[0..9]; Array.zeroCreate 5; weights[10..29] ]
    let found = measure padded 7 5
    Assert.Equal(1, found.ZeroRowCount)
    Assert.Equal((measure weights 6 5).Squared, found.Squared)

    Assert.Throws<ArgumentException>(fun () -> measure [| 0.0; 0.0; 1.0; 2.0 |] 2 2 |> ignore)
    |> ignore

[<Fact>]
let ``what is not finite is refused by its place`` () =
    let error =
        Assert.Throws<ArgumentException>(fun () -> measure [| 1.0; 2.0; nan; 1.0 |] 2 2 |> ignore)

    Assert.Contains("row 1, column 0", error.Message, StringComparison.Ordinal)
