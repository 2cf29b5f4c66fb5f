module CorrSyn.Core.Tests.PremiseEvaluationTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

let private uniform = CorrelationStructure.Uniform
let private identity = CorrelationStructure.Identity

let private premise postsynaptic presynaptic activation widths =
    { (Premise.create (Columns(GaussianWeights, true))
       |> Premise.withStructures postsynaptic presynaptic) with
        Activation = activation
        Widths = widths
    }

let private maps premise =
    match PremiseDerivation.derive premise with
    | Ok derivation -> derivation.Maps
    | Error failure -> invalidOp $"{failure}"

let private evaluate map parameters =
    match MeanField.evaluatePremise FieldAverages.defaultSettings map parameters with
    | Ok states -> states
    | Error error -> invalidOp $"{error}"

let private parameters =
    {
        Gain = 0.9
        PostsynapticCorrelation = 0.7
        PresynapticCorrelation = 0.4
        WidthRatios = [ 1.0; 1.0; 1.0 ]
        BiasVariance = 0.1
        Activation = Activation.Tanh
        Inputs = InputEnsemble.create 2.0 0.5
    }

let private isClose = Property.isClose 1e-12

let private same (one: LayerState) (other: LayerState) =
    isClose one.K1 other.K1
    && isClose one.K2 other.K2
    && isClose one.NSigma other.NSigma
    && (one.Q = other.Q || isClose one.Q other.Q)

[<Fact>]
let ``the map of a network's ensemble is the map of its premise`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        let premise = Premise.ofEnsemble spec.Synapses

        match ScalingDerivation.deriveMap FourParameters premise with
        | Error _ -> false
        | Ok map ->
            match MeanField.evaluate FieldAverages.defaultSettings map spec with
            | Error _ -> true
            | Ok expected ->
                let map =
                    { List.head (maps premise) with
                        FullMap = None
                    }

                List.forall2 same expected (evaluate map (PremiseParameters.ofNetwork spec))
    )

[<Fact>]
let ``blocks are a smaller r`` () =
    let blocks =
        premise (CorrelationStructure.Blocks 4) identity OddActivation EqualWidths

    let alike = premise uniform identity OddActivation EqualWidths

    let smaller =
        { parameters with
            PostsynapticCorrelation = 0.35
        }

    Assert.True(
        List.forall2
            same
            (evaluate (List.head (maps blocks)) parameters)
            (evaluate (List.head (maps alike)) smaller)
    )

[<Fact>]
let ``s alone acts as r does for odd phi`` () =
    let outgoing = premise identity uniform OddActivation EqualWidths
    let incoming = premise uniform identity OddActivation EqualWidths

    let ofIncoming =
        { parameters with
            PostsynapticCorrelation = parameters.PresynapticCorrelation
        }

    Assert.True(
        List.forall2
            same
            (evaluate (List.head (maps outgoing)) parameters)
            (evaluate (List.head (maps incoming)) ofIncoming)
    )

[<Fact>]
let ``without the other correlation both corners are one-sided maps`` () =
    match maps (premise uniform uniform OddActivation EqualWidths) with
    | [ first; second ] ->
        let incoming = List.head (maps (premise uniform identity OddActivation EqualWidths))
        let outgoing = List.head (maps (premise identity uniform OddActivation EqualWidths))

        let withoutS =
            { parameters with
                PresynapticCorrelation = 0.0
            }

        let withoutR =
            { parameters with
                PostsynapticCorrelation = 0.0
            }

        Assert.True(List.forall2 same (evaluate incoming withoutS) (evaluate first withoutS))
        Assert.True(List.forall2 same (evaluate outgoing withoutR) (evaluate second withoutR))
    | other -> Assert.Fail $"{other.Length} maps."

[<Fact>]
let ``a linear network at both corners`` () =
    // K1' = g K1; written out: X = K1 + g r K1 before, N Sigma' = g^2 (K2 + N Sigma + ...).
    let linear =
        { parameters with
            Activation = Activation.Linear
            BiasVariance = 0.0
            WidthRatios = [ 0.5; 2.0 ]
        }

    let g, r, s =
        linear.Gain, linear.PostsynapticCorrelation, linear.PresynapticCorrelation

    let k0, n0 = 0.5, 0.125

    match maps (premise uniform uniform OddActivation VaryingWidths) with
    | [ first; second ] ->
        let k1 = g * k0

        match evaluate first linear with
        | [ input; one; two ] ->
            Assert.True(
                isClose k0 input.K1 && isClose n0 input.NSigma && isClose (k0 * k0) input.K2
            )
            // The input has no coherent part.
            let n1 = 0.5 * g * g * (k0 * k0 + n0 + r * r * k0 * k0)
            Assert.True(isClose n1 one.NSigma)
            let x, y = sqrt 0.5 * g * r * k0, 0.5 * Math.Pow(g * r * k0, 2.0)

            Assert.True(
                isClose x (one.CollectiveValue(ScaledSum(VarianceAlong, Rational.ofRatio 3 2)))
            )

            Assert.True(isClose y (one.CollectiveValue(ScaledSum(SquareAlong, Rational.ofInt 2))))

            let n2 =
                2.0 * g * g * (k1 * k1 + n1 + r * r * k1 * k1 + 2.0 * s * y + s * s * x * x)

            Assert.True(isClose n2 two.NSigma)
        | states -> Assert.Fail $"{states.Length} layers."

        match evaluate second linear with
        | [ _; one; two ] ->
            let n1 = 0.5 * g * g * (k0 * k0 + n0 + s * s * k0 * k0)
            Assert.True(isClose n1 one.NSigma)
            let x = k1 + 0.5 * g * r * k0
            Assert.True(isClose x (one.CollectiveValue(ScaledSum(VarianceAlong, Rational.one))))
            Assert.True(isClose (2.0 * g * g * (k1 * k1 + n1 + s * s * x * x)) two.NSigma)
        | states -> Assert.Fail $"{states.Length} layers."
    | other -> Assert.Fail $"{other.Length} maps."

[<Fact>]
let ``the mean activity raises the variance of the field`` () =
    // A linear activation has no mean activity over neurons, relu has: the first layer is the same.
    let map = List.head (maps (premise identity uniform AnyActivation EqualWidths))

    let relu =
        { parameters with
            Activation = Activation.Relu
            WidthRatios = [ 1.0; 1.0 ]
        }

    let none =
        { relu with
            PresynapticCorrelation = 0.0
        }

    match evaluate map relu, evaluate map none with
    | [ _; one; two ], [ _; first; second ] ->
        Assert.True(same one first)
        let level = one.CollectiveValue(ScaledSum(ActivityAlong, Rational.ofInt 2))
        // The squared mean is below the mean square.
        Assert.True(level > 0.0 && level < one.Q)
        Assert.True(two.Q > second.Q)
    | _ -> Assert.Fail "Three layers each."

[<Fact>]
let ``numbers out of range are refused by name`` () =
    let map = List.head (maps (premise uniform identity OddActivation EqualWidths))

    for wrong, name in
        [
            { parameters with Gain = 0.0 }, "gain"
            { parameters with
                PostsynapticCorrelation = nan
            },
            "postsynapticCorrelation"
            { parameters with
                PresynapticCorrelation = -1.0
            },
            "presynapticCorrelation"
            { parameters with
                BiasVariance = infinity
            },
            "biasVariance"
            { parameters with
                WidthRatios = [ 1.0; 0.0 ]
            },
            "widthRatio"
        ] do
        let error =
            Assert.Throws<ArgumentOutOfRangeException>(fun () -> evaluate map wrong |> ignore)

        Assert.Equal(name, error.ParamName)
