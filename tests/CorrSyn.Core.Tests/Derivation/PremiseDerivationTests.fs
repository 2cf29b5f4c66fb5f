module CorrSyn.Core.Tests.PremiseDerivationTests

open System.Diagnostics
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.StructuredMaps
open CorrSyn.Derivation.Certificates
open CorrSyn.Rendering

let private uniform = CorrelationStructure.Uniform
let private identity = CorrelationStructure.Identity
let private blocks = CorrelationStructure.Blocks
let private lowRank = CorrelationStructure.LowRank

let private premise distribution postsynaptic presynaptic activation =
    { (Premise.create (Columns(distribution, true))
       |> Premise.withStructures postsynaptic presynaptic) with
        Activation = activation
    }

let private derive premise =
    match PremiseDerivation.derive premise with
    | Ok derivation -> derivation
    | Error failure -> invalidOp $"{failure}"

let private render expansion =
    AsymptoticExpansion.dropOrderTerm expansion
    |> AsymptoticExpansion.exact
    |> Notation.expansion
    |> PlainText.render

let private next quantity (map: LayerMap) = render (LayerMap.next quantity map)

let private points (derivation: PremiseDerivation) =
    derivation.Maps
    |> List.map (fun map ->
        map.Point.Gamma |> Option.map Rational.render,
        map.Point.Delta |> Option.map Rational.render
    )

let private allPremises =
    [
        for distribution in [ GaussianWeights; BinaryWeights; SymmetricWeights ] do
            for structure in [ identity; uniform; blocks 4; lowRank 2 ] do
                premise distribution structure identity AnyActivation

        premise GaussianWeights (blocks 64) identity AnyActivation
        premise BinaryWeights (lowRank 6) identity OddActivation
        Premise.create HaarMatrix

        for activation in [ AnyActivation; OddActivation ] do
            for structure in [ uniform; blocks 3; blocks 64; lowRank 1; lowRank 6 ] do
                premise GaussianWeights identity structure activation

        for postsynaptic in [ uniform; blocks 4; lowRank 2 ] do
            for presynaptic in [ uniform; blocks 6; lowRank 3 ] do
                premise GaussianWeights postsynaptic presynaptic OddActivation

        for distribution in [ BinaryWeights; SymmetricWeights ] do
            for structure in [ uniform; blocks 64; lowRank 6 ] do
                premise distribution identity structure OddActivation

            premise distribution identity (lowRank 3) AnyActivation

            for postsynaptic, presynaptic in
                [ uniform, uniform; lowRank 2, blocks 6; blocks 3, lowRank 6 ] do
                premise distribution postsynaptic presynaptic OddActivation

        premise SymmetricWeights (lowRank 6) (blocks 64) OddActivation
        premise SymmetricWeights uniform (lowRank 2) OddActivation
        premise GaussianWeights (blocks 64) (blocks 64) OddActivation
        premise GaussianWeights (lowRank 6) (blocks 63) OddActivation
    ]
    |> List.filter (fun premise -> Result.isOk (Premise.validate premise))
    |> List.collect (fun premise -> [ premise; { premise with Widths = VaryingWidths } ])

/// Every premise with its derivation and the seconds that it took.
let private derivations =
    lazy
        (allPremises
         |> List.map (fun premise ->
             let watch = Stopwatch.StartNew()
             let derivation = derive premise
             premise, derivation, watch.Elapsed.TotalSeconds
         ))

[<Fact>]
let ``every step of every premise passes its check, in less than five seconds`` () =
    for premise, derivation, seconds in derivations.Value do
        let name = $"{PremiseName.ofPremise premise}"
        Assert.True(seconds < 5.0, $"{name}: {seconds} s")

        for step in derivation.Steps do
            Assert.True(step.Check.Passed, $"{name}: {step.Title}: {step.Check.Detail}")

[<Fact>]
let ``no equation of a premise has a number twice`` () =
    for premise, derivation, _ in derivations.Value do
        let repeated =
            derivation.Steps
            |> List.collect (fun step -> step.Equations)
            |> List.countBy (fun equation -> equation.Id)
            |> List.filter (fun (_, count) -> count > 1)

        Assert.True(repeated.IsEmpty, $"{PremiseName.ofPremise premise}: {repeated}")

