namespace CorrSyn.Numeric.WidthCorrections

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.WidthCorrections
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>Deviations of a network from the limit, as far as averages over neurons of a layer follow them.</summary>
[<Struct>]
type NetworkShift =
    {
        /// The common drive U.
        Drive: float
        /// Of K1 of the layer below.
        K1: float
        /// Of Q of the layer below.
        Q: float
    }

/// <summary>The coefficients of one layer as numbers. Axes 0, 1, 2 are S, p and w.</summary>
type LayerTensors =
    {
        /// g r.
        Source: float
        /// r.
        Correlation: float
        /// The value of a coefficient.
        Value: InputCoefficient -> float
    }

    static member private Axes = Array.ofList InputExpansion.axes

    /// One that moves with the network, to second order.
    member private this.Moved (shift: NetworkShift) coefficient =
        let by deviations =
            this.Value(Derivative(coefficient, deviations))

        this.Value coefficient
        + by [ ByDrive ] * shift.Drive
        + by [ ByK1 ] * shift.K1
        + by [ ByQ ] * shift.Q
        + 0.5 * by [ ByDrive; ByDrive ] * shift.Drive * shift.Drive
        + 0.5 * by [ ByK1; ByK1 ] * shift.K1 * shift.K1
        + by [ ByK1; ByQ ] * shift.K1 * shift.Q
        + 0.5 * by [ ByQ; ByQ ] * shift.Q * shift.Q

    /// Q, K1 + Q and K2 of the layer in a network that deviates.
    member this.Means shift =
        this.Moved shift MeanSquare, this.Moved shift TotalSquare, this.Moved shift SquaredVariance

    /// g <kappa^2>, H and the rows of L.
    member this.Responses shift =
        let axes = LayerTensors.Axes

        this.Moved shift OverlapSlope,
        Array2D.init 3 3 (fun i j -> this.Moved shift (Pair(axes[i], axes[j]))),
        Array2D.init 2 3 (fun a i -> this.Moved shift (Linear(axes[a + 1], axes[i])))

/// <summary>Evaluates the coefficients.</summary>
[<RequireQualifiedAccess>]
module LayerTensors =

    /// <summary>The coefficients of a layer.</summary>
    /// <param name="settings">The accuracy of averages over the field.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="below">The layer below, at infinite width.</param>
    let evaluate
        (settings: AverageSettings)
        (layer: NetworkLayer)
        (below: LayerState)
        : Result<LayerTensors, SolveError> =
        let names, polynomials = List.unzip InputExpansion.coefficients.Value

        LayerEquations.evaluate settings 1.0 layer below (fun _ -> None) polynomials
        |> Result.map (fun values ->
            let values = dict (List.zip names values)

            {
                Source = layer.Gain * SynapseEnsemble.correlation layer.Synapses
                Correlation = SynapseEnsemble.correlation layer.Synapses
                Value = fun name -> values[name]
            }
        )
