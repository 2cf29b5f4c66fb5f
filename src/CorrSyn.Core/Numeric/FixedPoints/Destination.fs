namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Numeric
open CorrSyn.Numeric.Recursion

/// Where the layers of a deep network end.
type Destination =
    /// Close to a fixed point that is not unstable, of that index, from that layer on.
    | Reaches of index: int * layer: int
    /// K1 + Q grows without bound, seen at that layer; in the end by that factor a layer.
    | Escapes of layer: int * growth: float
    /// Neither after that many layers: the largest multiplier is too close to 1, or the way is long.
    | Undecided of layerCount: int

/// Follows layers to their end.
[<RequireQualifiedAccess>]
module Destination =

    let private isNear tolerance startTotal (state: ActivityState) (point: FixedPoint) =
        let total = point.K1 + point.Q
        let unit = if total > 0.0 then total else startTotal

        point.Stability <> Unstable
        && Math.Abs(state.K1 - point.K1) + Math.Abs(state.Q - point.Q) <= tolerance * unit

    /// <summary>Iterates the map from a layer.</summary>
    /// <param name="settings">How near is near, and how many layers to follow.</param>
    /// <param name="map">The map.</param>
    /// <param name="parameters">g and the bias variance.</param>
    /// <param name="points">All fixed points.</param>
    /// <param name="start">The first layer, such as the input.</param>
    /// <returns>Where it ends, or which average could not be resolved.</returns>
    let follow
        (settings: FixedPointSettings)
        (map: ReducedMap)
        (parameters: MapParameters)
        (points: FixedPoint list)
        (start: ActivityState)
        : Result<Destination, SolveError> =
        let struct (_, highest) = LengthSolution.range map.Activation parameters
        let struct (square, _, _) = LengthMap.asymptote map.Activation
        let startTotal = start.K1 + start.Q

        let rec iterate layer (state: ActivityState) =
            match points |> List.tryFindIndex (isNear settings.Distance startTotal state) with
            | Some index -> Ok(Reaches(index, layer))
            | None when layer = settings.LayerLimit -> Ok(Undecided layer)
            | None ->
                ReducedMap.step map parameters state
                |> Result.bind (fun step ->
                    let next =
                        {
                            K1 = step.Growth * state.K1
                            Q = step.Q
                        }

                    let logTotal = Math.Log(ReducedMap.totalVariance map parameters next)

                    // Above the range K1 + Q moves one way only.
                    if logTotal > highest && next.K1 + next.Q > state.K1 + state.Q then
                        Ok(Escapes(layer + 1, parameters.Gain * square))
                    else
                        iterate (layer + 1) next
                )

        iterate 0 start

/// Ratios of successive layers.
[<RequireQualifiedAccess>]
module Decorrelation =

    /// <summary>N Sigma of a layer in units of that of the layer below: below 1 where correlations decay.</summary>
    /// <param name="layers">The layers of a network, the input first.</param>
    /// <returns>One ratio for each layer above the input; also where N Sigma itself underflows.</returns>
    /// <remarks>Equation FP-14 of docs/theory/fixed-points.md. At large depth it is the multiplier of K1 squared where K1 goes to 0,
    /// and 1 at a fixed point with K1 above 0.</remarks>
    let ratios (layers: LayerState list) : float list =
        layers
        |> List.pairwise
        |> List.map (fun (below, above) ->
            above.NSigmaRatio / below.NSigmaRatio
            * Math.Exp(2.0 * (above.LogK1 - below.LogK1))
        )
