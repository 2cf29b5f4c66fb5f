namespace CorrSyn.Numeric

open System
open CorrSyn.Model

/// <summary>How an activation grows off the real line, which decides how fast the trapezoidal rule converges.</summary>
type Analyticity =
    /// Analytic and, but for powers of z, bounded within that distance of the real line.
    | Strip of halfWidth: float
    /// Entire; at the distance y it is at most exp(growth y^2) times a power of z.
    | GaussianGrowth of growth: float
    /// Entire; at the distance y it is at most exp(rate y).
    | ExponentialGrowth of rate: float

/// <summary>Steps of the trapezoidal rule for averages over fields and inputs of analytic activations.</summary>
[<RequireQualifiedAccess>]
module AnalyticStep =

    /// The analyticity of an activation; None where it has kinks or jumps or is not known.
    let tryOf (activation: Activation) : Analyticity option =
        match activation with
        // The poles of tanh nearest to the real line are at plus and minus i pi/2.
        | Activation.Tanh -> Some(Strip(0.5 * Math.PI))
        // The branch points of softplus are at plus and minus i pi.
        // The branch points of softplus and the poles of SiLU are at plus and minus i pi.
        | Activation.Softplus
        | Activation.Silu -> Some(Strip Math.PI)
        | Activation.Erf -> Some(GaussianGrowth 1.0)
        // The distribution function of N(0,1) is erf of z/sqrt(2).
        | Activation.Gelu -> Some(GaussianGrowth 0.5)
        | Activation.Sin -> Some(ExponentialGrowth 1.0)
        | Activation.Linear
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// <summary>The step for averages over t ~ N(0,1) of squares of phi(u + s t).</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="analyticity">That of phi.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    let forInputs (tolerance: float) (analyticity: Analyticity) (s: float) : float =
        match analyticity with
        | Strip halfWidth -> Quadrature.stepForStrip tolerance (halfWidth / s)
        | GaussianGrowth growth -> Quadrature.stepForGrowth tolerance (2.0 * growth * s * s)
        | ExponentialGrowth rate -> Quadrature.stepForExponential tolerance (2.0 * rate * s)

    /// <summary>The step for averages over fields of products of up to four averages over inputs.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="analyticity">That of phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field; above 0.</param>
    /// <param name="s">That of the pre-activation over inputs; above 0.</param>
    /// <remarks>What is averaged has been smoothed over s already, which widens the strip in which it is tame:
    /// |E_t phi(u + iy + s t)| is at most exp(y^2 / 2 s^2), by a shift of the path of t, and a growth exp(a y^2)
    /// becomes exp(a y^2 / (1 + 2 a s^2)). Of two valid steps the larger is taken.</remarks>
    let forFields
        (tolerance: float)
        (analyticity: Analyticity)
        (fieldStdDev: float)
        (s: float)
        : float =
        let ratio = fieldStdDev / s

        match analyticity with
        | Strip halfWidth ->
            Math.Max(
                Quadrature.stepForStrip tolerance (halfWidth / fieldStdDev),
                Quadrature.stepForGrowth tolerance (2.0 * ratio * ratio)
            )
        | GaussianGrowth growth ->
            Quadrature.stepForGrowth
                tolerance
                (4.0 * growth * fieldStdDev * fieldStdDev / (1.0 + 2.0 * growth * s * s))
        | ExponentialGrowth rate ->
            Quadrature.stepForExponential tolerance (4.0 * rate * fieldStdDev)
