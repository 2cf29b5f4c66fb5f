module CorrSyn.Core.Tests.SingleNetworkTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.GivenNetwork

let private propagate layers mean covariance =
    SingleNetwork.propagate GivenNetworks.settings true layers mean covariance

let private solve layers mean covariance =
    propagate layers mean covariance |> GivenNetworks.valueOf

let private network seed activation =
    let random = Random seed
    let mean = GivenNetworks.normals random 7 |> Array.map (fun x -> 0.4 * x)

    let layers =
        [
            GivenNetworks.layer random 7 9 1.3 activation
            GivenNetworks.layer random 9 5 1.3 activation
        ]

    layers, mean, GivenNetworks.wishart random 7 5

[<Fact>]
let ``both layers of a small network are those of quadrature over every pair`` () =
    for activation in [ Activation.Tanh; Activation.Erf; Activation.Softplus ] do
        let layers, mean, covariance = network 21 activation
        let solved = solve layers mean covariance

        for below, above, layer in List.zip3 solved[0..1] solved[1..2] layers do
            let n = layer.InputCount
            let outputs = layer.OutputCount
            let half = GivenNetworks.multiply layer.Weights below.Covariance outputs n n
            let delta = GivenNetworks.multiply half layer.Weights outputs n outputs

            let field i =
                layer.Biases[i]
                + (Seq.init n (fun k -> layer.Weights[i * n + k] * below.Mean[k]) |> Seq.sum)

            let neuron i =
                {
                    Field = field i
                    StandardDeviation = Math.Sqrt delta[i * outputs + i]
                }

            for i in 0 .. outputs - 1 do
                for j in 0 .. outputs - 1 do
                    let psi =
                        if i = j then
                            1.0
                        else
                            delta[i * outputs + j]
                            / ((neuron i).StandardDeviation * (neuron j).StandardDeviation)

                    let expected =
                        GivenNetworks.byQuadrature
                            layer.Nonlinearity.Value
                            (neuron i)
                            (neuron j)
                            psi

                    // 1e-13 of the series, as much of its coefficients, and 30 roundings of the correlation.
                    let scale =
                        Math.Sqrt(
                            above.Covariance[i * outputs + i] * above.Covariance[j * outputs + j]
                        )

                    Assert.True(
                        Math.Abs(above.Covariance[i * outputs + j] - expected) <= 3e-13 * scale
                    )

[<Fact>]
let ``a linear network has no error but rounding`` () =
    let layers, mean, covariance = network 22 Activation.Linear
    let first = (solve layers mean covariance)[1]
    let weights = layers[0].Weights
    let half = GivenNetworks.multiply weights covariance 9 7 7
    let expected = GivenNetworks.multiply half weights 9 7 9

    for i in 0..8 do
        for j in 0..8 do
            let scale = Math.Sqrt(expected[10 * i] * expected[10 * j])
            // (N + 2) 2^-52 of sums of sizes, which are a few times the standard deviations here.
            Assert.True(
                Math.Abs(first.Covariance[9 * i + j] - expected[9 * i + j])
                <= 100.0 * 9.0 * 2.3e-16 * scale
            )

[<Fact>]
let ``a permutation of neurons permutes mean and covariance`` () =
    for activation in [ Activation.Tanh; Activation.Relu ] do
        let layers, mean, covariance = network 23 activation
        let layer = layers[0]
        let order = [| 4; 0; 8; 2; 6; 1; 7; 3; 5 |]

        let permuted =
            { layer with
                Weights = order |> Array.collect (fun i -> layer.Weights[7 * i .. 7 * i + 6])
                Biases = order |> Array.map (fun i -> layer.Biases[i])
            }

        let plain = List.last (solve [ layer ] mean covariance)
        let shuffled = List.last (solve [ permuted ] mean covariance)

        for a in 0..8 do
            Assert.Equal(plain.Mean[order[a]], shuffled.Mean[a])

            for b in 0..8 do
                let expected = plain.Covariance[9 * order[a] + order[b]]

                let scale =
                    Math.Sqrt(plain.Covariance[10 * order[a]] * plain.Covariance[10 * order[b]])
                // Pairs may take different numbers of terms, each within 1e-13.
                Assert.True(Math.Abs(shuffled.Covariance[9 * a + b] - expected) <= 2.1e-13 * scale)

