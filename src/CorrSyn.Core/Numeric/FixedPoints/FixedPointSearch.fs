namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Numeric

/// <summary>Finds every fixed point of the map of four order parameters.</summary>
/// <remarks>Section 2 of docs/theory/fixed-points.md says why none is missed.</remarks>
[<RequireQualifiedAccess>]
module FixedPointSearch =

    /// Where K1 + Q itself touches its fixed point, log q is known to the root of its error only.
    let private doubleRootError = 1e-5

    /// Newton's method goes on below this relative change while it still improves.
    let private settledChange = 1e-9

    let private collect
        (results: seq<Result<'value, SolveError>>)
        : Result<'value list, SolveError> =
        (Ok [], results)
        ||> Seq.fold (fun values result ->
            values
            |> Result.bind (fun values -> result |> Result.map (fun value -> value :: values))
        )
        |> Result.map List.rev

    let private assemble
        (settings: FixedPointSettings)
        map
        (parameters: MapParameters)
        q
        isDouble
        count
        (state: ActivityState)
        (step: MapStep)
        =
        let total = state.K1 + state.Q
        let ratio = step.Growth * step.Growth
        let source = step.NSigmaSource

        let correlation =
            if state.K1 > 0.0 then
                Settled(source / (1.0 - step.CorrelationMultiplier))
            elif source > settings.MultiplierError * ratio then
                Growing(source / ratio)
            else
                Unchanged

        let change =
            if state.K1 = 0.0 then
                Math.Abs(step.Q - state.Q)
            else
                Math.Max(Math.Abs(step.Growth - 1.0) * state.K1, Math.Abs(step.Q - state.Q))

        ReducedMap.lengthMultiplier map parameters.Gain q
        |> Result.map (fun length ->
            {
                K1 = state.K1
                Q = state.Q
                TotalVariance = q
                K2Ratio = step.K2Ratio
                Correlation = correlation
                LengthMultiplier = length
                OverlapMultiplier = step.OverlapMultiplier
                CorrelationMultiplier = step.CorrelationMultiplier
                Residual = change / total
                Iterations = count
                MultiplierError =
                    if isDouble then
                        doubleRootError
                    else
                        settings.MultiplierError
            }
        )

    /// All inputs have become one point: K1 = 0.
    let private atOnePoint settings map parameters q isDouble count total =
        let state = { K1 = 0.0; Q = total }

        ReducedMap.step map parameters state
        |> Result.bind (assemble settings map parameters q isDouble (count + 1) state)

    /// Squares of averages that vanish by symmetry are rounding below this, in units of K1 + Q.
    let private vanishingSquare = 1e-28

    /// <summary>The solution with K1 above 0 at that K1 + Q, where the one with K1 = 0 is unstable.</summary>
    /// <remarks>Q one layer up is a convex function of Q at fixed K1 + Q, so Newton's method from Q = 0 climbs to the smaller
    /// of its two solutions. The smaller of K1 and Q is the unknown, which keeps its relative accuracy.</remarks>
    let private apart
        (settings: FixedPointSettings)
        map
        (parameters: MapParameters)
        q
        isDouble
        count
        total
        =
        let rec improve state lastChange count =
            ReducedMap.step map parameters state
            |> Result.bind (fun step ->
                let slope = 1.0 - step.OverlapMultiplier

                let isAtZero =
                    parameters.BiasVariance = 0.0
                    && state.Q = 0.0
                    && step.Q <= vanishingSquare * total

                let change, next =
                    if isAtZero then
                        0.0, state
                    elif state.Q <= state.K1 then
                        let change = (step.Q - state.Q) / slope
                        let next = state.Q + change
                        // A mean that underflows leaves Q = 0, with biases too.
                        let relative = if next = 0.0 then 0.0 else Math.Abs change / next
                        relative, { K1 = total - next; Q = next }
                    else
                        let change = (step.Growth - 1.0) / slope
                        let next = state.K1 * (1.0 + change)
                        Math.Abs change, { K1 = next; Q = total - next }

                let isSettled =
                    change < 1e-15 || (change < settledChange && change >= 0.5 * lastChange)

                if isSettled then
                    assemble settings map parameters q isDouble (count + 1) state step
                elif count >= settings.StepLimit then
                    Error(NotConverged(count, change, settledChange))
                else
                    improve next change (count + 1)
            )

        improve { K1 = total; Q = 0.0 } Double.PositiveInfinity count

    let private atLength
        (settings: FixedPointSettings)
        map
        (parameters: MapParameters)
        (root: PanelRoot)
        =
        LengthSolution.refine settings map parameters root
        |> Result.bind (fun (q, count) ->
            LengthMap.growth map q
            |> Result.bind (fun growth ->
                let total = q * growth

                atOnePoint settings map parameters q root.IsDouble (count + 1) total
                |> Result.bind (fun point ->
                    if point.OverlapMultiplier > 1.0 + settings.MultiplierError then
                        apart settings map parameters q root.IsDouble (count + 2) total
                        |> Result.map (fun other -> [ point; other ])
                    else
                        Ok [ point ]
                )
            )
        )

    /// Where no activity is left: the limit of small activity, in which averages are taken at a tiny one.
    let private withoutActivity settings map (parameters: MapParameters) =
        let tiny = 1e-100

        atOnePoint settings map parameters tiny false 0 (tiny / parameters.Gain)
        |> Result.map (fun point ->
            { point with
                Q = 0.0
                TotalVariance = 0.0
                Residual = 0.0
            }
        )

    /// <summary>Every fixed point, in the order of the total variance and then with K1 = 0 first.</summary>
    /// <param name="settings">Tolerances and limits.</param>
    /// <param name="table">The map and its tables.</param>
    /// <param name="parameters">g and the bias variance.</param>
    /// <returns>All fixed points with a total variance of 0, or above 1e-20 where there are no biases; or why there is none, why they cannot
    /// be listed, or which average could not be resolved.</returns>
    /// <remarks>Equations FP-1 to FP-10 of docs/theory/fixed-points.md. Relative accuracy 1e-12 divided by the distance of the nearest
    /// multiplier from 1.</remarks>
    let find
        (settings: FixedPointSettings)
        (table: LengthMap)
        (parameters: MapParameters)
        : Result<FixedPoint list, SolveError> =
        let map = table.Map

        LengthSolution.find table parameters
        |> Result.bind (fun roots ->
            [
                if LengthSolution.hasQuietPoint map parameters then
                    withoutActivity settings map parameters |> Result.map List.singleton

                for root in roots do
                    atLength settings map parameters root
            ]
            |> collect
        )
        |> Result.bind (fun points ->
            match List.concat points with
            | [] ->
                let struct (square, _, _) = LengthMap.asymptote map.Activation
                Error(NoFixedPoint(parameters.Gain * square))
            | points -> Ok points
        )
