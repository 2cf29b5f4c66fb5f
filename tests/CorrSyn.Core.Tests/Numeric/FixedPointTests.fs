module CorrSyn.Core.Tests.FixedPointTests

open System
open Xunit
open CorrSyn.Derivation.Maps
open CorrSyn.Model
open CorrSyn.Derivation
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion
open CorrSyn.Numeric.FixedPoints

let private synapses r =
    SynapseEnsemble.Gaussian(SynapticCorrelation.create r)

let private map =
    match ScalingDerivation.deriveMap FourParameters (Premise.ofEnsemble (synapses 1.0)) with
    | Ok map -> map
    | Error failure -> invalidOp $"{failure}"

let private reduced activation r =
    ReducedMap.create FieldAverages.defaultSettings activation r map

/// One set of tables for each activation: they do not depend on g and the bias variance.
let private tables =
    Activation.all
    |> List.map (fun activation -> activation, LengthMap.create (reduced activation 1.0))
    |> dict

let private tryFind table gain bias =
    FixedPointSearch.find FixedPoint.defaultSettings table { Gain = gain; BiasVariance = bias }

let private find activation gain bias =
    match tryFind tables[activation] gain bias with
    | Ok points -> points
    | Error error -> invalidOp $"{error}"

let private state (point: FixedPoint) = { K1 = point.K1; Q = point.Q }

[<Fact>]
let ``tanh without biases goes quiet up to g = 1 and is alive above`` () =
    let below = Assert.Single(find Activation.Tanh 0.9 0.0)
    Assert.Equal((0.0, 0.0, Stable), (below.K1, below.Q, below.Stability))
    Assert.Equal(0.9, below.OverlapMultiplier, 1e-15)
    let critical = Assert.Single(find Activation.Tanh 1.0 0.0)
    Assert.Equal((0.0, Marginal), (critical.TotalVariance, critical.Stability))
    let above = find Activation.Tanh 1.1 0.0
    Assert.Equal<Stability list>([ Unstable; Unstable; Stable ], above |> List.map _.Stability)
    Assert.Equal(0.0, above[2].Q)
    Assert.True(above[2].K1 > 0.0)

[<Fact>]
let ``just above the critical gain the fixed point is that of the expansion in small activity`` () =
    // tanh z = z - z^3/3 + ...: q = g (q - 2 q^2 + O(q^3)), so q = (1 - 1/g)/2 + O((g - 1)^2), with a coefficient of order 3.
    let gain = 1.0 + 1e-6
    let alive = List.last (find Activation.Tanh gain 0.0)
    let q = 0.5 * (1.0 - 1.0 / gain)
    Assert.Equal(q, alive.TotalVariance, 10.0 * 1e-12)

[<Fact>]
let ``erf has the total variance of the closed form`` () =
    // E erf(sqrt(q) z)^2 = (2/pi) asin(2 q/(1 + 2 q)); bisected here, with g E phi^2 - q falling at its last root.
    for gain, bias in [ 0.5, 0.1; 1.0, 0.0; 2.0, 0.05; 5.0, 0.5 ] do
        let excess q =
            gain * 2.0 / Math.PI * Math.Asin(2.0 * q / (1.0 + 2.0 * q)) + bias - q

        let rec narrow low high =
            let middle = 0.5 * (low + high)

            if middle <= low || middle >= high then middle
            elif excess middle > 0.0 then narrow middle high
            else narrow low middle

        let expected = narrow 1e-3 (gain + bias + 1.0)
        let point = find Activation.Erf gain bias |> List.last
        // Averages are known to 1e-13, and the root is at most 20 times less well known than they are.
        Assert.True(
            Property.isClose 2e-12 expected point.TotalVariance,
            $"{expected} {point.TotalVariance}"
        )

        // The map of the overlap is closed too: g (2/pi) asin(2 c q/(1 + 2 q)) + bias = c q.
        let share = (gain * point.Q + bias) / point.TotalVariance
        let q = point.TotalVariance

        let overlap =
            gain * 2.0 / Math.PI * Math.Asin(2.0 * share * q / (1.0 + 2.0 * q)) + bias

        Assert.Equal(share * q, overlap, 1e-12)

[<Fact>]
let ``linear and relu networks have the fixed point solved by hand, or none, or a continuum`` () =
    // K1 = 0 and Q = s Q g + s bias with s = 1 or 1/2.
    for activation, share in [ Activation.Linear, 1.0; Activation.Relu, 0.5 ] do
        let point = Assert.Single(find activation (0.8 / share) 0.3)
        Assert.True(Property.isClose 1e-13 (share * 0.3 / 0.2) point.Q)
        Assert.Equal((0.0, Stable), (point.K1, point.Stability))
        Assert.Equal(0.8, point.LengthMultiplier, 1e-13)
        Assert.Equal(0.8, point.OverlapMultiplier, 1e-13)
        let table = tables[activation]

        match
            tryFind table (1.0 / share) 0.3,
            tryFind table (1.5 / share) 0.3,
            tryFind table (1.0 / share) 0.0
        with
        | Error(NoFixedPoint one), Error(NoFixedPoint more), Error(FixedPointContinuum _) ->
            Assert.Equal(1.0, one, 1e-15)
            Assert.Equal(1.5, more, 1e-15)
        | other -> Assert.Fail $"{other}"

        Assert.Equal(Unstable, (Assert.Single(find activation (1.5 / share) 0.0)).Stability)

