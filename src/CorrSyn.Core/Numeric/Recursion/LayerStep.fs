namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages

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
        (quantity: Quantity)
        : float =
        match quantity with
        | Gain -> spec.Gain
        | Correlation
        | Sharing -> spec.PostsynapticCorrelation
        | PresynapticCorrelation -> spec.PresynapticCorrelation
        | WidthRatio -> ratio
        | RootWidthRatio -> Math.Sqrt ratio
        | InverseWidthRatio -> 1.0 / ratio
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
        | CollectiveCovariance _
        | CollectiveProjection _
        | ScaledSum _ ->
            // Centred inputs: M and V start at 0.
            Map.tryFind quantity state.Collective
            |> Option.map (fun ratio ->
                ratio * Math.Exp(LayerState.UnitPower quantity * (state.LogUnit - logUnit))
            )
            |> Option.defaultValue 0.0
        // Averages and coefficients are filled in where they are known.
        | FieldAverage _
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
            /// Whether that unit moves with the total variance: averages are then taken at a limit.
            IsAtLimit: bool
            /// The standard deviation of the field over neurons, in that unit.
            FieldStdDev: float
            /// The standard deviation of a pre-activation over inputs, in that unit.
            InputStdDev: float
        }

    /// The values of all slots; averages are 0, and coefficients follow from that.
    let private plainValues (compiled: CompiledMap) spec ratio state logUnit : float[] =
        let slots = compiled.Slots
        let values = Array.zeroCreate slots.Length

        for i in 0 .. slots.Length - 1 do
            values[i] <- valueOf spec ratio state logUnit slots[i]

        values

    /// <summary>What drives the layer above a state.</summary>
    let drive
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (ratio: float)
        (state: LayerState)
        : Drive =
        let logLargest = Math.Max(state.LogQ, Math.Log spec.BiasVariance)

        let logReference =
            if Double.IsNegativeInfinity logLargest then
                0.0
            else
                logLargest

        let before = plainValues compiled spec ratio state logReference
        CompiledMap.define compiled before

        let drivingRatio = compiled.Driving.Value before
        let logDriving = state.LogK1 + Math.Log drivingRatio
        let logField = logReference + Math.Log(compiled.Field.Value before)
        let logTotal = logAdd logDriving logField
        let logScale = logScaleOf spec.Activation logTotal

        let share log =
            Math.Exp(0.5 * (log - logTotal + logScale))

        {
            Layer = state.Layer + 1
            Ratio = ratio
            DrivingRatio = drivingRatio
            LogUnit = logTotal - logScale
            IsAtLimit = logScale <> logTotal
            FieldStdDev = share logField
            InputStdDev = Math.Max(smallestShare * Math.Exp(0.5 * logScale), share logDriving)
        }

    /// <summary>The averages at a drive.</summary>
    let averages
        (settings: AverageSettings)
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (scratch: ScratchArrays)
        (drive: Drive)
        : Result<FieldAverage, SolveError> =
        FieldAverages.evaluateProducts
            settings
            drive.Layer
            spec.Activation
            drive.FieldStdDev
            drive.InputStdDev
            compiled.Averages
            scratch

    /// <summary>The values that the map is evaluated with.</summary>
    /// <returns>One for each slot, averages and coefficients included.</returns>
    let values
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (state: LayerState)
        (drive: Drive)
        (averages: float[])
        : float[] =
        let values = plainValues compiled spec drive.Ratio state drive.LogUnit
        CompiledMap.fillAverages compiled drive.DrivingRatio averages values
        values

    let private fourCount = CompiledMap.first.Length

    let private collective (compiled: CompiledMap) (k1: float) (next: float[]) =
        if next.Length = fourCount then
            Map.empty
        else
            seq { fourCount .. next.Length - 1 }
            |> Seq.map (fun i ->
                compiled.Quantities[i], next[i] / Math.Pow(k1, float compiled.Degrees[i])
            )
            |> Map.ofSeq

    /// <summary>The layer above a state, without its errors.</summary>
    /// <param name="compiled">The map.</param>
    /// <param name="state">The layer below.</param>
    /// <param name="drive">What drives the layer above.</param>
    /// <param name="next">The values of the map's quantities one layer up.</param>
    let next
        (compiled: CompiledMap)
        (state: LayerState)
        (drive: Drive)
        (next: float[])
        : LayerState =
        // The order of CompiledMap.first.
        let k1, k2, nSigma, q = next[0], next[1], next[2], next[3]

        {
            Layer = drive.Layer
            LogK1 = state.LogK1 + Math.Log k1
            K2Ratio = k2 / (k1 * k1)
            NSigmaRatio = nSigma / (k1 * k1)
            LogQ = Math.Log q + drive.LogUnit
            LogUnit = drive.LogUnit
            Collective = collective compiled k1 next
            Errors = [||]
        }

    /// Plain values are looked at too: only underflow to 0 is harmless.
    let private plain (state: LayerState) =
        [|
            struct ("K1", state.K1)
            struct ("log K1", state.LogK1)
            struct ("K2", state.K2)
            struct ("Q", state.Q)
            struct ("N Sigma", state.NSigma)
            struct ("D/N", state.Dimension)
        |]

    let private collectiveValues (state: LayerState) =
        state.Collective
        |> Map.toArray
        |> Array.map (fun (quantity, _) ->
            let name =
                if List.contains quantity CollectiveFluctuations.quantities then
                    "a collective covariance"
                else
                    "a sum along the directions of the correlations"

            struct (name, state.CollectiveValue quantity)
        )

    /// Whether all of the first six are finite: the usual case, without a table of names.
    let private isFinite (state: LayerState) =
        Double.IsFinite state.LogK1
        && Double.IsFinite state.K1
        && Double.IsFinite state.K2
        && Double.IsFinite state.Q
        && Double.IsFinite state.NSigma
        && Double.IsFinite state.Dimension

    /// <summary>The state itself, or the first of its quantities that is not finite.</summary>
    let check (state: LayerState) : Result<LayerState, SolveError> =
        let isWrong (struct (_, value)) = not (Double.IsFinite value)

        let wrong =
            if not (isFinite state) then
                Array.tryFind isWrong (plain state)
            elif Map.isEmpty state.Collective then
                None
            else
                Array.tryFind isWrong (collectiveValues state)

        match wrong with
        | Some(struct (_, value)) when Double.IsNaN value || Double.IsNegativeInfinity state.LogK1 ->
            Error(Vanishes state.Layer)
        | Some(struct (quantity, _)) -> Error(NonFinite(state.Layer, quantity))
        | None -> Ok state
