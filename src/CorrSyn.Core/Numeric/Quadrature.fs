namespace CorrSyn.Numeric

open System
open MathNet.Numerics.Integration

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

    let private unitPanel = GaussLegendreRule(0.0, 1.0, 20)

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

    /// <summary>The largest trapezoidal step of a relative error about the tolerance.</summary>
    /// <param name="tolerance">The relative error, e.g. 1e-13; above 0.</param>
    /// <param name="distance">How far from the real line the function is analytic and bounded, in units of
    /// the standard deviation; infinity if everywhere.</param>
    let stepForStrip (tolerance: float) (distance: float) : float =
        // The error exp(d^2/2 - 2 pi d/h) falls below exp(-accuracy), with a factor exp(-12) for the size of
        // the function near its poles; beyond d = sqrt(2 accuracy) the growth of the Gaussian itself off the
        // real line undoes the gain.
        let accuracy = 12.0 - Math.Log tolerance
        let d = Math.Min(0.9 * distance, Math.Sqrt(2.0 * accuracy))
        2.0 * Math.PI * d / (accuracy + 0.5 * d * d)

    /// <summary>The largest trapezoidal step for an entire function that grows like exp(growth y^2) at the
    /// distance y from the real line, y in units of the standard deviation.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="growth">At least 0.</param>
    let stepForGrowth (tolerance: float) (growth: float) : float =
        stepForStrip tolerance Double.PositiveInfinity / Math.Sqrt(1.0 + 2.0 * growth)

    /// <summary>The largest trapezoidal step for an entire function that grows like exp(rate y) at the distance y
    /// from the real line, y in units of the standard deviation.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="rate">At least 0.</param>
    /// <remarks>The error is of the order exp(-(2 pi/h - rate)^2/2).</remarks>
    let stepForExponential (tolerance: float) (rate: float) : float =
        2.0 * Math.PI / (Math.Sqrt(2.0 * (12.0 - Math.Log tolerance)) + rate)

    /// <summary>Gauss-Legendre panels that shrink towards 0 down to that scale.</summary>
    /// <param name="scale">The width of the structure around 0, in units of the standard deviation;
    /// above 0. On larger scales the function is smooth on each side of 0.</param>
    /// <remarks>20 nodes a panel, no panel wider than 1 or than its distance from 0.</remarks>
    let graded (scale: float) : GaussianRule =
        let edges =
            Seq.unfold
                (fun edge ->
                    if edge >= reach then
                        None
                    else
                        let next = Math.Min(reach, edge + Math.Min(1.0, Math.Max(edge, scale)))
                        Some((edge, next), next)
                )
                0.0

        let half =
            edges
            |> Array.ofSeq
            |> Array.collect (fun (low, high) ->
                Array.map2
                    (fun x weight ->
                        let x = low + (high - low) * x
                        x, (high - low) * weight * density x
                    )
                    unitPanel.Abscissas
                    unitPanel.Weights
            )

        let total = 2.0 * (half |> Array.sumBy snd)

        let side sign =
            half |> Array.map (fun (x, w) -> sign * x, w / total)

        let all = Array.append (Array.rev (side -1.0)) (side 1.0)

        {
            Nodes = Array.map fst all
            Weights = Array.map snd all
        }
