namespace CorrSyn.Numeric

open System
open CorrSyn.Model

/// <summary>Finds every fixed point of the map of four order parameters.</summary>
/// <remarks>Section 2 of docs/theory/fixed-points.md says why none is missed.</remarks>
[<RequireQualifiedAccess>]
module FixedPointSearch =

    /// Of log q without biases: fixed points below 1e-20 are not told from q = 0.
    let private smallestLog = -46.0

    /// Of log q where the map grows in proportion for large q: larger fixed points are out of reach.
    let private largestLog = 14.0

    /// Where K1 + Q itself touches its fixed point, log q is known to the root of its error only.
    let private doubleRootError = 1e-5

    /// Newton's method goes on below this relative change while it still improves.
    let private settledChange = 1e-9

    /// <summary>The range of log q that holds every fixed point.</summary>
    /// <remarks>Equation FP-4 of docs/theory/fixed-points.md: with |phi(z) - c z| at most A, E phi^2 differs from its asymptote by at
    /// most 2 c A sqrt(2 q/pi) + A^2.</remarks>
    let range (activation: Activation) (parameters: MapParameters) : struct (float * float) =
        let struct (square, slope, departure) = LengthMap.asymptote activation
        let g = parameters.Gain

        let low =
            if parameters.BiasVariance > 0.0 then
                Math.Log parameters.BiasVariance
            else
                smallestLog

        let excess = Math.Abs(1.0 - g * square)
        let linear = g * slope * departure * Math.Sqrt(2.0 / Math.PI)
        let constant = parameters.BiasVariance + g * departure * departure

        let root = (linear + Math.Sqrt(linear * linear + excess * constant)) / excess

        let high =
            if excess < 1e-11 then
                Math.Max(largestLog, low + largestLog)
            else
                2.0 * Math.Log root

        struct (low, Math.Max(low, high))

    let private collect
        (results: seq<Result<'value, SolveError>>)
        : Result<'value list, SolveError> =
        (Ok [], results)
        ||> Seq.fold (fun values result ->
            values
            |> Result.bind (fun values -> result |> Result.map (fun value -> value :: values))
        )
        |> Result.map List.rev

    /// g E phi^2/q + biasVariance/q - 1 on one interval of log q.
    let private excessGrowth (parameters: MapParameters) (growth: ChebyshevPanel) =
        let bias =
            ChebyshevPanel.points growth.Low growth.High
            |> Array.map (fun x -> parameters.BiasVariance * Math.Exp -x)
            |> ChebyshevPanel.ofValues growth.Low growth.High

        { growth with
            Coefficients =
                Array.map2
                    (fun g b -> parameters.Gain * g + b)
                    growth.Coefficients
                    bias.Coefficients
                |> Array.mapi (fun k c -> if k = 0 then c - 1.0 else c)
        }

    /// Whether no activity maps to none.
    let private hasQuietPoint map (parameters: MapParameters) =
        parameters.BiasVariance = 0.0 && Activation.apply map.Activation 0.0 = 0.0

    /// Every zero of log q in the range, before refinement.
    let private lengths
        (table: LengthMap)
        (parameters: MapParameters)
        : Result<PanelRoot list, SolveError> =
        let map = table.Map
        let struct (low, high) = range map.Activation parameters

        LengthMap.growths low high table
        |> Seq.map (fun panel -> panel.Value |> Result.map (excessGrowth parameters))
        |> PanelSearch.roots (LengthMap.seriesTolerance map) (hasQuietPoint map parameters)
        |> Result.bind (fun roots ->
            match roots with
            | Isolated roots -> Ok roots
            | Vanishing -> Error(FixedPointContinuum parameters.Gain)
        )

    /// Newton's method for log q, with the map itself instead of its series.
    let private refine
        (settings: FixedPointSettings)
        map
        (parameters: MapParameters)
        (root: PanelRoot)
        : Result<float * int, SolveError> =
        let rec improve x lastChange count =
            let q = Math.Exp x

            LengthMap.growth map q
            |> Result.bind (fun growth ->
                ReducedMap.lengthMultiplier map parameters.Gain q
                |> Result.bind (fun multiplier ->
                    let excess = parameters.Gain * growth + parameters.BiasVariance / q - 1.0
                    let change = excess / (1.0 + excess - multiplier)

                    if Math.Abs change < 0.5 * lastChange && count < settings.StepLimit then
                        improve (x + change) (Math.Abs change) (count + 1)
                    else
                        Ok(q, count)
                )
            )

        if root.IsDouble then
            Ok(Math.Exp root.Position, 0)
        else
            improve root.Position 1e-6 0

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
                        Math.Abs change / next, { K1 = total - next; Q = next }
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
        refine settings map parameters root
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

        lengths table parameters
        |> Result.bind (fun roots ->
            [
                if hasQuietPoint map parameters then
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
