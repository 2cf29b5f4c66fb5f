module CorrSyn.Core.Tests.SingleNetworkConstantsTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric

let private networks =
    lazy (ReferenceTable.items "networks" (ReferenceTable.read "single-networks.json"))

let private layer phi (element: JsonElement) : WeightLayer =
    let weights = ReferenceTable.matrix "weights" element
    let outputs = element.GetProperty("weights").GetArrayLength()

    {
        InputCount = weights.Length / outputs
        OutputCount = outputs
        Weights = weights
        Biases = ReferenceTable.numbers "biases" element
        Nonlinearity = phi (ReferenceTable.activation element)
    }

let private solve settings phi (network: JsonElement) =
    SingleNetwork.propagate
        settings
        true
        (ReferenceTable.items "layers" network |> List.map (layer phi))
        (ReferenceTable.numbers "inputMean" network)
        (ReferenceTable.matrix "inputCovariance" network)
    |> GivenNetworks.valueOf
    |> List.tail

/// The largest deviation of a mean and of a covariance in units of standard deviations, and the largest |psi| below 1.
let private worst (expected: JsonElement) (found: SingleLayer) =
    let n = found.Mean.Length
    let deviation i = Math.Sqrt found.Covariance[i * (n + 1)]
    let mean = ReferenceTable.numbers "mean" expected
    let covariance = ReferenceTable.numbers "covariance" expected

    let ofMeans =
        Seq.init n (fun i -> Math.Abs(found.Mean[i] - mean[i]) / deviation i) |> Seq.max

    let ofCovariances =
        seq {
            for i in 0 .. n - 1 do
                for j in 0..i ->
                    Math.Abs(found.Covariance[i * n + j] - covariance[i * (i + 1) / 2 + j])
                    / (deviation i * deviation j)
        }
        |> Seq.max

    ofMeans, ofCovariances

let private report settings phi =
    [
        for network in networks.Force() do
            for expected, found in
                List.zip (ReferenceTable.items "layers" network) (solve settings phi network) do
                expected.GetProperty("activation").GetString(), found, worst expected found
    ]

[<Fact>]
let ``the table holds twelve activations, among them formulas`` () =
    let names =
        networks.Force()
        |> List.map (fun network ->
            (ReferenceTable.items "layers" network).Head.GetProperty("activation").GetString()
        )
        |> List.distinct

    Assert.Equal(12, names.Length)
    Assert.True((names |> List.filter (fun name -> name.Contains 'x')).Length >= 4)

[<Fact>]
let ``means and covariances of given networks are those of integrals over every neuron and pair`` () =
    for name, found, (ofMeans, ofCovariances) in
        report GivenNetworks.settings GivenNetworks.nonlinearity do
        let what = $"{name} layer {found.Layer}: {ofMeans:G3} {ofCovariances:G3}"
        Assert.True(ofMeans <= 1e-12, what)
        Assert.True(ofCovariances <= 1e-12, what)
