namespace CorrSyn.Numeric.Recursion

open System
open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Derivation.Certificates
open CorrSyn.Numeric.Averages

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
        /// The slot of each average.
        AverageSlots: int[]
        /// How many factors v each average has.
        VarianceCounts: int[]
        /// D0/K1.
        Driving: CompiledPolynomial
        /// The variance of the field.
        Field: CompiledPolynomial
        /// The slots of the coefficients and what fills them, in order.
        Definitions: struct (int * CompiledPolynomial)[]
        /// What the map holds: K1, K2, N Sigma, Q, and the others in ascending order.
        Quantities: Quantity[]
        /// Their degrees in covariances.
        Degrees: int[]
        /// Their values one layer up.
        Next: CompiledPolynomial[]
        /// Their slots; -1 for those that nothing is made of.
        QuantitySlots: int[]
        /// The powers of the unit of squared activities in which they are given.
        UnitPowers: float[]
        /// The same for every slot.
        SlotUnitPowers: float[]
    }

    /// The products of functions of the field whose averages occur.
    member this.Products = this.Averages.Products

/// Compiles layer maps.
[<RequireQualifiedAccess>]
module CompiledMap =

    /// The first four quantities of every map.
    let first: Quantity[] = [| K1; K2; NSigma; Q |]

    /// The place of Q among them.
    [<Literal>]
    let placeOfQ = 3

    let private unitPower (quantity: Quantity) =
        match quantity with
        | Q
        | BiasVariance -> 1.0
        | other -> LayerState.UnitPower other

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

        let compiled = Evaluation.compilePolynomial slots

        let others =
            map.Next
            |> List.map fst
            |> List.filter (fun quantity -> not (Array.contains quantity first))
            |> List.sort

        let quantities = Array.append first (Array.ofList others)

        {
            Slots = slots
            Averages = FieldProducts.create products
            AverageSlots =
                products
                |> Array.map (fun product ->
                    slots
                    |> Array.findIndex (fun slot -> Quantity.tryFieldAverage slot = Some product)
                )
            VarianceCounts =
                products |> Array.map (List.filter ((=) ActivityVariance) >> List.length)
            Driving = compiled (leading map.DrivingVariance)
            Field = compiled (leading map.FieldVariance)
            Definitions =
                map.Definitions
                |> List.choose (fun (quantity, value) ->
                    Array.tryFindIndex ((=) quantity) slots
                    |> Option.map (fun slot -> struct (slot, compiled value))
                )
                |> Array.ofList
            Quantities = quantities
            Degrees = quantities |> Array.map MapCertificate.covarianceDegree
            Next =
                quantities
                |> Array.map (fun quantity -> compiled (leading (LayerMap.next quantity map)))
            QuantitySlots = quantities |> Array.map (fun quantity -> Array.IndexOf(slots, quantity))
            UnitPowers = quantities |> Array.map unitPower
            SlotUnitPowers = slots |> Array.map unitPower
        },
        List.map (Evaluation.compile slots) more

    /// The leading terms of the map, compiled.
    let compile (map: LayerMap) : CompiledMap = fst (compileWith [] map)

    /// Fills in the coefficients from what they are defined by.
    let define (compiled: CompiledMap) (values: float[]) : unit =
        for struct (slot, definition) in compiled.Definitions do
            values[slot] <- definition.Value values

    /// <summary>(D0/K1)^n for an average with n factors v: its unit.</summary>
    /// <param name="compiled">The map.</param>
    /// <param name="drivingRatio">D0/K1, the unit of v.</param>
    /// <param name="average">The place of the average.</param>
    let unitOf (compiled: CompiledMap) (drivingRatio: float) (average: int) : float =
        let mutable unit = 1.0

        for _ in 1 .. compiled.VarianceCounts[average] do
            unit <- unit * drivingRatio

        unit

    /// <summary>Fills in averages, and then the coefficients.</summary>
    /// <param name="compiled">The map.</param>
    /// <param name="drivingRatio">D0/K1, the unit of v.</param>
    /// <param name="averages">One for each product.</param>
    /// <param name="values">The values of parameters and of the state; changed.</param>
    let fillAverages
        (compiled: CompiledMap)
        (drivingRatio: float)
        (averages: float[])
        (values: float[])
        : unit =
        for i in 0 .. averages.Length - 1 do
            values[compiled.AverageSlots[i]] <- averages[i] * unitOf compiled drivingRatio i

        define compiled values

    /// The values of all slots, the coefficients from their definitions.
    let values (compiled: CompiledMap) (valueOf: Quantity -> float) : float[] =
        let values = compiled.Slots |> Array.map valueOf
        define compiled values
        values

    /// The value of one of the map's quantities one layer up.
    let next (compiled: CompiledMap) (quantity: Quantity) (values: float[]) : float =
        compiled.Next[Array.IndexOf(compiled.Quantities, quantity)].Value values

    /// <summary>The derivatives of a quantity one layer up with respect to every slot but those of coefficients, which
    /// are followed to what they are made of.</summary>
    /// <param name="compiled">The map.</param>
    /// <param name="values">The values of all slots.</param>
    /// <param name="place">The place of the quantity.</param>
    /// <returns>One for each slot.</returns>
    let gradient (compiled: CompiledMap) (values: float[]) (place: int) : float[] =
        let gradient = Array.zeroCreate values.Length
        compiled.Next[place].AddGradient 1.0 values gradient

        // Each coefficient uses only those before it.
        for k in compiled.Definitions.Length - 1 .. -1 .. 0 do
            let struct (slot, definition) = compiled.Definitions[k]
            let weight = gradient[slot]
            gradient[slot] <- 0.0

            if weight <> 0.0 then
                definition.AddGradient weight values gradient

        gradient
