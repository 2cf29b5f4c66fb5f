namespace CorrSyn.Numeric

open System
open System.Numerics

/// <summary>m, v and kappa of tanh over a grid of inputs, for one field after the other: vectorised, and without any
/// cancellation.</summary>
/// <remarks>With E = exp(2 s t), e = E - 1, A = exp(2 u) and D = 1/(1 + A E): tanh(u + s t) - tanh u = 2 A e D/(1 + A)
/// and the slope at u + s t is 4 A E D^2. Since tanh is odd, m = sinh(2 u) E_t 1/(cosh(2 s t) + cosh(2 u)), which
/// takes half of the grid. Derived here. Holds while exp(2 (u + s t)) is finite.</remarks>
type TanhLayer =
    private
        {
            s: float
            /// Weights, E and e at the grid, padded with weights of 0 to whole vectors.
            weights: float[]
            exponentials: float[]
            increments: float[]
            /// Weights and cosh(2 s t) for t from 0 up; a weight stands for t and -t.
            halfWeights: float[]
            cosines: float[]
        }

/// Evaluation of a layer of tanh.
[<RequireQualifiedAccess>]
module TanhLayer =

    let private lanes = Vector<float>.Count

    let private padded (count: int) = (count + lanes - 1) / lanes * lanes

    /// <summary>The grid t = k step, |k| at most count, at the standard deviation s of pre-activations.</summary>
    /// <param name="weights">The weights of k = 0 to count.</param>
    /// <param name="step">The step.</param>
    /// <param name="s">Above 0.</param>
    let create (weights: float[]) (step: float) (s: float) : TanhLayer =
        let count = weights.Length - 1
        let length = padded (2 * count + 1)
        let all = Array.zeroCreate length
        let exponentials = Array.create length 1.0
        let increments = Array.zeroCreate length

        for k in 0..count do
            // Both from the hyperbolic sine of half the argument: relative accuracy for any s.
            let a = s * step * float k
            let up = Math.Exp a
            let sinh = Math.Sinh a
            all[count + k] <- weights[k]
            all[count - k] <- weights[k]
            exponentials[count + k] <- up * up
            exponentials[count - k] <- 1.0 / (up * up)
            increments[count + k] <- 2.0 * up * sinh
            increments[count - k] <- -2.0 * sinh / up

        let halfLength = padded (count + 1)
        let halfWeights = Array.zeroCreate halfLength
        let cosines = Array.create halfLength 1.0

        for k in 0..count do
            halfWeights[k] <- if k = 0 then weights[0] else 2.0 * weights[k]
            cosines[k] <- 0.5 * (exponentials[count + k] + exponentials[count - k])

        {
            s = s
            weights = all
            exponentials = exponentials
            increments = increments
            halfWeights = halfWeights
            cosines = cosines
        }

    /// <summary>m, v/s^2 and kappa at a field.</summary>
    let evaluate (layer: TanhLayer) (u: float) : struct (float * float * float) =
        let a = Math.Exp(2.0 * u)
        let share = Vector<float>(a)
        let one = Vector<float>.One
        let mutable first = Vector<float>.Zero
        let mutable second = Vector<float>.Zero
        let mutable slope = Vector<float>.Zero
        let mutable i = 0

        while i < layer.weights.Length do
            let weight = Vector<float>(layer.weights, i)
            let e = Vector<float>(layer.exponentials, i)
            let d = one / (one + share * e)
            let rise = Vector<float>(layer.increments, i) * d
            let weighted = weight * rise
            first <- first + weighted
            second <- second + weighted * rise
            slope <- slope + weight * e * d * d
            i <- i + lanes

        let hyperbolic = Math.Cosh(2.0 * u)
        let cosine = Vector<float>(hyperbolic)
        let mutable mean = Vector<float>.Zero
        i <- 0

        while i < layer.cosines.Length do
            mean <-
                mean
                + Vector<float>(layer.halfWeights, i) / (Vector<float>(layer.cosines, i) + cosine)

            i <- i + lanes

        let meanRise = Vector.Sum first
        let factor = 2.0 * a / (1.0 + a) / layer.s

        struct (Math.Sinh(2.0 * u) * Vector.Sum mean,
                factor * factor * (Vector.Sum second - meanRise * meanRise),
                4.0 * a * Vector.Sum slope)