[<Fact>]
let ``a structure of R enters by the mean square over pairs`` () =
    for structure, factor in
        [
            blocks 4, "1/4 "
            blocks 7, "1/7 "
            lowRank 2, "1/2 "
            lowRank 5, "1/5 "
            uniform, ""
        ] do
        for distribution in [ GaussianWeights; BinaryWeights ] do
            let derivation = derive (premise distribution structure identity AnyActivation)

            Assert.Equal<(string option * string option) list>(
                [ Some "1/2", None ],
                points derivation
            )

            Assert.Equal(
                $"g^2 <kappa^2>^2 (K2 + N Sigma + {factor}r^2 K1^2)",
                next NSigma (List.head derivation.Maps).Map
            )

[<Fact>]
let ``blocks of R move the collective variables by their mean, low rank does not`` () =
    let sources structure =
        let derivation = derive (premise GaussianWeights structure identity AnyActivation)

        Parity.sources (List.head derivation.Maps).FullMap.Value
        |> List.map (fun (_, source) -> render (AsymptoticExpansion.exact source))

    Assert.Equal("1/4 g r K1 <m kappa>^2", List.head (sources (blocks 4)))
    Assert.Contains("1/16 g^2 r^2 K1^2 <m kappa>^2 <kappa^2>", sources (blocks 4))
    Assert.Empty(sources (lowRank 3))

[<Fact>]
let ``the map does not depend on the distribution`` () =
    for structure in [ uniform; blocks 3 ] do
        let maps distribution =
            let derivation = derive (premise distribution structure identity AnyActivation)
            let map = List.head derivation.Maps
            map.Point, map.Map, map.FullMap

        Assert.Equal(maps GaussianWeights, maps BinaryWeights)
        Assert.Equal(maps GaussianWeights, maps SymmetricWeights)

[<Fact>]
let ``the map does not depend on the distribution with correlations over presynaptic neurons either``
    ()
    =
    for postsynaptic, presynaptic in
        [
            identity, uniform
            identity, lowRank 2
            uniform, uniform
            uniform, lowRank 2
            lowRank 2, blocks 3
        ] do
        let maps distribution =
            let leading (_, value) = AsymptoticExpansion.dropOrderTerm value

            (derive (premise distribution postsynaptic presynaptic OddActivation)).Maps
            |> List.map (fun map -> map.Point, List.map leading map.Map.Next, map.Inputs)

        Assert.Equal<list<_>>(maps GaussianWeights, maps BinaryWeights)
        Assert.Equal<list<_>>(maps GaussianWeights, maps SymmetricWeights)

[<Fact>]
let ``Haar layers wider than the one below keep only what fits into it`` () =
    let haar widths =
        derive
            { Premise.create HaarMatrix with
                Widths = widths
                Activation = OddActivation
            }

    let map = List.head (haar VaryingWidths).Maps
    Assert.Equal("c g^2 <kappa^2>^2 (K2 + N Sigma - K1^2)", next NSigma map.Map)
    let wider = map.WiderMap.Value
    Assert.Equal("g^2 <kappa^2>^2 (c K2 + c N Sigma - K1^2)", next NSigma wider)

    // At c = 1 both are the map of equal widths.
    let atOne (map: LayerMap) =
        LayerMap.next NSigma map
        |> AsymptoticExpansion.dropOrderTerm
        |> Polynomial.substitute (fun quantity ->
            if quantity = WidthRatio then Some Polynomial.one else None
        )

    let equal = List.head (haar EqualWidths).Maps
    Assert.True(equal.WiderMap.IsNone)
    Assert.Equal(atOne equal.Map, atOne map.Map)
    Assert.Equal(atOne equal.Map, atOne wider)