[<Fact>]
let ``the fixed points of mpmath come out`` () =
    for model in FixedPointConstants.read () do
        let table = LengthMap.create (reduced model.Activation model.Correlation)

        match tryFind table model.Gain model.BiasVariance with
        | Error error -> Assert.Fail $"{error}"
        | Ok points ->
            let alive = points |> List.filter (fun point -> point.TotalVariance > 0.0)
            Assert.Equal(model.Points.Length, alive.Length)

            for expected, actual in List.zip model.Points alive do
                // The constants are good to 1e-13. Averages are known to 1e-13 and the worst multiplier is 0.98.
                let isClose = Property.isClose 1e-11

                Assert.True(
                    isClose expected.K1 actual.K1,
                    $"{model.Activation} K1 {expected.K1} {actual.K1}"
                )

                Assert.True(
                    isClose expected.Q actual.Q || (expected.Q < 1e-20 && actual.Q = 0.0),
                    $"{model.Activation} Q {expected.Q} {actual.Q}"
                )

                Assert.True(isClose expected.K2Ratio actual.K2Ratio)
                Assert.True(isClose expected.Overlap actual.OverlapMultiplier)

                match expected.NSigma with
                | Some nSigma ->
                    Assert.True(
                        Property.isClose 1e-10 nSigma actual.NSigma,
                        $"{nSigma} {actual.NSigma}"
                    )
                | None -> Assert.Equal(0.0, actual.NSigma)

[<Fact>]
let ``a fixed point is mapped to itself`` () =
    Property.holds (fun (ClosedNetwork spec) ->
        match tryFind tables[spec.Activation] spec.Gain spec.BiasVariance with
        | Error(NoFixedPoint _) -> spec.Activation = Activation.Linear && spec.Gain >= 1.0
        | Error error -> invalidOp $"{error}"
        | Ok points -> points |> List.forall (fun point -> point.Residual < 1e-13)
    )

[<Fact>]
let ``iterating from any start ends at a listed fixed point that is not unstable, or diverges where none is``
    ()
    =
    Property.holds (fun (ClosedNetwork spec) (a: int) (b: int) ->
        let start =
            {
                K1 = Math.Exp(float (a % 60) / 20.0)
                Q = Math.Exp(float (b % 60) / 20.0)
            }

        let parameters =
            {
                Gain = spec.Gain
                BiasVariance = spec.BiasVariance
            }

        match tryFind tables[spec.Activation] spec.Gain spec.BiasVariance with
        | Error _ -> true
        | Ok points ->
            let settings =
                { FixedPoint.defaultSettings with
                    LayerLimit = 100
                }

            // Averages to 1e-9 are enough to come within 1e-6.
            let map =
                { tables[spec.Activation].Map with
                    Settings =
                        { FieldAverages.defaultSettings with
                            Tolerance = 1e-9
                        }
                }

            match Destination.follow settings map parameters points start with
            | Ok(Reaches(index, _)) -> points[index].Stability <> Unstable
            | Ok(Escapes _) -> spec.Activation = Activation.Linear && spec.Gain > 1.0
            // Slow only where a multiplier is close to 1: 0.85^100 = 9e-8.
            | Ok(Undecided _) ->
                points
                |> List.exists (fun point ->
                    Math.Abs(Math.Abs point.Eigenvalues.Head - 1.0) < 0.15
                    || Math.Abs(point.OverlapMultiplier - 1.0) < 0.15
                )
            | Error error -> invalidOp $"{error}"
    )

[<Fact>]
let ``synaptic correlations move N Sigma and D/N, not the rest`` () =
    let without (point: FixedPoint) =
        { point with
            Correlation = Unchanged
            Iterations = 0
        }

    for gain, bias in [ 3.0, 0.1; 1.5, 0.0; 0.8, 0.1 ] do
        let points r =
            match tryFind (LengthMap.create (reduced Activation.Tanh r)) gain bias with
            | Ok points -> points
            | Error error -> invalidOp $"{error}"

        for weak, strong in List.zip (points 0.0) (points 2.0) do
            Assert.Equal(without weak, without strong)

            match weak.Correlation, strong.Correlation with
            | Settled below, Settled above ->
                // N Sigma/K1^2 is a/(1 - a) times K2/K1^2 + r^2.
                let a = weak.CorrelationMultiplier
                Assert.True(Property.isClose 1e-12 (below + 4.0 * a / (1.0 - a)) above)
                Assert.True(strong.Dimension < weak.Dimension)
            | Growing below, Growing above -> Assert.Equal(below + 4.0, above, 1e-12)
            | other -> Assert.Fail $"{other}"

