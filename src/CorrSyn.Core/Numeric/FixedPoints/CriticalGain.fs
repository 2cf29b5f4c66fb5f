namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Model
open CorrSyn.Numeric

/// What happens at a critical gain.
type CriticalKind =
    /// Inputs that have become one point start to part: the multiplier of K1 passes through 1 at K1 = 0.
    | Overlap
    /// Two solutions for K1 + Q meet: its multiplier passes through 1.
    | Length
    /// K1 + Q starts to grow without bound.
    | Growth

/// <summary>A gain at which the largest multiplier is 1.</summary>
type CriticalGain =
    {
        /// g.
        Gain: float
        /// The variance of a pre-activation there; None where it is not bounded.
        TotalVariance: float option
        /// What happens.
        Kind: CriticalKind
        /// How far the multiplier is from 1, evaluated there.
        Residual: float
    }

/// <summary>Critical lines: gains at given bias variances.</summary>
/// <remarks>Equations FP-11 to FP-13 of docs/theory/fixed-points.md. On the curve of solutions for K1 + Q the gain is a
/// function of the total variance q, so all critical points are zeros of functions of one variable.</remarks>
[<RequireQualifiedAccess>]
module CriticalGain =

    /// Of log q without biases: critical points below belong to q = 0.
    let private smallestLog = -18.0

    /// Of log q where the activation grows in proportion.
    let private largestLog = 9.0

    let private quietVariance = 1e-100

    /// Zeros of a function of log q that is made of the two series, on every interval of the range.
    let private zeros
        table
        isQuiet
        low
        high
        tolerance
        (series: ChebyshevPanel -> ChebyshevPanel -> float -> float)
        : Result<PanelRoot list, SolveError> =
        Seq.zip (LengthMap.growths low high table) (LengthMap.slopes low high table)
        |> Seq.map (fun (growth, slope) ->
            growth.Value
            |> Result.bind (fun growth ->
                slope.Value
                |> Result.map (fun slope ->
                    ChebyshevPanel.points growth.Low growth.High
                    |> Array.map (series growth slope)
                    |> ChebyshevPanel.ofValues growth.Low growth.High
                )
            )
        )
        |> ZeroSearch.roots tolerance isQuiet
        |> Result.map (fun roots ->
            match roots with
            | Isolated roots -> roots
            // A homogeneous activation: what there is to be found is found at q = 0 or at infinity.
            | Vanishing -> []
        )

    let private overlapSeries biasVariance growth slope x =
        ChebyshevPanel.value slope x * (1.0 - biasVariance * Math.Exp -x)
        - ChebyshevPanel.value growth x

    let private lengthSeries biasVariance growth _ =
        let rise = ChebyshevPanel.derivative growth

        fun x ->
            let share = biasVariance * Math.Exp -x

            ChebyshevPanel.value rise x * (1.0 - share)
            - ChebyshevPanel.value growth x * share

    /// g = (q - biasVariance)/E phi^2 and both multipliers on the curve of solutions for K1 + Q.
    let private onCurve map biasVariance x =
        let q = Math.Exp x

        LengthMap.growth map q
        |> Result.bind (fun growth ->
            let gain = (1.0 - biasVariance / q) / growth

            LengthMap.slope map q
            |> Result.bind (fun slope ->
                ReducedMap.lengthMultiplier map gain q
                |> Result.map (fun length -> struct (q, gain, gain * slope, length))
            )
        )

    let private critical kind (struct (q, gain, overlap, length)) =
        let multiplier =
            match kind with
            | Overlap -> overlap
            | Length
            | Growth -> length

        {
            Gain = gain
            TotalVariance = Some q
            Kind = kind
            Residual = Math.Abs(multiplier - 1.0)
        }

    /// Without activity: all multipliers are g times the same number.
    let private quiet map isQuiet =
        if not isQuiet then
            Ok []
        else
            onCurve map 0.0 (Math.Log quietVariance)
            |> Result.map (fun (struct (_, gain, _, _) as point) ->
                if Double.IsFinite gain then
                    [
                        { critical Overlap point with
                            TotalVariance = Some 0.0
                        }
                    ]
                else
                    []
            )

    /// <summary>Every critical gain at a bias variance, in ascending order.</summary>
    /// <param name="table">The map and its tables.</param>
    /// <param name="largestGain">The largest gain that is asked for; above 0.</param>
    /// <param name="biasVariance">At least 0.</param>
    /// <returns>The gains up to the largest one, or which average could not be resolved.</returns>
    /// <remarks>Relative accuracy 1e-12 over the slope with which the multiplier passes through 1. For activations without bound
    /// the total variance is searched up to 8000.</remarks>
    let find
        (table: LengthMap)
        (largestGain: float)
        (biasVariance: float)
        : Result<CriticalGain list, SolveError> =
        let map = table.Map
        let struct (square, _, _) = LengthMap.asymptote map.Activation
        let isBounded = square < 1e-10
        let isQuiet = biasVariance = 0.0 && Activation.apply map.Activation 0.0 = 0.0

        let low =
            if biasVariance > 0.0 then
                Math.Log biasVariance
            else
                smallestLog

        let high =
            if isBounded then
                let struct (_, high) =
                    LengthSolution.range
                        map.Activation
                        {
                            Gain = largestGain
                            BiasVariance = biasVariance
                        }

                high
            else
                Math.Max(largestLog, low + 3.0)

        let ofKind kind isKept tolerance series =
            zeros table isQuiet low high tolerance series
            |> Result.bind (fun roots ->
                (Ok [], roots)
                ||> List.fold (fun found root ->
                    found
                    |> Result.bind (fun found ->
                        onCurve map biasVariance root.Position
                        |> Result.map (fun point ->
                            if isKept point then critical kind point :: found else found
                        )
                    )
                )
            )

        let tolerance = LengthMap.seriesTolerance map

        let growth =
            if isBounded then
                []
            else
                [
                    {
                        Gain = 1.0 / square
                        TotalVariance = None
                        Kind = Growth
                        Residual = 0.0
                    }
                ]

        // Where K1 + Q itself is unstable the largest multiplier is above 1 on both sides.
        ofKind
            Overlap
            (fun (struct (_, _, _, length)) -> Math.Abs length < 1.0)
            tolerance
            (overlapSeries biasVariance)
        |> Result.bind (fun overlap ->
            // The derivative of a series loses three digits.
            ofKind Length (fun _ -> true) (1000.0 * tolerance) (lengthSeries biasVariance)
            |> Result.bind (fun length ->
                quiet map isQuiet
                |> Result.map (fun quiet ->
                    quiet @ overlap @ length @ growth
                    |> List.filter (fun point -> point.Gain <= largestGain)
                    |> List.sortBy _.Gain
                    |> List.fold
                        (fun (kept: CriticalGain list) point ->
                            match kept with
                            | last :: _ when point.Gain - last.Gain <= 1e-9 * last.Gain -> kept
                            | kept -> point :: kept
                        )
                        []
                    |> List.rev
                )
            )
        )
