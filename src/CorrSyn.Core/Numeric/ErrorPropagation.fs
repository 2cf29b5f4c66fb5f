namespace CorrSyn.Numeric

open System
open CorrSyn.Symbolic

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

    /// <summary>A change of the state below, or of an average, to first order.</summary>
    type private Change =
        {
            /// Of the values of the slots.
            Slots: float[]
            /// Of the logarithm of K1 below, the unit of K1.
            LogK1: float
            /// Of the logarithm of the unit of squared activities.
            LogUnit: float
        }

    let private unitPower (quantity: Quantity) =
        match quantity with
        | Q -> 1.0
        | other -> LayerState.UnitPower other

    /// errors += weight times what the change makes of each coordinate: log K1, K2/K1^2, N Sigma/K1^2, log Q, ...
    let private add (step: Step) (errors: float[]) (weight: float) (change: Change) =
        let relative place =
            let gradient = step.Gradients[place]
            let mutable total = 0.0

            for slot in 0 .. gradient.Length - 1 do
                total <- total + gradient[slot] * change.Slots[slot]

            if step.Next[place] = 0.0 then
                0.0
            else
                total / step.Next[place]

        let growth = relative 0
        errors[0] <- errors[0] + weight * Math.Abs(growth + change.LogK1)

        for place in 1 .. errors.Length - 1 do
            if step.Next[place] <> 0.0 then
                let moved =
                    relative place - float step.Compiled.Degrees[place] * growth
                    + unitPower step.Compiled.Quantities[place] * change.LogUnit

                errors[place] <- errors[place] + weight * Math.Abs moved

    /// The derivatives of the averages where the logarithms of the two variances move at these rates.
    let private averageRates (step: Step) (input: float) (field: float) : Result<float[], SolveError> =
        let averages = step.Averages.Values

        match step.Averages.Derivatives with
        | Some known ->
            let rate i =
                known.ByInputVariance[i] * input + known.ByFieldVariance[i] * field

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
        let slot = Array.IndexOf(step.Compiled.Slots, Q)

        if slot < 0 || value = 0.0 then
            0.0
        else
            let gradient = Array.zeroCreate step.Values.Length
            polynomial.AddGradient 1.0 step.Values gradient
            gradient[slot] * step.Values[slot] / value

    /// What K1 or Q does: both move the averages.
    let private ofVariance (step: Step) (quantity: Quantity) : Result<Change, SolveError> =
        let compiled = step.Compiled

        // Of the logarithms of D0/K1, of K1 itself, and of the variance of the field.
        let struct (ratio, logK1, field) =
            if quantity = K1 then
                struct (0.0, 1.0, 0.0)
            else
                struct (overlapRate step compiled.Driving, 0.0, overlapRate step compiled.Field)

        let unit =
            if step.Drive.IsAtLimit then
                let input = step.Drive.InputStdDev * step.Drive.InputStdDev
                let other = step.Drive.FieldStdDev * step.Drive.FieldStdDev
                (input * (ratio + logK1) + other * field) / (input + other)
            else
                0.0

        averageRates step (ratio + logK1 - unit) (field - unit)
        |> Result.map (fun rates ->
            let slots = Array.zeroCreate step.Values.Length

            for slot in 0 .. slots.Length - 1 do
                let name = compiled.Slots[slot]
                let own = if name = Q && quantity = Q then 1.0 else 0.0

                let inUnit =
                    if unit = 0.0 then 0.0
                    elif name = BiasVariance then unit
                    else unit * unitPower name

                slots[slot] <- (own - inUnit) * step.Values[slot]

            for i in 0 .. rates.Length - 1 do
                let slot = compiled.AverageSlots[i]

                slots[slot] <-
                    rates[i] * CompiledMap.unitOf compiled step.Drive.DrivingRatio i
                    + float compiled.VarianceCounts[i] * ratio * step.Values[slot]

            {
                Slots = slots
                LogK1 = logK1
                LogUnit = unit
            }
        )

    /// What a change of one slot does that moves no average.
    let private ofSlot (step: Step) slot size : Change =
        let slots = Array.zeroCreate step.Values.Length

        if slot >= 0 then
            slots[slot] <- size

        {
            Slots = slots
            LogK1 = 0.0
            LogUnit = 0.0
        }

    /// What a relative change of a quantity of the state below does. Only K1 and Q move the averages.
    let private ofState (step: Step) (quantity: Quantity) : Result<Change, SolveError> =
        match quantity with
        | K1
        | Q -> ofVariance step quantity
        | other ->
            // Where it does not occur, nothing changes.
            match Array.IndexOf(step.Compiled.Slots, other) with
            | -1 -> Ok(ofSlot step -1 0.0)
            | slot -> Ok(ofSlot step slot step.Values[slot])

    /// The quantities that a state has errors of, in their order.
    let private quantities (state: LayerState) : Quantity[] =
        if Map.isEmpty state.Collective then
            CompiledMap.first
        else
            Array.append CompiledMap.first (state.Collective |> Map.toArray |> Array.map fst)

    let private errorsOf (step: Step) (below: LayerState) : Result<float[], SolveError> =
        let errors = Array.create step.Next.Length rounding

        // Where Q is 0 it has no relative error.
        if step.Next[3] = 0.0 then
            errors[3] <- 0.0

        let averages = step.Averages

        for i in 0 .. averages.Values.Length - 1 do
            if averages.Errors[i] > 0.0 then
                CompiledMap.unitOf step.Compiled step.Drive.DrivingRatio i * averages.Errors[i]
                |> ofSlot step step.Compiled.AverageSlots[i]
                |> add step errors 1.0

        let inherited = quantities below

        let rec inherit' place =
            if place >= below.Errors.Length then
                Ok errors
            elif below.Errors[place] > 0.0 then
                match ofState step inherited[place] with
                | Ok change ->
                    add step errors below.Errors[place] change
                    inherit' (place + 1)
                | Error error -> Error error
            else
                inherit' (place + 1)

        inherit' 0

    /// <summary>The layer above a state, with its errors.</summary>
    /// <param name="settings">The accuracy of the averages.</param>
    /// <param name="compiled">The map.</param>
    /// <param name="spec">The numbers to evaluate it with.</param>
    /// <param name="ratio">N_out/N_in.</param>
    /// <param name="state">The layer below, with its errors.</param>
    let next
        (settings: AverageSettings)
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (ratio: float)
        (state: LayerState)
        : Result<LayerState, SolveError> =
        let drive = LayerStep.drive compiled spec ratio state

        LayerStep.averages settings compiled spec drive
        |> Result.bind (fun averages ->
            let values = LayerStep.values compiled spec state drive averages.Values
            let next = compiled.Next |> Array.map (fun polynomial -> polynomial.Value values)

            LayerStep.next compiled state drive next
            |> LayerStep.check
            |> Result.bind (fun above ->
                let step =
                    {
                        Settings = settings
                        Compiled = compiled
                        Spec = spec
                        Drive = drive
                        Averages = averages
                        Values = values
                        Next = next
                        Gradients = Array.init next.Length (CompiledMap.gradient compiled values)
                    }

                errorsOf step state
                |> Result.map (fun errors -> { above with LayerState.Errors = errors })
            )
        )
