module CorrSyn.Core.Tests.NetworkSpreadTests

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
open CorrSyn.Numeric.Linear

let private settings = FieldAverages.defaultSettings

let private value result =
    match result with
    | Ok value -> value
    | Error error -> invalidOp $"{error}"

let private gaussian correlation =
    SynapseEnsemble.Gaussian(SynapticCorrelation.create correlation)

let private premise = Premise.ofEnsemble (gaussian 1.0)

let private sharedVariance =
    LayerMap.sharedVariance premise (LayerMoments.derive premise) (Rational.ofRatio 1 2)

let private network synapses activation gain width =
    NetworkSpec.create synapses gain 0.3 activation (InputEnsemble.create 2.0 0.5) 3 width

let private states (spec: NetworkSpec) =
    match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble spec.Synapses) with
    | Ok map -> value (MeanField.evaluate settings map spec)
    | Error failure -> invalidOp $"{failure}"

let private spread spec =
    let states = states spec

    value (NetworkScatter.evaluate settings sharedVariance spec states)
    |> NetworkSpread.evaluate spec states
    |> value

let private close tolerance (a: float) (b: float) =
    Assert.True(abs (a - b) <= tolerance * (abs a + abs b), $"{a} and {b}")

[<Theory>]
[<InlineData(0.0, 50)>]
[<InlineData(2.0, 50)>]
[<InlineData(2.0, 800)>]
let ``K1 of linear networks scatters as the exact recursion says`` correlation width =
    let spec = network (gaussian correlation) Activation.Linear 1.5 width

    for at, exact in List.zip (spread spec) (value (LinearNetwork.evaluateSpec spec)) do
        let variance = exact.SquaredTrace - exact.Trace * exact.Trace
        // Differences of squares lose a relative 1e-16 N^2 of the variance.
        close 1e-8 at.K1 (Math.Sqrt variance / float width)

[<Fact>]
let ``a Haar matrix keeps the spread of a linear network`` () =
    let spec = network SynapseEnsemble.Orthogonal Activation.Linear 1.0 100

    for at in spread spec do
        let input = List.head (spread spec)
        close 1e-9 at.K1 input.K1
        close 1e-9 at.Dimension input.Dimension

[<Fact>]
let ``a Haar matrix keeps the corrections of tr C and tr C^2 of a linear network`` () =
    let spec = network SynapseEnsemble.Orthogonal Activation.Linear 1.0 100
    let overlaps = value (LayerOverlaps.evaluate settings spec (states spec))
    let input = List.head overlaps

    for at in overlaps do
        // Rounding of sums of some hundred terms of order 1.
        Assert.Equal(input.K1, at.K1, 1e-12)
        Assert.Equal(input.Square[0], at.Square[0], 1e-12)
        Assert.Equal(input.Square[2], at.Square[2], 1e-11)

[<Theory>]
[<InlineData("tanh")>]
[<InlineData("relu")>]
let ``the scatter of orthogonal networks has two routes`` (name: string) =
    let activation = value (Activation.tryOfName name)
    let spec = network SynapseEnsemble.Orthogonal activation 1.2 100
    let states = states spec
    let overlaps = value (LayerOverlaps.evaluate settings spec states)
    let scatter = value (NetworkScatter.evaluate settings sharedVariance spec states)

    for state, (at, scatter) in List.zip states (List.zip overlaps scatter) do
        Assert.Equal(state.NSigma, at.NSigma[0], 1e-8)
        let c = scatter.Covariance
        // High averages by panels are known to 1e-8; the covariances are differences of averages up to 1.
        List.iter2
            (fun (a: float) (b: float) -> Assert.Equal(a, b, 1e-6))
            [ c[0, 0]; c[0, 1]; c[1, 1]; c[2, 0]; c[2, 1] ]
            at.Scatter

[<Fact>]
let ``the order 1/N decides for correlated synapses, and not without`` () =
    let ratio correlation width =
        let layer = (spread (network (gaussian correlation) Activation.Tanh 0.8 width))[2]
        layer.DimensionOfAllTerms / layer.Dimension

    Assert.Equal(1.0, ratio 0.0 100, 1e-12)
    Assert.True(ratio 1.0 100 > 1.1)
    Assert.True(ratio 1.0 100_000 < 1.01)

[<Fact>]
let ``averages of high derivatives of relu are those of its closed forms`` () =
    let f, s = 0.7, 0.4
    let d, variance = s * s, f * f + s * s
    let cosine = f * f / variance

    // E relu(z)^k for z ~ N(0, F + D0): half of the absolute moments.
    let products =
        [|
            [ PowerDerivative(4, 4) ], 12.0
            [ PowerDerivative(4, 2) ], 12.0 * 0.5 * variance
            [ PowerDerivative(3, 2) ], 6.0 * Math.Sqrt(variance / (2.0 * Math.PI))
            [ PowerDerivative(3, 0) ], 2.0 * variance * Math.Sqrt(variance / (2.0 * Math.PI))
            [ MeanDerivative 5 ], 0.0
            // <kappa^2> = 1/4 + asin(F/(F + D0))/(2 pi), and <kappa phi_3> is its derivative by D0.
            [ MeanDerivative 1; MeanDerivative 3 ],
            -cosine / variance / Math.Sqrt(1.0 - cosine * cosine) / (2.0 * Math.PI)
        |]

    let averages =
        value (FieldAverages.evaluate settings 1 Activation.Relu f s (Array.map fst products))

    Assert.True(d > 0.0)

    for (_, expected), actual in Array.zip products averages.Values do
        // 1e-8 of the mean absolute value, which is below 20.
        Assert.Equal(expected, actual, 2e-7)

[<Theory>]
[<InlineData("tanh")>]
[<InlineData("erf")>]
let ``panels and lattices give the same averages of high derivatives`` (name: string) =
    let activation = value (Activation.tryOfName name)

    let products =
        [|
            [ MeanDerivative 1; MeanDerivative 5 ]
            [ PowerDerivative(4, 4) ]
            [ PowerDerivative(3, 2); MeanDerivative 4 ]
            [ PowerDerivative(4, 0); SquareDerivative 2 ]
        |]

    for f, s in [ 0.4, 0.4; 0.3, 0.1; 0.0, 0.5 ] do
        let byLattice = value (FieldAverages.evaluate settings 1 activation f s products)

        let byPanels =
            FieldProducts.create products
            |> PanelAverages.evaluate 1e-8 200_000 1 activation f s
            |> value

        for a, b in Array.zip byLattice.Values byPanels.Values do
            // Both are accepted at 1e-8 of the mean absolute value.
            Assert.True(abs (a - b) <= 1e-7 * (1.0 + abs a), $"{name} {f} {s}: {a} and {b}")
