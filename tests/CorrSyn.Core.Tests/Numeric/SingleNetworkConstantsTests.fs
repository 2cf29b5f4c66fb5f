module CorrSyn.Core.Tests.SingleNetworkConstantsTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.GivenNetwork

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

/// The largest deviation of a mean and of a covariance in units of standard deviations.
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

let private report settings phi networks =
    [
        for network in networks do
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
    Assert.Equal(4, names |> List.filter (fun name -> name.Contains '(') |> List.length)

/// Every mean and every covariance is within that of the table, times the number of the layer: a layer passes errors of the
/// one below on by a factor of 2 at most here, and adds its own.
let private assertWithin error settings phi networks =
    for name, found, (ofMeans, ofCovariances) in report settings phi networks do
        let what = $"{name} layer {found.Layer}: {ofMeans:G3} {ofCovariances:G3}"
        Assert.True(ofMeans <= error * float found.Layer, what)
        Assert.True(ofCovariances <= error * float found.Layer, what)

/// Without formulas, whose double integrals are by panels and take seconds.
let private named =
    lazy
        (networks.Force()
         |> List.filter (fun network ->
             let first = (ReferenceTable.items "layers" network).Head
             List.contains (ReferenceTable.activation first) Activation.all
         ))

[<Fact>]
let ``means and covariances of given networks are those of integrals over every neuron and pair``
    ()
    =
    // 1e-13 of the series, and as much for its coefficients and roundings.
    networks.Force()
    |> assertWithin 2e-13 GivenNetworks.settings GivenNetworks.nonlinearity

[<Fact>]
let ``closed forms and double integrals instead of the series are more accurate`` () =
    let direct =
        { GivenNetworks.settings with
            OrderLimit = 1
        }

    // Sums of some hundred terms of one sign, about 100 times 1.1e-16 of rounding.
    named.Force() |> assertWithin 2e-14 direct GivenNetworks.nonlinearity

let private own slope (activation: Activation) =
    UserFunction.create "own" (Activation.apply activation) (slope activation)
    |> Activation.Custom
    |> GivenNetworks.nonlinearity

[<Fact>]
let ``a user's function with its derivative is as accurate as the activation that it repeats`` () =
    named.Force()
    |> assertWithin 2e-13 GivenNetworks.settings (own (Activation.derivative >> Some))

[<Fact>]
let ``a user's function without its derivative is as accurate as a difference quotient`` () =
    // A relative error of about 1e-10 in every slope; covariances hold two.
    named.Force() |> assertWithin 3e-10 GivenNetworks.settings (own (fun _ -> None))

[<Fact>]
let ``the comparison would see a slightly wrong weight`` () =
    let network = networks.Force().Head

    let shifted (activation: Activation) =
        let phi = GivenNetworks.nonlinearity activation

        { phi with
            Value = fun z -> phi.Value(z * (1.0 + 1e-11))
            Block = None
        }

    let worst =
        report GivenNetworks.settings shifted [ network ]
        |> List.map (fun (_, _, (ofMeans, _)) -> ofMeans)
        |> List.max

    Assert.True(worst > 1e-12, $"{worst}")
