module CorrSyn.Core.Tests.FiniteWidthTests

open System
open Xunit
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Derivation.Linear
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion
open CorrSyn.Numeric.WidthCorrections
open CorrSyn.Numeric.Linear

let private settings = FieldAverages.defaultSettings

let private premise =
    Premise.ofEnsemble (SynapseEnsemble.Gaussian(SynapticCorrelation.create 1.0))

let private sharedVariance =
    LayerMap.sharedVariance premise (LayerMoments.derive premise) (Rational.ofRatio 1 2)

let private value result =
    match result with
    | Ok value -> value
    | Error error -> invalidOp $"{error}"

let private network activation gain biasVariance correlation depth width =
    NetworkSpec.create
        (SynapseEnsemble.Gaussian(SynapticCorrelation.create correlation))
        gain
        biasVariance
        activation
        (InputEnsemble.create 2.0 0.5)
        depth
        width

/// The same network with layers of these widths.
let private withWidths widths (spec: NetworkSpec) =
    spec
    |> NetworkSpec.tryWithLayers (
        List.map2
            (fun (layer: NetworkLayer) width -> { layer with Width = width })
            spec.Layers
            widths
    )
    |> ParameterError.raiseIfError

let private states (spec: NetworkSpec) =
    let maps =
        List.zip (List.take spec.Depth spec.Widths) spec.Layers
        |> List.map (fun (below, layer) -> Premise.ofLayer below layer)
        |> List.distinct
        |> List.map (fun premise ->
            match ScalingDerivation.deriveMap FourParameters premise with
            | Ok map -> premise, CompiledMap.compile map
            | Error failure -> invalidOp $"{failure}"
        )
        |> Map.ofList

    let maps =
        List.map2
            (fun below layer -> maps[Premise.ofLayer below layer])
            (List.take spec.Depth spec.Widths)
            spec.Layers

    value (MeanField.evaluateLayers (ScratchArrays()) settings maps spec)

[<Theory>]
[<InlineData(0.0, false)>]
[<InlineData(2.0, false)>]
[<InlineData(0.0, true)>]
[<InlineData(2.0, true)>]
let ``the correction of tr C^2 of a linear network is that of the exact recursion``
    (correlation: float)
    (isUneven: bool)
    =
    let spec width =
        network Activation.Linear 1.5 0.3 correlation 3 width
        |> if isUneven then
               withWidths [ width / 2; 2 * width; width / 4 ]
           else
               id

    let overlaps =
        value (LayerOverlaps.evaluate settings (spec 100) (states (spec 100)))

    let exact (width: int) =
        value (LinearNetwork.evaluateSpec (spec width))
        |> List.map (fun state -> state.TraceOfSquare / float state.Width)

    for layer, (at, (near, far)) in
        List.zip overlaps (List.zip (exact 10_000) (exact 40_000)) |> List.indexed do
        Assert.Equal(0.0, at.Square[1], 1e-12)
        // Powers of 1/N: the slope at two widths, without what is of the next order.
        let slope width exact = float width * (exact - at.Square[0])
        let extrapolated = (4.0 * slope 40_000 far - slope 10_000 near) / 3.0
        // What is left is of relative order N^-2; rounding of s is amplified by N.
        Assert.True(
            abs (extrapolated - at.Square[2]) < 1e-5 * abs at.Square[2],
            $"layer {layer}: {extrapolated} and {at.Square[2]}"
        )

[<Theory>]
[<InlineData("erf", 2.0, false)>]
[<InlineData("tanh", 1.0, false)>]
[<InlineData("erf", 2.0, true)>]
[<InlineData("tanh", 0.0, true)>]
let ``the order N^(-1/2) and the scatter of networks have two routes``
    (name: string)
    (correlation: float)
    (isUneven: bool)
    =
    let activation = value (Activation.tryOfName name)

    let spec =
        network activation 1.5 0.3 correlation 4 100
        |> if isUneven then withWidths [ 50; 200; 75; 300 ] else id

    let states = states spec
    let overlaps = value (LayerOverlaps.evaluate settings spec states)
    let first = value (FiniteSize.evaluate settings sharedVariance spec states)
    let scatter = value (NetworkScatter.evaluate settings sharedVariance spec states)

    let close (a: float) (b: float) =
        Assert.True(abs (a - b) <= 1e-9 * (abs a + abs b) + 1e-13, $"{a} and {b}")

    for (state, share), (at, (first, scatter)) in
        List.zip
            (List.zip states (LayerWidths.shares spec))
            (List.zip overlaps (List.zip first scatter)) do
        close state.NSigma at.NSigma[0]
        close state.K2 at.K2[0]
        close first.NSigma at.NSigma[1]
        // From the width of the layer to that of the input.
        close (scatter.Cubed / Math.Pow(share, 1.5)) at.Triangle[0]
        let c = scatter.Covariance |> Array2D.map (fun value -> value / share)
        List.iter2 close [ c[0, 0]; c[0, 1]; c[1, 1]; c[2, 0]; c[2, 1] ] at.Scatter

