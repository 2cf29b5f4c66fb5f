module CorrSyn.Core.Tests.TanhBlockTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric

[<Fact>]
let ``values and slopes are those of single numbers`` () =
    // Both signs, both sides of the change at 0.03, sizes from 1e-300 to 350 and 0 itself.
    let sizes =
        [
            0.0
            1e-300
            1e-9
            0.001
            0.0299999
            0.03
            0.0300001
            0.1
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
        // The quotient loses a factor 1/0.06 of precision at the change: 17 roundings of 1.1e-16 and a few more.
        Assert.True(Math.Abs(values[k] - expected) <= 1e-14 * Math.Abs expected)

        if Math.Abs z[k] <= 350.0 then
            // The exponential of 700 has a relative error of 700 roundings of its exponent at most.
            let slope = Activation.derivative Activation.Tanh z[k]
            Assert.True(Math.Abs(slopes[k] - slope) <= 1e-13 * slope)
        else
            Assert.Equal(0.0, slopes[k], 1e-300)
