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

    /// What errors are kept of, as numbers whose differences are relative errors.
    let private coordinates (state: LayerState) : Map<Quantity, float> =
        [
            K1, state.LogK1
            K2, Math.Log state.K2Ratio
            NSigma, Math.Log state.NSigmaRatio
            Q, state.LogQ
        ]
        |> List.append (Map.toList state.Collective)
        |> List.filter (fun (_, value) -> Double.IsFinite value)
        |> Map.ofList

    /// The difference of one coordinate, relative for what is not a logarithm.
    let private difference (states: Map<Quantity, float>) (other: Map<Quantity, float>) quantity =
        match Map.tryFind quantity states, Map.tryFind quantity other with
        | Some a, Some b when List.contains quantity [ K1; K2; NSigma; Q ] -> Math.Abs(b - a)
        | Some a, Some b when a <> 0.0 -> Math.Abs((b - a) / a)
        | Some _, _
        | None, _ -> 0.0

    let private changed (quantity: Quantity) (state: LayerState) =
        match quantity with
        | K1 ->
            { state with
                LogK1 = state.LogK1 + change
            }
        | Q ->
            { state with
                LogQ = state.LogQ + change
            }
        | K2 ->
            { state with
                K2Ratio = state.K2Ratio * Math.Exp change
            }
        | NSigma ->
            { state with
                NSigmaRatio = state.NSigmaRatio * Math.Exp change
            }
        | other ->
            { state with
                Collective =
                    state.Collective
                    |> Map.change other (Option.map (fun value -> value * (1.0 + change)))
            }

    /// The layer above a state that is changed in one quantity. Only K1 and Q move the averages.
    let private shifted settings compiled spec state averages drive quantity =
        let changed = changed quantity state

        if quantity = K1 || quantity = Q then
            let rough =
                { settings with
                    Tolerance = Math.Max(settings.Tolerance, roughTolerance)
                }

            let drive = LayerStep.drive compiled spec changed

            LayerStep.averages rough compiled spec drive
            |> Result.map (fun averages ->
                LayerStep.next compiled spec changed drive averages.Values
            )
        else
            Ok(LayerStep.next compiled spec changed drive averages)

    /// <summary>The layer above a state, with its errors.</summary>
    /// <param name="settings">The accuracy of the averages.</param>
    /// <param name="compiled">The map.</param>
    /// <param name="spec">The numbers to evaluate it with.</param>
    /// <param name="state">The layer below, with its errors.</param>
    let next
        (settings: AverageSettings)
        (compiled: CompiledMap)
        (spec: PremiseParameters)
        (state: LayerState)
        : Result<LayerState, SolveError> =
        let drive = LayerStep.drive compiled spec state

        LayerStep.averages settings compiled spec drive
        |> Result.bind (fun averages ->
            let next = LayerStep.next compiled spec state drive averages.Values
            let reference = coordinates next

            LayerStep.check next
            |> Result.bind (fun next ->
                let ofAverage i =
                    let moved = Array.copy averages.Values
                    moved[i] <- moved[i] + averages.Errors[i]
                    coordinates (LayerStep.next compiled spec state drive moved)

                let fromAverages =
                    [
                        for i in 0 .. averages.Values.Length - 1 do
                            if averages.Errors[i] > 0.0 then
                                1.0, ofAverage i
                    ]

                let inherited =
                    state.Errors
                    |> Map.toList
                    |> List.filter (fun (_, error) -> error > 0.0)
                    |> List.map (fun (quantity, error) ->
                        shifted settings compiled spec state averages.Values drive quantity
                        |> Result.map (fun moved -> error / change, coordinates moved)
                    )

                let firstFailure =
                    inherited
                    |> List.tryPick (fun result ->
                        match result with
                        | Error error -> Some error
                        | Ok _ -> None
                    )

                match firstFailure with
                | Some error -> Error error
                | None ->
                    let all = fromAverages @ (inherited |> List.choose Result.toOption)

                    let error quantity =
                        all
                        |> List.sumBy (fun (weight, moved) ->
                            weight * difference reference moved quantity
                        )

                    Ok
                        { next with
                            Errors =
                                reference |> Map.map (fun quantity _ -> rounding + error quantity)
                        }
            )
        )