/// N Var(tr C^2 / N) of a linear network by the exact recursion of degree 4, with the own N of each layer.
let private exactVariances gain correlation (widths: int list) =
    let evaluate width valueOf (polynomial: Polynomial) =
        let n = float width

        polynomial.Terms
        |> List.sumBy (fun (monomial, coefficient) ->
            monomial.Factors
            |> List.fold
                (fun product (quantity, power) -> product * valueOf quantity ** float power)
                (Rational.approximate coefficient
                 * n ** Rational.approximate (Exponent.value monomial.Width))
        )

    let input (quantity: Quantity) =
        match quantity with
        | InputRatio -> 2.0
        | InputVariance -> 0.25
        | other -> invalidOp $"{other}"

    let run degree =
        let recursion = LinearRecursion.derive degree

        let start =
            recursion.Traces
            |> List.map (fun powers ->
                powers,
                evaluate
                    widths[0]
                    input
                    (LinearRecursion.input (fun _ -> Polynomial.width 1) powers)
            )
            |> Map.ofList

        let next (averages: Map<int list, float>) (below: int, width: int) =
            let n = float width
            let rho = correlation / sqrt (float below)

            let rowTrace (power: int) =
                (n - 1.0) * (1.0 - rho) ** float power + (1.0 + (n - 1.0) * rho) ** float power

            let valueOf quantity =
                match quantity with
                | Gain -> gain
                | RowTrace power -> rowTrace power
                | CovarianceTraces powers -> averages[powers]
                | other -> invalidOp $"{other}"

            List.zip
                recursion.Traces
                (LinearRecursion.next recursion |> List.map (evaluate below valueOf))
            |> Map.ofList

        List.scan next start (List.pairwise widths)

    List.map3
        (fun width (four: Map<int list, float>) (two: Map<int list, float>) ->
            (four[[ 2; 2 ]] - two[[ 2 ]] * two[[ 2 ]]) / float width
        )
        widths
        (run 4)
        (run 2)

[<Theory>]
[<InlineData(2.0, false)>]
[<InlineData(2.0, true)>]
[<InlineData(0.5, true)>]
let ``networks scatter as the exact recursion of linear ones says``
    (correlation: float)
    (isUneven: bool)
    =
    let spec =
        network Activation.Linear 1.5 0.3 correlation 3 100
        |> if isUneven then withWidths [ 50; 200; 75 ] else id

    let scatter =
        value (NetworkScatter.evaluate settings sharedVariance spec (states spec))

    let at width =
        exactVariances 1.5 correlation (spec.Widths |> List.map (fun n -> n * (width / 100)))

    let near = at 1_000_000
    let far = at 16_000_000

    for at, (near, far) in List.zip scatter (List.zip near far) |> List.skip 1 do
        // Powers of N^(-1/2): (4 V(16 N) - V(N)) / 3 leaves a relative O(1/N) of some 1000/N, and rounding
        // 1e-16 N of the fourth moments.
        let exact = (4.0 * far - near) / 3.0
        let variance = at.Covariance[NetworkFluctuations.square, NetworkFluctuations.square]
        Assert.True(abs (exact - variance) < 1e-3 * variance, $"{exact} and {variance}")

[<Fact>]
let ``an expansion that rounding has eaten is refused`` () =
    // Inputs that hardly vary beside the spread of the biases.
    let spec = network Activation.Tanh 0.1 5.0 1.0 14 100

    match FiniteWidth.evaluate settings premise sharedVariance spec (states spec) with
    | Error(Cancelled(layer, _)) -> Assert.True(layer > 1)
    | other -> invalidOp $"{other}"

[<Theory>]
[<InlineData("tanh")>]
[<InlineData("erf")>]
[<InlineData("softplus")>]
let ``each derivative is the slope of the one below`` (name: string) =
    let activation = value (Activation.tryOfName name)
    // Central differences of fourth order with h = 0.01 err by h^4/30 times the derivative five orders up, below 1e5
    // here; rounding adds 1e-16/h times some 100.
    let h = 0.003

    for order in 1..5 do
        for z in [ -1.3; -0.4; 0.2; 0.9; 2.1 ] do
            let f x =
                PowerDerivative.tryEvaluate activation 1 order x |> Option.get

            let slope =
                (8.0 * (f (z + h) - f (z - h)) - (f (z + 2.0 * h) - f (z - 2.0 * h)))
                / (12.0 * h)

            let derivative =
                PowerDerivative.tryEvaluate activation 1 (order + 1) z |> Option.get

            Assert.True(
                Math.Abs(slope - derivative) < 1e-6,
                $"{name} {order} at {z}: {slope} and {derivative}"
            )
