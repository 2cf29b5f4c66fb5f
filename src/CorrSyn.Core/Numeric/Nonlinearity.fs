namespace CorrSyn.Numeric

open System
open CorrSyn.Model

/// <summary>How phi and phi' behave off the real line: analytic for |Im z| below Strip, and there at most
/// exp(QuadraticGrowth y^2 + LinearGrowth |y|) times a number of order 1, y = Im z.</summary>
type Analyticity =
    {
        /// Infinity if analytic everywhere.
        Strip: float
        QuadraticGrowth: float
        LinearGrowth: float
    }

/// A change of slope: SlopeChange max(0, z - Place).
type Ramp = { Place: float; SlopeChange: float }

/// <summary>A point where phi is not smooth: a kink, or a jump of that height.</summary>
type Break =
    {
        Place: float
        /// phi(Place+) - phi(Place-); 0 at a kink.
        Jump: float
    }

/// <summary>What decides how Gaussian averages of phi are computed.</summary>
type NonlinearityShape =
    /// phi(z) = offset + slope z + sum of ramps. Everything is known in closed form.
    | PiecewiseLinear of offset: float * slope: float * ramps: Ramp list
    /// phi(z) = erf z. Everything is known but one integral per pair.
    | ErrorFunction
    /// phi(z) = sin z. Everything is known in closed form.
    | Sine
    /// Smooth: sums over equidistant points converge exponentially.
    | Analytic of Analyticity
    /// Smooth on the scale 1 between these points: panels end there.
    | Broken of Break list

/// <summary>phi as averages of one and two neurons need it.</summary>
type Nonlinearity =
    {
        Shape: NonlinearityShape
        /// phi.
        Value: float -> float
        /// phi' between the breaks.
        Slope: float -> float
        /// Fills values and slopes of the first so many of some z, if there is a faster way than one by one. The count is
        /// a multiple of 8.
        Block: (float[] -> float[] -> float[] -> int -> unit) option
    }

/// What averages need to know of each activation.
[<RequireQualifiedAccess>]
module Nonlinearity =

    let private shape (activation: Activation) : NonlinearityShape =
        match activation with
        | Activation.Linear -> PiecewiseLinear(0.0, 1.0, [])
        | Activation.Relu -> PiecewiseLinear(0.0, 0.0, [ { Place = 0.0; SlopeChange = 1.0 } ])
        | Activation.Erf -> ErrorFunction
        // The poles nearest to the real line are at plus and minus i pi/2.
        | Activation.Tanh ->
            Analytic
                {
                    Strip = 0.5 * Math.PI
                    QuadraticGrowth = 0.0
                    LinearGrowth = 0.0
                }
        // At plus and minus i pi.
        | Activation.Softplus ->
            Analytic
                {
                    Strip = Math.PI
                    QuadraticGrowth = 0.0
                    LinearGrowth = 0.0
                }

    let private block (activation: Activation) =
        match activation with
        | Activation.Tanh -> Some TanhBlock.fill
        | Activation.Erf
        | Activation.Relu
        | Activation.Softplus
        | Activation.Linear -> None

    /// phi and phi' of the first so many numbers; the arrays have room for a multiple of 8.
    let fill (phi: Nonlinearity) (z: float[]) (values: float[]) (slopes: float[]) (count: int) =
        match phi.Block with
        | Some block -> block z values slopes ((count + 7) / 8 * 8)
        | None ->
            for p in 0 .. count - 1 do
                values[p] <- phi.Value z[p]
                slopes[p] <- phi.Slope z[p]

    /// <summary>phi, phi' and what is known of them.</summary>
    /// <remarks>A new activation needs its case in <c>shape</c>; a list of its kinks and jumps is enough.</remarks>
    let ofActivation (activation: Activation) : Nonlinearity =
        {
            Shape = shape activation
            Value = Activation.apply activation
            Slope = Activation.derivative activation
            Block = block activation
        }
