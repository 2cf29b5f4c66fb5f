module CorrSyn.Core.Tests.CriticalGainTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.FixedPoints

let private table activation r =
    match
        ScalingDerivation.deriveMap
            FourParameters
            (Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create r)))
    with
    | Ok map -> LengthMap.create (ReducedMap.create FieldAverages.defaultSettings activation r map)
    | Error failure -> invalidOp $"{failure}"

let private find table bias =
    match CriticalGain.find table 6.0 bias with
    | Ok points -> points
    | Error error -> invalidOp $"{error}"

[<Theory>]
[<InlineData("tanh", 1.0)>]
[<InlineData("erf", Math.PI / 4.0)>]
[<InlineData("linear", 1.0)>]
[<InlineData("relu", 2.0)>]
let ``without biases the critical gain is one over the mean squared slope at 0``
    (name: string)
    (expected: float)
    =
    let activation =
        match Activation.tryOfName name with
        | Ok activation -> activation
        | Error error -> invalidOp $"{error}"

    let point = Assert.Single(find (table activation 1.0) 0.0)
    Assert.Equal(Overlap, point.Kind)
    Assert.Equal(Some 0.0, point.TotalVariance)
    Assert.Equal(expected, point.Gain, 1e-12)

[<Fact>]
let ``homogeneous activations with biases are critical where they start to diverge`` () =
    for activation, gain in [ Activation.Linear, 1.0; Activation.Relu, 2.0 ] do
        let point = Assert.Single(find (table activation 0.0) 0.2)
        Assert.Equal((Growth, None), (point.Kind, point.TotalVariance))
        Assert.Equal(gain, point.Gain, 1e-12)

/// The critical gain of erf by hand: q and g from E phi'^2 = (4/pi)/sqrt(1 + 4 q) and E phi^2 = (2/pi) asin(2q/(1+2q)).
let private erfOracle bias =
    let slope q =
        4.0 / Math.PI / Math.Sqrt(1.0 + 4.0 * q)

    let square q =
        2.0 / Math.PI * Math.Asin(2.0 * q / (1.0 + 2.0 * q))

    let excess q = slope q * (q - bias) - square q

    let rec narrow low high =
        let middle = 0.5 * (low + high)

        if middle <= low || middle >= high then middle
        elif excess middle < 0.0 then narrow middle high
        else narrow low middle

    1.0 / slope (narrow bias 1000.0)

[<Fact>]
let ``the critical line of erf is that of the closed form`` () =
    let table = table Activation.Erf 1.0

    for bias in [ 0.01; 0.1; 0.5; 1.0 ] do
        let point = Assert.Single(find table bias)
        // Averages to 1e-13; the gain depends on the root about as strongly as on itself.
        Assert.True(
            Property.isClose 1e-11 (erfOracle bias) point.Gain,
            $"{erfOracle bias} {point.Gain}"
        )

        Assert.True(point.Residual < 1e-11)

[<Fact>]
let ``the stable fixed point has K1 = 0 below the critical gain and K1 above 0 beyond it`` () =
    let table = table Activation.Tanh 1.0

    for bias in [ 0.0; 0.05; 0.4 ] do
        let critical = (Assert.Single(find table bias)).Gain

        let stable gain =
            match
                FixedPointSearch.find
                    FixedPoint.defaultSettings
                    table
                    { Gain = gain; BiasVariance = bias }
            with
            | Ok points ->
                Assert.Single(points |> List.filter (fun point -> point.Stability = Stable))
            | Error error -> invalidOp $"{error}"

        // Without biases the multiplier of the overlap departs from 1 as the square of the distance only.
        Assert.Equal(0.0, (stable (critical * (1.0 - 1e-4))).K1)
        Assert.True((stable (critical * (1.0 + 1e-4))).K1 > 0.0)

[<Fact>]
let ``synaptic correlations do not move the critical line`` () =
    let without, strong = table Activation.Tanh 0.0, table Activation.Tanh 2.5

    for bias in [ 0.0; 0.1; 0.3 ] do
        Assert.Equal<CriticalGain list>(find without bias, find strong bias)
