namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages

/// <summary>Carries errors from layer to layer, to first order.</summary>
/// <remarks>The error of a quantity is the sum of |its derivative| times the error over everything it follows from: the
/// averages of its layer, with their estimated errors, and the state below. Derivatives are those of the compiled
/// polynomials; averages change with their two variances, by derivatives where these are known and otherwise by
/// differences at a lower accuracy. Errors are added as if none of them ever cancelled.</remarks>
[<RequireQualifiedAccess>]
module ErrorPropagation =

    /// A relative change of a variance; differences of averages have a relative error of about its size.
    let private change = 1e-3

    /// The error of averages that differences over such a change can bear.
    let private roughTolerance = 1e-7

    /// A few roundings in each application of the map.
    let private rounding = 1e-15

    /// <summary>One application of the map and what its derivatives are made of.</summary>
    type private Step =
        {
            Settings: AverageSettings
            Scratch: ScratchArrays
            Compiled: CompiledMap
            Spec: PremiseParameters
            Drive: LayerStep.Drive
            Averages: FieldAverage
            /// One for each slot.
            Values: float[]
            /// What the map holds, one layer up.
            Next: float[]
            /// Their derivatives with respect to each slot.
            Gradients: float[][]
        }

    /// <summary>A change of the state below to first order.</summary>
    type private Change =
        {
            /// Of the values of the slots.
            Slots: float[]
            /// Of the logarithm of K1 below, the unit of K1.
            LogK1: float
            /// Of the logarithm of the unit of squared activities.
            LogUnit: float
        }

    /// errors += weight times what a change makes of each coordinate: log K1, K2/K1^2, N Sigma/K1^2, log Q, ...
    let inline private addRates
        (step: Step)
        (errors: float[])
        (weight: float)
        logK1
        logUnit
        ([<InlineIfLambda>] rate: float[] -> float)
        =
        let growth = rate step.Gradients[0] / step.Next[0]
        errors[0] <- errors[0] + weight * Math.Abs(growth + logK1)

        for place in 1 .. errors.Length - 1 do
            if step.Next[place] <> 0.0 then
                let moved =
                    rate step.Gradients[place] / step.Next[place]
                    - float step.Compiled.Degrees[place] * growth
                    + step.Compiled.UnitPowers[place] * logUnit

                errors[place] <- errors[place] + weight * Math.Abs moved

    let private add (step: Step) (errors: float[]) (weight: float) (change: Change) =
        addRates
            step
            errors
            weight
            change.LogK1
            change.LogUnit
            (fun gradient ->
                let mutable total = 0.0

                for slot in 0 .. gradient.Length - 1 do
                    total <- total + gradient[slot] * change.Slots[slot]

                total
            )

    /// The same for a change of the value in one slot.
    let private addSlot (step: Step) (errors: float[]) (weight: float) (slot: int) =
        addRates step errors weight 0.0 0.0 (fun gradient -> gradient[slot])

    /// The derivatives of the averages where the logarithms of the two variances move at these rates.
    let private averageRates
        (step: Step)
        (input: float)
        (field: float)
        : Result<float[], SolveError> =
        let averages = step.Averages.Values

        match step.Averages.Derivatives with
        | Some known ->
            let rate i =
                known.Value.ByInputVariance[i] * input + known.Value.ByFieldVariance[i] * field

            Ok(Array.init averages.Length rate)
        | None ->
            let rough =
                { step.Settings with
                    Tolerance = Math.Max(step.Settings.Tolerance, roughTolerance)
                }

            LayerStep.averages
                rough
                step.Compiled
                step.Spec
                step.Scratch
                { step.Drive with
                    InputStdDev = step.Drive.InputStdDev * Math.Exp(0.5 * change * input)
                    FieldStdDev = step.Drive.FieldStdDev * Math.Exp(0.5 * change * field)
                }
            |> Result.map (fun moved ->
                Array.map2 (fun after before -> (after - before) / change) moved.Values averages
            )

    /// d log P/d log Q for a polynomial in the values of the slots; 0 where it vanishes.
    let private overlapRate (step: Step) (polynomial: CompiledPolynomial) =
        let value = polynomial.Value step.Values
        let slot = step.Compiled.QuantitySlots[CompiledMap.placeOfQ]

        if slot < 0 || value = 0.0 then
            0.0
        else
            let gradient = Array.zeroCreate step.Values.Length
            polynomial.AddGradient 1.0 step.Values gradient
            gradient[slot] * step.Values[slot] / value

    /// <summary>What changes of the variances do.</summary>
    /// <param name="step">The step.</param>
    /// <param name="ratio">The change of log(D0/K1).</param>
    /// <param name="logK1">That of log K1.</param>
    /// <param name="field">That of the logarithm of the variance of the field.</param>
    let private ofVariances (step: Step) (ratio: float) (logK1: float) (field: float) =
        let compiled = step.Compiled
        let drive = step.Drive

        let unit =
            if drive.IsAtLimit then
                let input = drive.InputStdDev * drive.InputStdDev
                let other = drive.FieldStdDev * drive.FieldStdDev
                (input * (ratio + logK1) + other * field) / (input + other)
            else
                0.0

        averageRates step (ratio + logK1 - unit) (field - unit)
        |> Result.map (fun rates ->
            let slots = Array.zeroCreate step.Values.Length

            if unit <> 0.0 then
                for slot in 0 .. slots.Length - 1 do
                    slots[slot] <- -unit * compiled.SlotUnitPowers[slot] * step.Values[slot]

            for i in 0 .. rates.Length - 1 do
                let slot = compiled.AverageSlots[i]

                slots[slot] <-
                    rates[i] * CompiledMap.unitOf compiled drive.DrivingRatio i
                    + float compiled.VarianceCounts[i] * ratio * step.Values[slot]

            {
                Slots = slots
                LogK1 = logK1
                LogUnit = unit
            }
        )

    /// Adds what the error of K1 below does.
    let private inheritK1 (step: Step) (errors: float[]) (error: float) : Result<unit, SolveError> =
        ofVariances step 0.0 1.0 0.0 |> Result.map (add step errors error)

    /// Adds what the error of Q below does.
    let private inheritQ (step: Step) (errors: float[]) (error: float) : Result<unit, SolveError> =
        let driving = overlapRate step step.Compiled.Driving
        let field = overlapRate step step.Compiled.Field

        ofVariances step driving 0.0 field
        |> Result.map (fun change ->
            let slot = step.Compiled.QuantitySlots[CompiledMap.placeOfQ]

            if slot >= 0 then
                change.Slots[slot] <- change.Slots[slot] + step.Values[slot]

            add step errors error change
        )

    /// Adds what a relative error in one slot does that moves no average.
    let private inheritSlot (step: Step) (errors: float[]) (slot: int) (error: float) =
        // Where it does not occur, nothing changes.
        if slot >= 0 && error > 0.0 then
            addSlot step errors (error * Math.Abs step.Values[slot]) slot

    let private errorsOf (step: Step) (below: LayerState) : Result<float[], SolveError> =
        let compiled = step.Compiled
        let errors = Array.create step.Next.Length rounding

        // Where Q is 0 it has no relative error.
        if step.Next[CompiledMap.placeOfQ] = 0.0 then
            errors[CompiledMap.placeOfQ] <- 0.0

        for i in 0 .. step.Averages.Errors.Length - 1 do
            let error = step.Averages.Errors[i]

            if error > 0.0 then
                let weight = error * CompiledMap.unitOf compiled step.Drive.DrivingRatio i
                addSlot step errors weight compiled.AverageSlots[i]

        let errorOf place =
            if place < below.Errors.Length then
                below.Errors[place]
            else
                0.0

        // Only K1 and Q move the averages.
        inheritSlot step errors compiled.QuantitySlots[1] (errorOf 1)
        inheritSlot step errors compiled.QuantitySlots[2] (errorOf 2)

        if not (Map.isEmpty below.Collective) then
            below.Collective
            |> Map.toSeq
            |> Seq.iteri (fun place (quantity, _) ->
                let slot = Array.IndexOf(compiled.Slots, quantity)
                inheritSlot step errors slot (errorOf (CompiledMap.first.Length + place))
            )

        let inherit' place add =
            if errorOf place > 0.0 then
                add step errors (errorOf place)
            else
                Ok()

        inherit' 0 inheritK1
        |> Result.bind (fun () -> inherit' CompiledMap.placeOfQ inheritQ)
        |> Result.map (fun () -> errors)

    /// <summary>The layer above a state, with its errors.</summary>
    /// <param name="settings">The accuracy of the averages.</param>
    /// <param name="scratch">Where intermediate values of the averages are kept.</param>
    /// <param name="compiled">The map.</param>
    /// <param name="spec">The numbers to evaluate it with.</param>
    /// <param name="ratio">N_out/N_in.</param>
    /// <param name="state">The layer below, with its errors.</param>
    let next
        (settings: AverageSettings)
        (scratch: ScratchArrays)
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (ratio: float)
        (state: LayerState)
        : Result<LayerState, SolveError> =
        let drive = LayerStep.drive compiled spec ratio state

        LayerStep.averages settings compiled spec scratch drive
        |> Result.bind (fun averages ->
            let values = LayerStep.values compiled spec state drive averages.Values
            let next = compiled.Next |> Array.map (fun polynomial -> polynomial.Value values)

            LayerStep.next compiled state drive next
            |> LayerStep.check
            |> Result.bind (fun above ->
                let step =
                    {
                        Settings = settings
                        Scratch = scratch
                        Compiled = compiled
                        Spec = spec
                        Drive = drive
                        Averages = averages
                        Values = values
                        Next = next
                        Gradients = Array.init next.Length (CompiledMap.gradient compiled values)
                    }

                errorsOf step state
                |> Result.map (fun errors ->
                    { above with
                        LayerState.Errors = errors
                    }
                )
            )
        )
