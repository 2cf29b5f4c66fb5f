module CorrSyn.Core.Tests.ActivationTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Numeric.Averages

let private formula text =
    match Activation.tryOfName text with
    | Ok activation -> activation
    | Error error -> invalidOp $"{error}"

let private value text x = Activation.apply (formula text) x

[<Theory>]
[<InlineData("1+2*x", 3.0, 7.0)>]
[<InlineData("-x^2", 3.0, -9.0)>]
[<InlineData("2^-x", 3.0, 0.125)>]
[<InlineData("2^x^2", 2.0, 16.0)>]
[<InlineData("x-1-1", 5.0, 3.0)>]
[<InlineData("8/x/2", 2.0, 2.0)>]
[<InlineData("--x", 2.0, 2.0)>]
[<InlineData("2*-x", 2.0, -4.0)>]
[<InlineData("max(x, 1) + min(x, 1)", 3.0, 4.0)>]
[<InlineData(" ( x + 1e1 ) / .5 ", 0.0, 20.0)>]
[<InlineData("step(x)+sign(x)*abs(x)", -2.0, -2.0)>]
[<InlineData("step(x)", 0.0, 0.5)>]
let ``a formula has the value that its signs mean`` (text: string, x: float, expected: float) =
    Assert.Equal(expected, value text x, 1e-15)

[<Theory>]
[<InlineData("x/(1+ab(x))", "unknown name ab at 6")>]
[<InlineData("2*", "position 3, the end")>]
[<InlineData("(x", "position 3, the end")>]
[<InlineData("x)", "position 2, \")\"")>]
[<InlineData("x y", "position 3, \"y\"")>]
[<InlineData("1e999*x", "the number is too large")>]
[<InlineData("nan*x", "unknown name nan at 1")>]
[<InlineData("max(x)", "position 6")>]
[<InlineData("", "position 1")>]
let ``a refused formula names the position and what is allowed`` (text: string, part: string) =
    match ExpressionText.tryParse text with
    | Ok _ -> Assert.Fail $"{text} was read"
    | Error error ->
        Assert.Equal("activation", error.Parameter)
        Assert.Contains(part, error.Allowed)
        Assert.Contains("numbers, x, + - * / ^ and brackets", error.Allowed)
        Assert.DoesNotContain("\n", error.ToString())

[<Fact>]
let ``formulas that would exhaust the stack are refused, and the largest ones are not`` () =
    let nested count =
        String('(', count) + "x" + String(')', count)

    let isRead text =
        Result.isOk (ExpressionText.tryParse text)

    Assert.True(isRead (nested ExpressionText.deepest))
    Assert.False(isRead (nested (ExpressionText.deepest + 1)))
    Assert.False(isRead (nested 1_000_000))
    Assert.True(isRead (String('-', ExpressionText.longest - 1) + "x"))
    Assert.False(isRead (String('-', 1_000_000) + "x"))
    let tower = "x" + String.replicate 199 "^x"
    Assert.True(isRead tower)
    Assert.True(Double.IsFinite(value tower 1.0))

[<Fact>]
let ``the derivatives of a formula are those of the function it spells`` () =
    let pairs =
        [
            "tanh(x)", Activation.Tanh
            "erf(x)", Activation.Erf
            "x*(1+erf(x/sqrt(2)))/2", Activation.Gelu
            "x*sigmoid(x)", Activation.Silu
            "log(1+exp(x))", Activation.Softplus
            "sin(x)", Activation.Sin
            "min(1,max(-1,x))", Activation.HardTanh
            "max(x,0.01*x)", Activation.LeakyRelu 0.01
            "(exp(x)-exp(-x))/(exp(x)+exp(-x))", Activation.Tanh
            "cos(x-1.5707963267948966)", Activation.Sin
        ]

    let points = [| -2.3; -0.7; 0.2; 0.9; 3.1 |]

    for text, activation in pairs do
        let expected = ActivationDerivative.evaluate activation 3 points
        let actual = ActivationDerivative.evaluate (formula text) 3 points

        for order in 0..3 do
            for i in 0 .. points.Length - 1 do
                // A few roundings of terms of order 1, of which derivatives of exp(x)/exp(x) hold a hundred.
                Assert.Equal(expected[order][i], actual[order][i], 1e-13)

[<Theory>]
[<InlineData("sqrt(1+x^2)")>]
[<InlineData("asinh(x)*cosh(x)-sinh(x)")>]
[<InlineData("atan(x)/(2+cos(x))")>]
[<InlineData("log1p(x^2)+expm1(-x^2)")>]
[<InlineData("(2+sin(x))^x")>]
[<InlineData("(1+x^2)^-1.5")>]
let ``each derivative of a formula is the slope of the one before`` (text: string) =
    let phi = formula text
    let h = 1e-4

    for x in [ -1.7; -0.4; 0.3; 1.2 ] do
        let at = ActivationDerivative.evaluate phi 3 [| x - h; x; x + h |]

        for order in 1..3 do
            // The central difference has an error of h^2/6 of two derivatives more, 1e-8 of at most 100, plus rounding.
            let slope = (at[order - 1][2] - at[order - 1][0]) / (2.0 * h)
            Assert.Equal(slope, at[order][1], 1e-6)

[<Fact>]
let ``the symmetry of formulas and functions is found`` () =
    for text in
        [
            "x/(1+abs(x))"
            "x^3"
            "sigmoid(x)-0.5"
            "sign(x)*sqrt(abs(x))"
            "x*exp(-x^2)"
        ] do
        Assert.True(Activation.isOdd (formula text), text)

    for text in [ "max(0,x)"; "x+1e-9*x^2"; "x+0.001"; "abs(x)"; "exp(x)"; "step(x)" ] do
        Assert.False(Activation.isOdd (formula text), text)

    Assert.True((UserFunction.create "cube root" Math.Cbrt None).IsOdd)
    Assert.False((UserFunction.create "ramp" (fun z -> Math.Max(0.0, z)) None).IsOdd)

[<Fact>]
let ``a name or formula comes back from the activation that it made`` () =
    for text in [ "leaky-relu:0.2"; "leaky-relu:-1"; "x/(1+abs(x))"; "x"; "hard-tanh" ] do
        Assert.Equal(text, Activation.name (formula text))
        Assert.Equal(formula text, formula (Activation.name (formula text)))

    Assert.Equal(Activation.LeakyRelu 0.01, formula "leaky-relu:0.01")
    Assert.True(Result.isError (Activation.tryOfName "leaky-relu:steep"))
    Assert.True(Result.isError (Activation.tryOfName "leaky-relu:1e99"))

[<Fact>]
let ``expm1 and log1p keep their accuracy next to 0`` () =
    for a in [ 1e-20; -1e-9; 1e-5; -0.0025; 0.3; -0.9; 5.0 ] do
        // Taylor to 40 terms, exact to rounding where |a| is below 1.
        let expected =
            if Math.Abs a < 1.0 then
                Seq.unfold (fun (term, n) -> Some(term, (term * a / float (n + 1), n + 1))) (a, 1)
                |> Seq.truncate 40
                |> Seq.rev
                |> Seq.sum
            else
                Math.Exp a - 1.0

        Assert.True(Property.isClose 1e-15 expected (SmallArgument.expm1 a), $"{a}")
        Assert.True(Property.isClose 1e-15 a (SmallArgument.log1p expected), $"log1p {a}")
