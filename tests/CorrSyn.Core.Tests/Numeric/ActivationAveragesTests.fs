module CorrSyn.Core.Tests.ActivationAveragesTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

let private activation name =
    match Activation.tryOfName name with
    | Ok activation -> activation
    | Error error -> invalidOp $"{error}"

let private products =
    [|
        [ ActivityVariance ]
        [ ActivityVariance; ActivityVariance ]
        [ Quantity.mean; Quantity.mean ]
        [ Quantity.slope; Quantity.slope ]
        [ MeanDerivative 2; MeanDerivative 2 ]
        [ MeanDerivative 3; MeanDerivative 3 ]
        [ SquareDerivative 2 ]
    |]

let private evaluateOnly products phi field s =
    match FieldAverages.evaluate FieldAverages.defaultSettings 1 phi field s products with
    | Ok averages -> averages
    | Error error -> invalidOp $"{Activation.name phi} {field} {s}: {error}"

let private evaluate = evaluateOnly products

/// A name, whose averages are closed forms or trapezoidal sums, and a formula for the same, whose averages are panels.
let private twins =
    [
        "relu", "max(0,x)"
        "leaky-relu:0.2", "max(x,0.2*x)"
        "leaky-relu:-1", "abs(x)"
        "sin", "sin(x)"
        "sign", "sign(x)"
        "heaviside", "step(x)"
        "linear", "x"
        "hard-tanh", "max(-1,min(1,x))"
        "tanh", "tanh(x)"
        "erf", "erf(x)"
        "gelu", "x*(1+erf(x/sqrt(2)))/2"
        "silu", "x*sigmoid(x)"
        "softplus", "log1p(exp(-abs(x)))+max(0,x)"
    ]

/// Averages here are of order 1, except those that vanish by symmetry, of which rounding is left.
let private isSame (first: FieldAverage) (second: FieldAverage) =
    let scale i =
        Math.Max(Math.Abs first.Values[i], Math.Abs second.Values[i])

    Seq.init products.Length id
    |> Seq.forall (fun i ->
        Math.Abs(first.Values[i] - second.Values[i])
        <= 1e-12 * scale i + first.Errors[i] + second.Errors[i] + 1e-14
    )

[<Theory>]
[<InlineData(0.5, 0.6)>]
[<InlineData(2.0, 0.3)>]
[<InlineData(0.02, 0.9)>]
[<InlineData(0.7, 4.0)>]
let ``two routes give the same averages`` (field: float, s: float) =
    // At s = 4 a sine averages to exp(-8): a formula has that from values of order 1 only.
    for name, formula in twins |> List.filter (fun (name, _) -> name <> "sin" || s < 2.0) do
        let first = evaluate (activation name) field s
        let second = evaluate (activation formula) field s
        Assert.True(isSame first second, $"{name}: %A{first} %A{second}")

[<Fact>]
let ``two routes agree for fields and inputs of any size`` () =
    let simple = products[..3]

    let averages phi field s =
        (evaluateOnly simple phi field s).Values

    for name, formula in twins |> List.filter (fun (name, _) -> name <> "sin") do
        for field, s in [ 0.0, 1.3; 1e-3, 1e-3; 1e3, 1e3; 1e-3, 1e3 ] do
            let first = averages (activation name) field s
            let second = averages (activation formula) field s

            Assert.True(
                Array.forall2 (Property.isClose 1e-12) first second,
                $"{name} {field} {s}: %A{first} %A{second}"
            )

[<Fact>]
let ``hard tanh has the averages of its closed forms`` () =
    let below x =
        MathNet.Numerics.Distributions.Normal.CDF(0.0, 1.0, x)

    let density x =
        MathNet.Numerics.Distributions.Normal.PDF(0.0, 1.0, x)

    Property.holds (fun (a: int) ->
        // Without a field: the variance is E min(z^2, 1), kappa the probability of |z| < 1.
        let s = Math.Pow(10.0, float (abs a % 50) / 25.0 - 1.0)
        let x = 1.0 / s
        let inner = 1.0 - 2.0 * below -x
        let variance = s * s * (inner - 2.0 * x * density x) + 2.0 * below -x
        let averages = evaluateOnly products[..3] Activation.HardTanh 0.0 s

        // The bracket loses digits where s is large: its terms are about x, the rest x^3.
        let error = 1e-15 * s * s

        Math.Abs(variance - s * s * averages.Values[0]) <= 1e-13 * variance + error
        && Property.isClose 1e-13 (inner * inner) averages.Values[3]
    )

let private user name phi derivative =
    Activation.Custom(UserFunction.create name phi derivative)

