namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>The correction of order N^(-1/2) of one layer, for odd activations.</summary>
type LayerCorrection =
    {
        /// 0 for the input.
        Layer: int
        /// Sigma_1: N Sigma of the layer is its limit plus Sigma_1 N^(-1/2) + O(1/N), with N of the input.
        NSigma: float
        /// The part of it that fluctuations of Delta_ii over neurons make, of this layer and those below.
        OfVarianceFluctuations: float
        /// D/N at width N is its limit plus this times N^(-1/2) + O(1/N).
        Dimension: float
    }

/// <summary>Evaluates the derived corrections for finite width.</summary>
[<RequireQualifiedAccess>]
module FiniteSize =

    let private start =
        NextOrder.quantities |> List.map (fun name -> name, 0.0) |> Map.ofList

    /// The next values of all corrections. Covariances are in plain units: the corrections depend on their scale. All are
    /// N^(3/2) times averages over inputs, with N that of the layer.
    let private next
        settings
        (ratio: float, layer: NetworkLayer)
        equations
        (below: LayerState)
        (values: Map<_, float>)
        =
        let valueOf quantity = Map.tryFind quantity values

        equations
        |> List.map snd
        |> LayerEquations.evaluate settings ratio layer below valueOf
        |> Result.map (
            List.map2 (fun (quantity, _) value -> quantity, Math.Pow(ratio, 1.5) * value) equations
            >> Map.ofList
        )

    let private toCorrection
        (share: float)
        (state: LayerState)
        (values: Map<_, float>)
        (ofFluctuations: Map<_, float>)
        =
        let total = state.K2 + state.NSigma
        // From N^(-1/2) of the layer to that of the input.
        let correction = values[NSigmaCorrection] / Math.Sqrt share

        {
            Layer = state.Layer
            NSigma = correction
            OfVarianceFluctuations = ofFluctuations[NSigmaCorrection] / Math.Sqrt share
            Dimension = -state.Dimension * correction / total
        }

    /// <summary>The corrections of order N^(-1/2) of the input and of every layer.</summary>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order, of a premise for which
    /// <c>NextOrder.holdsFor</c>.</param>
    /// <param name="spec">The network; phi is odd.</param>
    /// <param name="states">The limit of infinite width, from the map of four order parameters.</param>
    /// <remarks>Equations NO-1 to NO-5 of docs/theory; dimensionless. One value for each state.</remarks>
    let evaluate
        (settings: AverageSettings)
        (sharedVariance: Polynomial)
        (spec: NetworkSpec)
        (states: LayerState list)
        : Result<LayerCorrection list, SolveError> =
        let equations = NextOrder.next sharedVariance

        // The same with the motion of p and w replaced by what it would be for Gaussian inputs.
        let gaussian quantity =
            match quantity with
            | OverlapMoment SquaredActivity ->
                Some(Polynomial.scale (Rational.ofInt 2) (Polynomial.quantity CubedCovariance))
            | OverlapMoment _
            | NextProjection _ -> Some Polynomial.zero
            | other -> Some(Polynomial.quantity other)

        let ofFluctuations =
            equations
            |> List.map (fun (quantity, value) -> quantity, Polynomial.substitute gaussian value)

        let rec run (below: LayerState) rest values partial corrections =
            match rest with
            | [] -> Ok(List.rev corrections)
            | (layer, (share, state)) :: rest ->
                next settings layer equations below values
                |> Result.bind (fun values ->
                    next settings layer ofFluctuations below partial
                    |> Result.bind (fun partial ->
                        let correction = toCorrection share state values partial

                        if Double.IsFinite correction.NSigma then
                            run state rest values partial (correction :: corrections)
                        else
                            Error(NonFinite(state.Layer, "the correction of N Sigma"))
                    )
                )

        match states with
        | [] -> Ok []
        | input :: rest ->
            let above = List.zip (List.tail (LayerWidths.shares spec)) rest

            run
                input
                (List.zip (LayerWidths.withRatios spec) above)
                start
                start
                [ toCorrection 1.0 input start start ]
