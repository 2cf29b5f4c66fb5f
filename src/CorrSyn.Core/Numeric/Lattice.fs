namespace CorrSyn.Numeric

open System
open System.Runtime.CompilerServices
open System.Runtime.Intrinsics
open CorrSyn.Model

/// <summary>Where the nodes u_i + s t_j of averages over fields and inputs lie: lattice point k is at k Step, field i
/// at point p i, input j of it at point p i + j.</summary>
type Lattice =
    {
        Step: float
        /// p.
        PointsPerField: int
        /// Fields up to FieldCount, from FirstField.
        FieldCount: int
        /// 0 for odd phi, whose negative fields tell nothing new; otherwise -FieldCount.
        FirstField: int
        /// Inputs from -InputCount to InputCount.
        InputCount: int
    }

/// <summary>Lattices, and the weights of averages on them.</summary>
[<RequireQualifiedAccess>]
module Lattice =

    let private largestLattice = 20_000.0
    let private largestWork = 400_000.0

    /// Beyond 8.6 standard deviations lie 1e-16 of t^2 beneath a Gaussian, beyond 10 1e-14 of t^8.
    let private inputReach highestOrder = if highestOrder <= 1 then 8.6 else 10.0

    /// Products of four factors of phi that grow like z reach further: of the analytic ones, the odd ones are bounded.
    let private fieldReach (activation: Activation) =
        if Activation.isOdd activation then 8.6 else 10.0

    /// <summary>The lattice on which the trapezoidal rules have that error.</summary>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field; at least 0.</param>
    /// <param name="s">That of the pre-activation over inputs; above 0.</param>
    /// <param name="products">What is averaged.</param>
    /// <returns>None where phi is not known to be analytic or the lattice would be too large.</returns>
    let tryCreate
        (tolerance: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : Lattice option =
        match AnalyticStep.tryOf activation with
        | None -> None
        | Some analyticity ->
            let inputStep = s * AnalyticStep.forInputs tolerance analyticity products.Power s

            let fieldStep =
                if fieldStdDev = 0.0 then
                    inputStep
                else
                    fieldStdDev
                    * AnalyticStep.forFields
                        tolerance
                        analyticity
                        products.FactorCount
                        fieldStdDev
                        s

            // The coarser rule is made of whole steps of the finer one.
            let points = Math.Max(1.0, Math.Floor(fieldStep / inputStep))
            let step = Math.Min(inputStep, fieldStep)
            let fields = Math.Ceiling(fieldReach activation * fieldStdDev / (points * step))
            let inputs = Math.Ceiling(inputReach products.Order * s / step)

            if
                points * fields + inputs <= largestLattice
                && (fields + 1.0) * inputs <= largestWork
            then
                Some
                    {
                        Step = step
                        PointsPerField = int points
                        FieldCount = int fields
                        FirstField = if Activation.isOdd activation then 0 else -(int fields)
                        InputCount = int inputs
                    }
            else
                None

    /// The number rounded up to whole vectors.
    let private padded (count: int) = (count + 7) / 8 * 8

    /// exp(-x^2/2) at x = 0, step, 2 step, ... for that many x, rounded up to whole vectors.
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private gaussian (step: float) (count: int) : float[] =
        let masses = Array.zeroCreate (padded count)
        let mutable x = Vector512<float>.Indices * step
        let mutable k = 0

        while k < masses.Length do
            Vector512.CopyTo(Vector512.Exp(x * x * -0.5), masses, k)
            k <- k + 8
            x <- (Vector512<float>.Indices + Vector512.Create(float k)) * step

        masses

    /// <summary>Weights of the inputs from 0 up, row n for averages of phi^(n): Gaussian masses of sum 1 over both signs,
    /// times He_n(t) / s^n. Rows of even n are even in t, the others odd.</summary>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="highestOrder">The last n.</param>
    /// <param name="lattice">Where the inputs are.</param>
    let inputWeights (s: float) (highestOrder: int) (lattice: Lattice) : float[][] =
        let count = lattice.InputCount + 1
        let step = lattice.Step / s
        let inverse = 1.0 / s
        let masses = gaussian step count
        let weights = Array.zeroCreate (highestOrder + 1)
        weights[0] <- masses
        let mutable total = -masses[0]

        for j in 0 .. count - 1 do
            total <- total + 2.0 * masses[j]

        for j in 0 .. count - 1 do
            masses[j] <- masses[j] / total

        if highestOrder >= 1 then
            let first = Array.zeroCreate count
            weights[1] <- first

            for j in 0 .. count - 1 do
                first[j] <- masses[j] * step * float j * inverse

        // He_(n+1) = t He_n - n He_(n-1).
        for n in 1 .. highestOrder - 1 do
            let two, one = weights[n - 1], weights[n]
            let row = Array.zeroCreate count
            weights[n + 1] <- row
            let factor = float n * inverse

            for j in 0 .. count - 1 do
                row[j] <- (step * float j * one[j] - factor * two[j]) * inverse

        weights

    /// <summary>Weights of the fields, of sum 1, and those of the derivative with respect to the logarithm of the
    /// variance of the field: the same times ((u/fieldStdDev)^2 - 1)/2. Followed by zeros up to whole vectors.</summary>
    let fieldWeights (fieldStdDev: float) (lattice: Lattice) : struct (float[] * float[]) =
        let count = lattice.FieldCount - lattice.FirstField + 1
        let weights = Array.zeroCreate (padded count)
        let derivatives = Array.zeroCreate weights.Length

        if fieldStdDev = 0.0 then
            weights[0] <- 1.0
        else
            let step = float lattice.PointsPerField * lattice.Step / fieldStdDev
            let masses = gaussian step (lattice.FieldCount + 1)
            let mutable total = 0.0

            for k in 0 .. count - 1 do
                let i = lattice.FirstField + k
                let mass = masses[Math.Abs i]
                weights[k] <- if lattice.FirstField = 0 && i > 0 then 2.0 * mass else mass
                total <- total + weights[k]

            for k in 0 .. count - 1 do
                let x = step * float (lattice.FirstField + k)
                weights[k] <- weights[k] / total
                derivatives[k] <- 0.5 * (x * x - 1.0) * weights[k]

        struct (weights, derivatives)
