module CorrSyn.Core.Tests.DisorderAverageTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation.Certificates

/// The exact value of a contraction for a matrix C and a vector m.
let private valueOf (c: Rational[,]) (m: Rational[]) (contraction: Contraction) =
    let n = Array2D.length1 c

    let rec assignments count =
        if count = 0 then
            [ [] ]
        else
            [
                for rest in assignments (count - 1) do
                    for k in 0 .. n - 1 -> k :: rest
            ]

    assignments contraction.NodeCount
    |> List.map (fun chosen ->
        let chosen = Array.ofList chosen

        let edges =
            contraction.Edges
            |> List.fold (fun product (a, b) -> product * c[chosen[a], chosen[b]]) Rational.one

        contraction.Legs |> List.fold (fun product k -> product * m[chosen[k]]) edges
    )
    |> List.fold (+) Rational.zero

let private law distribution (case: Enumeration.Case) =
    let n = Rational.ofInt (Enumeration.width case)

    IndependentColumns
        {
            Distribution = distribution
            Variance = Polynomial.constant (case.Gain / n)
            Correlation = Polynomial.constant case.Correlation
            Sharing = Polynomial.constant case.Correlation
        }

let private evaluate (case: Enumeration.Case) (terms: ContractionTerm list) =
    let m = Array.create (Enumeration.width case) Rational.zero

    terms
    |> List.map (fun term ->
        let coefficient =
            AsymptoticExpansion.dropOrderTerm term.Coefficient
            |> Polynomial.evaluate 1 (fun _ -> Rational.zero)

        term.Contractions
        |> List.fold (fun product next -> product * valueOf case.Covariance m next) coefficient
    )
    |> List.fold (+) Rational.zero

let private deltaIJ = PreActivationCovariance(First, Second)
let private deltaII = PreActivationCovariance(First, First)

let private average distribution case factors =
    DisorderAverage.average (law distribution case) Polynomial.zero factors
    |> evaluate case

[<Fact>]
let ``Gaussian averages equal the index sums written out`` () =
    Property.holds (fun (SmallCase case) ->
        let i, j = First, Second

        [
            [ deltaIJ ], [ i, j ]
            [ deltaIJ; deltaIJ ], [ i, j; i, j ]
            [ deltaII; deltaII ], [ i, i; i, i ]
            [ deltaII; deltaIJ ], [ i, i; i, j ]
        ]
        |> List.forall (fun (factors, pairs) ->
            average GaussianWeights case factors = Enumeration.gaussianAverage case pairs
        )
    )

[<Fact>]
let ``averages of three covariances equal the index sums written out`` () =
    let case = List.head Enumeration.cases
    let i, j = First, Second

    Assert.Equal(
        Enumeration.gaussianAverage case [ i, j; i, j; i, j ],
        average GaussianWeights case [ deltaIJ; deltaIJ; deltaIJ ]
    )

    Assert.Equal(
        Enumeration.gaussianAverage case [ i, i; i, j; i, j ],
        average GaussianWeights case [ deltaII; deltaIJ; deltaIJ ]
    )

[<Fact>]
let ``binary averages, up to the eighth cumulant, equal the average over all sign matrices`` () =
    for case in Enumeration.cases do
        for power in 1..4 do
            let exact =
                Enumeration.binaryAverage case (fun delta -> Rational.pow power delta[0, 1])

            Assert.Equal(exact, average BinaryWeights case (List.replicate power deltaIJ))

[<Fact>]
let ``a field is the sum of weighted means and a bias`` () =
    let case = List.head Enumeration.cases
    let bias = Polynomial.quantity BiasVariance

    let terms =
        DisorderAverage.average (law GaussianWeights case) bias [ Field First; Field First ]

    let coefficients =
        terms
        |> List.map (fun term -> term.Contractions, term.Coefficient)
        |> Map.ofList

    Assert.Equal(AsymptoticExpansion.exact bias, coefficients[[]])
    Assert.True(coefficients.ContainsKey [ Contraction.meanSquare ])
    Assert.Equal(2, coefficients.Count)

[<Fact>]
let ``biases of different neurons are independent`` () =
    let law =
        IndependentColumns
            {
                Distribution = GaussianWeights
                Variance = Polynomial.zero
                Correlation = Polynomial.zero
                Sharing = Polynomial.zero
            }

    let average = DisorderAverage.average law (Polynomial.quantity BiasVariance)
    Assert.Empty(average [ Field First; Field Second ])
    let fourth = List.exactlyOne (average (List.replicate 4 (Field First)))

    let three =
        Polynomial.scale (Rational.ofInt 3) (Polynomial.pow 2 (Polynomial.quantity BiasVariance))

    Assert.Equal(AsymptoticExpansion.exact three, fourth.Coefficient)

[<Fact>]
let ``a covariance of averages vanishes for independent factors`` () =
    let law =
        IndependentColumns
            {
                Distribution = GaussianWeights
                Variance = Polynomial.quantity Gain
                Correlation = Polynomial.zero
                Sharing = Polynomial.zero
            }

    let second = PreActivationCovariance(Second, Second)
    Assert.Empty(DisorderAverage.covariance law Polynomial.zero [ deltaII ] [ second ])
    Assert.NotEmpty(DisorderAverage.covariance law Polynomial.zero [ deltaII ] [ deltaII ])
