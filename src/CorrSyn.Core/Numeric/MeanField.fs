namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>Evaluates the derived layer map, layer by layer.</summary>
[<RequireQualifiedAccess>]
module MeanField =

    /// The order parameters of the input layer, from the derived input map.
    let private inputState (spec: PremiseParameters) sums : LayerState =
        let map = InputMap.derive ()

        let value expansion =
            let polynomial =
                expansion |> AsymptoticExpansion.keepFinite |> AsymptoticExpansion.dropOrderTerm

            let slots = Evaluation.slots [ polynomial ]

            // Variances in units of sigma^2, which keeps extreme inputs within floating point.
            let valueOf quantity =
                match quantity with
                | InputRatio -> spec.Inputs.Ratio
                | InputVariance -> 1.0
                | other -> invalidOp $"The input layer does not depend on {other}."

            Evaluation.compile slots polynomial (Array.map valueOf slots)

        let k1 = value map.K1

        let state =
            {
                Layer = 0
                LogK1 = Math.Log k1 + 2.0 * Math.Log spec.Inputs.StandardDeviation
                K2Ratio = value map.K2 / (k1 * k1)
                NSigmaRatio = value map.NSigma / (k1 * k1)
                LogQ = Double.NegativeInfinity
                LogUnit = 0.0
                Collective = Map.empty
                Errors = Map.empty
            }

        let sumValue polynomial =
            let slots = Evaluation.slots [ polynomial ]

            Evaluation.compile
                slots
                polynomial
                (Array.map (LayerStep.valueOf spec 1.0 state 0.0 (fun _ -> 0.0)) slots)

        { state with
            Collective =
                sums
                |> List.map (fun (quantity, polynomial) -> quantity, sumValue polynomial)
                |> Map.ofList
        }

    let private run settings (map: LayerMap) sums (spec: PremiseParameters) =
        let compiled = CompiledMap.compile map

        let rec run state states =
            if state.Layer = spec.WidthRatios.Length then
                Ok(List.rev states)
            else
                ErrorPropagation.next settings compiled spec state
                |> Result.bind (fun state -> run state (state :: states))

        let input = inputState spec sums
        run input [ input ]

    /// <summary>The order parameters of the input and of every layer.</summary>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="map">The derived map of the network's synapse ensemble.</param>
    /// <param name="spec">The network; its width plays no part.</param>
    /// <returns>depth + 1 states, the input first.</returns>
    /// <remarks>Equations MF-1 to MF-9, CV-1 to CV-7 and IN-1 to IN-3 of docs/theory. Whether the map is closed for
    /// this network is not asked here. The cost is linear in the depth.</remarks>
    let evaluate
        (settings: AverageSettings)
        (map: LayerMap)
        (spec: NetworkSpec)
        : Result<LayerState list, SolveError> =
        run settings map [] (PremiseParameters.ofNetwork spec)

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
            map.LargestWidthRatio
            |> Option.forall (fun largest -> ratio <= Rational.approximate largest)

        let checkRatio ratio =
            ParameterError.check "widthRatio" "at most 1 with orthogonal weights" isAllowed ratio

        PremiseParameters.validate parameters
        |> Result.bind (fun parameters ->
            parameters.WidthRatios
            |> List.fold
                (fun checks ratio -> checks |> Result.bind (fun _ -> checkRatio ratio))
                (Ok 1.0)
            |> Result.map (fun _ -> parameters)
        )
        |> ParameterError.raiseIfError
        |> run settings (Option.defaultValue map.Map map.FullMap) map.Inputs