let private network activation gain bias r depth =
    NetworkSpec.create (synapses r) gain bias activation (InputEnsemble.create 2.0 0.5) depth 200

let private layers spec =
    match MeanField.evaluate FieldAverages.defaultSettings map spec with
    | Ok layers -> layers
    | Error error -> invalidOp $"{error}"

[<Fact>]
let ``deep layers have the ratios of the fixed point with K1 = 0`` () =
    for activation, gain, bias in
        [
            Activation.Tanh, 0.8, 0.1
            Activation.Erf, 0.9, 0.3
            Activation.Linear, 0.8, 0.1
        ] do
        let point = find activation gain bias |> List.head
        let deep = layers (network activation gain bias 1.0 400) |> List.rev

        match point.Correlation, deep with
        | Growing increment, last :: before :: _ ->
            // Deviations have decayed to 0.8^400 = 1e-39. N Sigma/K1^2 is a sum of 400 terms of order 2 with a
            // relative rounding of 1e-13 each, and the increment a difference of two.
            Assert.Equal(increment, last.NSigmaRatio - before.NSigmaRatio, 1e-9)
            Assert.True(Property.isClose 1e-11 point.K2Ratio last.K2Ratio)
            Assert.Equal(Math.Log point.OverlapMultiplier, last.LogK1 - before.LogK1, 1e-11)
            // So D/N goes to 0 as one over the depth: times the depth it is 1/increment up to O(1/400).
            Assert.Equal(1.0 / increment, 400.0 * last.Dimension, 0.02 / increment)
        | other -> Assert.Fail $"{other}"

[<Fact>]
let ``deep layers have the order parameters of the fixed point with K1 above 0`` () =
    for activation, gain, bias in [ Activation.Tanh, 3.0, 0.1; Activation.Erf, 2.5, 0.0 ] do
        let point = find activation gain bias |> List.last
        // 0.9^400 = 5e-19.
        let deep = layers (network activation gain bias 1.0 400) |> List.last
        Assert.True(Property.isClose 1e-11 point.K1 deep.K1)
        Assert.True(Property.isClose 1e-11 point.K2 deep.K2)
        Assert.True(Property.isClose 1e-10 point.NSigma deep.NSigma)
        Assert.True(Property.isClose 1e-10 point.Dimension.Value deep.Dimension)

[<Fact>]
let ``multipliers are the eigenvalues of difference quotients`` () =
    for activation, gain, bias in [ Activation.Tanh, 3.0, 0.1; Activation.Erf, 2.0, 0.2 ] do
        let point = find activation gain bias |> List.last

        let next (k1, q) =
            match
                ReducedMap.step
                    tables[activation].Map
                    { Gain = gain; BiasVariance = bias }
                    { K1 = k1; Q = q }
            with
            | Ok step -> step.Growth * k1, step.Q
            | Error error -> invalidOp $"{error}"

        // Central differences: step^2 times a third derivative of order 10, and 1e-13 over the step.
        let h = 1e-5
        let ofK1 = next (point.K1 + h, point.Q), next (point.K1 - h, point.Q)
        let ofQ = next (point.K1, point.Q + h), next (point.K1, point.Q - h)

        let quotient select (above, below) =
            (select above - select below) / (2.0 * h)

        let trace = quotient fst ofK1 + quotient snd ofQ

        let determinant =
            quotient fst ofK1 * quotient snd ofQ - quotient snd ofK1 * quotient fst ofQ

        Assert.Equal(trace, point.LengthMultiplier + point.OverlapMultiplier, 1e-7)
        Assert.Equal(determinant, point.LengthMultiplier * point.OverlapMultiplier, 1e-7)

[<Fact>]
let ``correlations decay more slowly with r at finite depth and at the same rate in the end`` () =
    let ratios r =
        Decorrelation.ratios (layers (network Activation.Tanh 0.8 0.1 r 60))

    // The first layers: later the difference is of order 1/depth^2 and may have either sign.
    Assert.True(List.forall2 (<) (List.truncate 6 (ratios 0.0)) (List.truncate 6 (ratios 1.0)))
    let multiplier = (find Activation.Tanh 0.8 0.1 |> List.head).CorrelationMultiplier
    // N Sigma/K1^2 grows by a constant: the ratio is the multiplier times 1 + 1/60 or so.
    Assert.InRange(List.last (ratios 1.0) / multiplier, 1.0, 1.0 + 2.0 / 60.0)

[<Fact>]
let ``a sine of large pre-activations has no mean, and its fixed point Q = 0`` () =
    // exp(-62,000/4) underflows; K1 is 1/2.
    let apart = List.last (find Activation.Sin 62450.51152770749 3.073562154644724)
    Assert.Equal((0.0, Stable), (apart.Q, apart.Stability))
    Assert.Equal(0.5, apart.K1, 1e-12)
