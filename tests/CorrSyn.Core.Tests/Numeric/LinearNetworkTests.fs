module CorrSyn.Core.Tests.LinearNetworkTests

open Xunit
open CorrSyn.Model
open CorrSyn.Numeric
open CorrSyn.Numeric.Linear

let private entries structure correlation n =
    Array2D.init
        n
        n
        (fun i j ->
            if i = j then
                1.0
            else
                correlation * CorrelationStructure.offDiagonal structure n i j
        )

let private multiply (x: float[,]) (y: float[,]) =
    let n = Array2D.length1 x

    let entry i j =
        let mutable sum = 0.0

        for k in 0 .. n - 1 do
            sum <- sum + x[i, k] * y[k, j]

        sum

    Array2D.init n n entry

let private trace (x: float[,]) =
    Seq.sum (Seq.init (Array2D.length1 x) (fun i -> x[i, i]))

let private structures =
    [
        CorrelationStructure.Identity
        CorrelationStructure.Uniform
        CorrelationStructure.Blocks 3
        CorrelationStructure.Blocks 4
        CorrelationStructure.LowRank 1
        CorrelationStructure.LowRank 3
    ]

[<Fact>]
let ``traces of products of structures are those of their matrices`` () =
    // 24 is a multiple of every number of cells; with 24 blocks each cell is one neuron.
    for first in CorrelationStructure.Blocks 24 :: structures do
        for second in structures do
            for x, y in [ 0.0, 0.4; 0.7, 0.0; 0.3, 0.9 ] do
                let a, b = entries first x 24, entries second y 24
                let ab = multiply a b

                let close expected (actual: MatrixTraces) =
                    Assert.True(Property.isClose 1e-13 (trace ab) actual.Trace)
                    Assert.True(Property.isClose 1e-13 expected actual.TraceOfSquare)

                let square = trace (multiply ab ab)
                let structured = Structured(first, x, 24)
                close square (CorrelationTraces.ofProduct structured (Structured(second, y, 24)))
                close square (CorrelationTraces.ofProduct structured (Entries b))
                close square (CorrelationTraces.ofProduct (Entries a) (Entries b))

[<Fact>]
let ``the unit matrix leaves the traces of a matrix alone`` () =
    let a = entries (CorrelationStructure.Blocks 3) 0.6 12

    let expected =
        CorrelationTraces.ofProduct
            (Entries a)
            (Entries(entries CorrelationStructure.Identity 0.0 12))

    Assert.Equal(expected, CorrelationTraces.ofMatrix (Entries a))
    Assert.Equal(12.0, expected.Trace, 12)
    // 12 ones and 3 blocks of 4 x 3 pairs of 0.6^2.
    Assert.Equal(12.0 + 36.0 * 0.36, expected.TraceOfSquare, 12)

[<Fact>]
let ``matrices of different sizes are refused`` () =
    Assert.Throws<System.ArgumentException>(fun () ->
        CorrelationTraces.ofProduct (CorrelationTraces.identity 3) (CorrelationTraces.identity 4)
        |> ignore
    )
    |> ignore

/// The recursion written by hand, with R and S of every layer as matrices.
let private oracle (inputs: LinearInputs) (layers: (float * float[,] * float[,]) list) =
    let n, p = float inputs.Width, float inputs.PatternCount

    let traces a b =
        let ab = multiply a b
        trace ab, trace (multiply ab ab)

    let apply factor (t1, t2) (mean, squared, square) =
        factor * t1 * mean,
        factor * factor * (squared * t1 * t1 + 2.0 * square * t2),
        factor * factor * (squared * t2 + square * (t1 * t1 + t2))

    let unit size =
        entries CorrelationStructure.Identity 0.0 size

    let input rows =
        apply (inputs.StandardDeviation ** 2.0 / n) rows (p, p * p, p)

    let rec run below layers =
        match layers with
        | [] -> []
        | (gain, r, s) :: rest ->
            let factor = gain / float (Array2D.length1 s)
            let size = Array2D.length1 r
            let state = apply factor (traces r (unit size)) below

            let next =
                match rest with
                | [] -> below
                | (_, _, above) :: _ -> apply factor (traces r above) below

            state :: run next rest

    let _, _, first = List.head layers
    let square = traces (unit inputs.Width) (unit inputs.Width)
    input square :: run (input (traces first (unit inputs.Width))) layers

