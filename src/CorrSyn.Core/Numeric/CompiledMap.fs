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
        Averages: FieldProducts
        /// For each average: its slot, and how many factors v it has.
        AverageSlots: struct (int * int)[]
        /// D0/K1.
        Driving: float[] -> float
        /// The variance of the field.
        Field: float[] -> float
        /// The slots of the coefficients and what fills them, in order.
        Definitions: (int * (float[] -> float))[]
        /// Every order parameter one layer up.
        Next: (Quantity * (float[] -> float)) list
    }

    /// The products of functions of the field whose averages occur.
    member this.Products = this.Averages.Products

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
            Averages = FieldProducts.create products
            AverageSlots =
                products
                |> Array.map (fun product ->
                    let slot =
                        slots
                        |> Array.findIndex (fun slot ->
                            Quantity.tryFieldAverage slot = Some product
                        )

                    struct (slot, product |> List.filter ((=) ActivityVariance) |> List.length)
                )
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

    /// <summary>The same values with averages filled in, and then the coefficients.</summary>
    /// <param name="compiled">The map.</param>
    /// <param name="drivingRatio">D0/K1, the unit of v.</param>
    /// <param name="averages">One for each product.</param>
    /// <param name="values">The values of parameters and of the state; not changed.</param>
    let withAverages
        (compiled: CompiledMap)
        (drivingRatio: float)
        (averages: float[])
        (values: float[])
        : float[] =
        let values = Array.copy values

        for i in 0 .. averages.Length - 1 do
            let struct (slot, variances) = compiled.AverageSlots[i]
            let mutable value = averages[i]

            for _ in 1..variances do
                value <- value * drivingRatio

            values[slot] <- value

        for slot, definition in compiled.Definitions do
            values[slot] <- definition values

        values

    /// The values of all slots, the coefficients from their definitions.
    let values (compiled: CompiledMap) (valueOf: Quantity -> float) : float[] =
        let values = compiled.Slots |> Array.map valueOf

        for slot, definition in compiled.Definitions do
            values[slot] <- definition values

        values
