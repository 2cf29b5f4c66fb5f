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
        /// The slots of the coefficients and what fills them, in order.
        Definitions: (int * (float[] -> float))[]
        /// Every order parameter one layer up.
        Next: (Quantity * (float[] -> float)) list
    }

/// Compiles layer maps.
[<RequireQualifiedAccess>]
module CompiledMap =

    /// <summary>The leading terms of the map, compiled together with more polynomials in the same quantities.</summary>
    /// <param name="more">What else is to be evaluated with the values of the map's slots.</param>
    /// <param name="map">The map.</param>
    /// <returns>The map, and each polynomial as a function of its slots.</returns>
    let compileWith
        (more: Polynomial list)
        (map: LayerMap)
        : CompiledMap * (float[] -> float) list =
        let leading = AsymptoticExpansion.dropOrderTerm

        let polynomials =
            [
                leading map.DrivingVariance
                leading map.FieldVariance

                for _, value in map.Definitions do
                    value

                for _, value in map.Next do
                    leading value

                yield! more
            ]

        let slots = Evaluation.slots polynomials

        let products = slots |> Array.choose Quantity.tryFieldAverage

        let compiled = Evaluation.compile slots

        {
            Slots = slots
            Products = products
            Driving = compiled (leading map.DrivingVariance)
            Field = compiled (leading map.FieldVariance)
            Definitions =
                map.Definitions
                |> List.choose (fun (quantity, value) ->
                    Array.tryFindIndex ((=) quantity) slots
                    |> Option.map (fun slot -> slot, compiled value)
                )
                |> Array.ofList
            Next =
                map.Next
                |> List.map (fun (quantity, value) -> quantity, compiled (leading value))
        },
        List.map compiled more

    /// The leading terms of the map, compiled.
    let compile (map: LayerMap) : CompiledMap = fst (compileWith [] map)

    /// The values of all slots, the coefficients from their definitions.
    let values (compiled: CompiledMap) (valueOf: Quantity -> float) : float[] =
        let values = compiled.Slots |> Array.map valueOf

        for slot, definition in compiled.Definitions do
            values[slot] <- definition values

        values
