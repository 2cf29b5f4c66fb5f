module CorrSyn.Core.Tests.MehlerSeriesTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.GivenNetwork

let private smooth = [ Activation.Tanh; Activation.Erf; Activation.Softplus ]

let private randomNeuron (random: Random) : PreActivation =
    {
        Field = 3.0 * random.NextDouble() - 1.5
        StandardDeviation = 0.1 + 1.9 * random.NextDouble()
    }

// Quadrature and coefficients each have 1e-14 and a hundred roundings of positive terms.
let private rounding = 1e-13

[<Fact>]
let ``series are within their bound of quadrature over both neurons`` () =
    let random = Random 11

    for activation in smooth do
        let phi = GivenNetworks.nonlinearity activation

        for psi in [ -1.0; -0.98; -0.6; -0.05; 0.0; 0.2; 0.7; 0.95; 1.0 ] do
            let i = randomNeuron random
            let j = randomNeuron random
            let output, report = GivenNetworks.pair GivenNetworks.settings phi i j psi
            let expected = GivenNetworks.byQuadrature phi.Value i j psi
            let error = Math.Abs(output[1] - expected)
            let scale = Math.Sqrt(output[0] * output[3])
            Assert.True(report.Remainder <= 1e-13)
            Assert.True(error <= (report.Remainder + rounding) * scale)

[<Fact>]
let ``two more terms change a sum by no more than its bound`` () =
    let random = Random 12

    for activation in Activation.all do
        let phi = GivenNetworks.nonlinearity activation

        for _ in 1..20 do
            let neurons = [| randomNeuron random; randomNeuron random |]
            let psi = 2.0 * random.NextDouble() - 1.0

            let table =
                HermiteCoefficients.prepare GivenNetworks.settings phi neurons 40
                |> GivenNetworks.valueOf

            let scale = Math.Sqrt(table.Variance[0] * table.Variance[1])

            let sum order =
                Seq.init
                    order
                    (fun k ->
                        table.Coefficients[2 * k]
                        * table.Coefficients[2 * k + 1]
                        * Math.Pow(psi, float (k + 1))
                    )
                |> Seq.sum

            for order in 1..38 do
                let bound =
                    Math.Pow(Math.Abs psi, float (order + 1))
                    * table.RootTails[2 * order]
                    * table.RootTails[2 * order + 1]

                let change = Math.Abs(sum (order + 2) - sum order)
                Assert.True(change <= (bound + 1e-15) * scale)

[<Fact>]
let ``the bound is not far above what is left out`` () =
    // Equal neurons and psi near 1 leave out nearly the whole tail: a bound that were always 1 would fail here.
    let phi = GivenNetworks.nonlinearity Activation.Tanh
    let neuron = { Field = 0.2; StandardDeviation = 1.5 }

    let table =
        HermiteCoefficients.prepare GivenNetworks.settings phi [| neuron; neuron |] 64
        |> GivenNetworks.valueOf

    let left = Seq.init 54 (fun k -> table.Coefficients[2 * (k + 10)] ** 2.0) |> Seq.sum

    let bound = table.RootTails[20] * table.RootTails[20] * table.Variance[0]
    Assert.True(left <= bound && bound <= 1.0001 * left + 1e-14)

[<Theory>]
[<InlineData(1e-9)>]
[<InlineData(1e-5)>]
[<InlineData(1e-2)>]
let ``small variances keep their relative accuracy`` (s: float) =
    let psi = 0.5

    for activation in smooth do
        let phi = GivenNetworks.nonlinearity activation
        let i = { Field = 0.9; StandardDeviation = s }

        let j =
            {
                Field = -0.4
                StandardDeviation = 2.0 * s
            }

        let output, _ = GivenNetworks.pair GivenNetworks.settings phi i j psi
        let slopes = phi.Slope 0.9 * phi.Slope -0.4
        // The next orders are (s^2/2) (phi'''/phi') each and psi s^2 phi'' phi''/(2 phi' phi'), with ratios below 6.
        let correction = 30.0 * s * s

        Assert.InRange(
            output[1] / (slopes * psi * 2.0 * s * s),
            1.0 - correction - 1e-12,
            1.0 + correction + 1e-12
        )

[<Fact>]
let ``neurons without variance, duplicates and opposites are exact`` () =
    for activation in Activation.all do
        let phi = GivenNetworks.nonlinearity activation
        // s = 7 makes tanh steep.
        for s in [ 0.7; 7.0 ] do
            let still = { Field = 0.3; StandardDeviation = 0.0 }
            let moving = { Field = 0.3; StandardDeviation = s }
            let none, _ = GivenNetworks.pair GivenNetworks.settings phi still moving 0.0
            Assert.Equal(0.0, none[0])
            Assert.Equal(0.0, none[1])
            let equal, _ = GivenNetworks.pair GivenNetworks.settings phi moving moving 1.0
            Assert.InRange(equal[1] / equal[0], 1.0 - 1e-12, 1.0 + 1e-12)

            if Activation.isOdd activation then
                let opposite = { Field = -0.3; StandardDeviation = s }
                let values, _ = GivenNetworks.pair GivenNetworks.settings phi moving opposite -1.0
                Assert.InRange(values[1] / values[0], -1.0 - 1e-12, -1.0 + 1e-12)

[<Fact>]
let ``a series that is cut short is replaced by a direct computation`` () =
    let random = Random 13

    for activation in [ Activation.Tanh; Activation.Erf; Activation.Relu; Activation.Softplus ] do
        let phi = GivenNetworks.nonlinearity activation
        let i = randomNeuron random
        let j = randomNeuron random
        let full, _ = GivenNetworks.pair GivenNetworks.settings phi i j 0.8

        let short =
            { GivenNetworks.settings with
                OrderLimit = 3
            }

        let direct, report = GivenNetworks.pair short phi i j 0.8
        Assert.Equal(1L, report.DirectPairCount)
        let scale = Math.Sqrt(full[0] * full[3])
        Assert.True(Math.Abs(full[1] - direct[1]) <= (1e-13 + rounding) * scale)

[<Fact>]
let ``the variance of every neuron is that of one average`` () =
    let random = Random 14

    for activation in smooth do
        let phi = GivenNetworks.nonlinearity activation

        for _ in 1..10 do
            let i = randomNeuron random
            let output, _ = GivenNetworks.pair GivenNetworks.settings phi i i 0.1
            let expected = GivenNetworks.byQuadrature phi.Value i i 1.0
            Assert.InRange(output[0] / expected, 1.0 - rounding, 1.0 + rounding)