[<Fact>]
let ``duplicated and opposite neurons have covariances of variance`` () =
    for activation in Activation.all do
        let layers, mean, covariance = network 24 activation
        let layer = layers[0]

        let copied =
            { layer with
                Weights =
                    Array.concat
                        [
                            layer.Weights[0..6]
                            layer.Weights[0..6]
                            Array.map (~-) layer.Weights[0..6]
                        ]
                Biases = [| layer.Biases[0]; layer.Biases[0]; -layer.Biases[0] |]
                OutputCount = 3
            }

        let above = (solve [ copied ] mean covariance)[1]
        Assert.Equal(above.Mean[0], above.Mean[1])
        Assert.InRange(above.Covariance[1] / above.Covariance[0], 1.0 - 1e-12, 1.0 + 1e-12)

        if Activation.isOdd activation then
            Assert.InRange(above.Covariance[2] / above.Covariance[0], -1.0 - 1e-12, -1.0 + 1e-12)

[<Fact>]
let ``inputs without variance give neurons without variance`` () =
    let layers, mean, _ = network 25 Activation.Tanh
    let covariance = Array.zeroCreate 49
    covariance[0] <- 1.0
    let layer = layers[0]
    // Neuron 3 does not see the only input that varies.
    let weights = Array.copy layer.Weights
    weights[21] <- 0.0
    let above = (solve [ { layer with Weights = weights } ] mean covariance)[1]
    let z = Seq.init 7 (fun k -> weights[21 + k] * mean[k]) |> Seq.sum
    Assert.Equal(Math.Tanh(z + layer.Biases[3]), above.Mean[3], 1e-15)

    for j in 0..8 do
        Assert.Equal(0.0, above.Covariance[27 + j])

[<Fact>]
let ``moments are sums over the covariance`` () =
    let layers, mean, covariance = network 26 Activation.Tanh
    let above = (solve layers mean covariance)[2]
    let c = above.Covariance
    let moments = above.Moments

    let close (expected: float) (actual: float) =
        Assert.InRange(actual / expected, 1.0 - 1e-14, 1.0 + 1e-14)

    let diagonal = [ for i in 0..4 -> c[6 * i] ]
    let squares = c |> Array.sumBy (fun x -> x * x)
    let own = diagonal |> List.sumBy (fun x -> x * x)
    close (List.sum diagonal) moments.Trace
    close squares moments.TraceOfSquare
    close (List.sum diagonal / 5.0) moments.K1
    close (own / 5.0) moments.K2
    close ((squares - own) / 4.0) moments.NSigma
    close ((above.Mean |> Array.sumBy (fun m -> m * m)) / 5.0) moments.Q
    close (moments.K1 ** 2.0 / (moments.K2 + 4.0 / 5.0 * moments.NSigma)) moments.Dimension

[<Fact>]
let ``the number of threads changes no bit`` () =
    let random = Random 27
    let mean = Array.zeroCreate 90
    let covariance = GivenNetworks.wishart random 90 120

    for activation in Activation.all do
        let layers =
            [
                GivenNetworks.layer random 90 130 1.5 activation
                GivenNetworks.layer random 130 70 1.5 activation
            ]

        let covariances threads =
            SingleNetwork.propagate
                { GivenNetworks.settings with
                    Work = GivenNetworks.work threads
                }
                true
                layers
                mean
                covariance
            |> GivenNetworks.valueOf
            |> List.map _.Covariance

        Assert.Equal<float[] list>(covariances 1, covariances 3)

