module CorrSyn.Core.Tests.LinearRecursionTests

open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Linear

let private trace = ThreePointLaw.trace

let private matrix (rows: int list list) : Rational[,] =
    rows |> List.map (List.map Rational.ofInt) |> array2D

let private one = matrix [ [ 1; 0 ]; [ 0; 1 ] ]

let private products (powers: int list) (delta: Rational[,]) =
    powers
    |> List.fold (fun product power -> product * trace power delta) Rational.one

let private valueOf gain rows (averages: int list -> Rational) quantity =
    match quantity with
    | Gain -> gain
    | RowTrace power -> trace power rows
    | CovarianceTraces powers -> averages powers
    | other -> invalidOp $"The recursion depends on {other}."

/// The averages of degree 1 and 2 in the next layer, by the recursion.
let private next width gain rows averages : Map<int list, Rational> =
    [ 1; 2 ]
    |> List.map LinearRecursion.derive
    |> List.collect (fun recursion -> List.zip recursion.Traces (LinearRecursion.next recursion))
    |> List.map (fun (powers, value) ->
        powers, Polynomial.evaluate width (valueOf gain rows averages) value
    )
    |> Map.ofList

let private layer rowFactor columnFactor gain covariance : ThreePointLaw.Case =
    {
        WeightVariance = gain / Rational.ofInt (Array2D.length1 covariance)
        RowFactor = rowFactor
        ColumnFactor = columnFactor
        Covariance = covariance
    }

[<Fact>]
let ``the three-point law has the second and fourth moment of a Gaussian, not the sixth`` () =
    let unit = matrix [ [ 1 ] ]
    let case = layer unit unit Rational.one unit

    let moment power =
        ThreePointLaw.average case (fun delta -> Rational.pow power delta[0, 0])
        |> Rational.render

    Assert.Equal<string list>([ "1"; "1"; "3"; "9" ], List.map moment [ 0..3 ])

[<Fact>]
let ``rows and columns of the three-point law are correlated as said`` () =
    // The average of w_ik w_jl is that of Delta_ij for a C that is 1 at k, l alone.
    let case =
        layer (matrix [ [ 1; 2 ]; [ 0; 1 ] ]) (matrix [ [ 1; -1 ]; [ 3; 1 ] ]) Rational.one one

    let r, s = ThreePointLaw.rows case, ThreePointLaw.columns case

    for k, l in [ 0, 0; 0, 1; 1, 1 ] do
        let covariance =
            Array2D.init 2 2 (fun a b -> if (a, b) = (k, l) then Rational.one else Rational.zero)

        for i, j in [ 0, 0; 0, 1; 1, 1 ] do
            let average =
                ThreePointLaw.average
                    { case with Covariance = covariance }
                    (fun delta -> delta[i, j])

            Assert.Equal(Rational.ofRatio 1 2 * r[i, j] * s[k, l], average)

[<Fact>]
let ``the recursion equals the sum over all matrices of the three-point law`` () =
    Property.holds (fun (SmallLayer small) (gain: Rational) ->
        // R as factor F of F F^T, so that it has no negative eigenvalue.
        let size = Array2D.length1 small.C

        let unit =
            Array2D.init size size (fun i j -> if i = j then Rational.one else Rational.zero)

        let case = layer small.R unit gain small.C

        let derived =
            next size gain (ThreePointLaw.rows case) (fun powers -> products powers small.C)

        derived
        |> Map.forall (fun powers value -> value = ThreePointLaw.average case (products powers))
    )

[<Fact>]
let ``two layers with presynaptic correlations follow the recursion of traces of S C`` () =
    let first = layer (matrix [ [ 1; 0 ]; [ 1; 2 ] ]) (matrix [ [ 2; 1 ]; [ 0; 1 ] ])
    let second = layer (matrix [ [ 1; 1 ]; [ 0; 1 ] ]) (matrix [ [ 1; 1 ]; [ -1; 1 ] ])
    let gain1, gain2 = Rational.ofRatio 1 2, Rational.ofRatio 3 2
    let input = matrix [ [ 2; 1 ]; [ 1; 1 ] ]

    // An average over the second layer is of degree 2 at most in C, so the first may be averaged alike.
    let summed powers =
        ThreePointLaw.average
            (first gain1 input)
            (fun c -> ThreePointLaw.average (second gain2 c) (products powers))

    let s1, r1 =
        ThreePointLaw.columns (first gain1 input), ThreePointLaw.rows (first gain1 input)

    let s2, r2 =
        ThreePointLaw.columns (second gain2 one), ThreePointLaw.rows (second gain2 one)

    let below =
        next
            2
            gain1
            (ThreePointLaw.multiply s2 r1)
            (fun powers -> products powers (ThreePointLaw.multiply s1 input))

    let derived = next 2 gain2 r2 (fun powers -> below[powers])

    for powers in [ [ 1 ]; [ 2 ]; [ 1; 1 ] ] do
        Assert.Equal(summed powers, derived[powers])

[<Fact>]
let ``the known pair of equations is what comes out`` () =
    let g, n = Polynomial.quantity Gain, Polynomial.width -1
    let trR, trR2 = Polynomial.quantity (RowTrace 1), Polynomial.quantity (RowTrace 2)
    let square = Polynomial.pow 2 (g * n)
    let two = Polynomial.constant (Rational.ofInt 2)

    let recursion = LinearRecursion.derive 2
    Assert.Equal<int list list>([ [ 2 ]; [ 1; 1 ] ], recursion.Traces)

    Assert.Equal<Polynomial list list>(
        [
            [ square * (trR * trR + trR2); square * trR2 ]
            [ two * square * trR2; square * trR * trR ]
        ],
        recursion.Transfer
    )

[<Fact>]
let ``both checks pass and name the number of averages`` () =
    let steps = LinearDerivation.steps ()
    Assert.Equal(2, steps.Length)

    for step in steps do
        Assert.True(step.Check.Passed, step.Check.Detail)
        Assert.Contains("12 averages", step.Check.Detail)

[<Fact>]
let ``a recursion with a wrong coefficient differs from the sum over all matrices`` () =
    let case = layer (matrix [ [ 1; 0 ]; [ 2; 1 ] ]) one (Rational.ofRatio 4 5) one
    let averages powers = products powers one
    let rows = ThreePointLaw.rows case

    for power in [ 1; 2 ] do
        let wrong quantity =
            match quantity with
            | RowTrace p when p = power ->
                Rational.ofRatio 11 10 * valueOf Rational.one rows averages quantity
            | other -> valueOf (Rational.ofRatio 4 5) rows averages other

        let recursion = LinearRecursion.derive 2

        for powers, value in List.zip recursion.Traces (LinearRecursion.next recursion) do
            Assert.NotEqual(
                ThreePointLaw.average case (products powers),
                Polynomial.evaluate 2 wrong value
            )
