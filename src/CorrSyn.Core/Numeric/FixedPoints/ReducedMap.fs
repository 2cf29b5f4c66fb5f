namespace CorrSyn.Numeric.FixedPoints

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Maps
open CorrSyn.Numeric
open CorrSyn.Numeric.Averages
open CorrSyn.Numeric.Recursion

/// <summary>The derived map of four order parameters with its multipliers, ready for single layers.</summary>
type ReducedMap =
    {
        /// The map.
        Compiled: CompiledMap
        /// The multiplier of Q at fixed K1 + Q, as a function of the map's slots.
        Overlap: float[] -> float
        /// The multiplier of N Sigma, likewise.
        Correlated: float[] -> float
        /// The quantities that the multiplier of K1 + Q is made of.
        LengthSlots: Quantity[]
        /// That multiplier.
        Length: float[] -> float
        /// phi.
        Activation: Activation
        /// r.
        Correlation: float
        /// The accuracy of averages.
        Settings: AverageSettings
    }

/// The parameters that fixed points move with.
type MapParameters =
    {
        /// g; above 0.
        Gain: float
        /// The variance of a bias; at least 0.
        BiasVariance: float
    }

/// <summary>A layer: K1 and Q, at least one of them above 0.</summary>
/// <remarks>With K1 = 0 the step is the limit of small K1.</remarks>
type ActivityState = { K1: float; Q: float }

/// <summary>One application of the map, with K1 in ratios. Dimensionless.</summary>
type MapStep =
    {
        /// K1 one layer up in units of K1.
        Growth: float
        /// Q one layer up.
        Q: float
        /// K2 one layer up, in units of K1^2 of that layer; at least 1.
        K2Ratio: float
        /// N Sigma one layer up for N Sigma = 0 below and K2 = K1^2 K2Ratio, in units of K1^2 below.
        NSigmaSource: float
        /// The multiplier of Q at fixed K1 + Q.
        OverlapMultiplier: float
        /// The multiplier of N Sigma.
        CorrelationMultiplier: float
    }

/// <summary>Evaluates the derived map of four order parameters for single layers.</summary>
[<RequireQualifiedAccess>]
module ReducedMap =

    /// <summary>Prepares a map.</summary>
    /// <param name="settings">The accuracy of averages.</param>
    /// <param name="activation">phi.</param>
    /// <param name="correlation">r; at least 0.</param>
    /// <param name="map">The derived map of four order parameters.</param>
    let create
        (settings: AverageSettings)
        (activation: Activation)
        (correlation: float)
        (map: LayerMap)
        : ReducedMap =
        let multipliers = MapJacobian.multipliers map

        let compiled, more =
            CompiledMap.compileWith [ multipliers.Overlap; multipliers.Correlation ] map

        let lengthSlots = Evaluation.slots [ multipliers.Length ]

        {
            Compiled = compiled
            Overlap = more[0]
            Correlated = more[1]
            LengthSlots = lengthSlots
            Length = Evaluation.compile lengthSlots multipliers.Length
            Activation = activation
            Correlation = correlation
            Settings = settings
        }

    /// The smallest s in units of the standard deviation of a pre-activation: what depends on it has
    /// corrections of relative order s^2.
    let private smallestShare = 1e-60

    let private valueOf
        map
        (parameters: MapParameters)
        (state: ActivityState)
        k2Ratio
        nSigmaRatio
        average
        quantity
        =
        match quantity with
        | Gain -> parameters.Gain
        | Correlation -> map.Correlation
        | BiasVariance -> parameters.BiasVariance
        | K1 -> 1.0
        | K2 -> k2Ratio
        | NSigma -> nSigmaRatio
        | Q -> state.Q
        | FieldAverage functions -> average functions
        | other -> invalidOp $"The map of four order parameters does not hold {other}."

    let private averages map layer field driving products =
        let total = field + driving
        let floor = smallestShare * Math.Sqrt total

        FieldAverages.evaluate
            map.Settings
            layer
            map.Activation
            (Math.Sqrt field)
            (Math.Max(floor, Math.Sqrt driving))
            products
        |> Result.map (fun averages -> averages.Values)

    let private noAverages (_: NeuronFunction list) : float = 0.0

    /// The average of each product; v in units of K1.
    let private lookup products (averages: float[]) drivingRatio functions =
        let variances = functions |> List.filter ((=) ActivityVariance) |> List.length
        let slot = Array.findIndex ((=) functions) products
        averages[slot] * Math.Pow(drivingRatio, float variances)

    /// The variances of the field and of the pre-activation over inputs; K1 is the unit of the latter.
    let private variances map parameters state =
        let before =
            CompiledMap.values map.Compiled (valueOf map parameters state 1.0 0.0 noAverages)

        struct (map.Compiled.Field.Value before, map.Compiled.Driving.Value before)

    /// <summary>The variance of a pre-activation, over neurons and inputs together.</summary>
    /// <remarks>Equation FP-1 of docs/theory/fixed-points.md.</remarks>
    let totalVariance (map: ReducedMap) (parameters: MapParameters) (state: ActivityState) : float =
        let struct (field, drivingRatio) = variances map parameters state
        field + drivingRatio * state.K1

    /// <summary>One application of the map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="parameters">g and the bias variance.</param>
    /// <param name="state">The layer below. Where its pre-activations do not vary at all the limit of small variance
    /// is meant, and Q is then to be a tiny number.</param>
    /// <returns>The layer above, in ratios; or the average that could not be resolved.</returns>
    let step
        (map: ReducedMap)
        (parameters: MapParameters)
        (state: ActivityState)
        : Result<MapStep, SolveError> =
        let struct (field, drivingRatio) = variances map parameters state
        let products = map.Compiled.Products

        averages map 1 field (drivingRatio * state.K1) products
        |> Result.map (fun averages ->
            let values k2Ratio =
                lookup products averages drivingRatio
                |> valueOf map parameters state k2Ratio 0.0
                |> CompiledMap.values map.Compiled

            let next = CompiledMap.next map.Compiled

            let plain = values 1.0
            let growth = next K1 plain
            let k2Ratio = next K2 plain / (growth * growth)

            {
                Growth = growth
                Q = next Quantity.Q plain
                K2Ratio = k2Ratio
                NSigmaSource = next NSigma (values k2Ratio)
                OverlapMultiplier = map.Overlap plain
                CorrelationMultiplier = map.Correlated plain
            }
        )

    /// <summary>The multiplier of K1 + Q.</summary>
    /// <param name="map">The map.</param>
    /// <param name="gain">g.</param>
    /// <param name="totalVariance">The variance of a pre-activation, over neurons and inputs; above 0.</param>
    /// <remarks>Equation FP-5 of docs/theory/fixed-points.md. How the variance is divided plays no part, since only the
    /// average of a derivative of phi^2 occurs: all of it is given to the inputs, which takes one sum.</remarks>
    let lengthMultiplier
        (map: ReducedMap)
        (gain: float)
        (totalVariance: float)
        : Result<float, SolveError> =
        let products = map.LengthSlots |> Array.choose Quantity.tryFieldAverage

        averages map 1 0.0 totalVariance products
        |> Result.map (fun averages ->
            let parameters = { Gain = gain; BiasVariance = 0.0 }

            map.LengthSlots
            |> Array.map (
                valueOf map parameters { K1 = 0.0; Q = 0.0 } 1.0 0.0 (lookup products averages 1.0)
            )
            |> map.Length
        )
