namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model

/// <summary>How phi and phi' behave off the real line: analytic for |Im z| below Strip, and there at most
/// exp(QuadraticGrowth y^2 + LinearGrowth |y|) times a power of z, y = Im z.</summary>
type Analyticity =
    {
        /// Infinity if analytic everywhere.
        Strip: float
        QuadraticGrowth: float
        LinearGrowth: float
    }

/// <summary>Steps of trapezoidal rules for averages of analytic activations: they converge exponentially.</summary>
[<RequireQualifiedAccess>]
module AnalyticStep =

    let private inStrip halfWidth =
        Some
            {
                Strip = halfWidth
                QuadraticGrowth = 0.0
                LinearGrowth = 0.0
            }

    let private entire quadratic linear =
        Some
            {
                Strip = Double.PositiveInfinity
                QuadraticGrowth = quadratic
                LinearGrowth = linear
            }

    /// The analyticity of an activation; None where it has kinks or jumps or is not known.
    let tryOf (activation: Activation) : Analyticity option =
        match activation with
        // The poles of tanh nearest to the real line are at plus and minus i pi/2.
        | Activation.Tanh -> inStrip (0.5 * Math.PI)
        // The branch points of softplus and the poles of SiLU are at plus and minus i pi.
        | Activation.Softplus
        | Activation.Silu -> inStrip Math.PI
        | Activation.Erf -> entire 1.0 0.0
        // The distribution function of N(0,1) is erf of z/sqrt(2).
        | Activation.Gelu -> entire 0.5 0.0
        | Activation.Sin -> entire 0.0 1.0
        | Activation.Linear
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// <summary>The largest step of a relative error about the tolerance, for averages over t ~ N(0,1) of what is
    /// analytic within a distance and grows off the real line, all in units of t.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="distance">How far it is analytic; above 0.</param>
    /// <param name="quadratic">It is at most exp(quadratic y^2 + linear y) there, without the Gaussian.</param>
    /// <param name="linear">See above.</param>
    /// <remarks>Equation SN-6 of docs/theory/single-network.md. The path of t may be shifted by y: the error is then
    /// exp(-2 pi y/h) times what is averaged there, Gaussian included. The factor exp(12) is for its size near a pole at
    /// nine tenths of its distance.</remarks>
    let ofGrowth (tolerance: float) (distance: float) (quadratic: float) (linear: float) : float =
        let accuracy = 12.0 - Math.Log tolerance
        let curvature = 0.5 + quadratic
        let y = Math.Min(0.9 * distance, Math.Sqrt(accuracy / curvature))
        2.0 * Math.PI * y / (accuracy + curvature * y * y + linear * y)

    /// <summary>The step for averages over t ~ N(0,1) of a power of phi(u + s t).</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="analyticity">That of phi.</param>
    /// <param name="power">The power; 2 at least, for variances.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    let forInputs (tolerance: float) (analyticity: Analyticity) (power: int) (s: float) : float =
        ofGrowth
            tolerance
            (analyticity.Strip / s)
            (float power * analyticity.QuadraticGrowth * s * s)
            (float power * analyticity.LinearGrowth * s)

    /// <summary>The step for averages over fields of products of averages over inputs.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="analyticity">That of phi.</param>
    /// <param name="factorCount">The factors of phi in a product; 4 at least, for v^2.</param>
    /// <param name="fieldStdDev">The standard deviation of the field; above 0.</param>
    /// <param name="s">That of the pre-activation over inputs; above 0.</param>
    /// <remarks>What is averaged has been smoothed over s already, which widens the strip in which it is tame:
    /// |E_t phi(u + iy + s t)| is at most exp(y^2 / 2 s^2), by a shift of the path of t, and a growth exp(a y^2)
    /// becomes exp(a y^2 / (1 + 2 a s^2)). Of two valid steps the larger is taken.</remarks>
    let forFields
        (tolerance: float)
        (analyticity: Analyticity)
        (factorCount: int)
        (fieldStdDev: float)
        (s: float)
        : float =
        let factors = float factorCount

        let smoothed =
            analyticity.QuadraticGrowth / (1.0 + 2.0 * analyticity.QuadraticGrowth * s * s)

        let direct =
            ofGrowth
                tolerance
                (analyticity.Strip / fieldStdDev)
                (factors * smoothed * fieldStdDev * fieldStdDev)
                (factors * analyticity.LinearGrowth * fieldStdDev)

        if Double.IsFinite analyticity.Strip then
            let ratio = fieldStdDev / s

            Math.Max(
                direct,
                ofGrowth tolerance Double.PositiveInfinity (0.5 * factors * ratio * ratio) 0.0
            )
        else
            direct
