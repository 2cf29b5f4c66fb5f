module CorrSyn.Core.Tests.PairCovarianceTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.GivenNetwork

let private neuron field deviation : PreActivation =
    {
        Field = field
        StandardDeviation = deviation
    }

let private direct phi i j psi =
    PairCovariance.evaluate 1e-14 100_000_000 phi i j psi |> GivenNetworks.valueOf

/// The product of the standard deviations of both activities.
let private scale phi i j =
    Math.Sqrt(direct phi i i 1.0 * direct phi j j 1.0)

let private near (expected: float) (actual: float) (error: float) =
    Assert.True(Math.Abs(actual - expected) <= error, $"{actual:R} is not {expected:R} to {error}")

// A factor 20 covers the size of phi near its poles, for which the quadrature's own rule has a factor already, and roundings
// of some hundred positive terms.
let private rounding = 20.0 * 1e-14

[<Fact>]
let ``covariances are those of the high-precision table`` () =
    let rows = PairCovariances.read ()
    Assert.Equal(28, rows.Length)

    for row in rows do
        let phi = GivenNetworks.nonlinearity row.Activation
        let scale = scale phi row.First row.Second
        let value = direct phi row.First row.Second row.Correlation
        near row.Covariance value (rounding * scale)

        let output, report =
            GivenNetworks.pair GivenNetworks.settings phi row.First row.Second row.Correlation

        near row.Covariance output[1] ((report.Remainder + rounding) * scale)

[<Fact>]
let ``kinks by panels are as good as their closed form`` () =
    let relu = GivenNetworks.nonlinearity Activation.Relu

    let panels =
        { relu with
            Shape = Broken [ { Place = 0.0; Jump = 0.0 } ]
        }

    let random = Random 5

    for psi in [ -1.0; -0.999; -0.5; 0.0; 0.3; 0.99; 1.0 ] do
        let draw low high =
            low + (high - low) * random.NextDouble()

        let i = neuron (draw -2.0 2.0) (draw 0.1 2.0)
        let j = neuron (draw -2.0 2.0) (draw 0.1 2.0)
        near (direct relu i j psi) (direct panels i j psi) (rounding * scale relu i j)

[<Fact>]
let ``a function of several ramps is covered by the closed form`` () =
    // clip(z, -1, 1/2) - z/4.
    let value z = Math.Clamp(z, -1.0, 0.5) - 0.25 * z

    let slope z =
        (if z > -1.0 && z < 0.5 then 1.0 else 0.0) - 0.25

    let ramps =
        [ { Place = -1.0; SlopeChange = 1.0 }; { Place = 0.5; SlopeChange = -1.0 } ]

    let closed =
        {
            Shape = PiecewiseLinear(-1.0, -0.25, ramps)
            Value = value
            Slope = slope
            Block = None
        }

    let panels =
        { closed with
            Shape = Broken [ { Place = -1.0; Jump = 0.0 }; { Place = 0.5; Jump = 0.0 } ]
        }

    let i = neuron 0.3 0.9
    let j = neuron -0.4 1.3

    for psi in [ -1.0; -0.6; 0.2; 0.95; 1.0 ] do
        let bound = rounding * scale closed i j
        near (direct panels i j psi) (direct closed i j psi) bound
        // Series and tables as well, of both kinds.
        let byRamps, first = GivenNetworks.pair GivenNetworks.settings closed i j psi
        let byPanels, second = GivenNetworks.pair GivenNetworks.settings panels i j psi

        near
            byPanels[1]
            byRamps[1]
            (bound + (first.Remainder + second.Remainder) * bound / rounding)

        near byPanels[0] byRamps[0] (rounding * byRamps[0])

[<Fact>]
let ``a jump is covered by panels`` () =
    // The sign: Cov = (2/pi) asin psi for fields of 0.
    let sign =
        {
            Shape = Broken [ { Place = 0.0; Jump = 2.0 } ]
            Value = fun z -> float (Math.Sign z)
            Slope = fun _ -> 0.0
            Block = None
        }

    let i = neuron 0.0 0.7
    let j = neuron 0.0 1.9

    for psi in [ -1.0; -0.5; 0.1; 0.8; 1.0 ] do
        let expected = 2.0 / Math.PI * Math.Asin psi
        near expected (direct sign i j psi) rounding
        let output, report = GivenNetworks.pair GivenNetworks.settings sign i j psi
        near expected output[1] (report.Remainder + rounding)

[<Fact>]
let ``the sine has its closed form`` () =
    let sine =
        {
            Shape = Sine
            Value = Math.Sin
            Slope = Math.Cos
            Block = None
        }

    let random = Random 6

    for psi in [ -1.0; -0.7; 0.01; 0.4; 1.0 ] do
        let i = neuron (3.0 * random.NextDouble()) (0.3 + random.NextDouble())
        let j = neuron (3.0 * random.NextDouble()) (0.3 + 3.0 * random.NextDouble())
        let expected = GivenNetworks.byQuadrature Math.Sin i j psi
        near expected (direct sine i j psi) (rounding * scale sine i j)
        let output, report = GivenNetworks.pair GivenNetworks.settings sine i j psi
        near expected output[1] ((report.Remainder + rounding) * scale sine i j)

[<Theory>]
[<InlineData(-1.0)>]
[<InlineData(-0.3)>]
[<InlineData(0.6)>]
[<InlineData(1.0)>]
let ``erf with fields of zero is an arcsine`` psi =
    let phi = GivenNetworks.nonlinearity Activation.Erf
    let i = neuron 0.0 0.8
    let j = neuron 0.0 3.0

    let expected =
        2.0 / Math.PI
        * Math.Asin(2.0 * psi * 0.8 * 3.0 / Math.Sqrt((1.0 + 2.0 * 0.64) * (1.0 + 2.0 * 9.0)))

    near expected (direct phi i j psi) (rounding * scale phi i j)

[<Theory>]
[<InlineData(-1.0)>]
[<InlineData(-0.3)>]
[<InlineData(0.6)>]
[<InlineData(1.0)>]
let ``relu with fields of zero has the arc-cosine form`` psi =
    let phi = GivenNetworks.nonlinearity Activation.Relu
    let root = Math.Sqrt((1.0 - psi) * (1.0 + psi))

    let expected =
        0.8 * 3.0 / (2.0 * Math.PI) * (root + psi * (Math.PI - Math.Acos psi) - 1.0)

    let i = neuron 0.0 0.8
    let j = neuron 0.0 3.0
    near expected (direct phi i j psi) (rounding * scale phi i j)

[<Fact>]
let ``the closed form of relu is continuous where it changes`` () =
    let phi = GivenNetworks.nonlinearity Activation.Relu
    let i = neuron 0.3 0.8
    let j = neuron -0.5 1.1

    // Its slope in psi is at most s r, so a step of 1e-12 shows as at most that.
    for sign in [ -1.0; 1.0 ] do
        let bound = (1e-12 + rounding) * 0.8 * 1.1
        near (direct phi i j sign) (direct phi i j (sign * (1.0 - 1e-12))) bound
