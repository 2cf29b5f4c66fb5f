module CorrSyn.Core.Tests.WeightAverageConstantsTests

open System
open Xunit
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Linear
open CorrSyn.Derivation.Certificates

let private constants = WeightAverages.read ()

let private sum (values: seq<Rational>) = Seq.fold (+) Rational.zero values

let private product (values: seq<Rational>) = Seq.fold (*) Rational.one values

/// A point in all variables of the file, as numbers of small height.
type private Point =
    {
        Gain: Rational
        Rho: Rational
        BiasVariance: Rational
        C: Rational[,]
        M: Rational[]
        R: Rational[,]
    }

let private point (seed: int) rows columns : Point =
    let random = Random seed

    let next low =
        Rational.ofRatio (random.Next(low, 8)) (random.Next(1, 5))

    let symmetric size =
        let entries = Array2D.init size size (fun _ _ -> next -7)
        Array2D.init size size (fun i j -> entries[max i j, min i j])

    {
        Gain = next 1
        Rho = next -7
        BiasVariance = next 0
        C = symmetric columns
        M = Array.init columns (fun _ -> next -7)
        R = symmetric rows
    }

let private valueAt (point: Point) (constant: AverageConstant) : Rational =
    let variable (name: string) =
        let index n = int name[n] - int '1'

        match name[0], name.Length with
        | 'g', 1 -> point.Gain
        | 'b', 1 -> point.BiasVariance
        | 'r', 3 when name = "rho" -> point.Rho
        | 'r', 3 -> point.R[index 1, index 2]
        | 'c', 3 -> point.C[index 1, index 2]
        | 'm', 2 -> point.M[index 1]
        | _ -> invalidOp $"The file names an unknown variable: {name}."

    let values = constant.Variables |> Array.map variable

    constant.Terms
    |> Seq.map (fun (coefficient, powers) ->
        Array.map2 Rational.pow powers values |> product |> (*) coefficient
    )
    |> sum

/// A sum over presynaptic indices, by its definition.
let private valueOfContraction (point: Point) (contraction: Contraction) : Rational =
    let rec assignments count =
        if count = 0 then
            [ [] ]
        else
            [
                for rest in assignments (count - 1) do
                    for k in 0 .. point.M.Length - 1 -> k :: rest
            ]

    assignments contraction.NodeCount
    |> Seq.map (fun chosen ->
        let chosen = Array.ofList chosen

        let edges =
            contraction.Edges |> Seq.map (fun (a, b) -> point.C[chosen[a], chosen[b]])

        let legs = contraction.Legs |> Seq.map (fun k -> point.M[chosen[k]])
        product (Seq.append edges legs)
    )
    |> sum

let private distribution (weights: string) =
    match weights with
    | "gaussian" -> GaussianWeights
    | "binary" -> BinaryWeights
    | other -> invalidOp $"The file names unknown weights: {other}."

let private ofTerms distribution (point: Point) (factors: Choice<DisorderFactor list, _>) =
    let law =
        IndependentColumns
            {
                Distribution = distribution
                Variance = Polynomial.constant (point.Gain / Rational.ofInt point.M.Length)
                Correlation = Polynomial.constant point.Rho
                Sharing = Polynomial.constant point.Rho
            }

    let bias = Polynomial.constant point.BiasVariance

    match factors with
    | Choice1Of2 factors -> DisorderAverage.average law bias factors
    | Choice2Of2(left, right) -> DisorderAverage.covariance law bias left right
    |> Seq.map (fun term ->
        let coefficient =
            AsymptoticExpansion.dropOrderTerm term.Coefficient
            |> Polynomial.evaluate 1 (fun _ -> Rational.zero)

        term.Contractions
        |> Seq.map (valueOfContraction point)
        |> product
        |> (*) coefficient
    )
    |> sum

/// A printed equation, at gamma = 0, where r is rho.
let private ofMoment distribution (point: Point) (moment: LayerMoments -> AsymptoticExpansion) =
    let case: Enumeration.Case =
        {
            Covariance = point.C
            Gain = point.Gain
            Correlation = point.Rho
        }

    let valueOf quantity =
        match quantity with
        | Q -> sum (point.M |> Seq.map (Rational.pow 2)) / Rational.ofInt point.M.Length
        | BiasVariance -> point.BiasVariance
        | other -> Enumeration.valueOf case other

    LayerMoments.derive (Premise.create (Columns(distribution, true)))
    |> moment
    |> AsymptoticExpansion.assignGamma Rational.zero
    |> AsymptoticExpansion.dropOrderTerm
    |> Polynomial.evaluate point.M.Length valueOf

let private traces =
    Map
        [
            "L-1", [ 2 ]
            "L-2", [ 1; 1 ]
            "L-3", [ 1 ]
            "L-4", [ 2 ]
            "L-5", [ 1; 1 ]
            "L-6", [ 1 ]
        ]

