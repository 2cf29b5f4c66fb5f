namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages

/// <summary>The numbers with which the weights of one given layer enter the layer map. Dimensionless.</summary>
type MeasuredLayer =
    {
        /// g: the mean squared norm of a row of weights; above 0.
        Gain: float
        /// r_eff^2, WC-3; below 0 where rows are closer to orthogonal than independent ones.
        CorrelationSquared: float
        /// The mean squared bias.
        BiasVariance: float
        /// N_out/N_in.
        WidthRatio: float
        /// phi.
        Activation: Activation
    }

/// The order parameters of given activities or inputs. Dimensionless.
type MeasuredInput =
    {
        /// Above 0.
        K1: float
        /// At least K1^2.
        K2: float
        /// At least 0.
        Q: float
        /// At least 0.
        NSigma: float
    }

/// <summary>The layer map for a given network: an average over networks of the same r_eff^2, gain and biases.</summary>
[<RequireQualifiedAccess>]
module MeasuredNetwork =

    let private inputState (input: MeasuredInput) : LayerState =
        {
            Layer = 0
            LogK1 = Math.Log input.K1
            K2Ratio = input.K2 / (input.K1 * input.K1)
            NSigmaRatio = input.NSigma / (input.K1 * input.K1)
            LogQ = Math.Log input.Q
            LogUnit = 0.0
            Collective = Map.empty
            Errors = [||]
        }

    let private parameters (layer: MeasuredLayer) correlation : PremiseParameters =
        {
            Gain = layer.Gain
            PostsynapticCorrelation = correlation
            PresynapticCorrelation = 0.0
            WidthRatios = [ layer.WidthRatio ]
            BiasVariance = layer.BiasVariance
            Activation = layer.Activation
            // Of use to the input layer only, which is given here.
            Inputs = InputEnsemble.create 1.0 1.0
        }

    /// <summary>The order parameters of every layer, those of the input given.</summary>
    /// <param name="settings">The accuracy of the averages.</param>
    /// <param name="layers">Each with the compiled map of four order parameters for Gaussian weights with a shared
    /// vector and for its widths.</param>
    /// <param name="input">The input.</param>
    /// <returns>One state more than there are layers.</returns>
    /// <remarks>Equations MF-1 to MF-7. N Sigma is a polynomial of first degree in r^2, and nothing else holds r; so its value at
    /// r_eff^2, which may be negative, follows exactly from those at r = 0 and r = 1.</remarks>
    let evaluate
        (settings: AverageSettings)
        (layers: (CompiledMap * MeasuredLayer) list)
        (input: MeasuredInput)
        : Result<LayerState list, SolveError> =
        let scratch = ScratchArrays()

        let next state (map, layer) =
            let at correlation =
                ErrorPropagation.next
                    settings
                    scratch
                    map
                    (parameters layer correlation)
                    layer.WidthRatio
                    state

            at 0.0
            |> Result.bind (fun without ->
                at 1.0
                |> Result.map (fun withOne ->
                    { without with
                        NSigmaRatio =
                            without.NSigmaRatio
                            + layer.CorrelationSquared
                              * (withOne.NSigmaRatio - without.NSigmaRatio)
                    }
                )
            )

        layers
        |> List.fold
            (fun states layer ->
                states
                |> Result.bind (fun states ->
                    next (List.head states) layer |> Result.map (fun above -> above :: states)
                )
            )
            (Ok [ inputState input ])
        |> Result.map List.rev
