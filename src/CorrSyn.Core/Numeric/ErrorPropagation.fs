namespace CorrSyn.Numeric

open System
open CorrSyn.Symbolic

/// <summary>Carries errors from layer to layer, to first order.</summary>
/// <remarks>The error of a quantity is the sum of |its derivative| times the error over everything it follows from: the
/// averages of its layer, with their estimated errors, and the state below. Derivatives with respect to averages are
/// differences of the compiled map; those with respect to K1 and Q below, which the averages depend on, are differences
/// of averages at a lower accuracy. Errors are added as if none of them ever cancelled.</remarks>
[<RequireQualifiedAccess>]
module ErrorPropagation =

    /// A relative change of a state; derivatives have a relative error of about its size.
    let private change = 1e-3

    /// The error of averages that differences over such a change can bear.
    let private roughTolerance = 1e-7

    /// A few roundings in each application of the map.
    let private rounding = 1e-15

    /// What errors are kept of: K1, K2, N Sigma, Q, and the others in their order.
    let private keys (state: LayerState) : Quantity[] =
        if Map.isEmpty state.Collective then
            [| K1; K2; NSigma; Q |]
        else
            Array.append [| K1; K2; NSigma; Q |] (state.Collective |> Map.toArray |> Array.map fst)

    /// The same as numbers; those of the first four are logarithms.
    let private coordinates (state: LayerState) : float[] =
        let four =
            [|
                state.LogK1
                Math.Log state.K2Ratio
                Math.Log state.NSigmaRatio
                state.LogQ
            |]

        if Map.isEmpty state.Collective then
            four
        else
            Array.append four (state.Collective |> Map.toArray |> Array.map snd)

    /// The relative difference of one coordinate.
    let private difference (reference: float[]) (other: float[]) (place: int) =
        let a, b = reference[place], other[place]

        if not (Double.IsFinite a && Double.IsFinite b) then 0.0
        elif place < 4 then Math.Abs(b - a)
        elif a <> 0.0 then Math.Abs((b - a) / a)
        else 0.0

    let private changed (quantity: Quantity) (state: LayerState) =
        if quantity = K1 then
            { state with
                LogK1 = state.LogK1 + change
            }
        else
            { state with
                LogQ = state.LogQ + change
            }

    /// The averages at a drive that differs a little: by their derivatives where these are known.
    let private averagesNearby
        settings
        compiled
        spec
        (averages: FieldAverage)
        (drive: LayerStep.Drive)
        (changed: LayerStep.Drive)
        =
        match averages.Derivatives with
        | Some derivatives ->
            let change (a: float) (b: float) =
                if a > 0.0 then 2.0 * Math.Log(b / a) else 0.0

            let input = change drive.InputStdDev changed.InputStdDev
            let field = change drive.FieldStdDev changed.FieldStdDev

            Ok(
                Array.init
                    averages.Values.Length
                    (fun i ->
                        averages.Values[i]
                        + derivatives.ByInputVariance[i] * input
                        + derivatives.ByFieldVariance[i] * field
                    )
            )
        | None ->
            let rough =
                { settings with
                    Tolerance = Math.Max(settings.Tolerance, roughTolerance)
                }

            LayerStep.averages rough compiled spec changed
            |> Result.map (fun averages -> averages.Values)

    /// The layer above a state that is changed in one quantity. Only K1 and Q move the averages.
    let private shifted
        settings
        (compiled: CompiledMap)
        spec
        ratio
        (state: LayerState)
        (averages: FieldAverage)
        drive
        (values: float[])
        quantity
        =
        match quantity with
        | K1
        | Q ->
            let changedState = changed quantity state
            let changedDrive = LayerStep.drive compiled spec ratio changedState
            let changedValues = LayerStep.values compiled spec changedState changedDrive

            averagesNearby settings compiled spec averages drive changedDrive
            |> Result.map (LayerStep.next compiled changedState changedDrive changedValues)
        | _ ->
            // Where it does not occur, nothing changes.
            let changedValues = Array.copy values
            let slot = Array.IndexOf(compiled.Slots, quantity)

            if slot >= 0 then
                changedValues[slot] <- values[slot] * (1.0 + change)

            Ok(LayerStep.next compiled state drive changedValues averages.Values)

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

        let values = LayerStep.values compiled spec state drive

        let withErrors (averages: FieldAverage) (next: LayerState) =
            let reference = coordinates next
            let errors = Array.create reference.Length rounding

            let add weight (moved: LayerState) =
                let moved = coordinates moved

                for place in 0 .. errors.Length - 1 do
                    errors[place] <- errors[place] + weight * difference reference moved place

            for i in 0 .. averages.Values.Length - 1 do
                if averages.Errors[i] > 0.0 then
                    let moved = Array.copy averages.Values
                    moved[i] <- moved[i] + averages.Errors[i]
                    add 1.0 (LayerStep.next compiled state drive values moved)

            let rec inherit' (inherited: (Quantity * float) list) =
                match inherited with
                | [] -> Ok()
                | (quantity, error) :: rest ->
                    shifted settings compiled spec ratio state averages drive values quantity
                    |> Result.bind (fun moved ->
                        add (error / change) moved
                        inherit' rest
                    )

            state.Errors
            |> Map.toList
            |> List.filter (fun (_, error) -> error > 0.0)
            |> inherit'
            |> Result.map (fun () ->
                { next with
                    Errors =
                        Array.zip (keys next) errors
                        |> Array.filter (fun (quantity, _) ->
                            quantity <> Q || Double.IsFinite next.LogQ
                        )
                        |> Map.ofArray
                }
            )

        LayerStep.averages settings compiled spec drive
        |> Result.bind (fun averages ->
            LayerStep.next compiled state drive values averages.Values
            |> LayerStep.check
            |> Result.bind (withErrors averages)
        )
