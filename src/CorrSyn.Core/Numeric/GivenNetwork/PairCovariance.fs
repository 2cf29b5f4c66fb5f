namespace CorrSyn.Numeric.GivenNetwork

open System
open MathNet.Numerics
open MathNet.Numerics.Distributions
open MathNet.Numerics.Integration
open CorrSyn.Numeric.Averages

/// <summary>A neuron as inputs see it: its pre-activation is u + s t, t ~ N(0,1).</summary>
[<Struct>]
type PreActivation =
    {
        /// u.
        Field: float
        /// s; at least 0.
        StandardDeviation: float
    }

/// <summary>The covariance of the activities of two neurons whose pre-activations are jointly Gaussian, from closed
/// forms or by quadrature over both.</summary>
/// <remarks>Equations SN-9 to SN-13. Dimensionless. Any correlation psi from -1 to 1, both included.</remarks>
[<RequireQualifiedAccess>]
module PairCovariance =

    let private panel = GaussLegendreRule(-1.0, 1.0, 16)

    let private cdf x = Normal.CDF(0.0, 1.0, x)

    /// <summary>The integral over theta from 0 to asin psi of w(sin theta) times
    /// exp(-(a^2 - 2 a b sin theta + b^2)/(2 cos^2 theta)), over 2 pi.</summary>
    /// <remarks>With sin theta = r this is the integral over r of the bivariate normal density at (a, b) of
    /// correlation r. Near theta = pi/2 its scale is |a - b|, so panels halve towards there, down to 1e-6.</remarks>
    let private densityIntegral
        (weight: float -> float)
        (a: float)
        (b: float)
        (psi: float)
        : float =
        // A negative correlation with b is a positive one with -b; sin theta keeps its sign in the weight.
        let sign = if psi < 0.0 then -1.0 else 1.0
        let b = sign * b
        let size = Math.Abs psi
        let target = Math.Atan2(size, Math.Sqrt((1.0 - size) * (1.0 + size)))
        let mutable sum = 0.0
        let mutable lower = 0.0

        while lower < target do
            let room = 0.5 * Math.PI - lower
            let next = lower + Math.Min(0.25, 0.5 * room)
            let upper = if next > target || room < 2e-6 then target else next
            let half = 0.5 * (upper - lower)

            for p in 0 .. panel.Order - 1 do
                let theta = lower + half * (1.0 + panel.Abscissas[p])
                let sine = Math.Sin theta
                let distance = (a - b) / Math.Cos theta
                // (a^2 - 2ab sin + b^2)/cos^2 = (a - b)^2/cos^2 + 2ab/(1 + sin).
                let exponent = 0.5 * distance * distance + a * b / (1.0 + sine)
                sum <- sum + half * panel.Weights[p] * weight (sign * sine) * Math.Exp(-exponent)

            lower <- upper

        sign * sum / (2.0 * Math.PI)

    /// E max(0, x + t).
    let private rampMean x = HermiteAverage.density x + x * cdf x

    /// Cov(max(0, x + t), max(0, y + t)) = Phi(x) - E max(0, x + t) E max(0, -y - t) for x up to y.
    let private equalRamps (x: float) (y: float) : float =
        let low = Math.Min(x, y)
        let high = Math.Max(x, y)
        cdf low - rampMean low * rampMean -high

    /// <summary>Cov(max(0, x + t), max(0, y + t')) for unit Gaussians of correlation psi.</summary>
    /// <remarks>Equations SN-10 and SN-11. The second derivative by psi is the bivariate density at (x, y), the
    /// first one at psi = 0 is Phi(x) Phi(y).</remarks>
    let private ramps (x: float) (y: float) (psi: float) : float =
        if psi = 1.0 then
            equalRamps x y
        elif psi = -1.0 then
            // max(0, y - t) = y - t + max(0, -y + t).
            equalRamps x -y - cdf x
        else
            psi * cdf x * cdf y + densityIntegral (fun sine -> psi - sine) x y psi

    let private piecewiseLinear
        slope
        (changes: Ramp list)
        (i: PreActivation)
        (j: PreActivation)
        psi
        =
        let position (neuron: PreActivation) (ramp: Ramp) =
            (neuron.Field - ramp.Place) / neuron.StandardDeviation

        let meanChange neuron =
            changes
            |> List.sumBy (fun ramp -> ramp.SlopeChange * cdf (position neuron ramp))

        let both =
            List.allPairs changes changes
            |> List.sumBy (fun (first, second) ->
                first.SlopeChange
                * second.SlopeChange
                * ramps (position i first) (position j second) psi
            )

        i.StandardDeviation
        * j.StandardDeviation
        * (psi * slope * (slope + meanChange i + meanChange j) + both)

    /// erf(z) is twice the probability that a Gaussian of variance 1/2 is below z, minus 1.
    let private errorFunction (i: PreActivation) (j: PreActivation) psi =
        let width (neuron: PreActivation) =
            Math.Sqrt(1.0 + 2.0 * neuron.StandardDeviation * neuron.StandardDeviation)

        let position (neuron: PreActivation) =
            Math.Sqrt 2.0 * neuron.Field / width neuron

        let correlation =
            2.0 * psi * (i.StandardDeviation / width i) * (j.StandardDeviation / width j)

        4.0 * densityIntegral (fun _ -> 1.0) (position i) (position j) correlation

    let private sine (i: PreActivation) (j: PreActivation) psi =
        let covariance = psi * i.StandardDeviation * j.StandardDeviation

        let half =
            0.5
            * (i.StandardDeviation * i.StandardDeviation
               + j.StandardDeviation * j.StandardDeviation)

        let hyperbolicSine, hyperbolicCosine =
            if Math.Abs covariance < 1.0 then
                let damping = Math.Exp -half
                let root = Math.Sinh(0.5 * covariance)
                // cosh - 1, without cancellation.
                damping * Math.Sinh covariance, damping * 2.0 * root * root
            else
                // The damping is in the exponents, which are never above 0.
                let rising = Math.Exp(covariance - half)
                let falling = Math.Exp(-covariance - half)
                0.5 * (rising - falling), 0.5 * (rising + falling) - Math.Exp -half

        Math.Sin i.Field * Math.Sin j.Field * hyperbolicCosine
        + Math.Cos i.Field * Math.Cos j.Field * hyperbolicSine

    /// The sum over two rules; the inner one may depend on the outer node.
    let private bySum
        (value: float -> float)
        (i: PreActivation)
        (j: PreActivation)
        psi
        root
        (outer: GaussianRule)
        (innerAt: float -> GaussianRule)
        =
        let first =
            outer.Nodes |> Array.map (fun t -> value (i.Field + i.StandardDeviation * t))

        let mean = Array.fold2 (fun sum w f -> sum + w * f) 0.0 outer.Weights first

        let second =
            outer.Nodes
            |> Array.map (fun t ->
                let inner = innerAt t
                let start = j.Field + j.StandardDeviation * psi * t
                let scale = j.StandardDeviation * root
                let mutable sum = 0.0

                for p in 0 .. inner.Nodes.Length - 1 do
                    sum <- sum + inner.Weights[p] * value (start + scale * inner.Nodes[p])

                sum
            )

        let secondMean = Array.fold2 (fun sum w f -> sum + w * f) 0.0 outer.Weights second
        let mutable covariance = 0.0

        for p in 0 .. first.Length - 1 do
            covariance <-
                covariance + outer.Weights[p] * (first[p] - mean) * (second[p] - secondMean)

        covariance

    let private analytic tolerance pointLimit (value: float -> float) analyticity i j psi =
        let root = Math.Sqrt((1.0 - psi) * (1.0 + psi))
        let largest = Math.Max(i.StandardDeviation, j.StandardDeviation)
        let outerStep = HermiteAverage.step tolerance analyticity largest 0

        let innerStep =
            HermiteAverage.step tolerance analyticity (j.StandardDeviation * root) 0

        let points =
            HermiteAverage.pointCount tolerance outerStep
            * (if root = 0.0 then
                   1.0
               else
                   HermiteAverage.pointCount tolerance innerStep)

        if points > float pointLimit then
            Error(int (Math.Min(points, float Int32.MaxValue)))
        else
            let inner =
                if root = 0.0 then
                    Quadrature.point
                else
                    HermiteAverage.trapezoidal tolerance innerStep

            bySum
                value
                i
                j
                psi
                root
                (HermiteAverage.trapezoidal tolerance outerStep)
                (fun _ -> inner)
            |> Ok

    let private broken tolerance pointLimit (value: float -> float) (breaks: Break list) i j psi =
        let root = Math.Sqrt((1.0 - psi) * (1.0 + psi))
        let widest s = Math.Min(1.0, 1.0 / s)
        let place (b: Break) field s = (b.Place - field) / s

        // Given t, the mean of the second neuron is smooth on the scale of what is left of its own variance.
        let outer =
            breaks
            |> List.collect (fun b ->
                [
                    place b i.Field i.StandardDeviation, 0.0
                    place b j.Field (j.StandardDeviation * psi), root / Math.Abs psi
                ]
            )
            |> HermiteAverage.panels
                tolerance
                (widest (Math.Max(i.StandardDeviation, j.StandardDeviation)))

        let innerScale = j.StandardDeviation * root

        let innerAt t =
            if root = 0.0 then
                Quadrature.point
            else
                let start = j.Field + j.StandardDeviation * psi * t

                breaks
                |> List.map (fun b -> place b start innerScale, 0.0)
                |> HermiteAverage.panels tolerance (widest innerScale)

        let points =
            float outer.Nodes.Length
            * (if root = 0.0 then 1.0 else float (innerAt 0.0).Nodes.Length)

        if points > float pointLimit then
            Error(int (Math.Min(points, float Int32.MaxValue)))
        else
            Ok(bySum value i j psi root outer innerAt)

    /// <summary>Cov(phi(u_i + s_i t), phi(u_j + s_j t')), t and t' unit Gaussians of correlation psi.</summary>
    /// <param name="tolerance">The relative error of quadrature, where it is needed.</param>
    /// <param name="pointLimit">The most points in two dimensions.</param>
    /// <param name="phi">The nonlinearity.</param>
    /// <param name="i">The first neuron.</param>
    /// <param name="j">The second neuron.</param>
    /// <param name="psi">From -1 to 1.</param>
    /// <returns>The covariance, with an error of about the tolerance times the product of the standard deviations
    /// of the activities, and some 1e-15 of it in closed forms; or the number of points that it would take.</returns>
    let evaluate
        (tolerance: float)
        (pointLimit: int)
        (phi: Nonlinearity)
        (i: PreActivation)
        (j: PreActivation)
        (psi: float)
        : Result<float, int> =
        if i.StandardDeviation = 0.0 || j.StandardDeviation = 0.0 || psi = 0.0 then
            Ok 0.0
        else
            match phi.Shape with
            | PiecewiseLinear(_, slope, changes) -> Ok(piecewiseLinear slope changes i j psi)
            | ErrorFunction -> Ok(errorFunction i j psi)
            | Sine -> Ok(sine i j psi)
            | Analytic analyticity -> analytic tolerance pointLimit phi.Value analyticity i j psi
            | Broken breaks -> broken tolerance pointLimit phi.Value breaks i j psi
