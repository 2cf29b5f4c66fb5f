namespace CorrSyn.Model

open System

/// <summary>One layer above the input: z = w h + b with the weights that lead to it, h = phi(z).</summary>
/// <remarks>Plain values; <c>NetworkSpec.tryWithLayers</c> checks them.</remarks>
type NetworkLayer =
    {
        /// The law of the weights onto this layer.
        Synapses: SynapseEnsemble
        /// g: the variance of a weight is g/N_in, N_in the width of the layer below; above 0.
        Gain: float
        /// sigma_b, the variance of a bias; at least 0.
        BiasVariance: float
        /// phi.
        Activation: Activation
        /// N_out, the number of neurons; 2 to 1,000,000.
        Width: int
    }

/// Ranges of the settings of a layer.
[<RequireQualifiedAccess>]
module NetworkLayer =

    /// <summary>rho = r/sqrt(N_in), the correlation coefficient of two synapses that share the presynaptic
    /// neuron.</summary>
    /// <param name="widthBelow">N_in; above 0.</param>
    /// <param name="layer">The layer.</param>
    let weightCorrelation (widthBelow: int) (layer: NetworkLayer) : float =
        SynapseEnsemble.correlation layer.Synapses / Math.Sqrt(float widthBelow)

    /// A width, refused outside 2..1,000,000.
    let checkWidth (width: int) : Result<int, ParameterError> =
        width
        |> ParameterError.check
            "width"
            "a whole number from 2 to 1000000"
            (fun n -> 2 <= n && n <= 1_000_000)

    /// g and sigma_b, or the first that is out of its range.
    let checkVariances (layer: NetworkLayer) : Result<NetworkLayer, ParameterError> =
        ParameterError.checkPositive "gain" layer.Gain
        |> Result.bind (fun _ -> ParameterError.checkNotNegative "biasVariance" layer.BiasVariance)
        |> Result.map (fun _ -> layer)

    /// <summary>The width, and r for that of the layer below; or the first that is out of its range.</summary>
    /// <param name="widthBelow">N_in, of which r^2 must stay below.</param>
    /// <param name="layer">The layer.</param>
    let checkSize (widthBelow: int) (layer: NetworkLayer) : Result<NetworkLayer, ParameterError> =
        checkWidth layer.Width
        |> Result.bind (fun _ ->
            if weightCorrelation widthBelow layer < 1.0 then
                Ok layer
            else
                let limit = Math.Sqrt(float widthBelow)

                let allowed =
                    FormattableString.Invariant $"0 <= r < sqrt({widthBelow}) = {limit:G6}"

                let r = SynapseEnsemble.correlation layer.Synapses
                Error(ParameterError.create "correlation" allowed (box r))
        )