let private ofLayer (point: Point) (powers: int list) =
    let recursion = LinearRecursion.derive (List.sum powers)

    let valueOf quantity =
        match quantity with
        | Gain -> point.Gain
        | RowTrace power -> ThreePointLaw.trace power point.R
        | CovarianceTraces powers ->
            powers |> Seq.map (fun power -> ThreePointLaw.trace power point.C) |> product
        | other -> invalidOp $"The recursion depends on {other}."

    List.zip recursion.Traces (LinearRecursion.next recursion)
    |> List.find (fst >> (=) powers)
    |> snd
    |> Polynomial.evaluate point.M.Length valueOf

let private ofInput (point: Point) (powers: int list) =
    let rows = Array2D.length1 point.R

    let valueOf quantity =
        match quantity with
        | InputVariance -> point.Gain
        | InputRatio -> Rational.ofRatio point.M.Length rows
        | other -> invalidOp $"The input depends on {other}."

    LinearRecursion.input (fun _ -> Polynomial.width 1) powers
    |> Polynomial.evaluate rows valueOf

let private derived weights (point: Point) (id: string) : Rational =
    let i, j = First, Second
    let ii, ij = PreActivationCovariance(i, i), PreActivationCovariance(i, j)
    let moment = ofMoment (distribution weights) point
    let terms = ofTerms (distribution weights) point

    match id with
    | "W-1" -> moment _.Variance
    | "W-2" -> moment _.Covariance
    | "W-3" -> moment _.SquaredCovariance
    | "F-1" -> moment _.VarianceFluctuation
    | "F-2" -> moment _.FieldVariance
    | "F-3" -> moment _.FieldCovariance
    | "E u_i u_j Delta_ij" -> terms (Choice1Of2 [ Field i; Field j; ij ])
    | "E Delta_ij^3" -> terms (Choice1Of2 [ ij; ij; ij ])
    | "E Delta_ij^4" -> terms (Choice1Of2 [ ij; ij; ij; ij ])
    | "E Delta_ii Delta_ij^2 - E Delta_ii E Delta_ij^2" -> terms (Choice2Of2([ ii ], [ ij; ij ]))
    | "L-1"
    | "L-2"
    | "L-3" -> ofLayer point traces[id]
    | "L-4"
    | "L-5"
    | "L-6" -> ofInput point traces[id]
    | other -> invalidOp $"The file holds an unknown average: {other}."

let private points (constant: AverageConstant) =
    [ 1..5 ] |> List.map (fun seed -> point seed constant.Rows constant.Columns)

[<Fact>]
let ``every average of the file equals the derived one, as rationals at several points`` () =
    for constant in constants do
        for point in points constant do
            Assert.True(
                (valueAt point constant = derived constant.Weights point constant.Id),
                $"{constant.Id}, {constant.Weights}, {constant.Rows} x {constant.Columns}"
            )

[<Fact>]
let ``the file holds every average for every kind of weights it is meant for`` () =
    let expected =
        [
            for weights in [ "gaussian"; "binary" ] do
                for size in [ 2; 3 ] do
                    for id in
                        [
                            "W-1"
                            "W-2"
                            "W-3"
                            "F-1"
                            "F-2"
                            "F-3"
                            "E u_i u_j Delta_ij"
                            "E Delta_ij^3"
                            "E Delta_ij^4"
                            "E Delta_ii Delta_ij^2 - E Delta_ii E Delta_ij^2"
                        ] -> id, weights, 2, size
            for rows, columns in [ 2, 2; 2, 3; 3, 2; 1, 4 ] do
                for id in [ "L-1"; "L-2"; "L-3" ] -> id, "gaussian", rows, columns
            for rows, columns in [ 1, 1; 2, 1; 2, 3; 3, 2 ] do
                for id in [ "L-4"; "L-5"; "L-6" ] -> id, "gaussian", rows, columns
        ]

    Assert.Equal<Set<string * string * int * int>>(
        set expected,
        constants |> List.map (fun c -> c.Id, c.Weights, c.Rows, c.Columns) |> set
    )

    Assert.Equal(expected.Length, constants.Length)

[<Fact>]
let ``averages that depend on the fourth cumulant tell binary weights from Gaussian ones`` () =
    for id in [ "W-3"; "F-1"; "E Delta_ij^3"; "E Delta_ij^4" ] do
        for constant in constants |> List.filter (fun c -> c.Id = id) do
            let other = if constant.Weights = "binary" then "gaussian" else "binary"

            // Not at every point: without correlation some of them agree.
            Assert.Contains(
                points constant,
                fun point -> valueAt point constant <> derived other point id
            )