[<Fact>]
let ``widths that differ bring c, and its root where covariances are of first degree`` () =
    let derivation =
        derive
            { premise GaussianWeights uniform identity AnyActivation with
                Widths = VaryingWidths
            }

    let map = List.head derivation.Maps
    Assert.Equal("c g^2 <kappa^2>^2 (K2 + N Sigma + r^2 K1^2)", next NSigma map.Map)
    let full = map.FullMap.Value
    let overlap = Quantity.collectiveCovariance MeanOverlap MeanOverlap
    Assert.Equal("sqrt(c) (L_pS G_pS + L_pp G_pp + L_pw G_pw)", next overlap full)

    // At c = 1 it is the map of equal widths.
    let equal = derive (premise GaussianWeights uniform identity AnyActivation)

    let atOne quantity =
        if quantity = WidthRatio || quantity = RootWidthRatio then
            Some Polynomial.one
        else
            None

    let leading change (map: LayerMap) =
        map.Next
        |> List.map (fun (quantity, value) ->
            quantity, change (AsymptoticExpansion.dropOrderTerm value)
        )

    Assert.Equal<(Quantity * Polynomial) list>(
        leading id (List.head equal.Maps).FullMap.Value,
        leading (Polynomial.substitute atOne) full
    )

[<Fact>]
let ``correlations over presynaptic neurons alone`` () =
    let odd structure =
        let derivation = derive (premise GaussianWeights identity structure OddActivation)
        Assert.Equal<(string option * string option) list>([ None, Some "1/2" ], points derivation)
        next NSigma (List.head derivation.Maps).Map

    Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma + s^2 K1^2)", odd uniform)
    Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma + 1/5 s^2 K1^2)", odd (blocks 5))
    Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma + 1/3 s^2 K1^2)", odd (lowRank 3))

    let any = derive (premise GaussianWeights identity (blocks 4) AnyActivation)
    Assert.Equal<(string option * string option) list>([ None, Some "1" ], points any)
    let map = (List.head any.Maps).Map
    Assert.Equal("sigma_b + g Q + g s A", render map.FieldVariance)
    Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma)", next NSigma map)
    Assert.Equal("1/4 <m>^2", next (ScaledSum(ActivityAlong, Rational.ofInt 2)) map)

    let balanced = derive (premise GaussianWeights identity (lowRank 2) AnyActivation)
    Assert.Equal<(string option * string option) list>([ None, Some "1/2" ], points balanced)

[<Fact>]
let ``correlations on both sides count together at two corners`` () =
    let derivation = derive (premise GaussianWeights uniform uniform OddActivation)

    Assert.Equal<(string option * string option) list>(
        [ Some "1/2", Some "1"; Some "1", Some "1/2" ],
        points derivation
    )

    Assert.Equal<string list>(
        [ "gamma = 1/2"; "gamma + delta = 3/2"; "delta = 1/2" ],
        derivation.Edges |> List.map ScalingPolygon.lineText
    )

    match derivation.Maps with
    | [ first; second ] ->
        Assert.Equal(
            "g^2 <kappa^2>^2 (K2 + N Sigma + r^2 K1^2 + 2 s Y + s^2 X^2)",
            next NSigma first.Map
        )

        let along sum scale = ScaledSum(sum, scale)

        Assert.Equal(
            "g r K1 <kappa>^2",
            next (along VarianceAlong (Rational.ofRatio 3 2)) first.Map
        )

        Assert.Equal(
            "g^2 r^2 K1^2 <kappa>^2 <kappa^2>",
            next (along SquareAlong (Rational.ofInt 2)) first.Map
        )

        Assert.Equal("g^2 <kappa^2>^2 (K2 + N Sigma + s^2 X^2)", next NSigma second.Map)

        Assert.Equal("<v> + g r K1 <kappa>^2", next (along VarianceAlong Rational.one) second.Map)

        Assert.Equal<(Quantity * Polynomial) list>(
            [ along VarianceAlong Rational.one, Polynomial.quantity K1 ],
            second.Inputs
        )
    | other -> Assert.Fail $"{other.Length} corners."

