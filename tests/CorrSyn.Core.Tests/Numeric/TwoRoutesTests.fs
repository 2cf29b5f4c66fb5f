/// Closed forms, trapezoidal sums and series of every activation with a name, held against the panels that a function of
/// the user goes by. Activations come from Activation.all, so that a new one is held against them too.
module CorrSyn.Core.Tests.TwoRoutesTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.GivenNetwork

let private activations =
    Activation.all @ [ Activation.LeakyRelu 0.4; Activation.LeakyRelu -1.0 ]

/// The same function with its derivative, of which the program knows nothing else.
let private repeated (activation: Activation) =
    UserFunction.create
        "repeated"
        (Activation.apply activation)
        (Some(Activation.derivative activation))
    |> Activation.Custom

/// What the map of four order parameters takes.
let private simple =
    [|
        [ ActivityVariance ]
        [ ActivityVariance; ActivityVariance ]
        [ Quantity.mean; Quantity.mean ]
        [ Quantity.slope; Quantity.slope ]
    |]

/// What that of ten takes besides.
let private derivatives =
    [|
        [ Quantity.mean; Quantity.slope ]
        [ MeanDerivative 2; MeanDerivative 2 ]
        [ Quantity.slope; MeanDerivative 3 ]
        [ SquareDerivative 1 ]
        [ SquareDerivative 2 ]
    |]

let private evaluate tolerance activation field s products =
    FieldAverages.evaluate
        { FieldAverages.defaultSettings with
            Tolerance = tolerance
        }
        1
        activation
        field
        s
        products

let private cases =
    let random = Random 20260102

    let power low high =
        Math.Pow(10.0, low + (high - low) * random.NextDouble())

    // Saturated, nearly linear and in between, and without a field.
    (0.0, 0.7) :: [ for _ in 1..10 -> power -2.0 1.0, power -2.0 1.0 ]

/// How many of the cases both routes give; every one of them within the sum of both errors.
let private compare products isRequired =
    let mutable compared = 0

    for activation in activations do
        for field, s in cases do
            let what = $"{Activation.name activation} field {field:R} s {s:R}"

            match
                evaluate 1e-13 activation field s products,
                evaluate 1e-6 (repeated activation) field s products
            with
            | Ok first, Ok second ->
                compared <- compared + 1

                for i in 0 .. products.Length - 1 do
                    let a, b = first.Values[i], second.Values[i]
                    // Errors are estimates to first order: 1e-12 of the values besides.
                    let allowed =
                        first.Errors[i]
                        + second.Errors[i]
                        + 1e-12 * Math.Max(Math.Abs a, Math.Abs b)
                        + 1e-15

                    Assert.True(
                        Math.Abs(a - b) <= allowed,
                        $"{what}: product {i}: {a:R} {b:R}, errors {first.Errors[i]:G3} {second.Errors[i]:G3}"
                    )
            | Error error, _ when isRequired -> Assert.Fail $"{what}: {error}"
            // Average derivatives of a kink that is hardly ever reached have no relative accuracy; that is an error.
            | Error(NotAccurate _), _
            | Ok _, Error(NotAccurate _) -> ()
            | Error error, _
            | Ok _, Error error -> Assert.Fail $"{what}: {error}"

    float compared / float (activations.Length * cases.Length)

[<Fact>]
let ``every activation has the averages of the same function by panels, within the sum of both errors``
    ()
    =
    Assert.InRange(compare simple true, 0.95, 1.0)

[<Fact>]
let ``and so have its derivatives, where both have a relative accuracy`` () =
    Assert.InRange(compare derivatives false, 0.6, 1.0)

let private pairs =
    let random = Random 20260103

    let neuron () : PreActivation =
        {
            Field = 4.0 * random.NextDouble() - 2.0
            StandardDeviation = 0.1 + 1.9 * random.NextDouble()
        }

    [
        for psi in [ -1.0; -0.9999; -0.4; 0.0; 0.1; 0.8; 0.9999; 1.0 ] -> neuron (), neuron (), psi
    ]

let private covariances settings activation =
    let phi = GivenNetworks.nonlinearity activation

    pairs
    |> List.map (fun (i, j, psi) -> fst (GivenNetworks.pair settings phi i j psi))

let private assertSame error what (first: float[] list) (second: float[] list) =
    for a, b in List.zip first second do
        let scale = Math.Sqrt(a[0] * a[3])
        Assert.True(Property.isClose error a[0] b[0], $"{what}: %A{a} %A{b}")
        Assert.True(Math.Abs(a[1] - b[1]) <= error * scale, $"{what}: %A{a} %A{b}")

[<Fact>]
let ``every activation has the covariances of the same function by panels`` () =
    for activation in activations do
        // 1e-13 of each series and as much for coefficients.
        assertSame
            4e-13
            (Activation.name activation)
            (covariances GivenNetworks.settings activation)
            (covariances GivenNetworks.settings (repeated activation))

[<Fact>]
let ``closed forms and double integrals of every activation are the sums of its series`` () =
    let direct =
        { GivenNetworks.settings with
            OrderLimit = 1
        }

    for activation in activations do
        assertSame
            2e-13
            (Activation.name activation)
            (covariances GivenNetworks.settings activation)
            (covariances direct activation)
