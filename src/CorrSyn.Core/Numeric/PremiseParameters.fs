namespace CorrSyn.Numeric

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
        [
            ParameterError.checkPositive "gain" parameters.Gain
            ParameterError.checkNotNegative
                "postsynapticCorrelation"
                parameters.PostsynapticCorrelation
            ParameterError.checkNotNegative
                "presynapticCorrelation"
                parameters.PresynapticCorrelation
            ParameterError.checkNotNegative "biasVariance" parameters.BiasVariance

            for ratio in parameters.WidthRatios do
                ParameterError.checkPositive "widthRatio" ratio
        ]
        |> List.tryPick (fun result ->
            match result with
            | Ok _ -> None
            | Error error -> Some error
        )
        |> Option.map Error
        |> Option.defaultValue (Ok parameters)