[<Fact>]
let ``structures whose product has mean 0 do not meet`` () =
    let derivation = derive (premise GaussianWeights uniform (lowRank 2) OddActivation)

    Assert.Equal<(string option * string option) list>(
        [ Some "1/2", Some "1/2" ],
        points derivation
    )

    Assert.Equal(
        "g^2 <kappa^2>^2 (K2 + N Sigma + r^2 K1^2 + 1/2 s^2 K1^2)",
        next NSigma (List.head derivation.Maps).Map
    )

[<Fact>]
let ``one block is uniform: equal structures give what one of them gives with B = 1`` () =
    // tr CPCP = (tr CP)^2 / B where all blocks are alike and R has the same ones.
    let derivation =
        derive (premise GaussianWeights (blocks 2) (blocks 2) OddActivation)

    let map = (List.head derivation.Maps).Map
    let z = ScaledSum(SquaredVarianceAlong, Rational.ofInt 3)
    Assert.Equal("1/8 g^2 r^2 K1^2 <kappa>^4", next z map)

[<Fact>]
let ``premises without a map say why`` () =
    match PremiseDerivation.derive (premise GaussianWeights uniform uniform AnyActivation) with
    | Error(MissingOrderParameter missing) -> Assert.Contains("odd", missing)
    | other -> Assert.Fail $"{other}"

    for presynaptic in [ identity; uniform ] do
        let weak =
            { premise GaussianWeights uniform presynaptic OddActivation with
                VarianceExponent = Rational.ofRatio 1 2
            }

        match PremiseDerivation.derive weak with
        | Error(NoSelfConsistentScaling obstruction) ->
            Assert.Equal("E Delta_ii", obstruction.Demand.Name)
            Assert.Equal(Rational.ofRatio 1 2, obstruction.Exponent)
        | other -> Assert.Fail $"{other}"

    // The field holds what synapses onto one neuron share, with a finite coefficient: its law matters.
    for distribution in [ BinaryWeights; SymmetricWeights ] do
        for presynaptic in [ uniform; blocks 4 ] do
            match
                PremiseDerivation.derive (premise distribution identity presynaptic AnyActivation)
            with
            | Error(MissingOrderParameter missing) -> Assert.Contains("mu_4 - 3", missing)
            | other -> Assert.Fail $"{other}"

[<Fact>]
let ``a loop expansion without correlations of S gives the averages of independent columns`` () =
    for postsynaptic in [ identity; uniform; blocks 3 ] do
        let premise = premise GaussianWeights postsynaptic identity OddActivation
        let loops, columns = KroneckerMoments.derive premise, LayerMoments.derive premise

        let resolved expansion =
            AsymptoticExpansion.dropOrderTerm expansion |> KroneckerMoments.resolve premise

        for ofLoops, ofColumns in
            [
                loops.Variance, columns.Variance
                loops.VarianceFluctuation, columns.VarianceFluctuation
                loops.Covariance, columns.Covariance
                loops.SquaredCovariance, columns.SquaredCovariance
                loops.FieldVariance, columns.FieldVariance
                loops.FieldCovariance, columns.FieldCovariance
            ] do
            Assert.Equal(AsymptoticExpansion.dropOrderTerm ofColumns, resolved ofLoops)

[<Fact>]
let ``the checks of sums and corners can fail`` () =
    let demand exponent =
        let r, s =
            Polynomial.quantity Correlation, Polynomial.quantity PresynapticCorrelation

        {
            Name = "made up"
            Value = Polynomial.one + r * s * Polynomial.widthPower exponent
        }

    let exponent =
        Exponent.constant Rational.one
        + Exponent.gamma (Rational.ofInt -1)
        + Exponent.delta (Rational.ofInt -1)

    let wrong =
        {
            Vertices = [ Rational.one, Rational.one ]
            Edges = []
        }

    Assert.False((StructuredCertificate.ofPolygon [ demand exponent ] wrong).Passed)

    let right =
        {
            Vertices = [ Rational.one, Rational.zero ]
            Edges = (ScalingPolygon.solve [ exponent ]).Edges
        }

    Assert.True((StructuredCertificate.ofPolygon [ demand exponent ] right).Passed)
