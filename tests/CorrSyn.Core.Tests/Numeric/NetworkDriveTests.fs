module CorrSyn.Core.Tests.NetworkDriveTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion
open CorrSyn.Numeric.WidthCorrections

let private settings = FieldAverages.defaultSettings

let private premise =
    Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0))

let private sharedVariance =
    LayerMap.sharedVariance premise (LayerMoments.derive premise) (Rational.ofRatio 1 2)

let private value result =
    match result with
    | Ok value -> value
    | Error error -> invalidOp $"{error}"

let private network name gain biasVariance correlation depth =
    NetworkSpec.create
        (SynapseEnsemble.Gaussian(SynapticCorrelation.create correlation))
        gain
        biasVariance
        (value (Activation.tryOfName name))
        (InputEnsemble.create 2.0 0.5)
        depth
        100

let private states closure spec =
    match ScalingDerivation.deriveMap closure premise with
    | Ok map -> value (MeanField.evaluate settings map spec)
    | Error failure -> invalidOp $"{failure}"

let private evaluate spec =
    value (NetworkDrive.evaluate settings spec (states CollectiveVariables spec))

/// Differences in the common drive leave errors of the square of a step of 1e-3, and rounding over its square: 1e-6 of what they
/// are a part of.
let private tolerance = 2e-6

[<Theory>]
[<InlineData("tanh", 0.8, 0.1, 1.0)>]
[<InlineData("sin", 1.5, 0.3, 2.0)>]
[<InlineData("erf", 2.0, 0.0, 0.5)>]
let ``for odd activations the order N^(-1/2) is that of the two other routes``
    (name: string)
    (gain: float)
    (biasVariance: float)
    (correlation: float)
    =
    let spec = network name gain biasVariance correlation 4

    let known =
        value (FiniteSize.evaluate settings sharedVariance spec (states FourParameters spec))

    for layer, expected in List.zip (evaluate spec) known do
        let mean, limit = layer.Mean, layer.Limit

        let close (size: float) (a: float) (b: float) =
            Assert.True(abs (a - b) <= tolerance * size, $"layer {layer.Layer}: {a} and {b}")

        close limit.Square expected.NSigma (mean.Square - mean.K2)
        close limit.K1 0.0 mean.K1
        close (limit.K1 + limit.Q) 0.0 mean.Q
        close limit.K2 0.0 mean.K2

        // The common drive moves nothing at first order.
        Assert.True(sqrt layer.Covariance[0, 0] < 1e-9 * limit.K1)
        Assert.True(sqrt layer.Covariance[2, 2] < 1e-9 * limit.Square)

/// E phi(z)^2 is half of E z^2 for every Gaussian z of mean 0, whatever the weights share.
[<Fact>]
let ``relu multiplies the mean square by g/2 in every network`` () =
    let layers = evaluate (network "relu" 1.5 0.1 0.7 5)

    for layer in layers |> List.skip 1 do
        let covariance = layer.Covariance
        let total = layer.Limit.K1 + layer.Limit.Q
        Assert.True(abs (layer.Mean.K1 + layer.Mean.Q) < tolerance * total)

        if layer.Layer > 1 then
            Assert.True(covariance[0, 0] > 0.0 && layer.Mean.K1 > 0.0)

[<Fact>]
let ``linear networks and independent weights have no such order`` () =
    for spec in [ network "linear" 1.5 0.3 1.0 3; network "relu" 1.5 0.1 0.0 3 ] do
        for layer in evaluate spec do
            Assert.True(
                abs layer.Mean.Square < tolerance * layer.Limit.Square,
                $"{layer.Layer}: {layer.Mean.Square}"
            )

            Assert.True(sqrt (abs layer.Covariance[2, 2]) < 1e-9 * layer.Limit.Square)

/// It is made of the same coefficients by another route: matrices in place of derived polynomials.
[<Fact>]
let ``the limit is that of the map of ten order parameters`` () =
    let spec = network "softplus" 1.5 0.1 0.6 4

    for state, layer in List.zip (states CollectiveVariables spec) (evaluate spec) |> List.skip 1 do
        let same (quantity: Quantity) (found: float) =
            let expected = state.CollectiveValue quantity
            Assert.True(abs (expected - found) <= 1e-8 * abs expected, $"{quantity}: {found}")

        same (CollectiveCovariance(MeanOverlap, SquaredActivity)) layer.Limit.M[0, 1]
        same (CollectiveProjection(SquaredActivity, SquaredActivity)) layer.Limit.V[1, 1]

        Assert.True(abs (state.K2 + state.NSigma - layer.Limit.Square) <= 1e-8 * layer.Limit.Square)
