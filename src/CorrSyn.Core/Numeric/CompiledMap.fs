namespace CorrSyn.Numeric

open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>A layer map as functions of numbers.</summary>
/// <remarks>Covariances are in units of K1, so that K1 = 1 in every polynomial; a variance v then is
/// (D0/K1) times its ratio to D0. The map is homogeneous in the covariances (its certificate checks
/// that), so nothing is lost.</remarks>
type CompiledMap =
    {
        /// The quantity that each entry of an argument stands for.
        Slots: Quantity[]
        /// The products of functions of the field whose averages occur.
        Products: NeuronFunction list[]
        /// D0/K1.
        Driving: float[] -> float
        /// The variance of the field.
        Field: float[] -> float
        NextK1: float[] -> float
        NextK2: float[] -> float
        NextQ: float[] -> float
        NextNSigma: float[] -> float
    }

/// Compiles layer maps.
[<RequireQualifiedAccess>]
module CompiledMap =

    /// The leading terms of the map, compiled.
    let compile (map: LayerMap) : CompiledMap =
        let leading = AsymptoticExpansion.dropOrderTerm

        let polynomials =
            [
                map.DrivingVariance
                map.FieldVariance
                map.NextK1
                map.NextK2
                map.NextQ
                map.NextNSigma
            ]
            |> List.map leading

        let slots = Evaluation.slots polynomials

        let products =
            slots
            |> Array.choose (fun quantity ->
                match quantity with
                | FieldAverage functions -> Some functions
                | Gain
                | Correlation
                | BiasVariance
                | InputRatio
                | InputVariance
                | K1
                | K2
                | Q
                | NSigma
                | RowTrace _
                | CovarianceTraces _ -> None
            )

        let compiled expansion =
            Evaluation.compile slots (leading expansion)

        {
            Slots = slots
            Products = products
            Driving = compiled map.DrivingVariance
            Field = compiled map.FieldVariance
            NextK1 = compiled map.NextK1
            NextK2 = compiled map.NextK2
            NextQ = compiled map.NextQ
            NextNSigma = compiled map.NextNSigma
        }

    /// The values of all slots.
    let values (compiled: CompiledMap) (valueOf: Quantity -> float) =
        compiled.Slots |> Array.map valueOf
