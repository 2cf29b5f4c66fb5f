module CorrSyn.Core.Tests.ResponseTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.Averages

let private response text (limit: float) =
    match Activation.tryOfName text with
    | Error error -> invalidOp $"{error}"
    | Ok activation ->
        match Response.tryCreate 1 activation limit (1e-3 * limit) (0.1 * limit) with
        | Ok response -> response
        | Error error -> invalidOp $"{error}"

[<Theory>]
[<InlineData("max(0,x)", 0.0, 0.0)>]
[<InlineData("max(-0.3,min(1,x))", -0.3, 1.0)>]
[<InlineData("min(1,max(0.2*x,x))", 0.0, 1.0)>]
[<InlineData("x+step(x-0.7)", 0.7, 0.7)>]
[<InlineData("sign(x)*log(1+abs(x))", 0.0, 0.0)>]
let ``kinks and jumps are found to rounding, and what lies between is a few panels``
    text
    first
    last
    =
    for limit in [ 2.0; 3.3; 17.0 ] do
        let response = response text limit
        let expected = [| first; last |] |> Array.distinct

        // That of log(1 + |z|) is of second order: found, and no more.
        Assert.Equal(expected.Length, response.Breaks.Length)

        for expected, actual in Array.zip expected response.Breaks do
            Assert.True(Math.Abs(actual - expected) <= 1e-15, $"{text}: {actual:R}")

        Assert.True(response.Edges.Length <= 30, $"{text}: %A{response.Edges}")

[<Theory>]
// Rounded to the size of 1, next to 0 where values are small.
[<InlineData("sqrt(1+x*x)-1")>]
// The argument of tanh is twenty times as sensitive as x.
[<InlineData("tanh(20*(x-1))")>]
[<InlineData("exp(x)-1-x")>]
[<InlineData("(1-cos(x))/2")>]
let ``rounding of a formula is no kink`` text =
    for limit in [ 0.05; 2.0; 17.0; 30.0 ] do
        let response = response text limit
        Assert.Empty response.Breaks
        Assert.True(response.Edges.Length <= 80, $"{text}: {response.Edges.Length}")
