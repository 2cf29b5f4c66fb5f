namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Model
open CorrSyn.Numeric

/// <summary>What depends on the total variance q of a pre-activation only, for one activation.</summary>
/// <remarks>Series on intervals of length 1 of log q, made when they are first needed and then kept.</remarks>
type LengthMap =
    private
        {
            map: ReducedMap
            growths: Lazy<Result<ChebyshevPanel, SolveError>>[]
            slopes: Lazy<Result<ChebyshevPanel, SolveError>>[]
        }

    /// The map it was made of.
    member this.Map = this.map

/// <summary>The map of K1 + Q, which closes on itself, and the slope with which K1 leaves 0.</summary>
[<RequireQualifiedAccess>]
module LengthMap =

    /// Of log q: 1e-304 to 1e304.
    let private lowest = -700

    let private highest = 700

    let private unitGain = { Gain = 1.0; BiasVariance = 0.0 }

    /// <summary>E phi^2 / q at the total variance q, K1 + Q one layer up in units of q.</summary>
    /// <param name="map">The map of four order parameters.</param>
    /// <param name="q">Above 0.</param>
    /// <remarks>Equation FP-2 of docs/theory/fixed-points.md, by the derived map at g = 1 and without biases or activity
    /// that all inputs share. That the division of q between neurons and inputs plays no part is checked where the
    /// multipliers are derived.</remarks>
    let growth (map: ReducedMap) (q: float) : Result<float, SolveError> =
        ReducedMap.step map unitGain { K1 = q; Q = 0.0 }
        |> Result.map (fun step -> step.Growth + step.Q / q)

    /// <summary>E phi'^2 at the total variance q: the multiplier of K1 = 0 in units of g.</summary>
    /// <param name="map">The map of four order parameters.</param>
    /// <param name="q">Above 0.</param>
    let slope (map: ReducedMap) (q: float) : Result<float, SolveError> =
        ReducedMap.step map unitGain { K1 = 0.0; Q = q }
        |> Result.map _.OverlapMultiplier

    let private panel evaluate index =
        lazy
            (let low = float (lowest + index)

             ChebyshevPanel.points low (low + 1.0)
             |> Array.map (Math.Exp >> evaluate)
             |> Array.fold
                 (fun values value ->
                     values
                     |> Result.bind (fun values -> value |> Result.map (fun v -> v :: values))
                 )
                 (Ok [])
             |> Result.map (List.rev >> Array.ofList >> ChebyshevPanel.ofValues low (low + 1.0)))

    /// Tables for a map.
    let create (map: ReducedMap) : LengthMap =
        {
            map = map
            growths = Array.init (highest - lowest) (panel (growth map))
            slopes = Array.init (highest - lowest) (panel (slope map))
        }

    let private covering (low: float) (high: float) (panels: Lazy<_>[]) =
        let first = Math.Max(0, int (Math.Floor low) - lowest)
        let last = Math.Min(panels.Length, int (Math.Ceiling high) - lowest) - 1

        [ for index in first..last -> panels[index] ]

    /// <summary>The series of E phi^2/q on the intervals of log q that cover a range, in ascending order.</summary>
    /// <param name="low">The lower end of log q.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="table">The tables.</param>
    let growths low high (table: LengthMap) : Lazy<Result<ChebyshevPanel, SolveError>> list =
        covering low high table.growths

    /// <summary>Those of E phi'^2, on the same intervals.</summary>
    /// <param name="low">The lower end of log q.</param>
    /// <param name="high">The upper end.</param>
    /// <param name="table">The tables.</param>
    let slopes low high (table: LengthMap) : Lazy<Result<ChebyshevPanel, SolveError>> list =
        covering low high table.slopes

    /// The error of a series, and of what it is evaluated with, in units of the function.
    let seriesTolerance (map: ReducedMap) : float = 2.0 * (map.Settings.Tolerance + 1e-15)

    /// How far away an activation is taken to have reached its asymptotes: at the first of these at which it has a value, since
    /// formulas are evaluated as they are written and overflow.
    let private farAway =
        [ 1e8; 1e7; 1e6; 1e5; 1e4; 1e3; 512.0; 256.0; 128.0; 64.0; 32.0; 16.0 ]

    /// <summary>The largest |z| on both sides of 0, up to 1e8, at which phi is looked at.</summary>
    let reach (activation: Activation) : float =
        farAway
        |> List.tryFind (fun far ->
            Double.IsFinite(Activation.apply activation far)
            && Double.IsFinite(Activation.apply activation -far)
        )
        |> Option.defaultValue (List.last farAway)

    /// <summary>c and A with |phi(z) - slope z| at most A, the slope of either side of 0; c^2 is E phi^2/q as q grows.</summary>
    /// <remarks>Every activation with a name is asymptotically linear, or bounded, on either side. A is found on a grid that is finer
    /// than any structure of phi and doubled, since it only ends the search for solutions. Formulas that grow faster have large
    /// numbers here, or infinite ones.</remarks>
    let asymptote (activation: Activation) : struct (float * float * float) =
        let far = reach activation

        let slope sign =
            Activation.apply activation (sign * far) / (sign * far)

        let up, down = slope 1.0, slope -1.0

        let departure =
            seq {
                for i in -160 .. 160 do
                    let z = Math.Sinh(float i * 0.125)

                    if Math.Abs z <= far then
                        Math.Abs(Activation.apply activation z - (if z > 0.0 then up else down) * z)
            }
            |> Seq.max

        struct (0.5 * (up * up + down * down), Math.Max(Math.Abs up, Math.Abs down), 2.0 * departure)
