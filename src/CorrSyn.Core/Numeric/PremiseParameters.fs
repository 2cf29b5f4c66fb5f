namespace CorrSyn.Numeric

open System
open CorrSyn.Model

/// <summary>The numbers that a derived map is evaluated with. All are dimensionless.</summary>
type PremiseParameters =
    {
        /// g; above 0.
        Gain: float
        /// r; at least 0, and 0 where the premise has no such correlation.
        PostsynapticCorrelation: float
        /// s, likewise.
        PresynapticCorrelation: float
        /// c = N_out/N_in of each layer above the input, the lowest first; above 0, and 1 where widths are equal.
        WidthRatios: float list
        /// The variance of a bias; at least 0.
        BiasVariance: float
        /// phi.
        Activation: Activation
        /// The inputs.
        Inputs: InputEnsemble
    }

/// Numbers for the evaluation of maps.
[<RequireQualifiedAccess>]
module PremiseParameters =

    /// The numbers of a network, all of whose layers have the same width.
    let ofNetwork (spec: NetworkSpec) : PremiseParameters =
        {
            Gain = spec.Gain
            PostsynapticCorrelation = SynapseEnsemble.correlation spec.Synapses
            PresynapticCorrelation = 0.0
            WidthRatios = List.replicate spec.Depth 1.0
            BiasVariance = spec.BiasVariance
            Activation = spec.Activation
            Inputs = spec.Inputs
        }

    /// <summary>The numbers themselves, or the first that is out of its range.</summary>
    let validate (parameters: PremiseParameters) : Result<PremiseParameters, ParameterError> =
        let check name allowed isAllowed (value: float) =
            ParameterError.check name allowed (fun x -> Double.IsFinite x && isAllowed x) value
            |> Result.map ignore

        let positive = "a finite number above 0"
        let notNegative = "a finite number, at least 0"

        [
            check "gain" positive (fun x -> x > 0.0) parameters.Gain
            check
                "postsynapticCorrelation"
                notNegative
                (fun x -> x >= 0.0)
                parameters.PostsynapticCorrelation
            check
                "presynapticCorrelation"
                notNegative
                (fun x -> x >= 0.0)
                parameters.PresynapticCorrelation
            check "biasVariance" notNegative (fun x -> x >= 0.0) parameters.BiasVariance

            for ratio in parameters.WidthRatios do
                check "widthRatio" positive (fun x -> x > 0.0) ratio
        ]
        |> List.tryPick (fun result ->
            match result with
            | Ok() -> None
            | Error error -> Some error
        )
        |> Option.map Error
        |> Option.defaultValue (Ok parameters)
