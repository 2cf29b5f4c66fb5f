module CorrSyn.Core.Tests.TanhBlockTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.Averages

[<Fact>]
let ``values and slopes are those of single numbers`` () =
    // Both signs, both sides of the change at 1/2, sizes from 1e-300 to 350 and 0 itself.
    let sizes =
        [
            0.0
            1e-300
            1e-9
            0.001
            0.03
            0.1
            0.4
            0.4999999
            0.5
            1.0
            3.0
            19.0
            40.0
            350.0
        ]

    let z =
        [|
            for size in sizes @ [ 700.0; 1e6 ] do
                size
                -size
        |]

    let values = Array.zeroCreate z.Length
    let slopes = Array.zeroCreate z.Length
    Assert.Equal(0, z.Length % 8)
    TanhBlock.fill z values slopes z.Length

    for k in 0 .. z.Length - 1 do
        let expected = Math.Tanh z[k]
        // Below 1/2 the continued fraction: nine roundings of 1.1e-16 in sums of positive terms. Above, the quotient loses
        // a factor of less than 2. Math.Tanh has its own rounding.
        Assert.True(Math.Abs(values[k] - expected) <= 1e-15 * Math.Abs expected)

        if Math.Abs z[k] <= 350.0 then
            // The exponential of 700 has a relative error of 700 roundings of its exponent at most.
            let slope = Activation.derivative Activation.Tanh z[k]
            Assert.True(Math.Abs(slopes[k] - slope) <= 1e-13 * slope)
        else
            Assert.Equal(0.0, slopes[k], 1e-300)

[<Theory>]
[<InlineData(1e-3)>]
[<InlineData(0.2)>]
[<InlineData(10.0)>]
let ``equidistant values are those of single numbers`` (step: float) =
    // Starts far beyond the range of exponentials too.
    let starts =
        [|
            -4000.0
            -20.0
            -1.0
            -0.4
            -3e-9
            0.0
            0.3
            0.6
            2.0
            4000.0
            0.0
            0.0
            0.0
            0.0
            0.0
            0.0
        |]

    let values = Array.zeroCreate 80
    TanhBlock.fillEquidistant starts step 10 (Array.zeroCreate 16) values

    for k in 0 .. values.Length - 1 do
        let z = starts[k / 8] + step * float (k % 8)
        let expected = Math.Tanh z
        // As above. That z itself is rounded moves tanh by at most 1.1e-16 of |start|, where it has a slope.
        let start = Math.Min(20.0, Math.Abs starts[k / 8])
        let slope = Activation.derivative Activation.Tanh z
        let allowed = 1e-15 * Math.Abs expected + 2.3e-16 * (start + Math.Abs z) * slope
        Assert.True(Math.Abs(values[k] - expected) <= allowed, $"{z}: {values[k]}")