[<Fact>]
let ``extremes of scale stay within floating point`` () =
    let layers, mean, covariance = network 28 Activation.Tanh
    let tiny = covariance |> Array.map (fun c -> 1e-200 * c)
    let above = (solve layers (Array.zeroCreate 7) tiny)[2]
    Assert.True(above.Moments.Trace > 0.0 && above.Moments.Trace < 1e-190)
    Assert.InRange(above.Moments.Dimension, 0.2, 1.0)
    let large = covariance |> Array.map (fun c -> 1e4 * c)
    let above = (solve layers mean large)[1]
    // Saturated: variances are near 1.
    Assert.InRange(above.Moments.K1, 0.3, 1.0)

    // Variances of 1e160 are finite, their squares are not.
    let linear =
        { layers[0] with
            Nonlinearity = GivenNetworks.nonlinearity Activation.Linear
            Weights = layers[0].Weights |> Array.map (fun w -> 1e10 * w)
        }

    match propagate [ linear ] mean (covariance |> Array.map (fun c -> 1e140 * c)) with
    | Error(NonFinite(1, "tr C^2")) -> ()
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``a covariance with a negative eigenvalue is an error that names the place`` () =
    let identity = GivenNetworks.nonlinearity Activation.Tanh
    // Eigenvalue -0.8 for (1, 1, 1).
    let covariance = [| 1.0; -0.9; -0.9; -0.9; 1.0; -0.9; -0.9; -0.9; 1.0 |]

    let layer weights =
        {
            InputCount = 3
            OutputCount = Array.length weights / 3
            Weights = weights
            Biases = Array.zeroCreate (weights.Length / 3)
            Nonlinearity = identity
        }

    match
        propagate [ layer [| 1.0; 0.0; 0.0; 1.0; 1.0; 1.0 |] ] (Array.zeroCreate 3) covariance
    with
    | Error(NegativeVariance(1, 1, _)) -> ()
    | other -> Assert.Fail $"{other}"

    match
        propagate
            [ layer [| 0.0; 0.0; 1.0; 1.0; 0.0; 0.0; 1.0; 1.0; 0.0 |] ]
            (Array.zeroCreate 3)
            covariance
    with
    | Error(ExcessCorrelation(1, 0, 2, psi)) -> Assert.InRange(psi, -4.1, -4.0)
    | other -> Assert.Fail $"{other}"

[<Fact>]
let ``activity that does not vary has no dimensionality`` () =
    let layers, mean, covariance = network 29 Activation.Tanh

    let silent =
        { layers[0] with
            Weights = Array.zeroCreate 63
        }

    match propagate [ silent ] mean covariance with
    | Error(NoVariance 1) -> ()
    | other -> Assert.Fail $"{other}"

let private refused (part: string) layers mean covariance =
    let error =
        Assert.Throws<ArgumentException>(fun () -> propagate layers mean covariance |> ignore)

    Assert.Contains(part, error.Message, StringComparison.Ordinal)

[<Fact>]
let ``what is not finite or does not fit is refused by its place`` () =
    let layers, mean, covariance = network 30 Activation.Tanh
    let first = layers[0]

    let changed place value (values: float[]) =
        let copy = Array.copy values
        copy[place] <- value
        copy

    let weights =
        { first with
            Weights = changed 16 nan first.Weights
        }

    refused "row 2, column 2 of layer 1 is NaN" [ weights ] mean covariance

    let biases =
        { layers[1] with
            Biases = changed 3 infinity layers[1].Biases
        }

    refused "row 3 of layer 2 is Infinity" [ first; biases ] mean covariance
    refused "Layer 2 takes 7 numbers from 9 neurons" [ first; first ] mean covariance
    refused "mean of input 1 is NaN" layers (changed 1 nan mean) covariance
    refused "row 1, column 0 is NaN" layers mean (changed 7 nan covariance)
    refused "variance of input 1 is -1" layers mean (changed 8 -1.0 covariance)
    refused "must be symmetric" layers mean (changed 1 (covariance[1] + 1e-6) covariance)
    let excess = covariance |> changed 1 99.0 |> changed 7 99.0
    refused "inputs 0 and 1 exceeds" layers mean excess
    refused "48 entries" layers mean covariance[0..47]

[<Fact>]
let ``rounding of the input passes`` () =
    let layers, mean, covariance = network 31 Activation.Tanh
    let rounded = Array.copy covariance
    rounded[1] <- rounded[1] * (1.0 + 1e-14)
    let input = List.head (solve layers mean rounded)
    Assert.Equal(input.Covariance[1], input.Covariance[7])

[<Fact>]
let ``only the last covariance is kept on demand`` () =
    let layers, mean, covariance = network 32 Activation.Tanh

    let solved =
        SingleNetwork.propagate GivenNetworks.settings false layers mean covariance
        |> GivenNetworks.valueOf

    Assert.Equal<int list>([ 0; 0; 25 ], solved |> List.map _.Covariance.Length)
    let full = solve layers mean covariance
    Assert.Equal(full[1].Moments, solved[1].Moments)

[<Fact>]
let ``an average that would take too long is an error`` () =
    let layers, mean, covariance = network 33 Activation.Tanh
    let huge = covariance |> Array.map (fun c -> 1e14 * c)

    match propagate layers mean huge with
    | Error(NotResolved(1, points, 200_000)) -> Assert.True(points > 200_000)
    | other -> Assert.Fail $"{other}"
