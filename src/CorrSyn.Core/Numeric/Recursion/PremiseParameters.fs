namespace CorrSyn.Numeric.Recursion

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

    /// <summary>The numbers of one layer of a network.</summary>
    /// <param name="inputs">The inputs of the network.</param>
    /// <param name="widthBelow">The width of the layer below; above 0.</param>
    /// <param name="layer">The layer; the only one of these numbers.</param>
    let ofLayer
        (inputs: InputEnsemble)
        (widthBelow: int)
        (layer: NetworkLayer)
        : PremiseParameters =
        {
            Gain = layer.Gain
            PostsynapticCorrelation = SynapseEnsemble.correlation layer.Synapses
            PresynapticCorrelation = 0.0
            WidthRatios = [ float layer.Width / float widthBelow ]
            BiasVariance = layer.BiasVariance
            Activation = layer.Activation
            Inputs = inputs
        }

    /// The numbers of a network whose layers are all alike.
    let ofNetwork (spec: NetworkSpec) : PremiseParameters =
        { ofLayer spec.Inputs spec.Width spec.Layers[0] with
            WidthRatios = List.replicate spec.Depth 1.0
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
