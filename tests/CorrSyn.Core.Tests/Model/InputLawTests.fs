module CorrSyn.Core.Tests.Model.InputLawTests

open Xunit
open CorrSyn.Model

[<Fact>]
let ``every name is that of its law`` () =
    for law in
        [
            InputLaw.Gaussian
            InputLaw.Uniform
            InputLaw.Signs
            InputLaw.Mixture 0.9
            InputLaw.Mixture(1.0 / 3.0)
        ] do
        match InputLaw.tryOfName (InputLaw.name law) with
        | Ok read -> Assert.Equal(law, read)
        | Error error -> Assert.Fail(string error)

[<Fact>]
let ``other names are refused`` () =
    for text in
        [
            ""
            "Gaussian"
            "mixture"
            "mixture:0"
            "mixture:1"
            "mixture:x"
            "mixture:0.5:1"
        ] do
        match InputLaw.tryOfName text with
        | Ok law -> Assert.Fail(string law)
        | Error error -> Assert.Equal("inputLaw", error.Parameter)

[<Fact>]
let ``a mixture around more than one standard deviation is refused`` () =
    let inputs = InputEnsemble.create 2.0 0.5
    Assert.True(Result.isError (InputEnsemble.tryWithLaw (InputLaw.Mixture 1.0) inputs))

    match InputEnsemble.tryWithLaw InputLaw.Signs inputs with
    | Ok signs ->
        Assert.Equal((InputLaw.Signs, 2.0, 0.5), (signs.Law, signs.Ratio, signs.StandardDeviation))
    | Error error -> Assert.Fail(string error)
