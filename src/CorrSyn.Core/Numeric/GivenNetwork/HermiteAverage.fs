namespace CorrSyn.Numeric.GivenNetwork

open System
open MathNet.Numerics.Integration
open CorrSyn.Numeric.Averages

/// Rules for averages over one unit Gaussian of phi(u + s t) times a Hermite polynomial of t.
[<RequireQualifiedAccess>]
module HermiteAverage =

    let private panel = GaussLegendreRule(-1.0, 1.0, 16)

    /// The density of N(0,1).
    let density (t: float) : float =
        Math.Exp(-0.5 * t * t) / Math.Sqrt(2.0 * Math.PI)

    /// <summary>How far nodes must reach.</summary>
    /// <remarks>A normalised Hermite polynomial is at most 1.1 (2 pi)^(1/4) exp(t^2/4), so what lies beyond R
    /// is of the order exp(-R^2/4).</remarks>
    let private reach tolerance = 2.0 * Math.Sqrt(-Math.Log tolerance)

    /// <summary>The largest step of the trapezoidal rule of a relative error about the tolerance.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="analyticity">Of phi.</param>
    /// <param name="s">The largest standard deviation of a pre-activation; at least 0.</param>
    /// <param name="order">The largest degree of the Hermite polynomial.</param>
    /// <remarks>Equation SN-6. The path of t may be shifted by y: the Gaussian then grows by y^2/2, a
    /// normalised Hermite polynomial of degree n by y sqrt n in the mean square, and phi squared as given.
    /// The factor exp(12) is for the size of phi' near its poles at nine tenths of their distance.</remarks>
    let step (tolerance: float) (analyticity: Analyticity) (s: float) (order: int) : float =
        AnalyticStep.ofGrowth
            tolerance
            (analyticity.Strip / s)
            (2.0 * analyticity.QuadraticGrowth * s * s)
            (2.0 * analyticity.LinearGrowth * s + Math.Sqrt(float order))

    /// How many nodes the trapezoidal rule of that step has.
    let pointCount (tolerance: float) (step: float) : float =
        2.0 * Math.Ceiling(reach tolerance / step) + 1.0

    /// The trapezoidal rule of that step.
    let trapezoidal (tolerance: float) (step: float) : GaussianRule =
        let half = int (Math.Ceiling(reach tolerance / step))
        let nodes = Array.init (2 * half + 1) (fun p -> float (p - half) * step)
        let weights = nodes |> Array.map density
        let total = Array.sum weights

        {
            Nodes = nodes
            // Normalised by their sum, so that the average of a constant is exact to rounding.
            Weights = weights |> Array.map (fun weight -> weight / total)
        }

    /// <summary>Gauss-Legendre panels that end at the given points and shrink towards them.</summary>
    /// <param name="tolerance">What lies beyond the ends, in relation to the whole.</param>
    /// <param name="width">The widest panel.</param>
    /// <param name="points">Where the function is not smooth, each with the scale of its structure there;
    /// 0 if it is smooth on either side.</param>
    let panels (tolerance: float) (width: float) (points: (float * float) list) : GaussianRule =
        let reach = reach tolerance

        // Panels double in width away from a point of structure.
        let around (place, scale) =
            if scale = 0.0 || scale >= width then
                [ place ]
            else
                [
                    yield place
                    let mutable distance = scale

                    while distance < width do
                        yield place - distance
                        yield place + distance
                        distance <- 2.0 * distance
                ]

        let edges =
            points
            |> List.collect around
            |> List.filter (fun t -> Math.Abs t < reach)
            |> List.append [ -reach; reach ]
            |> List.distinct
            |> List.sort

        let nodes =
            [|
                for low, high in List.pairwise edges do
                    let pieces = int (Math.Ceiling((high - low) / width))
                    let half = 0.5 * (high - low) / float pieces

                    for piece in 0 .. pieces - 1 do
                        let centre = low + half * float (2 * piece + 1)

                        for p in 0 .. panel.Order - 1 do
                            let t = centre + half * panel.Abscissas[p]
                            t, half * panel.Weights[p] * density t
            |]

        {
            Nodes = nodes |> Array.map fst
            Weights = nodes |> Array.map snd
        }

    /// <summary>weight_p he_n(t_p) for n = 0 .. order, row by row: (order + 1) x nodes, with he_n = He_n/sqrt(n!).</summary>
    /// <remarks>By the recursion sqrt(n+1) he_(n+1) = t he_n - sqrt(n) he_(n-1), which is stable upwards.</remarks>
    let weightedPolynomials (rule: GaussianRule) (order: int) : float[] =
        let count = rule.Nodes.Length
        let values = Array.zeroCreate ((order + 1) * count)

        for p in 0 .. count - 1 do
            let t = rule.Nodes[p]
            let mutable previous = 0.0
            let mutable current = rule.Weights[p]

            for n in 0..order do
                values[n * count + p] <- current
                let next = (t * current - Math.Sqrt(float n) * previous) / Math.Sqrt(float (n + 1))
                previous <- current
                current <- next

        values
