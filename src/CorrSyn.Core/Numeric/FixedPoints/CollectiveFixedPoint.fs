namespace CorrSyn.Numeric.FixedPoints

open System
open MathNet.Numerics.LinearAlgebra
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>N Sigma at the fixed points of the map of ten order parameters.</summary>
/// <remarks>K1, K2 and Q are those of the map of four, and with them all averages are known. What is left are M, V and
/// N Sigma: M follows from M linearly, V from V at given M, and N Sigma from N Sigma at given M and V.</remarks>
[<RequireQualifiedAccess>]
module CollectiveFixedPoint =

    /// Newton's method is exact for M after one step, for V after two and for N Sigma after three; more polish roundings.
    let private stepCount = 5

    /// Whether M and V return to a value: their multipliers are products of two of those of K1 + Q and of the overlap,
    /// and one more of the latter.
    let private settles (settings: FixedPointSettings) (point: FixedPoint) =
        let largest =
            Math.Max(Math.Abs point.LengthMultiplier, Math.Abs point.OverlapMultiplier)

        point.K1 > 0.0 && largest < 1.0 - settings.MultiplierError

    let private stateAt (point: FixedPoint) : LayerState =
        {
            Layer = 0
            LogK1 = Math.Log point.K1
            K2Ratio = point.K2Ratio
            NSigmaRatio = 0.0
            LogQ = Math.Log point.Q
            LogUnit = 0.0
            Collective = Map.empty
            Errors = [||]
        }

    /// The values of all slots with M, V and N Sigma at 0.
    let private valuesAt
        settings
        (compiled: CompiledMap)
        (parameters: PremiseParameters)
        (point: FixedPoint)
        =
        let values =
            compiled.Slots
            |> Array.map (LayerStep.valueOf parameters 1.0 (stateAt point) 0.0)

        let drivingRatio = compiled.Driving.Value values

        FieldAverages.evaluate
            settings
            1
            parameters.Activation
            (Math.Sqrt(compiled.Field.Value values))
            (Math.Sqrt(drivingRatio * point.K1))
            compiled.Products
        |> Result.map (fun averages ->
            CompiledMap.fillAverages compiled drivingRatio averages.Values values
            values
        )

    let private solve (compiled: CompiledMap) (values: float[]) =
        let places =
            [|
                for place in 0 .. compiled.Quantities.Length - 1 do
                    if not (List.contains compiled.Quantities[place] [ K1; K2; Q ]) then
                        place
            |]

        let slots = places |> Array.map (fun place -> compiled.QuantitySlots[place])

        for _ in 1..stepCount do
            CompiledMap.define compiled values

            let miss =
                Array.map2
                    (fun place slot -> values[slot] - compiled.Next[place].Value values)
                    places
                    slots

            let jacobian =
                places
                |> Array.map (fun place ->
                    let gradient = CompiledMap.gradient compiled values place
                    slots |> Array.map (fun slot -> gradient[slot])
                )
                |> Matrix<float>.Build.DenseOfRowArrays

            let change =
                (Matrix<float>.Build.DenseIdentity(places.Length) - jacobian)
                    .Solve(Vector<float>.Build.DenseOfArray miss)

            slots
            |> Array.iteri (fun index slot -> values[slot] <- values[slot] - change[index])

        values[compiled.QuantitySlots[Array.IndexOf(compiled.Quantities, NSigma)]]

    /// <summary>The fixed points with N Sigma of the map of ten order parameters.</summary>
    /// <param name="settings">When a multiplier is taken as 1.</param>
    /// <param name="accuracy">The accuracy of averages.</param>
    /// <param name="compiled">The map of ten order parameters.</param>
    /// <param name="parameters">One layer of the network; its inputs play no part.</param>
    /// <param name="points">Fixed points of the map of four.</param>
    /// <returns>The same points. N Sigma is unknown where K1 is 0 or a deviation grows; or which average could not be
    /// resolved.</returns>
    /// <remarks>Equation FP-15 of docs/theory/fixed-points.md; relative accuracy 1e-11 divided by the distance of the largest
    /// multiplier from 1.</remarks>
    let refine
        (settings: FixedPointSettings)
        (accuracy: AverageSettings)
        (compiled: CompiledMap)
        (parameters: PremiseParameters)
        (points: FixedPoint list)
        : Result<FixedPoint list, SolveError> =
        let refineOne (point: FixedPoint) =
            if settles settings point then
                valuesAt accuracy compiled parameters point
                |> Result.map (fun values ->
                    { point with
                        Correlation = Settled(solve compiled values)
                    }
                )
            else
                Ok { point with Correlation = Unknown }

        (points, Ok [])
        ||> List.foldBack (fun point rest ->
            rest
            |> Result.bind (fun rest -> refineOne point |> Result.map (fun point -> point :: rest))
        )
