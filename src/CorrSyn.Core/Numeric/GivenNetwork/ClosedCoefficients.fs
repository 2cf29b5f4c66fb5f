namespace CorrSyn.Numeric.GivenNetwork

open System
open MathNet.Numerics
open MathNet.Numerics.Distributions

/// Hermite coefficients that are known in closed form.
[<RequireQualifiedAccess>]
module ClosedCoefficients =

    let private cdf x = Normal.CDF(0.0, 1.0, x)

    /// E max(0, x + t).
    let private rampMean (x: float) : float = HermiteAverage.density x + x * cdf x

    /// Adds factor he_n(y) w(n) for n = 0 .. order - 1 to c_(n + shift).
    let private addPolynomials (table: HermiteTable) neuron factor y shift (weight: int -> float) =
        let count = table.Mean.Length
        let mutable previous = 0.0
        let mutable current = factor

        for n in 0 .. table.Order - shift do
            let place = (n + shift - 1) * count + neuron
            table.Coefficients[place] <- table.Coefficients[place] + current * weight n
            let next = (y * current - Math.Sqrt(float n) * previous) / Math.Sqrt(float (n + 1))
            previous <- current
            current <- next

    /// <summary>Piecewise linear phi at u + s t, s above 0.</summary>
    /// <remarks>Equation SN-7: a ramp at k has c_1 = s Phi(x) and c_n = s density(x) he_(n-2)(-x)/sqrt(n(n-1)),
    /// x = (u - k)/s.</remarks>
    let piecewiseLinear
        (table: HermiteTable)
        (neuron: int)
        (offset: float, slope: float, ramps: Ramp list)
        (variance: float)
        (u: float)
        (s: float)
        : unit =
        let position (ramp: Ramp) = (u - ramp.Place) / s

        table.Mean[neuron] <-
            offset
            + slope * u
            + (ramps
               |> List.sumBy (fun ramp -> ramp.SlopeChange * s * rampMean (position ramp)))

        table.Coefficients[neuron] <-
            s
            * (slope
               + (ramps |> List.sumBy (fun ramp -> ramp.SlopeChange * cdf (position ramp))))

        for ramp in ramps do
            let x = position ramp

            if table.Order >= 2 then
                addPolynomials
                    table
                    neuron
                    (s * ramp.SlopeChange * HermiteAverage.density x)
                    -x
                    2
                    (fun n -> 1.0 / Math.Sqrt(float ((n + 1) * (n + 2))))

        HermiteTable.finish table neuron variance Double.PositiveInfinity

    /// <summary>phi = erf at u + s t, s above 0.</summary>
    /// <remarks>Equation SN-8: a_n = s^n d^n/du^n erf(u/sqrt(1 + 2 s^2)).</remarks>
    let errorFunction (table: HermiteTable) (neuron: int) (variance: float) (u: float) (s: float) =
        let width = Math.Sqrt(1.0 + 2.0 * s * s)
        let ratio = Math.Sqrt 2.0 * s / width
        let x = Math.Sqrt 2.0 * u / width
        table.Mean[neuron] <- SpecialFunctions.Erf(u / width)

        addPolynomials
            table
            neuron
            (2.0 * HermiteAverage.density x)
            -x
            1
            (fun n -> Math.Pow(ratio, float (n + 1)) / Math.Sqrt(float (n + 1)))

        // erf' is Gaussian: E phi'^2 = 4/pi (1 + 4 s^2)^(-1/2) exp(-2 u^2/(1 + 4 s^2)).
        let slopeWidth = 1.0 + 4.0 * s * s

        let slopeSquare =
            4.0 / Math.PI * Math.Exp(-2.0 * u * u / slopeWidth) / Math.Sqrt slopeWidth

        HermiteTable.finish table neuron variance (s * s * slopeSquare)

    /// <summary>phi = sin at u + s t, s above 0.</summary>
    /// <remarks>a_n = s^n exp(-s^2/2) times the n-th derivative of the sine at u.</remarks>
    let sine (table: HermiteTable) (neuron: int) (variance: float) (u: float) (s: float) =
        let count = table.Mean.Length
        let damping = Math.Exp(-0.5 * s * s)
        table.Mean[neuron] <- damping * Math.Sin u
        let mutable power = damping

        for n in 1 .. table.Order do
            power <- power * s / Math.Sqrt(float n)

            let derivative =
                match n % 4 with
                | 0 -> Math.Sin u
                | 1 -> Math.Cos u
                | 2 -> -Math.Sin u
                | _ -> -Math.Cos u

            table.Coefficients[(n - 1) * count + neuron] <- power * derivative

        let slopeSquare = 0.5 * (1.0 + Math.Exp(-2.0 * s * s) * Math.Cos(2.0 * u))
        HermiteTable.finish table neuron variance (s * s * slopeSquare)
