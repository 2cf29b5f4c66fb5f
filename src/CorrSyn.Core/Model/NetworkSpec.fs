namespace CorrSyn.Model

open System

/// <summary>
/// A deep network and its inputs: z^l = w^l h^(l-1) + b^l, h^l = phi(z^l), l = 1..L. All layers are alike unless
/// they have settings of their own.
/// </summary>
/// <remarks>Every value of this type is valid: it is built by functions of the module <c>NetworkSpec</c>
/// only.</remarks>
type NetworkSpec =
    private
        {
            // What a layer is like that has no settings of its own; its width is that of the input.
            common: NetworkLayer
            inputs: InputEnsemble
            depth: int
            // Of length L, or empty where all layers are alike.
            own: NetworkLayer list
        }

    /// The law of the weights of layers without settings of their own.
    member this.Synapses = this.common.Synapses

    /// g of layers without settings of their own; above 0.
    member this.Gain = this.common.Gain

    /// sigma_b, the variance of a bias, of layers without settings of their own; at least 0.
    member this.BiasVariance = this.common.BiasVariance

    /// phi of layers without settings of their own.
    member this.Activation = this.common.Activation

    /// The law of the inputs.
    member this.Inputs = this.inputs

    /// L, the number of layers above the input; 1 to 10,000.
    member this.Depth = this.depth

    /// N, the width of the input and of layers without settings of their own, where a finite network is meant;
    /// 2 to 1,000,000.
    member this.Width = this.common.Width

    /// Whether all layers are alike.
    member this.IsUniform = List.isEmpty this.own

    /// The layers 1..L, in order.
    member this.Layers: NetworkLayer list =
        if this.IsUniform then
            List.replicate this.depth this.common
        else
            this.own

    /// N_0..N_L; length L + 1.
    member this.Widths: int list =
        this.Width :: (this.Layers |> List.map (fun layer -> layer.Width))

    /// rho = r/sqrt(N), the correlation coefficient of two synapses that share the presynaptic neuron, of layers
    /// without settings of their own.
    member this.WeightCorrelation = NetworkLayer.weightCorrelation this.Width this.common

/// Construction of network specifications.
[<RequireQualifiedAccess>]
module NetworkSpec =

    let private checkDepth depth =
        depth
        |> ParameterError.check
            "depth"
            "a whole number from 1 to 10000"
            (fun depth -> 1 <= depth && depth <= 10_000)

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
        let common =
            {
                Synapses = synapses
                Gain = gain
                BiasVariance = biasVariance
                Activation = activation
                Width = width
            }

        NetworkLayer.checkVariances common
        |> Result.bind (fun _ -> checkDepth depth)
        |> Result.bind (fun _ -> NetworkLayer.checkSize width common)
        |> Result.map (fun common ->
            {
                common = common
                inputs = inputs
                depth = depth
                own = []
            }
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A parameter is out of its range.</exception>
    let create synapses gain biasVariance activation inputs depth width : NetworkSpec =
        ParameterError.raiseIfError (
            tryCreate synapses gain biasVariance activation inputs depth width
        )

    // The width of the layer below goes from layer to layer.
    let private checkLayers inputWidth (layers: NetworkLayer list) =
        let check (below, index) (layer: NetworkLayer) =
            let result =
                NetworkLayer.checkVariances layer
                |> Result.bind (NetworkLayer.checkSize below)
                |> Result.mapError (fun error ->
                    { error with
                        Parameter = $"layers[{index}].{error.Parameter}"
                    }
                )

            result, (layer.Width, index + 1)

        let results, _ = List.mapFold check (inputWidth, 0) layers

        results
        |> List.fold (fun checks result -> checks |> Result.bind (fun _ -> result)) (Ok layers[0])
        |> Result.map ignore

    /// <summary>The same inputs with layers that differ.</summary>
    /// <param name="layers">The layers 1..L; 1 to 10,000 of them. Layers that are all like those of
    /// <paramref name="spec"/> leave it a network of equal layers.</param>
    /// <param name="spec">The inputs, their width, and what layers have in common.</param>
    /// <returns>A network of that depth, or the first refusal; it names a setting of the first layer as
    /// <c>layers[0].gain</c>.</returns>
    let tryWithLayers
        (layers: NetworkLayer seq)
        (spec: NetworkSpec)
        : Result<NetworkSpec, ParameterError> =
        let layers = List.ofSeq layers

        checkDepth layers.Length
        |> Result.bind (fun _ -> checkLayers spec.Width layers)
        |> Result.map (fun () ->
            { spec with
                depth = layers.Length
                own = if List.forall ((=) spec.common) layers then [] else layers
            }
        )

    /// <summary>The same network at another width N of the input.</summary>
    /// <remarks>Layers with widths of their own keep their ratio to N, rounded to whole neurons. Refused where a width
    /// leaves 2..1,000,000 and where rho = r/sqrt(N_in) would reach 1.</remarks>
    let tryWithWidth (width: int) (spec: NetworkSpec) : Result<NetworkSpec, ParameterError> =
        let scaled (layer: NetworkLayer) =
            let exact = float layer.Width * (float width / float spec.Width)

            { layer with
                Width = int (Math.Clamp(Math.Round exact, 0.0, 1e9))
            }

        NetworkLayer.checkSize width { spec.common with Width = width }
        |> Result.bind (fun common ->
            let resized = { spec with common = common; own = [] }

            if spec.IsUniform then
                Ok resized
            else
                tryWithLayers (List.map scaled spec.own) resized
        )