let private assertEqual expected (states: LinearState list) =
    Assert.Equal(List.length expected, states.Length)

    for (mean, squared, square), state in List.zip expected states do
        Assert.True(Property.isClose 1e-12 mean state.Trace)
        Assert.True(Property.isClose 1e-12 squared state.SquaredTrace)
        Assert.True(Property.isClose 1e-12 square state.TraceOfSquare)
        let dimension = squared / square / float state.Width
        Assert.True(Property.isClose 1e-12 dimension state.Dimension)

let private value result =
    match result with
    | Ok states -> states
    | Error error -> invalidOp $"{error}"

[<Fact>]
let ``layers of any widths and correlations follow the recursion written by hand`` () =
    let inputs =
        {
            Width = 6
            PatternCount = 4
            StandardDeviation = 0.7
        }

    let structured structure x n =
        Structured(structure, x, n), entries structure x n

    let r1, r1' = structured (CorrelationStructure.LowRank 2) 0.8 8
    let s1, s1' = structured CorrelationStructure.Uniform 0.2 6
    let r2' = entries (CorrelationStructure.Blocks 2) 0.5 4
    let s2, s2' = structured (CorrelationStructure.Blocks 4) 0.6 8
    let r3, r3' = structured CorrelationStructure.Uniform 0.9 12
    let s3, s3' = structured CorrelationStructure.Identity 0.0 4

    let layers =
        [
            { Gain = 0.8; Rows = r1; Columns = s1 }
            {
                Gain = 1.7
                Rows = Entries r2'
                Columns = s2
            }
            { Gain = 1.1; Rows = r3; Columns = s3 }
        ]

    let expected = oracle inputs [ 0.8, r1', s1'; 1.7, r2', s2'; 1.1, r3', s3' ]
    let states = value (LinearNetwork.evaluate inputs layers)
    assertEqual expected states
    Assert.Equal<int list>([ 6; 8; 4; 12 ], states |> List.map _.Width)
    Assert.Equal<int list>([ 0..3 ], states |> List.map _.Layer)

[<Fact>]
let ``networks of equal widths follow the recursion written by hand`` () =
    Property.holds (fun (ClosedNetwork spec) (size: int) ->
        let r = SynapseEnsemble.correlation spec.Synapses
        let width = int (r * r) + 2 + abs size % 8

        let spec =
            NetworkSpec.create
                (SynapseEnsemble.Gaussian(SynapticCorrelation.create r))
                spec.Gain
                spec.BiasVariance
                Activation.Linear
                spec.Inputs
                spec.Depth
                width

        let rows = entries CorrelationStructure.Uniform spec.WeightCorrelation width
        let layer = spec.Gain, rows, entries CorrelationStructure.Identity 0.0 width

        let inputs =
            {
                Width = width
                PatternCount = InputEnsemble.patternCount width spec.Inputs
                StandardDeviation = spec.Inputs.StandardDeviation
            }

        assertEqual
            (oracle inputs (List.replicate spec.Depth layer))
            (value (LinearNetwork.evaluateSpec spec))
    )

[<Fact>]
let ``a network without layers is its input`` () =
    let inputs =
        {
            Width = 3
            PatternCount = 6
            StandardDeviation = 1.0
        }

    let state = List.exactlyOne (value (LinearNetwork.evaluate inputs []))
    Assert.Equal(6.0, state.Trace, 12)
    Assert.Equal(20.0, state.TraceOfSquare, 12)
    Assert.Equal(40.0, state.SquaredTrace, 12)

[<Fact>]
let ``in the end the averages are those of one dimension`` () =
    let spec =
        NetworkSpec.create
            (SynapseEnsemble.Gaussian(SynapticCorrelation.create 0.5))
            1.0
            0.0
            Activation.Linear
            (InputEnsemble.create 2.0 1.0)
            3000
            30

    let last = List.last (value (LinearNetwork.evaluateSpec spec))
    Assert.Equal(1.0 / 30.0, last.Dimension, 12)
    Assert.Equal(0.0, last.LogTrace - System.Math.Log 60.0, 9)

[<Fact>]
let ``what leaves the range of floating point is named with its layer`` () =
    let inputs =
        {
            Width = 2
            PatternCount = 2
            StandardDeviation = 1e50
        }

    let layer =
        {
            Gain = 1e60
            Rows = CorrelationTraces.identity 2
            Columns = CorrelationTraces.identity 2
        }

    match LinearNetwork.evaluate inputs [ layer; layer; layer ] with
    | Error(NonFinite(layer, quantity)) ->
        Assert.Equal(1, layer)
        Assert.Equal("E tr C^2", quantity)
    | other -> Assert.Fail $"{other}"
