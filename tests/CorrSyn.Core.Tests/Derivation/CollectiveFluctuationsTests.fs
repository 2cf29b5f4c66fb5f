module CorrSyn.Core.Tests.CollectiveFluctuationsTests

open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates

let private premise =
    Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0))

let private map closure =
    match ScalingDerivation.deriveMap closure premise with
    | Ok map -> map
    | Error failure -> invalidOp $"{failure}"

let private four = map FourParameters
let private gaussian = map GaussianPreActivations
let private full = map CollectiveVariables

/// Any number for a quantity, the same every time.
let private valueOf seed (quantity: Quantity) =
    let shown = $"{quantity}"

    let number =
        shown |> Seq.fold (fun sum letter -> (sum * 31 + int letter + seed) % 1009) 7

    Rational.ofRatio (number - 504) (1 + number % 97)

let private evaluate seed replacement polynomial =
    Polynomial.substitute replacement polynomial
    |> Polynomial.evaluate 1 (valueOf seed)

let private next quantity (map: LayerMap) =
    LayerMap.expanded map |> List.find (fst >> (=) quantity) |> snd

let private q name = Polynomial.quantity name

let private average orders =
    q (Quantity.fieldAverage (orders |> List.map MeanDerivative))

/// The Gaussian closure as it follows from C_ij = kappa_i kappa_j Delta_ij with fields and Delta_ij jointly
/// Gaussian over the weights: A = m.C.m / (Q N^(3/2)), B = |C m|^2 / (Q N^2), u = sqrt(g Q) x + bias, by
/// Stein's lemma E x^2 kappa^2 = k2 + g Q E (kappa^2)'' and so on.
let private gaussianOracle =
    let g, r, k1 = q Gain, q Correlation, q K1
    let two = Polynomial.constant (Rational.ofInt 2)
    let overlap = q (CollectiveCovariance(MeanOverlap, MeanOverlap))
    let strength = q (CollectiveProjection(MeanOverlap, MeanOverlap))
    let k2 = average [ 1; 1 ]
    let curvature = two * (average [ 2; 2 ] + average [ 1; 3 ])
    let slope = two * average [ 1; 2 ]
    let meanSlope = average [ 0; 1 ]
    // E x m kappa / sqrt(g Q).
    let growth = k2 + average [ 0; 2 ]
    let source = g * r * k1

    let strengthNext =
        k2 * source * source * meanSlope * meanSlope
        + two * slope * g * overlap * source * meanSlope * g * growth
        + (g * curvature * overlap * overlap * g * g * g * growth * growth)
        + k2 * g * strength * g * g * growth * growth

    let nSigma =
        g * g * k2 * k2 * (q K2 + q NSigma)
        + source * source * k2 * k2
        + two * g * g * k2 * curvature * g * strength
        + g * g * g * g * curvature * curvature * overlap * overlap
        + two * g * g * slope * slope * source * overlap

    {|
        NSigma = nSigma
        Overlap = source * meanSlope * meanSlope + g * g * growth * growth * overlap
        Strength = strengthNext
    |}

[<Fact>]
let ``the Gaussian closure is that of jointly Gaussian fields and covariances`` () =
    Assert.Equal(gaussianOracle.NSigma, next NSigma gaussian)

    Assert.Equal(
        gaussianOracle.Overlap,
        next (CollectiveCovariance(MeanOverlap, MeanOverlap)) gaussian
    )

    Assert.Equal(
        gaussianOracle.Strength,
        next (CollectiveProjection(MeanOverlap, MeanOverlap)) gaussian
    )

/// The ten-parameter map written as products of 2 x 2 matrices.
[<Fact>]
let ``the full map is the one written with matrices`` () =
    let value = evaluate 3 (fun _ -> None)
    let number name = value (q name)
    let g, s = number Gain, number Gain * number Correlation * number K1
    let half = Rational.ofRatio 1 2
    let two = Rational.ofInt 2
    let pair orders = value (average orders)

    let square order =
        number (Quantity.fieldAverage [ SquareDerivative order ])

    let k2, c12, c22 = pair [ 1; 1 ], pair [ 1; 2 ], pair [ 2; 2 ]
    let c13, c02, a0 = pair [ 1; 3 ], pair [ 0; 2 ], pair [ 0; 1 ]
    let al = [ a0; square 1 ]
    let th = [ Rational.one; half ]
    let total = number K2 + number NSigma

    let symmetric create =
        let entry a b = number (create (a, b))
        let p, w = MeanOverlap, SquaredActivity
        [ [ entry p p; entry p w ]; [ entry p w; entry w w ] ]

    let m = symmetric CollectiveCovariance
    let v = symmetric CollectiveProjection
    let j = [ [ g * k2; g * c02 * half ]; [ Rational.zero; g * square 2 * half ] ]

    let h =
        [
            [ g * g * c22; g * g * c13 * half ]
            [ g * g * c13 * half; g * g * c22 * half * half ]
        ]

    let sum = List.fold (+) Rational.zero
    let dot a b = List.map2 (*) a b |> sum
    let apply matrix x = matrix |> List.map (dot x)

    let product matrices =
        matrices
        |> List.reduce (fun a b ->
            a |> List.map (fun row -> List.transpose b |> List.map (dot row))
        )

    let add = List.reduce (List.map2 (List.map2 (+)))
    let scaled factor = List.map (List.map ((*) factor))

    let outer a b =
        a |> List.map (fun x -> b |> List.map ((*) x))

    let trace a =
        a |> List.mapi (fun i (row: Rational list) -> row[i]) |> sum

    let squared x = Rational.pow 2 x
    let response = apply (product [ j; m ]) th

    let nSigma =
        squared (g * k2) * total
        + squared (k2 * s)
        + two * squared (g * c12) * s * dot th (apply m th)
        + trace (product [ h; m; h; m ])
        + two * g * k2 * trace (product [ h; v ])

    let mNext = add [ product [ j; m; List.transpose j ]; scaled s (outer al al) ]

    let vNext =
        add
            [
                scaled (g * k2) (product [ j; v; List.transpose j ])
                scaled (k2 * s * s) (outer al al)
                scaled (g * c12 * s) (add [ outer al response; outer response al ])
                product [ j; m; h; m; List.transpose j ]
            ]

    let derived quantity = value (next quantity full)
    Assert.Equal(nSigma, derived NSigma)

    for a, i in [ MeanOverlap, 0; SquaredActivity, 1 ] do
        for b, k in [ MeanOverlap, 0; SquaredActivity, 1 ] do
            if a <= b then
                Assert.Equal(mNext[i][k], derived (CollectiveCovariance(a, b)))
                Assert.Equal(vNext[i][k], derived (CollectiveProjection(a, b)))

[<Fact>]
let ``checks of the wider map can fail`` () =
    Assert.True((MapCertificate.ofCollectiveMap four full).Passed)

    let wrong =
        { full with
            Next =
                full.Next
                |> List.map (fun (quantity, value) -> quantity, value + LayerMap.next K1 full)
        }

    Assert.False((MapCertificate.ofCollectiveMap four wrong).Passed)

[<Fact>]
let ``what makes collective variables leave zero holds the correlation`` () =
    let sources = Parity.sources full
    Assert.Equal(6, sources.Length)

    for _, source in sources do
        Assert.True(Polynomial.dependsOn Correlation source)
