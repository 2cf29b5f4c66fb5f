module CorrSyn.Core.Tests.PremiseNameTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation

let private structures = [ "identity"; "uniform"; "blocks:4"; "low-rank:3" ]

let private names =
    [
        for distribution in PremiseName.distributionNames do
            for postsynaptic in structures do
                for presynaptic in structures do
                    for widthRatio in PremiseName.widthRatioNames do
                        for activation in PremiseName.activationNames do
                            {
                                Weights = None
                                Distribution = Some distribution
                                Postsynaptic = Some postsynaptic
                                Presynaptic = Some presynaptic
                                WidthRatio = Some widthRatio
                                Activation = Some activation
                            }
    ]

let private refusal name =
    match PremiseName.tryToPremise name with
    | Error error -> error.Parameter
    | Ok _ -> ""

[<Fact>]
let ``every name of a premise leads back to it`` () =
    for name in names do
        match PremiseName.tryToPremise name with
        | Error error ->
            // Only what has no known averages is refused.
            Assert.NotEqual(Some "gaussian", name.Distribution)
            Assert.True(error.Parameter = "postsynaptic" || error.Parameter = "presynaptic")
        | Ok premise ->
            let complete = PremiseName.ofPremise premise
            Assert.Equal({ name with Weights = complete.Weights }, complete)
            Assert.Equal(Ok premise, PremiseName.tryToPremise complete)

[<Fact>]
let ``nothing said is the premise of gaussian weights`` () =
    Assert.Equal(
        Ok(Premise.create (Columns(GaussianWeights, true))),
        PremiseName.tryToPremise PremiseName.empty
    )

[<Fact>]
let ``the four ensembles are short for what they mean`` () =
    for weights in SynapseEnsemble.names do
        let short =
            { PremiseName.empty with
                Weights = Some weights
            }

        match PremiseName.tryToPremise short with
        | Error error -> Assert.Fail $"{error}"
        | Ok premise ->
            let complete = PremiseName.ofPremise premise
            Assert.Equal(Some weights, complete.Weights)
            Assert.Equal(Ok premise, PremiseName.tryToPremise complete)

[<Fact>]
let ``an ensemble together with anything that it does not mean is an error that names it`` () =
    let gaussian =
        { PremiseName.empty with
            Weights = Some "gaussian"
        }

    Assert.Equal(
        "distribution",
        refusal
            { gaussian with
                Distribution = Some "binary"
            }
    )

    Assert.Equal(
        "postsynaptic",
        refusal
            { gaussian with
                Postsynaptic = Some "blocks:2"
            }
    )

    Assert.Equal(
        "presynaptic",
        refusal
            { gaussian with
                Presynaptic = Some "uniform"
            }
    )

    let orthogonal =
        { PremiseName.empty with
            Weights = Some "orthogonal"
        }

    Assert.Equal(
        "distribution",
        refusal
            { orthogonal with
                Distribution = Some "gaussian"
            }
    )

    Assert.Equal(
        "postsynaptic",
        refusal
            { orthogonal with
                Postsynaptic = Some "uniform"
            }
    )

[<Fact>]
let ``unknown names and premises without known averages are refused`` () =
    let refused change = refusal (change PremiseName.empty)
    Assert.Equal("weights", refused (fun name -> { name with Weights = Some "sparse" }))

    Assert.Equal(
        "distribution",
        refused (fun name ->
            { name with
                Distribution = Some "cauchy"
            }
        )
    )

    Assert.Equal(
        "postsynaptic",
        refused (fun name ->
            { name with
                Postsynaptic = Some "blocks:1"
            }
        )
    )

    Assert.Equal(
        "presynaptic",
        refused (fun name ->
            { name with
                Presynaptic = Some "low-rank:9"
            }
        )
    )

    Assert.Equal("widthRatio", refused (fun name -> { name with WidthRatio = Some "2" }))
    Assert.Equal("activation", refused (fun name -> { name with Activation = Some "relu" }))

    // Every law goes with every structure.
    Assert.Equal(
        "",
        refused (fun name ->
            { name with
                Distribution = Some "symmetric"
                Postsynaptic = Some "low-rank:1"
                Presynaptic = Some "uniform"
            }
        )
    )

    Assert.Equal(
        "presynaptic",
        refused (fun name ->
            { name with
                Postsynaptic = Some "blocks:63"
                Presynaptic = Some "blocks:64"
            }
        )
    )
