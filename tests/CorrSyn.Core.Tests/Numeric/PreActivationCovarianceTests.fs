module CorrSyn.Core.Tests.PreActivationCovarianceTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.GivenNetwork
open CorrSyn.Numeric.Kernels

// Wider than two panels, and no multiple of them.
[<Fact>]
let ``Delta of a wide layer has the bits of the products as a whole`` () =
    let random = Random 25
    let inputs, outputs = 6, 1100
    let layer = GivenNetworks.layer random inputs outputs 1.3 Activation.Tanh
    let covariance = GivenNetworks.wishart random inputs 4
    let work = GivenNetworks.work 2

    let _, delta =
        PreActivationCovariance.evaluate work 1 layer (Array.zeroCreate inputs) covariance 0.0
        |> GivenNetworks.valueOf

    let weights = MatrixProduct.matrix layer.Weights outputs inputs

    let half = MatrixProduct.matrix (Array.zeroCreate (outputs * inputs)) outputs inputs

    let expected =
        MatrixProduct.matrix (Array.zeroCreate (outputs * outputs)) outputs outputs

    MatrixProduct.timesTransposed work weights (MatrixProduct.matrix covariance inputs inputs) half

    MatrixProduct.symmetricTimesTransposed work half weights expected
    Assert.True(ReadOnlySpan(delta).SequenceEqual(ReadOnlySpan expected.Values))

[<Fact>]
let ``what is kept changes no bit, and nothing of the caller is touched`` () =
    for activation in [ Activation.Tanh; Activation.Relu; Activation.Linear ] do
        let random = Random 26
        let mean = GivenNetworks.normals random 7 |> Array.map (fun x -> 0.4 * x)

        let layers =
            [
                GivenNetworks.layer random 7 9 1.3 activation
                GivenNetworks.layer random 9 5 1.3 activation
            ]

        let covariance = GivenNetworks.wishart random 7 5
        let before = Array.copy covariance

        let kept =
            SingleNetwork.propagate GivenNetworks.settings true layers mean covariance
            |> GivenNetworks.valueOf


        let last =
            SingleNetwork.propagate GivenNetworks.settings false layers mean covariance
            |> GivenNetworks.valueOf

        Assert.Equal<float[]>(before, covariance)
        Assert.Equal<float[]>((List.last kept).Covariance, (List.last last).Covariance)
        Assert.Equal<CovarianceMoments list>(List.map _.Moments kept, List.map _.Moments last)
        Assert.Empty((List.last last).PreActivationCovariance)
