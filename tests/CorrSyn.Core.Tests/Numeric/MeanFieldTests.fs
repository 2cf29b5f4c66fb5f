module CorrSyn.Core.Tests.MeanFieldTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// Derived once: the properties evaluate each map a thousand times.
let private maps =
    let one = SynapticCorrelation.create 1.0

    [
        SynapseEnsemble.Gaussian one
        SynapseEnsemble.Binary one
        SynapseEnsemble.Independent
        SynapseEnsemble.Orthogonal
    ]
    |> List.map (fun synapses ->
        match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble synapses) with
        | Ok map -> SynapseEnsemble.name synapses, map
        | Error failure -> invalidOp $"{failure}"
    )
    |> Map.ofList

let private evaluate (spec: NetworkSpec) =
    MeanField.evaluate FieldAverages.defaultSettings maps[SynapseEnsemble.name spec.Synapses] spec

let private layers spec =
    match evaluate spec with
    | Ok layers -> layers
    | Error error -> invalidOp $"{error}"

let private gaussian r =
    SynapseEnsemble.Gaussian(SynapticCorrelation.create r)

let private network synapses gain bias activation depth =
    NetworkSpec.create synapses gain bias activation (InputEnsemble.create 2.0 0.5) depth 200

let private dimensions spec =
    layers spec |> List.map (fun layer -> layer.Dimension.ToString "0.0000")

[<Fact>]
let ``the checked numbers of the default model come out`` () =
    let model synapses =
        network synapses 0.8 0.1 Activation.Tanh 6

    Assert.Equal<string list>(
        [ "0.6667"; "0.4183"; "0.3017"; "0.2337"; "0.1892"; "0.1582"; "0.1353" ],
        dimensions (model (gaussian 0.0))
    )

    Assert.Equal<string list>(
        [ "0.6667"; "0.3020"; "0.1943"; "0.1422"; "0.1115"; "0.0913"; "0.0770" ],
        dimensions (model (gaussian 1.0))
    )

/// The map of THEORY for odd phi written out by hand, with plain sums: the only second copy.
let private oracle r2 gain bias (phi: float -> float) slope depth =
    let points = 800
    let step = 20.0 / float points
    let nodes = Array.init points (fun i -> -10.0 + (float i + 0.5) * step)

    let weights =
        nodes
        |> Array.map (fun x -> step * Math.Exp(-x * x / 2.0) / Math.Sqrt(2.0 * Math.PI))

    let average f =
        Array.fold2 (fun total x w -> total + w * f x) 0.0 nodes weights

    let rec run k1 k2 q nSigma depth =
        if depth = 0 then
            [ k1; k2; q; nSigma ]
        else
            let s = Math.Sqrt(gain * k1)

            let table =
                nodes
                |> Array.map (fun x ->
                    let u = Math.Sqrt(gain * q + bias) * x
                    let m = average (fun t -> phi (u + s * t))
                    let v = average (fun t -> phi (u + s * t) ** 2.0) - m * m
                    m, v, average (fun t -> slope (u + s * t))
                )

            let averageOf f =
                Array.fold2 (fun total value w -> total + w * f value) 0.0 table weights

            let k = averageOf (fun (_, _, k) -> k * k)

            run
                (averageOf (fun (_, v, _) -> v))
                (averageOf (fun (_, v, _) -> v * v))
                (averageOf (fun (m, _, _) -> m * m))
                (k * k * gain * gain * (k2 + nSigma + r2 * k1 * k1))
                (depth - 1)

    run 0.5 0.25 0.0 0.125 depth

[<Fact>]
let ``the derived map, compiled, equals the map written by hand`` () =
    let tanh = Activation.apply Activation.Tanh
    let slope = Activation.derivative Activation.Tanh

    for synapses, r2 in [ gaussian 1.5, 2.25; SynapseEnsemble.Orthogonal, -1.0 ] do
        let last = layers (network synapses 1.1 0.2 Activation.Tanh 3) |> List.last

        for expected, actual in
            List.zip (oracle r2 1.1 0.2 tanh slope 3) [ last.K1; last.K2; last.Q; last.NSigma ] do
            // The oracle's v is a difference of two averages: rounding of 1e-16 over v of order 0.1.
            Assert.True(Property.isClose 1e-12 expected actual, $"{expected} {actual}")

