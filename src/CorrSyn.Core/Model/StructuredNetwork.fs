namespace CorrSyn.Model

open System

/// <summary>One layer above the input: how the weights that lead to it are drawn, what its neurons do, and its
/// width.</summary>
/// <remarks>Plain values; <c>StructuredNetwork.tryCreate</c> checks them.</remarks>
type StructuredLayer =
    {
        /// The weights onto this layer.
        Weights: StructuredWeights
        /// g; above 0. A weight has variance g/N_in.
        Gain: float
        /// sigma_b, the variance of a bias; at least 0.
        BiasVariance: float
        /// phi.
        Activation: Activation
        /// N_l, the number of its neurons.
        Width: int
    }

/// <summary>
/// A deep network with weights of a given structure and layers of any widths: z^l = w^l h^(l-1) + b^l,
/// h^l = phi(z^l), l = 1..L; a weight has variance g/N_(l-1).
/// </summary>
/// <remarks>Every value of this type is valid: it is built by <c>StructuredNetwork.tryCreate</c> only.
/// Equality is equality of all parts.</remarks>
type StructuredNetwork =
    private
        {
            inputs: InputEnsemble
            inputWidth: int
            layers: StructuredLayer list
        }

    /// The law of the inputs; its N is N_0.
    member this.Inputs = this.inputs

    /// The layers 1..L, in order.
    member this.Layers = this.layers

    /// L, the number of layers above the input; 1 to 10,000.
    member this.Depth = this.layers.Length

    /// N_0..N_L; length L + 1, each 2 to 1,000,000.
    member this.Widths: int list =
        this.inputWidth :: (this.layers |> List.map (fun layer -> layer.Width))

/// Construction of structured networks.
[<RequireQualifiedAccess>]
module StructuredNetwork =

    let private checkLayer widthBelow (layer: StructuredLayer) =
        ParameterError.checkPositive "gain" layer.Gain
        |> Result.bind (fun _ -> ParameterError.checkNotNegative "biasVariance" layer.BiasVariance)
        |> Result.bind (fun _ -> NetworkLayer.checkWidth layer.Width)
        |> Result.bind (fun width -> StructuredWeights.checkSizes widthBelow width layer.Weights)

    // The width of the layer below goes from layer to layer.
    let private checkLayers (inputWidth: int) (layers: StructuredLayer list) =
        let check (widthBelow, index) (layer: StructuredLayer) =
            let result =
                checkLayer widthBelow layer
                |> Result.mapError (fun error ->
                    { error with
                        Parameter = $"layers[{index}].{error.Parameter}"
                    }
                )

            result, (layer.Width, index + 1)

        List.mapFold check (inputWidth, 0) layers
        |> fst
        |> List.fold (fun checks result -> checks |> Result.bind (fun () -> result)) (Ok())

    /// <summary>A network whose every parameter has been checked, or the first refusal.</summary>
    /// <param name="inputs">The law of the inputs.</param>
    /// <param name="inputWidth">N_0; 2 to 1,000,000.</param>
    /// <param name="layers">1 to 10,000 layers, each 2 to 1,000,000 wide, with widths that are multiples of the
    /// cell counts of the structures on either side.</param>
    /// <returns>The network; or the refusal, which names a setting of the first layer as <c>layers[0].gain</c>.</returns>
    let tryCreate
        (inputs: InputEnsemble)
        (inputWidth: int)
        (layers: StructuredLayer seq)
        : Result<StructuredNetwork, ParameterError> =
        let layers = List.ofSeq layers

        layers.Length
        |> ParameterError.check
            "depth"
            "a whole number from 1 to 10000"
            (fun depth -> 1 <= depth && depth <= 10_000)
        |> Result.bind (fun _ -> NetworkLayer.checkWidth inputWidth)
        |> Result.bind (fun _ -> checkLayers inputWidth layers)
        |> Result.map (fun () ->
            {
                inputs = inputs
                inputWidth = inputWidth
                layers = layers
            }
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    let create inputs inputWidth layers : StructuredNetwork =
        ParameterError.raiseIfError (tryCreate inputs inputWidth layers)

    /// <summary>The network of one premise at given widths.</summary>
    /// <param name="gain">g of every layer.</param>
    /// <param name="biasVariance">sigma_b of every layer.</param>
    /// <param name="activation">phi of every layer.</param>
    /// <param name="inputs">The law of the inputs.</param>
    /// <param name="weights">The weights that lead from a layer of so many neurons to the next: how x goes with
    /// N_in is up to it.</param>
    /// <param name="widths">N_0..N_L; at least two.</param>
    let tryOfWidths
        (gain: float)
        (biasVariance: float)
        (activation: Activation)
        (inputs: InputEnsemble)
        (weights: int -> Result<StructuredWeights, ParameterError>)
        (widths: int list)
        : Result<StructuredNetwork, ParameterError> =
        let layer weights width =
            {
                Weights = weights
                Gain = gain
                BiasVariance = biasVariance
                Activation = activation
                Width = width
            }

        let add layers (below, width) =
            layers
            |> Result.bind (fun layers ->
                weights below |> Result.map (fun weights -> layer weights width :: layers)
            )

        List.pairwise widths
        |> List.fold add (Ok [])
        |> Result.bind (fun layers ->
            tryCreate inputs (List.tryHead widths |> Option.defaultValue 2) (List.rev layers)
        )
