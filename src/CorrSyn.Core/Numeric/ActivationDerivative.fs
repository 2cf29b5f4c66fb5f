namespace CorrSyn.Numeric

open CorrSyn.Model

/// Derivatives of the activation functions.
[<RequireQualifiedAccess>]
module ActivationDerivative =

    /// <summary>phi^(n)(z).</summary>
    /// <param name="activation">phi; smooth, so not relu.</param>
    /// <param name="order">n, from 0 to 3.</param>
    /// <param name="z">A pre-activation; finite.</param>
    /// <remarks>Scalar to scalar, dimensionless; relative error of a few roundings, except next to a zero.</remarks>
    /// <exception cref="T:System.InvalidOperationException">Another order, or relu beyond the first.</exception>
    let evaluate (activation: Activation) (order: int) (z: float) : float =
        let slope = Activation.derivative activation z

        match activation, order with
        | _, 0 -> Activation.apply activation z
        | _, 1 -> slope
        | Activation.Tanh, 2 -> -2.0 * Activation.apply activation z * slope
        | Activation.Tanh, 3 ->
            let t = Activation.apply activation z
            slope * (6.0 * t * t - 2.0)
        | Activation.Erf, 2 -> -2.0 * z * slope
        | Activation.Erf, 3 -> (4.0 * z * z - 2.0) * slope
        // The slope of softplus is the logistic function, and 1 - slope is that of -z.
        | Activation.Softplus, 2 -> slope * Activation.derivative activation -z
        | Activation.Softplus, 3 ->
            let opposite = Activation.derivative activation -z
            slope * opposite * (opposite - slope)
        | Activation.Linear, (2 | 3) -> 0.0
        | Activation.Relu, _ -> invalidOp "relu has a kink: its derivatives exist in averages only."
        | (Activation.Tanh | Activation.Erf | Activation.Softplus | Activation.Linear), order ->
            invalidOp $"The layer map holds a derivative of order {order}."
