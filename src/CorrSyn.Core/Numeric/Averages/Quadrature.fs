namespace CorrSyn.Numeric.Averages

open System

/// <summary>Nodes and weights for averages over one unit Gaussian: E f(x) is the weighted sum of f.</summary>
type GaussianRule =
    {
        /// In units of the standard deviation.
        Nodes: float[]
        /// Positive, of sum 1 to rounding.
        Weights: float[]
    }

/// Rules for averages over one Gaussian.
[<RequireQualifiedAccess>]
module Quadrature =

    /// Beyond 10 standard deviations lie 2e-23 of a Gaussian, and 1e-14 of its eighth moment.
    let private reach = 10.0

    let private density x =
        Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI)

    /// The rule for a variable that does not vary.
    let point: GaussianRule =
        {
            Nodes = [| 0.0 |]
            Weights = [| 1.0 |]
        }

    /// How many nodes the trapezoidal rule of that step has.
    let trapezoidalPointCount (step: float) : float = 2.0 * Math.Ceiling(reach / step) + 1.0

    /// <summary>The trapezoidal rule with that step, for functions analytic around the real line.</summary>
    /// <remarks>Converges exponentially: for f analytic within the distance d of the real line the error is
    /// of the order exp(d^2/2 - 2 pi d / step). Dimensionless; step above 0.</remarks>
    let trapezoidal (step: float) : GaussianRule =
        let count = int (Math.Ceiling(reach / step))
        let nodes = Array.init (2 * count + 1) (fun i -> float (i - count) * step)
        let weights = nodes |> Array.map density
        let total = Array.sum weights

        {
            Nodes = nodes
            // Normalised by their sum, so that the average of a constant is exact to rounding.
            Weights = weights |> Array.map (fun weight -> weight / total)
        }