[<Fact>]
let ``a user's function has the averages of the activation it repeats, with and without its derivative``
    ()
    =
    let simple = products[..3]

    for own, name in
        [
            user "own tanh" Math.Tanh None, "tanh"
            user "own tanh" Math.Tanh (Some(fun z -> 1.0 / (Math.Cosh z * Math.Cosh z))), "tanh"
            user "own relu" (fun z -> Math.Max(0.0, z)) None, "relu"
            user "own sign" (fun z -> float (Math.Sign z)) None, "sign"
            user "own step" (fun z -> if z > 0.3 then 1.0 else 0.0) None, "step(x-0.3)"
        ] do
        match
            FieldAverages.evaluate
                { FieldAverages.defaultSettings with
                    Tolerance = 1e-12
                }
                1
                own
                0.6
                0.8
                simple
        with
        | Error error -> Assert.Fail $"{name}: {error}"
        | Ok averages ->
            let expected = evaluate (activation name) 0.6 0.8

            Assert.True(
                Array.forall2 (Property.isClose 2e-12) expected.Values[..3] averages.Values,
                $"{name} %A{expected.Values} %A{averages.Values}"
            )

let private map =
    let synapses = SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0)

    match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble synapses) with
    | Ok map -> map
    | Error failure -> invalidOp $"{failure}"

let private layers tolerance phi gain bias depth =
    let synapses = SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0)

    NetworkSpec.create synapses gain bias phi (InputEnsemble.create 2.0 0.5) depth 200
    |> MeanField.evaluate
        { FieldAverages.defaultSettings with
            Tolerance = tolerance
        }
        map

[<Fact>]
let ``D/N lies in (0, 1] for every activation`` () =
    for phi in activation "x/(1+abs(x))" :: Activation.all do
        for gain, bias in [ 1e-6, 0.0; 0.7, 0.3; 40.0, 0.1 ] do
            match layers 1e-12 phi gain bias 3 with
            | Error error -> Assert.Fail $"{Activation.name phi} {gain} {bias}: {error}"
            | Ok states ->
                for state in states do
                    Assert.True(
                        state.Dimension > 0.0 && state.Dimension <= 1.0,
                        $"{Activation.name phi} {gain} {bias}: {state.Dimension}"
                    )

                    Assert.InRange(state.RelativeError, 0.0, 1e-10)

[<Fact>]
let ``at small gain a network is that of its slope at 0`` () =
    let linear = layers 1e-12 Activation.Linear 1e-12 0.0 3

    for phi in Activation.all do
        let slope = (Activation.apply phi 1e-9 - Activation.apply phi -1e-9) / 2e-9
        let isSmooth = Activation.apply phi 1e-9 - Activation.apply phi 0.0 - 1e-9 * slope

        if Math.Abs slope < 2.0 && Math.Abs isSmooth < 1e-15 && phi <> Activation.Softplus then
            // z^2 is g K1 = 5e-13 and less: corrections of relative order 1e-12, or 1e-6 where phi has a curvature at 0.
            match linear, layers 1e-12 phi (1e-12 / (slope * slope)) 0.0 3 with
            | Ok expected, Ok actual ->
                for a, b in List.zip expected actual do
                    Assert.True(
                        Property.isClose 1e-5 a.Dimension b.Dimension,
                        $"{Activation.name phi}: {a.Dimension} {b.Dimension}"
                    )
            | expected, actual -> Assert.Fail $"{expected} {actual}"

[<Fact>]
let ``phi(c z) at gain g is phi(z) at gain c^2 g`` () =
    for first, second in [ "tanh(3*x)", "tanh"; "max(0,x-0.3)", "max(0,0.5*x-0.3)" ] do
        let c = if second = "tanh" then 3.0 else 0.5

        match
            layers
                1e-12
                (activation first)
                (if c = 3.0 then 0.8 else 0.8 * c * c)
                (if c = 3.0 then 0.1 else 0.1 * c * c)
                3,
            layers
                1e-12
                (activation second)
                (if c = 3.0 then 0.8 * c * c else 0.8)
                (if c = 3.0 then 0.1 * c * c else 0.1)
                3
        with
        | Ok a, Ok b ->
            for a, b in List.zip a b do
                Assert.True(Property.isClose 1e-11 a.K1 b.K1, $"{first} {a.K1} {b.K1}")
                Assert.True(Property.isClose 1e-11 a.NSigma b.NSigma, $"{first}")
        | a, b -> Assert.Fail $"{a} {b}"

[<Theory>]
[<InlineData("exp(x^2)", 10.0)>]
[<InlineData("log(x)", 1.0)>]
[<InlineData("1/x", 1.0)>]
[<InlineData("sqrt(x)", 1.0)>]
[<InlineData("3", 1.0)>]
[<InlineData("sin(1e9*x)", 1.0)>]
let ``what has no answer is an error that names the layer`` (text: string, gain: float) =
    match layers 1e-13 (activation text) gain 0.1 2 with
    | Ok states -> Assert.Fail $"%A{states}"
    | Error error ->
        Assert.Contains("layer 1", error.ToString())
        Assert.DoesNotContain("NaN", error.ToString())

[<Fact>]
let ``an accuracy that values alone cannot give is refused, a smaller one is not`` () =
    let own = user "own" Math.Tanh None
    let narrow = layers 1e-13 own 1e-8 0.1 3
    Assert.True(Result.isError narrow)

    match narrow with
    | Error error -> Assert.Contains("relative error", error.ToString())
    | Ok _ -> ()

    Assert.True(Result.isOk (layers 1e-6 own 1e-8 0.1 2))
