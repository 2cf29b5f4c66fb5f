module CorrSyn.Core.Tests.FieldAveragesTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric.Averages

let private mm = [ Quantity.mean; Quantity.mean ]
let private kk = [ Quantity.slope; Quantity.slope ]
let private v = [ ActivityVariance ]
let private vv = [ ActivityVariance; ActivityVariance ]

let private evaluate activation field s products =
    match
        FieldAverages.evaluate
            FieldAverages.defaultSettings
            1
            activation
            field
            s
            (Array.ofList products)
    with
    | Ok averages -> List.ofArray averages.Values
    | Error error -> invalidOp $"{error}"

/// Averages by plain midpoint sums over 12 standard deviations: slow, and obviously right.
let private oracle (activation: Activation) (field: float) (s: float) =
    let points = 3000
    let reach = 12.0
    let step = 2.0 * reach / float points
    let nodes = Array.init points (fun i -> -reach + (float i + 0.5) * step)

    let weights =
        nodes
        |> Array.map (fun x -> step * Math.Exp(-0.5 * x * x) / Math.Sqrt(2.0 * Math.PI))

    let average f =
        Array.fold2 (fun total x w -> total + w * f x) 0.0 nodes weights

    let at u =
        let mean = average (fun t -> Activation.apply activation (u + s * t))

        let variance =
            average (fun t -> Math.Pow(Activation.apply activation (u + s * t) - mean, 2.0))

        let slope = average (fun t -> Activation.derivative activation (u + s * t))
        mean, variance / (s * s), slope

    let table = nodes |> Array.map (fun x -> at (field * x))

    let averageOf f =
        Array.fold2 (fun total value w -> total + w * f value) 0.0 table weights

    [
        averageOf (fun (m, _, _) -> m * m)
        averageOf (fun (_, v, _) -> v)
        averageOf (fun (_, v, _) -> v * v)
        averageOf (fun (_, _, k) -> k * k)
    ]

[<Theory>]
[<InlineData(0.5, 0.6)>]
[<InlineData(2.0, 0.05)>]
[<InlineData(0.1, 1.5)>]
let ``tanh and erf agree with plain sums`` (field: float) (s: float) =
    for activation in [ Activation.Tanh; Activation.Erf ] do
        let actual = evaluate activation field s [ mm; v; vv; kk ]

        // Midpoint sums of analytic functions converge exponentially; with 125 points per standard
        // deviation only rounding is left, enlarged by 1/s^2 in v.
        for expected, actual in List.zip (oracle activation field s) actual do
            Assert.True(
                Property.isClose 1e-11 expected actual,
                $"{activation}: {expected} {actual}"
            )

[<Fact>]
let ``erf has the averages of its closed forms`` () =
    Property.holds (fun (a: int) (b: int) ->
        let field = float (1 + abs a % 60) / 20.0
        let s = float (1 + abs b % 60) / 20.0
        let f, d = field * field, s * s
        let total = f + d
        // E erf(z1) erf(z2) = (2/pi) asin(2 c / (1 + 2 total)) for variance total and covariance c.
        let overlap c =
            2.0 / Math.PI * Math.Asin(2.0 * c / (1.0 + 2.0 * total))
        // kappa = (2/sqrt pi) exp(-u^2/(1+2d)) / sqrt(1+2d), a Gaussian to average.
        let width = 1.0 + 2.0 * d

        let slopes = 4.0 / Math.PI / width / Math.Sqrt(1.0 + 4.0 * f / width)

        match evaluate Activation.Erf field s [ mm; v; kk ] with
        | [ m2; v; k2 ] ->
            Property.isClose 1e-12 (overlap f) m2
            // The closed form of v is a difference, so compare its sum with m^2.
            && Property.isClose 1e-12 (overlap total) (m2 + d * v)
            && Property.isClose 1e-12 slopes k2
        | _ -> false
    )

[<Fact>]
let ``relu has the averages of its closed forms`` () =
    Property.holds (fun (a: int) (b: int) ->
        let field = Math.Pow(10.0, float (a % 7))
        let s = Math.Pow(10.0, float (b % 7))
        let f, d = field * field, s * s
        let total = f + d
        let cosine = f / total
        let sine = Math.Sqrt(d * (f + total)) / total
        let angle = Math.Atan2(sine, cosine)
        let m2 = total / (2.0 * Math.PI) * (sine + cosine * (Math.PI - angle))
        let k2 = (Math.PI - angle) / (2.0 * Math.PI)

        match evaluate Activation.Relu field s [ mm; v; kk ] with
        | [ actualM2; v; actualK2 ] ->
            Property.isClose 1e-12 m2 actualM2
            && Property.isClose 1e-12 (0.5 * total) (actualM2 + d * v)
            && Property.isClose 1e-12 k2 actualK2
        | _ -> false
    )

[<Fact>]
let ``the variance ratio keeps its accuracy however small the variance`` () =
    // As s -> 0, v/s^2 -> phi'(u)^2, with corrections of relative order s^2.
    for activation in [ Activation.Tanh; Activation.Erf ] do
        let derivativeSquared = evaluate activation 0.7 1e-30 [ kk ] |> List.head

        for s in [ 1e-8; 1e-20; 1e-60 ] do
            match evaluate activation 0.7 s [ v ] with
            | [ ratio ] -> Assert.True(Property.isClose 1e-12 derivativeSquared ratio)
            | _ -> Assert.Fail "one average"

