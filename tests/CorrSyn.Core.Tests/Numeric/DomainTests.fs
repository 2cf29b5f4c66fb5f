/// Laws of the layer map over the whole range of parameters that is allowed.
module CorrSyn.Core.Tests.DomainTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.Recursion

let private holds (property: 'Testable) =
    Check.holdsTimes 60 [ typeof<AnyNetworks> ] property

let private isFinite (state: LayerState) =
    [
        state.K1
        state.LogK1
        state.K2
        state.Q
        state.NSigma
        state.Dimension
        state.RelativeError

        for KeyValue(quantity, _) in state.Collective do
            state.CollectiveValue quantity
    ]
    |> List.forall Double.IsFinite

/// Every cause of a failure names the layer and what it is about.
let private isNamed (error: SolveError) =
    let text = error.ToString()

    let subjects =
        [
            "K1"
            "K2"
            "Q "
            "N Sigma"
            "average"
            "activation"
            "M_"
            "V_"
            "moment"
            "covariance"
        ]

    text.Contains("layer ", StringComparison.Ordinal)
    && subjects
       |> List.exists (fun subject -> text.Contains(subject, StringComparison.Ordinal))
    && not (text.Contains("NaN", StringComparison.Ordinal))
    && not (text.Contains("Infinity", StringComparison.Ordinal))
    && not (text.Contains('\n'))

/// What every layer that is given keeps to.
let private isSound (layer: LayerState) =
    // Orthogonal weights may leave nothing of N Sigma but rounding.
    let isKnown =
        layer.Layer = 0 || layer.NSigmaRatio < 1e-9 || layer.ErrorOfNSigma <= 1e-3

    isKnown
    && isFinite layer
    && layer.Dimension > 0.0
    && layer.Dimension <= 1.0
    && layer.K2Ratio >= 1.0 - 1e-12
    && layer.NSigmaRatio >= 0.0

[<Fact>]
let ``every network has finite numbers and D/N in (0, 1], or an error that names layer and quantity``
    ()
    =
    let mutable solved = 0

    Check.holdsTimes
        120
        [ typeof<AnyNetworks> ]
        (fun (network: AnyNetwork) ->
            match AnyNetwork.layers network with
            | Error error -> isNamed error
            | Ok layers ->
                solved <- solved + 1
                List.forall isSound layers
        )

    // Most of the range has an answer.
    Assert.True(solved > 60, $"{solved}")

[<Fact>]
let ``the estimated error is above the difference of a rough and an exact evaluation`` () =
    holds (fun (network: AnyNetwork) (TenToThe x) ->
        let tolerance = Math.Pow(10.0, -12.0 + 8.0 * x)

        match AnyNetwork.layers network, AnyNetwork.layersTo tolerance network with
        | Ok exact, Ok rough ->
            List.forall2
                (fun (exact: LayerState) (rough: LayerState) ->
                    let allowed = exact.RelativeError + rough.RelativeError

                    [
                        exact.K1, rough.K1
                        exact.K2, rough.K2
                        exact.NSigma, rough.NSigma
                        exact.Dimension, rough.Dimension

                        // Where phi is linear to rounding, what remains beside K1 is not resolved.
                        if exact.LogQ > exact.LogK1 - 60.0 then
                            exact.Q, rough.Q

                        if exact.LogK1 > -60.0 then
                            for KeyValue(quantity, _) in exact.Collective do
                                exact.CollectiveValue quantity, rough.CollectiveValue quantity
                    ]
                    // To first order only: a hundredth of what is allowed for the rest.
                    |> List.forall (fun (a, b) ->
                        a = b || Property.isClose (1.01 * allowed + 1e-15) a b
                    )
                )
                exact
                rough
        // A larger tolerance never loses an answer.
        | Ok _, Error _ -> false
        | Error _, _ -> true
    )

[<Fact>]
let ``D/N does not depend on the scale of C where phi is homogeneous`` () =
    holds (fun (network: AnyNetwork) (TenToThe x) ->
        let homogeneous =
            [ "linear"; "relu"; "leaky-relu"; "leaky-relu:-0.7"; "leaky-relu:3" ]

        let network =
            { network with
                Activation = homogeneous[network.Depth % homogeneous.Length]
                BiasVariance = 0.0
                // Squares of squares stay within floating point.
                Gain = Math.Clamp(network.Gain, 1e-6, 1e6)
                InputStd = 1.0
            }

        let scaled =
            { network with
                InputStd = Math.Pow(10.0, 60.0 * x - 30.0)
            }

        match AnyNetwork.layers network, AnyNetwork.layers scaled with
        | Ok first, Ok second ->
            List.forall2
                (fun (a: LayerState) (b: LayerState) ->
                    Property.isClose
                        (1e-13 + a.RelativeError + b.RelativeError)
                        a.Dimension
                        b.Dimension
                )
                first
                second
        | Error _, Error _ -> true
        | _ -> false
    )

[<Fact>]
let ``biases of a linear network change nothing but Q`` () =
    holds (fun (network: AnyNetwork) ->
        let linear =
            { network with
                Activation = "linear"
                Gain = Math.Clamp(network.Gain, 1e-6, 1e6)
                InputStd = Math.Clamp(network.InputStd, 1e-6, 1e6)
            }

        match AnyNetwork.layers linear, AnyNetwork.layers { linear with BiasVariance = 0.0 } with
        | Ok first, Ok second ->
            List.forall2
                (fun (a: LayerState) (b: LayerState) ->
                    Property.isClose 1e-12 a.Dimension b.Dimension
                )
                first
                second
        | _ -> false
    )

[<Fact>]
let ``as g goes to 0 every smooth network without biases is linear`` () =
    holds (fun (network: AnyNetwork) ->
        // phi(z) = phi'(0) z + ...: higher terms change averages of squares by a relative order z^2 = g K1.
        let smooth = [ "tanh"; "erf"; "gelu"; "silu"; "sin"; "hard-tanh"; "x/(1+x^2)" ]
        let phi = smooth[int (network.InputRatio * 1e6) % smooth.Length]
        let slope = Activation.derivative (ReferenceTable.activationOf phi) 0.0

        let gain = 1e-8

        let small =
            { network with
                Activation = phi
                Gain = gain
                BiasVariance = 0.0
                InputStd = 1.0
                Depth = 1 + network.Depth % 3
            }

        let linear =
            { small with
                Activation = "linear"
                Gain = gain * slope * slope
            }

        match AnyNetwork.layers small, AnyNetwork.layers linear with
        | Ok first, Ok second ->
            // (phi'^2)''/phi'^2 and the like are below 10 at 0, four of them a layer; and the errors of the averages.
            let error = 40.0 * float small.Depth * gain * network.InputRatio + 1e-11

            List.forall2
                (fun (a: LayerState) (b: LayerState) ->
                    Property.isClose error a.Dimension b.Dimension
                )
                first
                second
        | Error error, _
        | _, Error error -> invalidOp $"{phi}: {error}"
    )

[<Fact>]
let ``r = 0 is the theory of independent weights for every activation`` () =
    holds (fun (network: AnyNetwork) ->
        let ofWeights weights =
            AnyNetwork.layers
                { network with
                    Weights = weights
                    Correlation = 0.0
                }

        let expected = ofWeights "independent"
        ofWeights "gaussian" = expected && ofWeights "binary" = expected
    )

[<Fact>]
let ``D/N of the input is alpha/(1 + alpha), and 1/D of every layer approaches its limit as 1/alpha``
    ()
    =
    holds (fun (network: AnyNetwork) ->
        // Four order parameters, K1 of the input fixed.
        let at ratio =
            AnyNetwork.layers
                { network with
                    Correlation =
                        if Activation.isOdd (AnyNetwork.activation network) then
                            network.Correlation
                        else
                            0.0
                    InputRatio = ratio
                    InputStd = 1.0 / Math.Sqrt ratio
                }

        match at 1e5, at 1e9 with
        | Ok few, Ok many ->
            List.forall2
                (fun (few: LayerState) (many: LayerState) ->
                    // N Sigma/K1^2 is a + b/alpha, and a holds the same b times K2/K1^2 = 1 of the input.
                    let excess = 1.0 / few.Dimension - 1.0 / many.Dimension

                    let rounding =
                        (few.RelativeError + many.RelativeError + 1e-14) / many.Dimension

                    excess >= -rounding && excess <= 1e-5 / many.Dimension + rounding
                )
                few
                many
            && Property.isClose 1e-15 (1e5 / (1.0 + 1e5)) few.Head.Dimension
        | Error _, Error _ -> true
        | _ -> false
    )

[<Theory>]
[<InlineData("silu", 0.25, 0.5)>]
[<InlineData("x*sigmoid(x)", 0.25, 0.5)>]
// 1/sqrt(2 pi).
[<InlineData("gelu", 0.39894228040143267794, 1.0)>]
let ``a mean that is small beside what varies keeps its digits``
    (phi: string)
    (c: float)
    (h: float)
    =
    // The even part of phi is c (z^2 - h z^4/6 + ...): at u = 0 its mean is c s^2 (1 - h s^2/2), with s^4 to come.
    for k in [ 4; 6; 9; 12; 20; 30 ] do
        let s = Math.Pow(10.0, -float k)

        match
            AnyNetwork.layers
                {
                    Weights = "gaussian"
                    Correlation = 1.0
                    Gain = 1.0
                    BiasVariance = 0.0
                    Activation = phi
                    InputRatio = 1.0
                    InputStd = s
                    Depth = 1
                }
        with
        | Error error -> Assert.Fail $"{phi} {s}: {error}"
        | Ok layers ->
            let mean = c * s * s * (1.0 - 0.5 * h * s * s)
            let error = ReferenceTable.deviation (mean * mean) layers[1].Q
            Assert.True(error <= 1e-12, $"{phi} {s}: {error}")
            // (phi^2)' is z/2 + 3 c z^2 + ..., so that M_ww = r g K1 (3 c s^2)^2.
            let collective =
                layers[1]
                    .CollectiveValue(
                        CorrSyn.Symbolic.CollectiveCovariance(
                            CorrSyn.Symbolic.SquaredActivity,
                            CorrSyn.Symbolic.SquaredActivity
                        )
                    )

            let expected = s * s * Math.Pow(3.0 * c * s * s, 2.0)

            Assert.True(
                ReferenceTable.deviation expected collective <= 20.0 * s * s + 1e-12,
                $"{phi} {s} {collective}"
            )

[<Theory>]
[<InlineData(0.8, 0.1, 60)>]
[<InlineData(1e-5, 0.003, 12)>]
let ``where terms of N Sigma cancel to nothing, deep layers of relu are an error and not a number``
    (gain: float)
    (bias: float)
    (depth: int)
    =
    let network =
        {
            Weights = "gaussian"
            Correlation = 1.0
            Gain = gain
            BiasVariance = bias
            Activation = "relu"
            InputRatio = 2.0
            InputStd = 0.5
            Depth = depth
        }

    match AnyNetwork.layers network with
    | Ok layers -> Assert.Fail $"{(List.last layers).Dimension}"
    | Error(Cancelled(layer, _)) ->
        Assert.InRange(layer, 5, depth)
        // Layers below still have an answer, with an error that says what it is worth.
        match AnyNetwork.layers { network with Depth = layer - 1 } with
        | Error error -> Assert.Fail $"{error}"
        | Ok layers -> Assert.True((List.last layers).RelativeError <= 1e-3)
    | Error error -> Assert.Fail $"{error}"
