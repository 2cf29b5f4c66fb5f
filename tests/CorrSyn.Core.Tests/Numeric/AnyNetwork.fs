namespace CorrSyn.Core.Tests

open System
open FsCheck
open FsCheck.FSharp
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// The parameters of a network from the whole range that is allowed, as they would be typed.
type AnyNetwork =
    {
        Weights: string
        Correlation: float
        Gain: float
        BiasVariance: float
        Activation: string
        InputRatio: float
        InputStd: float
        Depth: int
    }

/// A gain, a standard deviation or a tolerance, evenly over decades.
type TenToThe = TenToThe of float

/// Networks over the whole range, shrinking to the default one.
type AnyNetworks =

    static member private Even(low: float, high: float) : Gen<float> =
        Gen.choose (0, 1_000_000)
        |> Gen.map (fun n -> low + (high - low) * float n / 1e6)

    static member private Decades(low: float, high: float) : Gen<float> =
        AnyNetworks.Even(low, high) |> Gen.map (fun x -> Math.Pow(10.0, x))

    /// Every activation with a name, three times as often as formulas, which take a thousand times as long.
    static member private Activations: Gen<string> =
        Gen.frequency
            [
                6,
                Gen.elements (
                    Activation.all @ [ Activation.LeakyRelu -0.7; Activation.LeakyRelu 3.0 ]
                    |> List.map Activation.name
                )
                1,
                Gen.elements
                    [
                        "x/(1+abs(x))"
                        "max(0,x-0.25)"
                        "tanh(x+0.5)"
                        "x^3"
                        "exp(-x^2)"
                        "step(x-1)"
                        "exp(x)"
                        "sqrt(abs(x))"
                        "0"
                    ]
            ]

    static member AnyNetwork() : Arbitrary<AnyNetwork> =
        let generate =
            gen {
                let! weights = Gen.elements SynapseEnsemble.names

                // Below sqrt(200).
                let! correlation =
                    Gen.oneof
                        [
                            Gen.constant 0.0
                            AnyNetworks.Even(0.0, 3.0)
                            AnyNetworks.Even(0.0, 14.0)
                        ]

                let! gain =
                    Gen.frequency
                        [
                            3, AnyNetworks.Decades(-1.0, 1.0)
                            3, AnyNetworks.Decades(-6.0, 6.0)
                            1, AnyNetworks.Decades(-300.0, 300.0)
                        ]

                let! bias =
                    Gen.frequency
                        [
                            2, Gen.constant 0.0
                            3, AnyNetworks.Decades(-3.0, 0.5)
                            1, AnyNetworks.Decades(-12.0, 6.0)
                        ]

                let! activation = AnyNetworks.Activations
                let! ratio = AnyNetworks.Decades(-3.0, 3.0)

                let! std =
                    Gen.frequency
                        [ 5, AnyNetworks.Decades(-1.0, 1.0); 1, AnyNetworks.Decades(-60.0, 60.0) ]

                let! depth = Gen.choose (1, 6)

                return
                    {
                        Weights = weights
                        Correlation = correlation
                        Gain = gain
                        BiasVariance = bias
                        Activation = activation
                        InputRatio = ratio
                        InputStd = std
                        Depth = depth
                    }
            }

        let shrink network =
            let simple =
                {
                    Weights = "gaussian"
                    Correlation = 1.0
                    Gain = 1.0
                    BiasVariance = 0.0
                    Activation = "tanh"
                    InputRatio = 1.0
                    InputStd = 1.0
                    Depth = 1
                }

            [
                { network with Depth = 1 }
                { network with
                    Depth = network.Depth - 1
                }
                { network with
                    InputStd = simple.InputStd
                }
                { network with
                    InputRatio = simple.InputRatio
                }
                { network with
                    Weights = simple.Weights
                }
                { network with
                    Correlation = simple.Correlation
                }
                { network with
                    BiasVariance = simple.BiasVariance
                }
                { network with Gain = simple.Gain }
                { network with
                    Gain = Math.Pow(10.0, Math.Round(Math.Log10 network.Gain))
                }
                { network with
                    Activation = simple.Activation
                }
            ]
            |> List.filter (fun smaller -> smaller <> network && smaller.Depth > 0)
            |> Seq.ofList

        Arb.fromGenShrink (generate, shrink)

    static member TenToThe() : Arbitrary<TenToThe> =
        Arb.fromGen (AnyNetworks.Even(0.0, 1.0) |> Gen.map TenToThe)

/// What becomes of such a network.
[<RequireQualifiedAccess>]
module AnyNetwork =

    let private derived =
        System.Collections.Concurrent.ConcurrentDictionary<Closure * Premise, CompiledMap>()

    let private mapOf closure premise =
        derived.GetOrAdd(
            (closure, premise),
            fun _ ->
                match ScalingDerivation.deriveMap closure premise with
                | Ok map -> CompiledMap.compile map
                | Error failure -> invalidOp $"{failure}"
        )

    let private synapses network =
        let correlated () =
            SynapticCorrelation.create network.Correlation

        match network.Weights with
        | "gaussian" -> SynapseEnsemble.Gaussian(correlated ())
        | "binary" -> SynapseEnsemble.Binary(correlated ())
        | "orthogonal" -> SynapseEnsemble.Orthogonal
        | "independent" -> SynapseEnsemble.Independent
        | other -> invalidOp other

    /// phi.
    let activation (network: AnyNetwork) : Activation =
        ReferenceTable.activationOf network.Activation

    /// The network itself.
    let toSpec (network: AnyNetwork) : NetworkSpec =
        NetworkSpec.create
            (synapses network)
            network.Gain
            network.BiasVariance
            (activation network)
            (InputEnsemble.create network.InputRatio network.InputStd)
            network.Depth
            200

    /// The layers by the simplest map that holds, to that tolerance.
    let layersTo (tolerance: float) (network: AnyNetwork) : Result<LayerState list, SolveError> =
        let spec = toSpec network

        let closure =
            if
                Activation.isOdd spec.Activation
                || SynapseEnsemble.correlation spec.Synapses = 0.0
            then
                FourParameters
            else
                CollectiveVariables

        let map = mapOf closure (Premise.ofEnsemble spec.Synapses)

        MeanField.evaluateLayers
            (ScratchArrays())
            { FieldAverages.defaultSettings with
                Tolerance = tolerance
            }
            (List.replicate spec.Depth map)
            spec

    /// The layers to the default tolerance.
    let layers (network: AnyNetwork) : Result<LayerState list, SolveError> =
        layersTo FieldAverages.defaultSettings.Tolerance network
