namespace CorrSyn.Model

open System

/// <summary>One layer above the input: how the weights that lead to it are drawn, and its width.</summary>
type StructuredLayer =
    {
        /// The weights onto this layer.
        Weights: StructuredWeights
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
            gain: float
            biasVariance: float
            activation: Activation
            inputs: InputEnsemble
            inputWidth: int
            layers: StructuredLayer list
        }

    /// g; above 0.
    member this.Gain = this.gain

    /// sigma_b, the variance of a bias; at least 0.
    member this.BiasVariance = this.biasVariance

    /// phi.
    member this.Activation = this.activation

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

    let private checkNumbers gain biasVariance =
        ParameterError.checkPositive "gain" gain
        |> Result.bind (fun _ -> ParameterError.checkNotNegative "biasVariance" biasVariance)
        |> Result.map ignore

    // The width of the layer below goes from layer to layer.
    let private checkLayers (inputWidth: int) (layers: StructuredLayer list) =
        let checkLayer below (layer: StructuredLayer) =
            below
            |> Result.bind (fun below ->
                NetworkLayer.checkWidth layer.Width
                |> Result.bind (fun width ->
                    StructuredWeights.checkSizes below width layer.Weights
                    |> Result.map (fun () -> width)
                )
            )

        List.fold checkLayer (NetworkLayer.checkWidth inputWidth) layers
        |> Result.map ignore

    /// <summary>A network whose every parameter has been checked, or the first refusal.</summary>
    /// <param name="gain">g; finite, above 0.</param>
    /// <param name="biasVariance">sigma_b; finite, at least 0.</param>
    /// <param name="activation">phi.</param>
    /// <param name="inputs">The law of the inputs.</param>
    /// <param name="inputWidth">N_0; 2 to 1,000,000.</param>
    /// <param name="layers">1 to 10,000 layers, each 2 to 1,000,000 wide, with widths that are multiples of the
    /// cell counts of the structures on either side.</param>
    let tryCreate
        (gain: float)
        (biasVariance: float)
        (activation: Activation)
        (inputs: InputEnsemble)
        (inputWidth: int)
        (layers: StructuredLayer seq)
        : Result<StructuredNetwork, ParameterError> =
        let layers = List.ofSeq layers

        checkNumbers gain biasVariance
        |> Result.bind (fun () ->
            layers.Length
            |> ParameterError.check
                "depth"
                "a whole number from 1 to 10000"
                (fun depth -> 1 <= depth && depth <= 10_000)
        )
        |> Result.bind (fun _ -> checkLayers inputWidth layers)
        |> Result.map (fun () ->
            {
                gain = gain
                biasVariance = biasVariance
                activation = activation
                inputs = inputs
                inputWidth = inputWidth
                layers = layers
            }
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    let create gain biasVariance activation inputs inputWidth layers : StructuredNetwork =
        ParameterError.raiseIfError (
            tryCreate gain biasVariance activation inputs inputWidth layers
        )

    // The layers from the last back to the first; the widths from the last back to N_0.
    let rec private layersBackwards weights (widths: int list) =
        match widths with
        | width :: below :: rest ->
            layersBackwards weights (below :: rest)
            |> Result.bind (fun layers ->
                weights below
                |> Result.map (fun weights -> { Weights = weights; Width = width } :: layers)
            )
        | [ _ ]
        | [] -> Ok []

    /// <summary>The network of one premise at given widths.</summary>
    /// <param name="gain">As for <c>tryCreate</c>.</param>
    /// <param name="biasVariance">As for <c>tryCreate</c>.</param>
    /// <param name="activation">As for <c>tryCreate</c>.</param>
    /// <param name="inputs">As for <c>tryCreate</c>.</param>
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
        let inputWidth = List.tryHead widths |> Option.defaultValue 0

        layersBackwards weights (List.rev widths)
        |> Result.bind (fun layers ->
            tryCreate gain biasVariance activation inputs inputWidth (List.rev layers)
        )