[<Fact>]
let ``a linear layer hands the field and the variance on`` () =
    match evaluate Activation.Linear 1.3 0.4 [ mm; v; vv; kk ] with
    | [ m2; v; v2; k2 ] ->
        Assert.Equal(1.69, m2, 1e-13)
        Assert.Equal(1.0, v, 1e-14)
        Assert.Equal(1.0, v2, 1e-14)
        Assert.Equal(1.0, k2, 1e-14)
    | _ -> Assert.Fail "four averages"

/// Averages on a lattice, by closed forms, and by panels with kinks, jumps and breaks that have to be found.
let private ofEveryKind =
    [
        Activation.Tanh
        Activation.Softplus
        Activation.Sin
        Activation.Gelu
        Activation.Silu
        Activation.Relu
        Activation.LeakyRelu 0.1
        Activation.Sign
        Activation.HardTanh
    ]
    @ ([
        "x/(1+abs(x))"
        "max(0,x)"
        "max(-0.3,min(1,x))"
        "abs(x)*x"
        "tanh(20*(x-1))"
       ]
       |> List.map (fun text ->
           match Activation.tryOfName text with
           | Ok activation -> activation
           | Error error -> invalidOp $"{error}"
       ))

let private isKept products activation =
    let at tolerance field s =
        match
            FieldAverages.evaluate
                { FieldAverages.defaultSettings with
                    Tolerance = tolerance
                }
                1
                activation
                field
                s
                products
        with
        | Ok averages -> averages.Values
        | Error error -> invalidOp $"{activation}, {field}, {s}: {error}"

    for field, s in [ 0.7, 0.9; 0.3, 0.02; 0.2, 3.0; 0.0, 0.5; 1.0, 1e-4; 0.0, 0.0016; 0.1, 0.003 ] do
        let exact = at 1e-13 field s

        for tolerance in [ 1e-3; 1e-6; 1e-8; 1e-9; 1e-11 ] do
            let rough = at tolerance field s

            // An average that vanishes by a symmetry of phi is a rounding.
            Assert.All(
                Array.zip exact rough,
                fun (expected, actual) ->
                    Assert.True(
                        Math.Abs(actual - expected)
                        <= (tolerance + 1e-13) * Math.Abs expected + 1e-15,
                        $"{activation}, {field}, {s}, {tolerance}: {actual} for {expected}"
                    )
            )

[<Fact>]
let ``a tolerance is kept`` () =
    for activation in ofEveryKind do
        isKept
            [|
                v
                vv
                kk
                mm
                [ SquareDerivative 1 ]
                [ SquareDerivative 2; ActivityVariance ]
            |]
            activation

[<Fact>]
let ``a tolerance is kept by second and third derivatives`` () =
    let squared order =
        [ MeanDerivative order; MeanDerivative order ]

    for activation in
        [
            Activation.Tanh
            Activation.Erf
            Activation.Softplus
            Activation.Sin
            Activation.Gelu
            Activation.Silu
        ] do
        isKept [| kk; squared 2; squared 3; [ SquareDerivative 2 ] |] activation

[<Fact>]
let ``derivatives of averages are those of differences`` () =
    let products = [| mm; v; vv; kk |]

    let averages activation field s =
        match
            FieldAverages.evaluate FieldAverages.defaultSettings 1 activation field s products
        with
        | Ok averages -> averages
        | Error error -> invalidOp $"{error}"

    // Of the logarithm of a variance: standard deviations change by half of it.
    let difference (values: float -> float[]) h =
        Array.map2 (fun up down -> (up - down) / (2.0 * h)) (values h) (values -h)

    // The error of this is of order h^4 = 1e-8 times the fifth derivative over 480, and 1e-13/h from the averages.
    let rate values =
        let h = 1e-2

        Array.map2
            (fun fine coarse -> (4.0 * fine - coarse) / 3.0)
            (difference values (0.5 * h))
            (difference values h)

    // Panels take the one with respect to the input variance over a change of 1e-5, in units of which its error is the
    // second derivative: up to six times the value here.
    let known =
        [ Activation.Tanh, 1e-9; Activation.Erf, 1e-9 ]
        @ (ofEveryKind |> List.map (fun activation -> activation, 1e-4))

    for activation, accuracy in known do
        for field, s in [ 0.7, 0.9; 1.5, 0.05; 0.1, 2.0 ] do
            let known = averages activation field s

            match known.Derivatives with
            | None -> Assert.Fail $"derivatives of {activation} are known"
            | Some derivatives ->
                let derivatives = derivatives.Value

                let byInput =
                    rate (fun x -> (averages activation field (s * Math.Exp(0.5 * x))).Values)

                let byField =
                    rate (fun x -> (averages activation (field * Math.Exp(0.5 * x)) s).Values)

                for i in 0 .. products.Length - 1 do
                    let size = Math.Abs known.Values[i]
                    Assert.Equal(byInput[i], derivatives.ByInputVariance[i], accuracy * size)
                    Assert.Equal(byField[i], derivatives.ByFieldVariance[i], 1e-9 * size)
