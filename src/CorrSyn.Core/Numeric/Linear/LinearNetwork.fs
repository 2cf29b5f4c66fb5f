namespace CorrSyn.Numeric.Linear

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Linear
open CorrSyn.Numeric
open CorrSyn.Numeric.Recursion

/// The inputs h^0 of a linear network: covariance xi xi^T / N, entries of xi of that standard deviation.
type LinearInputs =
    {
        /// N of the input layer.
        Width: int
        /// P, the number of columns of xi.
        PatternCount: int
        StandardDeviation: float
    }

/// A layer of Gaussian weights with E[w_ik w_jl] = (g/N) R_ij S_kl, N the number of columns.
type LinearLayer =
    {
        Gain: float
        /// R, over postsynaptic neurons.
        Rows: CorrelationMatrix
        /// S, over presynaptic neurons.
        Columns: CorrelationMatrix
    }

/// <summary>Exact averages over networks of one layer of a linear network.</summary>
/// <remarks>Dimensionless. They span any number of decades, so natural logarithms are carried; plain
/// values may underflow to 0.</remarks>
type LinearState =
    {
        /// 0 for the input.
        Layer: int
        /// The number of neurons of that layer.
        Width: int
        /// ln E tr C.
        LogTrace: float
        /// ln E tr C^2.
        LogTraceOfSquare: float
        /// ln E (tr C)^2.
        LogSquaredTrace: float
    }

    /// E tr C.
    member this.Trace = Math.Exp this.LogTrace

    /// E tr C^2.
    member this.TraceOfSquare = Math.Exp this.LogTraceOfSquare

    /// E (tr C)^2.
    member this.SquaredTrace = Math.Exp this.LogSquaredTrace

    /// E (tr C)^2 / (N E tr C^2), a ratio of averages; in (0, 1].
    member this.Dimension =
        Math.Exp(this.LogSquaredTrace - this.LogTraceOfSquare) / float this.Width

