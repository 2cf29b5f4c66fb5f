namespace CorrSyn.Numeric.FixedPoints

open System

/// <summary>Tolerances and limits of the search for fixed points.</summary>
type FixedPointSettings =
    {
        /// How near to 1 a multiplier is taken as 1; averages are known to 1e-13.
        MultiplierError: float
        /// The most steps of Newton's method for one fixed point, which at least halves the distance in each.
        StepLimit: int
        /// How close to a fixed point a layer has reached it, in units of K1 + Q.
        Distance: float
        /// The most layers to follow.
        LayerLimit: int
    }

/// What becomes of N Sigma/K1^2 at a fixed point.
type CorrelationLimit =
    /// It has a value there.
    | Settled of nSigmaRatio: float
    /// It grows by that number a layer, where K1 goes to 0: D/N goes to 0 as one over the depth.
    | Growing of increment: float
    /// It stays what it was at the input: so does D/N.
    | Unchanged
    /// The map of ten order parameters is needed and has no limit of its own that is known here.
    | Unknown

/// Whether the map returns to a fixed point after a small deviation.
type Stability =
    /// Every multiplier is below 1 in size.
    | Stable
    /// One is above 1.
    | Unstable
    /// The largest is 1, to the accuracy that it is known with: the first order does not decide.
    | Marginal

/// <summary>A fixed point of the map of four order parameters. All numbers are dimensionless.</summary>
/// <remarks>With K1 = 0 all inputs become one point; what is said of ratios is then their limit.</remarks>
type FixedPoint =
    {
        /// K1*, at least 0.
        K1: float
        /// Q*, at least 0.
        Q: float
        /// The variance of a pre-activation over neurons and inputs, g (K1 + Q) plus that of a bias.
        TotalVariance: float
        /// K2/K1^2, at least 1.
        K2Ratio: float
        /// N Sigma/K1^2.
        Correlation: CorrelationLimit
        /// The multiplier of K1 + Q.
        LengthMultiplier: float
        /// The multiplier of Q at fixed K1 + Q; where K1 = 0, that of K1.
        OverlapMultiplier: float
        /// The multiplier of N Sigma.
        CorrelationMultiplier: float
        /// What one more application of the map changes K1 and Q by, in units of K1 + Q.
        Residual: float
        /// How often the map was applied to find it, besides the tables of K1 + Q.
        Iterations: int
        /// How near to 1 a multiplier cannot be told from 1.
        MultiplierError: float
    }

    /// K2*.
    member this.K2 = this.K2Ratio * this.K1 * this.K1

    /// N Sigma*; 0 where K1 is, and not a number where it is unknown.
    member this.NSigma =
        match this.Correlation with
        | Settled ratio -> ratio * this.K1 * this.K1
        | Unknown when this.K1 > 0.0 -> Double.NaN
        | Growing _
        | Unchanged
        | Unknown -> 0.0

    /// <summary>D/N in the limit of large depth; None where it stays what it was at the input, or is unknown.</summary>
    member this.Dimension =
        match this.Correlation with
        | Settled ratio -> Some(1.0 / (this.K2Ratio + ratio))
        | Growing _ -> Some 0.0
        | Unchanged
        | Unknown -> None

    /// The eigenvalues of the Jacobian of K1, K2, Q and N Sigma, the largest first.
    member this.Eigenvalues =
        [
            this.LengthMultiplier
            this.OverlapMultiplier
            this.CorrelationMultiplier
            0.0
        ]
        |> List.sortByDescending Math.Abs

    /// Whether deviations decay.
    member this.Stability =
        let largest = Math.Abs this.Eigenvalues.Head

        if Math.Abs(largest - 1.0) <= this.MultiplierError then
            Marginal
        elif largest < 1.0 then
            Stable
        else
            Unstable

/// Depth scales.
[<RequireQualifiedAccess>]
module FixedPoint =

    /// Multipliers to 1e-11, 200 steps of Newton's method, 1e-6 from a fixed point, 3000 layers.
    let defaultSettings: FixedPointSettings =
        {
            MultiplierError = 1e-11
            StepLimit = 200
            Distance = 1e-6
            LayerLimit = 3000
        }

    /// <summary>The number of layers after which a deviation has decayed to 1/e, -1/log of its multiplier.</summary>
    /// <returns>None where it does not decay; 0 for a multiplier of 0.</returns>
    let depthScale (multiplier: float) : float option =
        let size = Math.Abs multiplier

        if size >= 1.0 then None
        elif size = 0.0 then Some 0.0
        else Some(-1.0 / Math.Log size)
