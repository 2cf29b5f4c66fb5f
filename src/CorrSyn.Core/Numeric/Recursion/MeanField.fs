namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages

/// <summary>Evaluates the derived layer map, layer by layer.</summary>
[<RequireQualifiedAccess>]
module MeanField =

    /// K1, K2 and N Sigma of the input as functions of alpha, in units of sigma^2: that keeps extreme inputs within
    /// floating point.
    let private inputMap =
        lazy
            (let map = InputMap.derive ()

             let compile expansion =
                 let polynomial =
                     expansion
                     |> AsymptoticExpansion.keepFinite
                     |> AsymptoticExpansion.dropOrderTerm
                     |> Polynomial.substitute (fun quantity ->
                         if quantity = InputVariance then
                             Some Polynomial.one
                         else
                             None
                     )

                 let value = Evaluation.compile [| InputRatio |] polynomial
                 fun ratio -> value [| ratio |]

             compile map.K1, compile map.K2, compile map.NSigma)

    /// The order parameters of the input layer, from the derived input map.
    let private inputState (spec: PremiseParameters) sums : LayerState =
        let k1Of, k2Of, nSigmaOf = inputMap.Value
        let k1 = k1Of spec.Inputs.Ratio

        let state =
            {
                Layer = 0
                LogK1 = Math.Log k1 + 2.0 * Math.Log spec.Inputs.StandardDeviation
                K2Ratio = k2Of spec.Inputs.Ratio / (k1 * k1)
                NSigmaRatio = nSigmaOf spec.Inputs.Ratio / (k1 * k1)
                LogQ = Double.NegativeInfinity
                LogUnit = 0.0
                Collective = Map.empty
                Errors = [||]
            }

        let sumValue polynomial =
            let slots = Evaluation.slots [ polynomial ]

            Evaluation.compile
                slots
                polynomial
                (Array.map (LayerStep.valueOf spec 1.0 state 0.0) slots)

        { state with
            Collective =
                sums
                |> List.map (fun (quantity, polynomial) -> quantity, sumValue polynomial)
                |> Map.ofList
        }

    /// An estimated error above this says little, since it is known to first order only; unless averages are that rough.
    let private largestError (settings: AverageSettings) =
        Math.Max(1e-3, 1000.0 * settings.Tolerance)

    /// What N Sigma may be in units of K1^2 where it is nothing but rounding.
    let private roundingOfNSigma = 1e-9

    /// The layer, unless N Sigma is lost in rounding. With kinks and K1 far below the variance of the field, terms of
    /// N Sigma cancel: they are larger than it by any factor.
    let private resolved settings (state: LayerState) =
        let isRounding = Math.Abs state.NSigmaRatio <= roundingOfNSigma * state.K2Ratio

        if
            (state.NSigmaRatio < 0.0 || state.ErrorOfNSigma > largestError settings)
            && not isRounding
        then
            Error(Cancelled(state.Layer, "N Sigma"))
        else
            // A mean square. Orthogonal weights take K1^2 off K2, which may leave a rounding below 0.
            Ok
                { state with
                    NSigmaRatio = Math.Max(0.0, state.NSigmaRatio)
                }

    /// Layer by layer: the compiled map, its numbers, and the ratio of the widths.
    let private run scratch settings (input: LayerState) layers =
        let rec run state layers states =
            match layers with
            | [] -> Ok(List.rev states)
            | (compiled, parameters, ratio) :: rest ->
                ErrorPropagation.next settings scratch compiled parameters ratio state
                |> Result.bind (resolved settings)
                |> Result.bind (fun state -> run state rest (state :: states))

        run input layers [ input ]

    /// <summary>The order parameters of the input and of every layer.</summary>
    /// <param name="scratch">Where intermediate values are kept: of use to who evaluates many networks.</param>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="maps">The derived map of each layer, compiled, the lowest first; all of the same closure.</param>
    /// <param name="spec">The network; its widths matter by their ratios only.</param>
    /// <returns>depth + 1 states, the input first.</returns>
    /// <remarks>Equations MF-1 to MF-9, CV-1 to CV-7 and IN-1 to IN-3 of docs/theory. Whether the maps are closed for
    /// this network is not asked here. The cost is linear in the depth.</remarks>
    let evaluateLayers
        (scratch: ScratchArrays)
        (settings: AverageSettings)
        (maps: CompiledMap list)
        (spec: NetworkSpec)
        : Result<LayerState list, SolveError> =
        let withNumbers map below layer =
            let parameters = PremiseParameters.ofLayer spec.Inputs below layer
            map, parameters, parameters.WidthRatios[0]

        let layers =
            if spec.IsUniform then
                let _, parameters, ratio = withNumbers maps[0] spec.Width spec.Layers[0]
                maps |> List.map (fun map -> map, parameters, ratio)
            else
                List.map3 withNumbers maps (List.take spec.Depth spec.Widths) spec.Layers

        let _, parameters, _ = layers[0]
        run scratch settings (inputState parameters []) layers

    /// <summary>As <c>evaluateLayers</c>, with one map for all layers.</summary>
    /// <param name="settings">As above.</param>
    /// <param name="map">The derived map of the synapse ensemble that all layers have.</param>
    /// <param name="spec">The network.</param>
    let evaluate
        (settings: AverageSettings)
        (map: LayerMap)
        (spec: NetworkSpec)
        : Result<LayerState list, SolveError> =
        spec
        |> evaluateLayers
            (ScratchArrays())
            settings
            (List.replicate spec.Depth (CompiledMap.compile map))

    /// <summary>The order parameters of the input and of every layer for the map of any premise.</summary>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="map">A map of a premise: the one in which collective variables move as well, where the
    /// premise has it.</param>
    /// <param name="parameters">The numbers to evaluate it with; one layer for each width ratio.</param>
    /// <returns>One state more than there are width ratios, the input first.</returns>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A number is out of its range.</exception>
    let evaluatePremise
        (settings: AverageSettings)
        (map: PremiseMap)
        (parameters: PremiseParameters)
        : Result<LayerState list, SolveError> =
        let isAllowed ratio =
            match map.Widths with
            | EqualWidths -> ratio = 1.0
            | VaryingWidths -> true

        let checkRatio ratio =
            ParameterError.check "widthRatio" "1 with a map of equal widths" isAllowed ratio

        let compiled = CompiledMap.compile (Option.defaultValue map.Map map.FullMap)

        let wider =
            map.WiderMap |> Option.map CompiledMap.compile |> Option.defaultValue compiled

        PremiseParameters.validate parameters
        |> Result.bind (fun parameters ->
            parameters.WidthRatios
            |> List.fold
                (fun checks ratio -> checks |> Result.bind (fun _ -> checkRatio ratio))
                (Ok 1.0)
            |> Result.map (fun _ -> parameters)
        )
        |> ParameterError.raiseIfError
        |> fun parameters ->
            parameters.WidthRatios
            |> List.map (fun ratio -> (if ratio > 1.0 then wider else compiled), parameters, ratio)
            |> run (ScratchArrays()) settings (inputState parameters map.Inputs)
