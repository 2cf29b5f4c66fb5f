namespace CorrSyn.Model

open System

/// <summary>
/// A deep network and its inputs: z^l = w^l h^(l-1) + b^l, h^l = phi(z^l), l = 1..L, all widths N.
/// </summary>
/// <remarks>Every value of this type is valid: it is built by <c>NetworkSpec.tryCreate</c> only.</remarks>
type NetworkSpec =
    private
        {
            synapses: SynapseEnsemble
            gain: float
            biasVariance: float
            activation: Activation
            inputs: InputEnsemble
            depth: int
            width: int
        }

    /// The law of the weights.
    member this.Synapses = this.synapses

    /// g: the variance of a weight is g/N; above 0.
    member this.Gain = this.gain

    /// sigma_b, the variance of a bias; at least 0.
    member this.BiasVariance = this.biasVariance

    /// phi.
    member this.Activation = this.activation

    /// The law of the inputs.
    member this.Inputs = this.inputs

    /// L, the number of layers above the input; 1 to 10,000.
    member this.Depth = this.depth

    /// N, the width of every layer where a finite network is meant; 2 to 1,000,000.
    member this.Width = this.width

    /// rho = r/sqrt(N), the correlation coefficient of two synapses that share the presynaptic neuron.
    member this.WeightCorrelation =
        SynapseEnsemble.correlation this.synapses / Math.Sqrt(float this.width)

/// Construction of network specifications.
[<RequireQualifiedAccess>]
module NetworkSpec =

    let private between name low high =
        ParameterError.check
            name
            $"a whole number from {low} to {high}"
            (fun x -> low <= x && x <= high)

    let private checkCorrelation (spec: NetworkSpec) =
        let r = SynapseEnsemble.correlation spec.Synapses

        if spec.WeightCorrelation < 1.0 then
            Ok spec
        else
            let limit = Math.Sqrt(float spec.Width)

            let allowed =
                FormattableString.Invariant $"0 <= r < sqrt({spec.Width}) = {limit:G6}"

            Error(ParameterError.create "correlation" allowed (box r))

    /// <summary>The same network at another width N.</summary>
    /// <remarks>Refused outside 2..1,000,000 and where rho = r/sqrt(N) would reach 1.</remarks>
    let tryWithWidth (width: int) (spec: NetworkSpec) : Result<NetworkSpec, ParameterError> =
        between "width" 2 1_000_000 width
        |> Result.bind (fun width -> checkCorrelation { spec with width = width })

    /// <summary>A network whose every parameter has been checked, or the first refusal.</summary>
    /// <remarks>
    /// gain: finite, above 0. biasVariance: finite, at least 0. depth: 1 to 10,000.
    /// width: 2 to 1,000,000, and r below sqrt(width).
    /// </remarks>
    let tryCreate
        (synapses: SynapseEnsemble)
        (gain: float)
        (biasVariance: float)
        (activation: Activation)
        (inputs: InputEnsemble)
        (depth: int)
        (width: int)
        : Result<NetworkSpec, ParameterError> =
        let checks =
            ParameterError.checkPositive "gain" gain
            |> Result.bind (fun _ -> ParameterError.checkNotNegative "biasVariance" biasVariance)
            |> Result.bind (fun _ -> between "depth" 1 10_000 depth)

        checks
        |> Result.bind (fun _ ->
            tryWithWidth
                width
                {
                    synapses = synapses
                    gain = gain
                    biasVariance = biasVariance
                    activation = activation
                    inputs = inputs
                    depth = depth
                    width = width
                }
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    let create synapses gain biasVariance activation inputs depth width : NetworkSpec =
        ParameterError.raiseIfError (
            tryCreate synapses gain biasVariance activation inputs depth width
        )
