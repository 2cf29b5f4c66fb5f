namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Model
open CorrSyn.Numeric

/// <summary>Solves the map of K1 + Q, which closes on itself.</summary>
/// <remarks>Equation FP-2 of docs/theory/fixed-points.md; section 2 there says why no solution is missed.</remarks>
[<RequireQualifiedAccess>]
module LengthSolution =

    /// Of log q without biases: fixed points below 1e-20 are not told from q = 0.
    let private smallestLog = -46.0

    /// Of log q where the map grows in proportion for large q: larger fixed points are out of reach.
    let private largestLog = 14.0

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
            elif Double.IsFinite root then
                2.0 * Math.Log root
            else
                // No bound. Up to where phi ends: averages there are an error that says so.
                2.0 * Math.Log(LengthMap.reach activation)

        struct (low, Math.Max(low, high))

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
    let hasQuietPoint (map: ReducedMap) (parameters: MapParameters) =
        parameters.BiasVariance = 0.0 && Activation.apply map.Activation 0.0 = 0.0

    /// <summary>Every solution, before refinement: the zeros of FP-2 in log q.</summary>
    /// <param name="table">The map and its tables.</param>
    /// <param name="parameters">g and the bias variance.</param>
    /// <returns>Zeros in ascending order, without q = 0; or that every q is a solution, or which average could not be resolved.</returns>
    let find (table: LengthMap) (parameters: MapParameters) : Result<PanelRoot list, SolveError> =
        let map = table.Map
        let struct (low, high) = range map.Activation parameters

        LengthMap.growths low high table
        |> Seq.map (fun panel -> panel.Value |> Result.map (excessGrowth parameters))
        |> ZeroSearch.roots (LengthMap.seriesTolerance map) (hasQuietPoint map parameters)
        |> Result.bind (fun roots ->
            match roots with
            | Isolated roots -> Ok roots
            | Vanishing -> Error(FixedPointContinuum parameters.Gain)
        )

    /// <summary>Newton's method for log q, with the map itself instead of its series.</summary>
    /// <param name="settings">The most steps.</param>
    /// <param name="map">The map.</param>
    /// <param name="parameters">g and the bias variance.</param>
    /// <param name="root">A zero of the series, which is one of the map to 1e-13.</param>
    /// <returns>q and the number of steps; a double zero is left as it is.</returns>
    let refine
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
