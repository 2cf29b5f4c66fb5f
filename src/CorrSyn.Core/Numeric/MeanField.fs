namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>Evaluates the derived layer map, layer by layer.</summary>
[<RequireQualifiedAccess>]
module MeanField =

    /// The parameters of the network and the state of a layer in units of K1 and, for what goes with
    /// squared activities, of exp(logUnit). Coefficients of the map follow from the others.
    let private valueOf
        (spec: PremiseParameters)
        ratio
        state
        logUnit
        averages
        (quantity: Quantity)
        : float =
        match quantity with
        | Gain -> spec.Gain
        | Correlation -> spec.PostsynapticCorrelation
        | PresynapticCorrelation -> spec.PresynapticCorrelation
        | WidthRatio -> ratio
        | RootWidthRatio -> Math.Sqrt ratio
        | BiasVariance ->
            if spec.BiasVariance = 0.0 then
                0.0
            else
                Math.Exp(Math.Log spec.BiasVariance - logUnit)
        | InputRatio -> spec.Inputs.Ratio
        | InputVariance -> spec.Inputs.StandardDeviation * spec.Inputs.StandardDeviation
        | K1 -> 1.0
        | K2 -> state.K2Ratio
        | NSigma -> state.NSigmaRatio
        | Q -> Math.Exp(state.LogQ - logUnit)
        | FieldAverage functions -> averages functions
        | CollectiveCovariance _
        | CollectiveProjection _
        | ScaledSum _ ->
            // Centred inputs: M and V start at 0.
            Map.tryFind quantity state.Collective
            |> Option.map (fun ratio ->
                ratio * Math.Exp(LayerState.UnitPower quantity * (state.LogUnit - logUnit))
            )
            |> Option.defaultValue 0.0
        | StandardizedMoment _
        | CorrelationMoment _
        | TransferTrace _
        | MeanCovariance
        | InputCoupling _
        | CollectiveResponse _
        | CollectiveTransfer _ -> 0.0
        | NSigmaCorrection
        | OverlapMoment _
        | NextProjection _
        | CubedCovariance
        | FiniteCubedCovariance
        | QuarticCovariance
        | RowTrace _
        | CovarianceTraces _ ->
            invalidOp $"The layer map of infinite width does not hold {quantity}."

    let private noAverages (_: NeuronFunction list) : float = 0.0

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
            }

        let sumValue polynomial =
            let slots = Evaluation.slots [ polynomial ]

            Evaluation.compile
                slots
                polynomial
                (Array.map (valueOf spec 1.0 state 0.0 noAverages) slots)

        { state with
            Collective =
                sums
                |> List.map (fun (quantity, polynomial) -> quantity, sumValue polynomial)
                |> Map.ofList
        }

    let private logAdd (a: float) (b: float) =
        let high = Math.Max(a, b)

        if Double.IsNegativeInfinity high then
            high
        else
            high + Math.Log(Math.Exp(a - high) + Math.Exp(b - high))

    /// Beyond these powers of e, an activation that vanishes at 0 is evaluated at the limit: all of ours
    /// are then linear near 0 on each side, and those without bound are linear far from it.
    let private scaleLimit = 150.0

    /// The logarithm of the total variance at which averages are taken.
    let private logScaleOf (activation: Activation) (logTotal: float) =
        if Activation.apply activation 0.0 = 0.0 then
            Math.Clamp(logTotal, -scaleLimit, scaleLimit)
        else
            logTotal

    /// The smallest s, relative to the total, at which averages over t are taken. Corrections to the limit
    /// of small s are of relative order s^2.
    let private smallestShare = 1e-60

    let private next
        settings
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (state: LayerState)
        =
        let layer = state.Layer + 1
        let ratio = spec.WidthRatios[state.Layer]

        let logReference =
            Math.Max(state.LogQ, Math.Log spec.BiasVariance)
            |> fun log -> if Double.IsNegativeInfinity log then 0.0 else log

        let before =
            CompiledMap.values compiled (valueOf spec ratio state logReference noAverages)

        let drivingRatio = compiled.Driving before
        let logDriving = state.LogK1 + Math.Log drivingRatio
        let logField = logReference + Math.Log(compiled.Field before)
        let logTotal = logAdd logDriving logField
        let logScale = logScaleOf spec.Activation logTotal
        let logUnit = logTotal - logScale

        let share log =
            Math.Exp(0.5 * (log - logTotal + logScale))

        let floor = smallestShare * Math.Exp(0.5 * logScale)

        FieldAverages.evaluate
            settings
            layer
            spec.Activation
            (share logField)
            (Math.Max(floor, share logDriving))
            compiled.Products
        |> Result.bind (fun averages ->
            let average functions =
                let variances = functions |> List.filter ((=) ActivityVariance) |> List.length
                let slot = Array.findIndex ((=) functions) compiled.Products
                averages[slot] * Math.Pow(drivingRatio, float variances)

            let after = CompiledMap.values compiled (valueOf spec ratio state logUnit average)

            let next =
                compiled.Next
                |> List.map (fun (quantity, value) -> quantity, value after)
                |> Map.ofList

            let k1 = next[K1]

            let state =
                {
                    Layer = layer
                    LogK1 = state.LogK1 + Math.Log k1
                    K2Ratio = next[K2] / (k1 * k1)
                    NSigmaRatio = next[NSigma] / (k1 * k1)
                    LogQ = Math.Log next[Q] + logUnit
                    LogUnit = logUnit
                    Collective =
                        next
                        |> Map.filter (fun quantity _ ->
                            not (List.contains quantity [ K1; K2; Q; NSigma ])
                        )
                        |> Map.map (fun quantity value ->
                            value / Math.Pow(k1, float (MapCertificate.covarianceDegree quantity))
                        )
                }

            // Plain values are shown too: only underflow to 0 is harmless.
            let quantities =
                [
                    "K1", state.K1
                    "K2", state.K2
                    "Q", state.Q
                    "N Sigma", state.NSigma
                    "D/N", state.Dimension

                    for KeyValue(quantity, _) in state.Collective do
                        let isCollective = List.contains quantity CollectiveFluctuations.quantities

                        (if isCollective then
                             "a collective covariance"
                         else
                             "a sum along the directions of the correlations"),
                        state.CollectiveValue quantity
                ]

            match quantities |> List.tryFind (snd >> Double.IsFinite >> not) with
            | Some(quantity, _) -> Error(NonFinite(layer, quantity))
            | None -> Ok state
        )

    let private run settings (map: LayerMap) sums (spec: PremiseParameters) =
        let compiled = CompiledMap.compile map

        let rec run state states =
            if state.Layer = spec.WidthRatios.Length then
                Ok(List.rev states)
            else
                next settings compiled spec state
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