/// <summary>Evaluates the exact recursion of linear networks of any width, layer by layer.</summary>
[<RequireQualifiedAccess>]
module LinearNetwork =

    /// Averages of traces of S C. Those of degree 1 and of degree 2 follow recursions of their own, and
    /// each is carried in its own unit.
    type private Traces =
        {
            /// ln E tr S C.
            LogTrace: float
            /// ln E (tr S C)^2.
            LogSquaredTrace: float
            /// E tr (S C)^2 / E (tr S C)^2, in (0, 1].
            SquareShare: float
        }

    let private mean = LinearRecursion.derive 1

    let private pair = LinearRecursion.derive 2

    let private traces = mean.Traces @ pair.Traces

    let private equations = LinearRecursion.next mean @ LinearRecursion.next pair

    let private inputEquations =
        traces |> List.map (LinearRecursion.input (RowTrace >> Polynomial.quantity))

    /// The right sides of equations for averages of these traces, as functions of numbers at a width.
    let private compile (polynomials: Polynomial list) (width: int) =
        let polynomials = polynomials |> List.map (Polynomial.assignWidth width)
        let slots = Evaluation.slots polynomials
        let compiled = polynomials |> List.map (Evaluation.compile slots)

        fun (logTraceUnit: float) (logSquareUnit: float) (valueOf: Quantity -> float) ->
            let values = Array.map valueOf slots

            let average powers =
                List.zip traces compiled
                |> List.find (fst >> (=) powers)
                |> fun (_, value) -> value values

            let squaredTrace = average [ 1; 1 ]

            {
                LogTrace = logTraceUnit + Math.Log(average [ 1 ])
                LogSquaredTrace = logSquareUnit + Math.Log squaredTrace
                SquareShare = average [ 2 ] / squaredTrace
            }

    let private powerOf (matrix: MatrixTraces) (power: int) : float =
        match power with
        | 1 -> matrix.Trace
        | 2 -> matrix.TraceOfSquare
        | other -> invalidOp $"The recursion holds no trace of the power {other}."

    /// Averages of traces of A C, where rows is A R.
    let private next compiled (layer: LinearLayer) (below: Traces) (rows: MatrixTraces) : Traces =
        let valueOf quantity =
            match quantity with
            // The units hold g and the averages below, which keeps extremes within floating point.
            | Gain
            | CovarianceTraces [ 1 ]
            | CovarianceTraces [ 1; 1 ] -> 1.0
            | CovarianceTraces [ 2 ] -> below.SquareShare
            | RowTrace power -> powerOf rows power
            | other -> invalidOp $"The recursion does not depend on {other}."

        let logGain = Math.Log layer.Gain
        compiled (below.LogTrace + logGain) (below.LogSquaredTrace + 2.0 * logGain) valueOf

    /// Averages of traces of A C of the input.
    let private start (inputs: LinearInputs) (matrix: MatrixTraces) : Traces =
        let valueOf quantity =
            match quantity with
            | InputRatio -> float inputs.PatternCount / float inputs.Width
            | InputVariance -> 1.0
            | RowTrace power -> powerOf matrix power
            | other -> invalidOp $"The input layer does not depend on {other}."

        let logVariance = 2.0 * Math.Log inputs.StandardDeviation
        compile inputEquations inputs.Width logVariance (2.0 * logVariance) valueOf

    let private toState
        (layer: int)
        (width: int)
        (traces: Traces)
        : Result<LinearState, SolveError> =
        let state =
            {
                Layer = layer
                Width = width
                LogTrace = traces.LogTrace
                LogTraceOfSquare = traces.LogSquaredTrace + Math.Log traces.SquareShare
                LogSquaredTrace = traces.LogSquaredTrace
            }

        // Plain values are shown too: only underflow to 0 is harmless.
        let quantities =
            [
                "E tr C", state.Trace
                "E tr C^2", state.TraceOfSquare
                "E (tr C)^2", state.SquaredTrace
                "D/N", state.Dimension
            ]

        match quantities |> List.tryFind (snd >> Double.IsFinite >> not) with
        | Some(quantity, _) -> Error(NonFinite(layer, quantity))
        | None -> Ok state

    /// The widths of the input and of every layer.
    let private widths (inputs: LinearInputs) (layers: LinearLayer list) : int list =
        let above =
            layers |> List.map (fun layer -> CorrelationTraces.neuronCount layer.Rows)

        let widths = inputs.Width :: above

        let misfit =
            layers
            |> List.zip (List.take layers.Length widths)
            |> List.tryFindIndex (fun (width, layer) ->
                CorrelationTraces.neuronCount layer.Columns <> width
            )

        match misfit with
        | Some index ->
            let columns = CorrelationTraces.neuronCount layers[index].Columns

            let text =
                $"Layer {index + 1} takes {columns} numbers from {widths[index]} neurons."

            raise (ArgumentException(text, nameof layers))
        | None -> widths

    /// <summary>The averages of the input and of every layer, over the inputs' patterns and the weights.</summary>
    /// <param name="inputs">Width and PatternCount at least 1, StandardDeviation above 0.</param>
    /// <param name="layers">From the input up; the gains are above 0. phi(x) = x. Biases play no part.</param>
    /// <returns>One state more than there are layers, the input first; or the first number that leaves the
    /// range of floating point.</returns>
    /// <remarks>Equations L-1 to L-6 of docs/theory/linear.md; exact at every width. Rounding adds a relative
    /// error of some 1e-15 per layer and unit of a logarithm. Time: linear in the depth.</remarks>
    /// <exception cref="T:System.ArgumentException">A layer has not as many columns as the layer below has
    /// neurons.</exception>
    let evaluate
        (inputs: LinearInputs)
        (layers: LinearLayer list)
        : Result<LinearState list, SolveError> =
        let widths = widths inputs layers

        let compiled =
            widths
            |> List.distinct
            |> List.map (fun width -> width, compile equations width)
            |> Map.ofList

        let traces = CorrelationTraces.ofMatrix

        // Traces of S C are carried upwards, with S that of the layer above.
        let rec run number below layers states =
            match layers with
            | [] -> Ok(List.rev states)
            | layer :: rest ->
                let width = CorrelationTraces.neuronCount layer.Rows
                let next = next compiled[CorrelationTraces.neuronCount layer.Columns] layer below

                next (traces layer.Rows)
                |> toState number width
                |> Result.bind (fun state ->
                    let carried =
                        match rest with
                        | [] -> below
                        | above :: _ -> next (CorrelationTraces.ofProduct layer.Rows above.Columns)

                    run (number + 1) carried rest (state :: states)
                )

        start inputs (traces (CorrelationTraces.identity inputs.Width))
        |> toState 0 inputs.Width
        |> Result.bind (fun state ->
            match layers with
            | [] -> Ok [ state ]
            | first :: _ -> run 1 (start inputs (traces first.Columns)) layers [ state ]
        )

    /// <summary>As <c>evaluate</c>, for a network and its own widths.</summary>
    /// <param name="spec">A network with phi(x) = x and Gaussian weights, correlated or not.</param>
    let evaluateSpec (spec: NetworkSpec) : Result<LinearState list, SolveError> =
        let inputs =
            {
                Width = spec.Width
                PatternCount = InputEnsemble.patternCount spec.Width spec.Inputs
                StandardDeviation = spec.Inputs.StandardDeviation
            }

        let toLayer below (layer: NetworkLayer) =
            let correlation = NetworkLayer.weightCorrelation below layer

            {
                Gain = layer.Gain
                Rows = Structured(CorrelationStructure.Uniform, correlation, layer.Width)
                Columns = CorrelationTraces.identity below
            }

        evaluate inputs (List.map2 toLayer (List.take spec.Depth spec.Widths) spec.Layers)
