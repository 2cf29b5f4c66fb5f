module CorrSyn.Core.Tests.CriticalPointConstantsTests

open System
open System.Text.Json
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.FixedPoints

let private table = lazy (ReferenceTable.read "critical-points.json")

let private map =
    match
        ScalingDerivation.deriveMap
            FourParameters
            (Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0)))
    with
    | Ok map -> map
    | Error failure -> invalidOp $"{failure}"

let private lengthMap activation r =
    LengthMap.create (ReducedMap.create FieldAverages.defaultSettings activation r map)

let private find activation r gain bias =
    match
        FixedPointSearch.find
            FixedPoint.defaultSettings
            (lengthMap activation r)
            { Gain = gain; BiasVariance = bias }
    with
    | Ok points -> points
    | Error error -> invalidOp $"{Activation.name activation} {gain} {bias}: {error}"

/// Errors of averages, 1e-13 each, grow at a fixed point by one over the distance of the nearest multiplier from 1.
let private isClose (point: FixedPoint) (expected: float) (actual: float) =
    let distance =
        [ point.LengthMultiplier; point.OverlapMultiplier ]
        |> List.map (fun multiplier -> Math.Abs(1.0 - multiplier))
        |> List.min

    ReferenceTable.deviation expected actual <= 1e-12 / Math.Min(1.0, distance)

let private compare (name: string) (expected: JsonElement) (point: FixedPoint) =
    let check what actual =
        let expected = ReferenceTable.value what expected

        Assert.True(
            isClose point expected actual || (expected = 0.0 && Math.Abs actual < 1e-13),
            $"{name} {what}: {expected:R} {actual:R}"
        )

    check "k1" point.K1
    check "q" point.Q
    check "k2Ratio" point.K2Ratio
    check "length" point.LengthMultiplier
    check "overlap" point.OverlapMultiplier

    for what, multiplier in
        [
            "lengthScale", point.LengthMultiplier
            "overlapScale", point.OverlapMultiplier
            "nSigmaScale", point.CorrelationMultiplier
        ] do
        match ReferenceTable.tryValue what expected, FixedPoint.depthScale multiplier with
        // Where K1 + Q does not depend on anything its multiplier is a rounding of 0, and the depth scale of it.
        | Some expected, Some _ when expected < 0.05 ->
            Assert.True(Math.Abs multiplier < 1e-8, name)
        // -1/log of the multiplier magnifies its error by itself.
        | Some expected, Some actual ->
            let error = 1e-12 * (1.0 + expected) * (1.0 + expected)

            Assert.True(
                ReferenceTable.deviation expected actual <= error,
                $"{name} {what} {actual}"
            )
        | None, None -> ()
        | other -> Assert.Fail $"{name} {what}: {other}"

    match ReferenceTable.tryValue "nSigma" expected with
    | Some _ -> check "nSigma" point.NSigma
    | None -> Assert.Equal(0.0, point.NSigma)

[<Fact>]
let ``fixed points, multipliers and depth scales of twelve activations are those of mpmath`` () =
    let models = ReferenceTable.items "models" (table.Force())
    let names = models |> List.map ReferenceTable.activation |> List.distinct
    Assert.Equal((24, 12), (models.Length, names.Length))

    for model in models do
        let activation = ReferenceTable.activation model

        let points =
            find
                activation
                (ReferenceTable.value "correlation" model)
                (ReferenceTable.value "gain" model)
                (ReferenceTable.value "biasVariance" model)

        // A jump has slopes without a mean square: K1 = 0 is left at once, and the table leaves it out.
        let hasJump = List.contains activation [ Activation.Sign; Activation.Heaviside ]

        let left, compared =
            points |> List.partition (fun point -> hasJump && point.K1 = 0.0)

        Assert.True(left |> List.forall (fun point -> point.Stability = Unstable))
        let expected = ReferenceTable.items "points" model
        Assert.Equal(expected.Length, compared.Length)

        for expected, point in List.zip expected compared do
            compare (Activation.name activation) expected point

[<Fact>]
let ``critical gains of nine activations are those of mpmath`` () =
    let lines = ReferenceTable.items "lines" (table.Force())
    Assert.Equal(9, lines.Length)

    for line in lines do
        let activation = ReferenceTable.activation line

        match
            CriticalGain.find
                (lengthMap activation 1.0)
                6.0
                (ReferenceTable.value "biasVariance" line)
        with
        | Error error -> Assert.Fail $"{Activation.name activation}: {error}"
        | Ok gains ->
            let within = gains |> List.filter (fun point -> point.Kind <> Growth)
            let expected = ReferenceTable.items "gains" line

            Assert.True(
                (expected.Length = within.Length),
                $"{Activation.name activation}: %A{within}"
            )

            for expected, point in List.zip expected within do
                let kind = if point.Kind = Overlap then "overlap" else "length"
                // Both where the two multipliers are the same number.
                Assert.Contains(expected.GetProperty("kind").GetString(), [ kind; "both" ])
                // The stated accuracy over the slope of the multiplier in log g, which is not below 0.1 here.
                let gain = ReferenceTable.value "gain" expected

                Assert.True(
                    ReferenceTable.deviation gain point.Gain <= 1e-11,
                    $"{Activation.name activation}: {gain:R} {point.Gain:R}"
                )

[<Fact>]
let ``every activation with a name has its fixed points, and layers end at one that is listed`` () =
    for activation in Activation.all do
        let points = find activation 1.0 0.9 0.2
        Assert.NotEmpty points

        for point in points do
            Assert.True(point.Residual < 1e-12, $"{Activation.name activation} {point.Residual}")

        match
            Destination.follow
                FixedPoint.defaultSettings
                (lengthMap activation 1.0).Map
                { Gain = 0.9; BiasVariance = 0.2 }
                points
                { K1 = 0.5; Q = 0.0 }
        with
        | Ok(Reaches(index, _)) -> Assert.Equal(Stable, points[index].Stability)
        | other -> Assert.Fail $"{Activation.name activation}: {other}"

[<Theory>]
[<InlineData("log1p(exp(x))", "softplus")>]
[<InlineData("log(1+exp(x))", "softplus")>]
[<InlineData("exp(x)/(1+exp(x))", "1/(1+exp(-x))")>]
[<InlineData("x*exp(x)/(1+exp(x))", "silu")>]
let ``a formula that overflows far out has the fixed points of one that does not``
    (overflowing: string)
    (twin: string)
    =
    let points name =
        find (ReferenceTable.activationOf name) 0.0 1.2 0.1

    for expected, point in List.zip (points twin) (points overflowing) do
        Assert.True(isClose point expected.TotalVariance point.TotalVariance)
        Assert.True(isClose point expected.OverlapMultiplier point.OverlapMultiplier)

[<Theory>]
[<InlineData("exp(x)")>]
[<InlineData("sinh(x)")>]
[<InlineData("exp(x^2)")>]
[<InlineData("x*exp(-x)")>]
let ``where phi grows beyond floating point no list of fixed points is claimed`` (name: string) =
    let table = lengthMap (ReferenceTable.activationOf name) 0.0

    for gain in [ 0.1; 1.2 ] do
        match
            FixedPointSearch.find
                FixedPoint.defaultSettings
                table
                { Gain = gain; BiasVariance = 0.1 }
        with
        | Ok points -> Assert.Fail $"%A{points}"
        | Error error ->
            Assert.DoesNotContain("Infinity", error.ToString())
            Assert.DoesNotContain("NaN", error.ToString())
            Assert.Contains("layer 1", error.ToString())
