module CorrSyn.Core.Tests.QuadratureTests

open System
open Xunit
open CorrSyn.Numeric.Averages

let private average (rule: GaussianRule) f =
    Array.fold2 (fun total x w -> total + w * f x) 0.0 rule.Nodes rule.Weights

// Weights are positive and sum to 1, so an average of a function of size M has a rounding error of a
// few M times 1e-16.
let private rounding = 1e-13

[<Fact>]
let ``every rule has the moments of a Gaussian`` () =
    let rules =
        [
            Quadrature.trapezoidal (AnalyticStep.ofGrowth 1e-13 Double.PositiveInfinity 0.0 0.0)
            Quadrature.trapezoidal 0.1
        ]

    for rule in rules do
        for power, moment in [ 0, 1.0; 1, 0.0; 2, 1.0; 3, 0.0; 4, 3.0; 6, 15.0; 8, 105.0 ] do
            // The widest trapezoidal step is exact to exp(-42) = 6e-19 times the size of the function at the
            // distance sqrt 84 from the real line.
            let step = Math.Exp -42.0 * Math.Pow(84.0, 0.5 * float power)
            let tolerance = moment * rounding + rounding + 3.0 * step
            Assert.Equal(moment, average rule (fun x -> Math.Pow(x, float power)), tolerance)

[<Fact>]
let ``the trapezoidal step resolves a pole at the stated distance`` () =
    // E 1/(1 + x^2/d^2) = sqrt(pi/2) d exp(d^2/2) erfc(d/sqrt 2).
    for d in [ 0.05; 0.3; 1.0; 3.0 ] do
        let exact =
            Math.Sqrt(Math.PI / 2.0)
            * d
            * Math.Exp(d * d / 2.0)
            * MathNet.Numerics.SpecialFunctions.Erfc(d / Math.Sqrt 2.0)

        let rule = Quadrature.trapezoidal (AnalyticStep.ofGrowth 1e-13 d 0.0 0.0)

        Assert.True(
            Property.isClose 1e-13 exact (average rule (fun x -> 1.0 / (1.0 + x * x / d / d)))
        )

[<Fact>]
let ``the step for growth integrates exp(-growth x^2)`` () =
    // Off the real line this grows like exp(growth y^2); its average is 1/sqrt(1 + 2 growth).
    for growth in [ 0.1; 2.0; 50.0 ] do
        let step = AnalyticStep.ofGrowth 1e-13 Double.PositiveInfinity growth 0.0
        let rule = Quadrature.trapezoidal step
        let exact = 1.0 / Math.Sqrt(1.0 + 2.0 * growth)

        Assert.True(
            Property.isClose 1e-13 exact (average rule (fun x -> Math.Exp(-growth * x * x)))
        )

[<Fact>]
let ``the step for growth in proportion integrates cos`` () =
    // Off the real line cos(rate x) grows like exp(rate y); its average is exp(-rate^2/2), and values of order 1 round.
    for rate in [ 0.1; 2.0; 20.0 ] do
        let step = AnalyticStep.ofGrowth 1e-13 Double.PositiveInfinity 0.0 rate

        Assert.Equal(
            Math.Exp(-0.5 * rate * rate),
            average (Quadrature.trapezoidal step) (fun x -> Math.Cos(rate * x)),
            rounding
        )

[<Fact>]
let ``the point rule evaluates at the mean`` () =
    Assert.Equal(5.0, average Quadrature.point (fun x -> 5.0 + x))
