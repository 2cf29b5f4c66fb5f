namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open MathNet.Numerics
open MathNet.Numerics.Distributions

/// Pointwise derivatives of the activation functions, over arrays of points.
[<RequireQualifiedAccess>]
module ActivationDerivative =

    /// The highest order whose pointwise derivative is known.
    let knownOrder (activation: Activation) : int =
        match activation with
        | Activation.Custom { Derivative = Some _ } -> 1
        | Activation.Custom { Derivative = None } -> 0
        | Activation.Tanh
        | Activation.Erf
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Sin
        | Activation.Linear
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _ -> 3

    /// The kinks and jumps of phi; None where they have to be found.
    let knownBreaks (activation: Activation) : float[] option =
        match activation with
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.Sign
        | Activation.Heaviside -> Some [| 0.0 |]
        | Activation.HardTanh -> Some [| -1.0; 1.0 |]
        | Activation.Tanh
        | Activation.Erf
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Sin
        | Activation.Linear -> Some [||]
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// sigma', sigma'' and sigma''' of the logistic function sigma, or orders 0 to 3 with sigma itself.
    let private logistic (order: int) (z: float) : float =
        let above = SpecialFunctions.Logistic z
        let slope = above * SpecialFunctions.Logistic -z

        match order with
        | 0 -> above
        | 1 -> slope
        | 2 -> -slope * Math.Tanh(0.5 * z)
        | 3 -> slope * (1.0 - 6.0 * slope)
        | other -> invalidOp $"The logistic function has no derivative of order {other} here."

    let private higher (activation: Activation) (order: int) (z: float) : float =
        match activation with
        | Activation.Tanh ->
            let t = Math.Tanh z
            let slope = Activation.derivative activation z

            if order = 2 then
                -2.0 * t * slope
            else
                slope * (6.0 * t * t - 2.0)
        | Activation.Erf ->
            let slope = Activation.derivative activation z

            if order = 2 then
                -2.0 * z * slope
            else
                (4.0 * z * z - 2.0) * slope
        | Activation.Gelu ->
            let density = Normal.PDF(0.0, 1.0, z)

            if order = 2 then
                density * (2.0 - z * z)
            else
                density * z * (z * z - 4.0)
        | Activation.Silu -> float order * logistic (order - 1) z + z * logistic order z
        | Activation.Softplus -> logistic (order - 1) z
        | Activation.Sin -> if order = 2 then -Math.Sin z else -Math.Cos z
        | Activation.Linear
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside -> 0.0
        | Activation.Formula _
        | Activation.Custom _ -> invalidOp "Derivatives of formulas come from their series."

    let private pointwise (activation: Activation) (order: int) : float -> float =
        match order with
        | 0 -> Activation.apply activation
        | 1 -> Activation.derivative activation
        | 2
        | 3 -> higher activation order
        | other -> invalidOp $"The layer map holds a derivative of order {other}."

    /// <summary>phi, phi', ... up to an order at many points, away from kinks and jumps.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="order">The highest order, up to <c>knownOrder</c>.</param>
    /// <param name="points">Pre-activations; finite.</param>
    /// <returns>order + 1 arrays over the points; each relative error a few roundings, except next to a zero.</returns>
    let evaluate (activation: Activation) (order: int) (points: float[]) : float[][] =
        match Activation.tryTree activation with
        | Some tree ->
            ExpressionSeries.evaluate order tree points
            |> Array.mapi (fun k row ->
                // k! for k up to 3.
                let factor = float (max 1 (k * (k - 1)))

                if k < 2 then
                    row
                else
                    row |> Array.map (fun c -> c * factor)
            )
        | None -> Array.init (order + 1) (fun k -> points |> Array.map (pointwise activation k))

    /// <summary>How far rounding may have moved phi and phi' of a formula, beyond a few roundings of their own.</summary>
    /// <param name="activation">phi.</param>
    /// <returns>From a point two errors; 0 for what is no formula.</returns>
    let roundingErrors (activation: Activation) : float -> float[] =
        match Activation.tryTree activation with
        | None -> fun _ -> [| 0.0; 0.0 |]
        | Some tree ->
            fun z ->
                let rounded = ExpressionRounding.evaluate tree z
                [| rounded.ValueError; rounded.SlopeError |]