[<Fact>]
let ``D/N lies in (0, 1] and K2 is at least K1^2`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        layers spec
        |> List.forall (fun layer ->
            layer.Dimension > 0.0
            && layer.Dimension <= 1.0
            && layer.K2Ratio >= 1.0 - 1e-12
            && layer.NSigmaRatio >= 0.0
        )
    )

let private resampled synapses (spec: NetworkSpec) =
    NetworkSpec.create
        synapses
        spec.Gain
        spec.BiasVariance
        spec.Activation
        spec.Inputs
        spec.Depth
        spec.Width

[<Fact>]
let ``stronger correlation lowers D/N at every layer`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        let dimensions synapses =
            layers (resampled synapses spec) |> List.tail |> List.map _.Dimension

        let orthogonal = dimensions SynapseEnsemble.Orthogonal
        let independent = dimensions SynapseEnsemble.Independent
        let weak = dimensions (gaussian 0.5)
        let strong = dimensions (gaussian 2.0)

        List.forall2 (>) orthogonal independent
        && List.forall2 (>) independent weak
        && List.forall2 (>) weak strong
    )

[<Fact>]
let ``correlation raises N Sigma at every layer above the input`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        let above synapses =
            layers (resampled synapses spec) |> List.tail |> List.map _.NSigma

        List.forall2 (>) (above (gaussian 1.0)) (above SynapseEnsemble.Independent)
    )

[<Fact>]
let ``correlation slows the decay of N Sigma from layer to layer in the default model`` () =
    // Not for every network: where K2/K1^2 grows fast with depth, independent weights may catch up.
    let ratios r =
        layers (network (gaussian r) 0.8 0.1 Activation.Tanh 6)
        |> List.map _.NSigma
        |> List.pairwise
        |> List.map (fun (below, above) -> above / below)

    for weaker, stronger in List.pairwise [ 0.0; 0.5; 1.0; 2.0 ] do
        Assert.True(List.forall2 (<) (ratios weaker) (ratios stronger))

[<Fact>]
let ``binary and Gaussian weights have the same limit`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        layers (resampled (gaussian 1.0) spec) =
            layers (resampled (SynapseEnsemble.Binary(SynapticCorrelation.create 1.0)) spec)
    )

[<Fact>]
let ``a linear network follows the recursion solved by hand`` () =
    // kappa = 1, v = D0: K1 = g^l K1(0), K2 = K1^2, and N Sigma/K1^2 grows by 1 + r^2 per layer.
    for r in [ 0.0; 0.7; 2.0 ] do
        let states = layers (network (gaussian r) 0.9 0.3 Activation.Linear 50)

        for state in states do
            let l = float state.Layer
            Assert.True(Property.isClose 1e-12 (0.5 * Math.Pow(0.9, l)) state.K1)
            Assert.True(Property.isClose 1e-12 (0.5 + l * (1.0 + r * r)) state.NSigmaRatio)
            Assert.True(Property.isClose 1e-12 1.0 state.K2Ratio)

[<Fact>]
let ``D/N of a linear network does not see the scale of its input`` () =
    Property.holds (fun (a: int) ->
        let std = Math.Pow(10.0, float (a % 100))

        let dimensionsAt std =
            NetworkSpec.create
                (gaussian 1.0)
                0.9
                0.0
                Activation.Linear
                (InputEnsemble.create 2.0 std)
                5
                200
            |> layers
            |> List.map _.Dimension

        // K1 up to 1e200 is within range; N Sigma, its square, is not.
        std > 1e75
        || List.forall2 (Property.isClose 1e-12) (dimensionsAt 1.0) (dimensionsAt std)
    )

[<Fact>]
let ``ten thousand layers keep a finite D/N after K1 has underflowed`` () =
    let last =
        layers (network (gaussian 1.0) 0.8 0.1 Activation.Tanh 10_000) |> List.last

    Assert.Equal(0.0, last.K1)
    Assert.True(last.LogK1 < -5000.0 && Double.IsFinite last.LogK1)
    Assert.True(last.Dimension > 0.0 && last.Dimension < 1e-3)

[<Fact>]
let ``relu without biases keeps shrinking in proportion`` () =
    // A homogeneous network: K1 and Q both go to zero, their ratio does not.
    let last =
        layers (network SynapseEnsemble.Independent 0.8 0.0 Activation.Relu 3000)
        |> List.last

    Assert.True(last.LogK1 < -2000.0 && last.LogQ < -2000.0)
    Assert.True(last.Dimension > 0.0 && last.Dimension <= 1.0)

[<Fact>]
let ``a network that grows without bound fails at the layer where numbers end`` () =
    match evaluate (network (gaussian 1.0) 3.0 0.1 Activation.Linear 1000) with
    | Error(NonFinite(layer, quantity)) ->
        // N Sigma passes 1.8e308 first: K1 = 0.5 * 3^l, N Sigma = K1^2 (0.5 + 2 l).
        Assert.Equal("N Sigma", quantity)
        Assert.InRange(layer, 318, 324)
    | other -> Assert.Fail $"{other}"
