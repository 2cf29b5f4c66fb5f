namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>One application of the layer map.</summary>
[<RequireQualifiedAccess>]
module LayerStep =

    /// The parameters of the network and the state of a layer in units of K1 and, for what goes with
    /// squared activities, of exp(logUnit). Coefficients of the map follow from the others.
    let valueOf
        (spec: PremiseParameters)
        (ratio: float)
        (state: LayerState)
        (logUnit: float)
        (averages: NeuronFunction list -> float)
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
        | CubedCovariance
        | RowTrace _
        | CovarianceTraces _ ->
            invalidOp $"The layer map of infinite width does not hold {quantity}."

    let private noAverages (_: NeuronFunction list) : float = 0.0

    let private logAdd (a: float) (b: float) =
        let high = Math.Max(a, b)

        if Double.IsNegativeInfinity high then
            high
        else
            high + Math.Log(Math.Exp(a - high) + Math.Exp(b - high))

    /// Beyond these powers of e, an activation that is linear there on each side of 0 is evaluated at the limit.
    let private scaleLimit = 150.0

    /// Whether phi(z)/z is the same at two scales, on each side of 0.
    let private isLinearAt (activation: Activation) (first: float) (second: float) =
        let slope sign scale =
            Activation.apply activation (sign * Math.Exp scale) / Math.Exp scale

        let isSame sign =
            let a, b = slope sign first, slope sign second
            Double.IsFinite a && Math.Abs(a - b) <= 1e-14 * Math.Abs a

        isSame 1.0 && isSame -1.0 && (slope 1.0 first <> 0.0 || slope -1.0 first <> 0.0)

    /// The logarithm of the total variance at which averages are taken.
    let private logScaleOf (activation: Activation) (logTotal: float) =
        if logTotal < -scaleLimit && isLinearAt activation (-0.5 * scaleLimit) -110.0 then
            -scaleLimit
        elif logTotal > scaleLimit && isLinearAt activation (0.5 * scaleLimit) 110.0 then
            scaleLimit
        else
            logTotal

    /// The smallest s, relative to the total, at which averages over t are taken. Corrections to the limit
    /// of small s are of relative order s^2.
    let private smallestShare = 1e-60

    /// <summary>The averages that the layer above a state needs.</summary>
    type Drive =
        {
            /// The layer above.
            Layer: int
            /// N_out/N_in.
            Ratio: float
            /// D0/K1.
            DrivingRatio: float
            /// The logarithm of the unit of squared activities.
            LogUnit: float
            /// The standard deviation of the field over neurons, in that unit.
            FieldStdDev: float
            /// The standard deviation of a pre-activation over inputs, in that unit.
            InputStdDev: float
        }

    /// <summary>What drives the layer above a state.</summary>
    let drive (compiled: CompiledMap) (spec: PremiseParameters) (state: LayerState) : Drive =
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

        let share log =
            Math.Exp(0.5 * (log - logTotal + logScale))

        {
            Layer = state.Layer + 1
            Ratio = ratio
            DrivingRatio = drivingRatio
            LogUnit = logTotal - logScale
            FieldStdDev = share logField
            InputStdDev = Math.Max(smallestShare * Math.Exp(0.5 * logScale), share logDriving)
        }

    /// <summary>The averages at a drive.</summary>
    let averages
        (settings: AverageSettings)
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (drive: Drive)
        : Result<FieldAverage, SolveError> =
        FieldAverages.evaluate
            settings
            drive.Layer
            spec.Activation
            drive.FieldStdDev
            drive.InputStdDev
            compiled.Products

    /// <summary>The layer above a state, from the averages.</summary>
    let next
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (state: LayerState)
        (drive: Drive)
        (averages: float[])
        : LayerState =
        let average functions =
            let variances = functions |> List.filter ((=) ActivityVariance) |> List.length
            let slot = Array.findIndex ((=) functions) compiled.Products
            averages[slot] * Math.Pow(drive.DrivingRatio, float variances)

        let after =
            CompiledMap.values compiled (valueOf spec drive.Ratio state drive.LogUnit average)

        let next =
            compiled.Next
            |> List.map (fun (quantity, value) -> quantity, value after)
            |> Map.ofList

        let k1 = next[K1]

        {
            Layer = drive.Layer
            LogK1 = state.LogK1 + Math.Log k1
            K2Ratio = next[K2] / (k1 * k1)
            NSigmaRatio = next[NSigma] / (k1 * k1)
            LogQ = Math.Log next[Q] + drive.LogUnit
            LogUnit = drive.LogUnit
            Collective =
                next
                |> Map.filter (fun quantity _ -> not (List.contains quantity [ K1; K2; Q; NSigma ]))
                |> Map.map (fun quantity value ->
                    value / Math.Pow(k1, float (MapCertificate.covarianceDegree quantity))
                )
            Errors = Map.empty
        }

    /// <summary>The state itself, or the first of its quantities that is not finite.</summary>
    /// <remarks>Plain values are shown too: only underflow to 0 is harmless.</remarks>
    let check (state: LayerState) : Result<LayerState, SolveError> =
        let quantities =
            [
                "K1", state.K1
                "log K1", state.LogK1
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
        | Some(_, value) when Double.IsNaN value || Double.IsNegativeInfinity state.LogK1 ->
            Error(Vanishes state.Layer)
        | Some(quantity, _) -> Error(NonFinite(state.Layer, quantity))
        | None -> Ok state
