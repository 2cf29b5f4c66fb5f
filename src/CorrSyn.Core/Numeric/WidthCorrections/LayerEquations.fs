namespace CorrSyn.Numeric.WidthCorrections

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>Evaluates derived equations of one layer in plain units: those of corrections depend on the scale of
/// covariances.</summary>
[<RequireQualifiedAccess>]
module LayerEquations =

    /// <summary>The value of each equation one layer up.</summary>
    /// <param name="settings">The accuracy of the averages over neurons and inputs.</param>
    /// <param name="widthRatio">N of the layer above over that of the layer below.</param>
    /// <param name="layer">The layer above.</param>
    /// <param name="below">The layer below, at infinite width.</param>
    /// <param name="valueOf">Quantities other than averages, g, r and the order parameters of the layer below; None for
    /// those that the equations do not hold.</param>
    /// <param name="equations">Polynomials of degree 0 in N.</param>
    let evaluate
        (settings: AverageSettings)
        (widthRatio: float)
        (layer: NetworkLayer)
        (below: LayerState)
        (valueOf: Quantity -> float option)
        (equations: Polynomial list)
        : Result<float list, SolveError> =
        let slots = Evaluation.slots equations
        let products = slots |> Array.choose Quantity.tryFieldAverage

        FieldAverages.evaluate
            settings
            (below.Layer + 1)
            layer.Activation
            (Math.Sqrt(layer.Gain * below.Q + layer.BiasVariance))
            (Math.Sqrt(layer.Gain * below.K1))
            products
        |> Result.map (fun averages ->
            let inputs =
                slots
                |> Array.map (fun quantity ->
                    match Quantity.tryFieldAverage quantity, quantity with
                    | Some functions, _ ->
                        averages.Values[Array.findIndex ((=) functions) products]
                    | None, Gain -> layer.Gain
                    | None, WidthRatio -> widthRatio
                    | None, Correlation -> SynapseEnsemble.correlation layer.Synapses
                    | None, K1 -> below.K1
                    | None, K2 -> below.K2
                    | None, NSigma -> below.NSigma
                    | None, Q -> below.Q
                    | None, other ->
                        match valueOf other with
                        | Some value -> value
                        | None -> invalidOp $"Corrections do not depend on {other}."
                )

            equations |> List.map (fun equation -> Evaluation.compile slots equation inputs)
        )
