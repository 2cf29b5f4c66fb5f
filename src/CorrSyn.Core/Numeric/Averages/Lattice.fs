namespace CorrSyn.Numeric.Averages

open System
open System.Runtime.Intrinsics
open CorrSyn.Model

/// <summary>Where the nodes u_i + s t_j of averages over fields and inputs lie: s t_j = j Step, u_i = i FieldStep. On a
/// shared lattice FieldStep = p Step, and all nodes are multiples of Step.</summary>
type Lattice =
    {
        Step: float
        FieldStep: float
        /// p; 0 where the lattice is not shared.
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

    /// The error of a rule that is worth asking for.
    let smallestTolerance = 1e-15

    let private largestLattice = 20_000.0
    let private largestWork = 400_000.0

    /// Beyond 8.6 standard deviations lie 1e-16 of t^2 beneath a Gaussian, beyond 10 1e-14 of t^8.
    let private inputReach highestOrder = if highestOrder <= 1 then 8.6 else 10.0

    /// Products of four factors of phi that grow like z reach further: of the analytic ones, the odd ones are bounded.
    let private fieldReach (activation: Activation) =
        if Activation.isOdd activation then 8.6 else 10.0

    /// <summary>The lattice on which the trapezoidal rules have that error.</summary>
    /// <param name="isShared">Whether fields and inputs are to lie on one lattice.</param>
    /// <param name="tolerance">The relative error; above 0.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field; at least 0.</param>
    /// <param name="s">That of the pre-activation over inputs; above 0.</param>
    /// <param name="products">What is averaged.</param>
    /// <returns>None where phi is not known to be analytic or the lattice would be too large.</returns>
    let tryCreate
        (isShared: bool)
        (tolerance: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : Lattice option =
        match AnalyticStep.tryOf activation with
        | None -> None
        | Some analyticity ->
            // By Stein's lemma a derivative is a difference of values, in which the error of the rule is many times larger:
            // then it stays at rounding.
            let inputTolerance =
                if isShared && products.Order > 1 then
                    Math.Min(tolerance, smallestTolerance)
                else
                    tolerance

            let inputStep =
                s * AnalyticStep.forInputs inputTolerance analyticity products.Power s

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
            let struct (points, step, fieldStep) =
                if isShared then
                    let points = Math.Max(1.0, Math.Floor(fieldStep / inputStep))
                    let step = Math.Min(inputStep, fieldStep)
                    struct (points, step, points * step)
                else
                    struct (0.0, inputStep, fieldStep)

            let fields = Math.Ceiling(fieldReach activation * fieldStdDev / fieldStep)
            let inputs = Math.Ceiling(inputReach products.Order * s / step)

            if
                points * fields + inputs <= largestLattice
                && (fields + 1.0) * inputs <= largestWork
            then
                Some
                    {
                        Step = step
                        FieldStep = fieldStep
                        PointsPerField = int points
                        FieldCount = int fields
                        FirstField = if Activation.isOdd activation then 0 else -(int fields)
                        InputCount = int inputs
                    }
            else
                None

    /// The number rounded up to whole vectors.
    let padded (count: int) : int = (count + 7) / 8 * 8

    /// <summary>masses = exp(-x^2/2) at count points from the first one on, and zeros up to whole vectors.</summary>
    /// <returns>Their sum.</returns>
    let private fillGaussian (first: float) (step: float) (count: int) (masses: float[]) : float =
        let mutable total = Vector512<float>.Zero
        let indices = Vector512<float>.Indices

        for k in 0..8 .. count - 1 do
            let place = indices + Vector512.Create(float k)
            let x = place * step + Vector512.Create first
            let isInside = Vector512.LessThan(place, Vector512.Create(float count))
            let mass = Vector512.Exp(x * x * -0.5) &&& isInside
            Vector512.CopyTo(mass, masses, k)
            total <- total + mass

        Vector512.Sum total

    /// How many fields there are, rounded up to whole vectors.
    let fieldLength (lattice: Lattice) : int =
        padded (lattice.FieldCount - lattice.FirstField + 1)

    /// <summary>Weights of the inputs from 0 up, row n for averages of phi^(n): Gaussian masses of sum 1 over both signs,
    /// times He_n(t) / s^n. Rows of even n are even in t, the others odd.</summary>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="highestOrder">The last n; 1 at least.</param>
    /// <param name="lattice">Where the inputs are.</param>
    /// <param name="scratch">Where the rows are taken from.</param>
    let inputWeights
        (s: float)
        (highestOrder: int)
        (lattice: Lattice)
        (scratch: ScratchArrays)
        : float[][] =
        let count = lattice.InputCount + 1
        let rows = Array.init (highestOrder + 1) (fun _ -> scratch.Take(padded count))
        let step = lattice.Step / s
        let inverse = 1.0 / s
        let total = fillGaussian 0.0 step count rows[0]
        // Input 0 counts once, the others twice.
        let unit = 1.0 / (2.0 * total - 1.0)

        for k in 0..8 .. count - 1 do
            let t = (Vector512<float>.Indices + Vector512.Create(float k)) * step
            let mass = Vector512.Create(rows[0], k) * unit
            let mutable before = mass
            let mutable row = mass * t * inverse
            Vector512.CopyTo(mass, rows[0], k)
            Vector512.CopyTo(row, rows[1], k)

            // He_(n+1) = t He_n - n He_(n-1).
            for n in 1 .. highestOrder - 1 do
                let next = (t * row - before * (float n * inverse)) * inverse
                Vector512.CopyTo(next, rows[n + 1], k)
                before <- row
                row <- next

        rows

    /// <summary>Weights of the fields, of sum 1, and those of the derivative with respect to the logarithm of the
    /// variance of the field: the same times ((u/fieldStdDev)^2 - 1)/2. Followed by zeros up to whole vectors.</summary>
    let fieldWeights
        (fieldStdDev: float)
        (lattice: Lattice)
        (scratch: ScratchArrays)
        : struct (float[] * float[]) =
        let count = lattice.FieldCount - lattice.FirstField + 1
        let weights = scratch.Take(padded count)
        let derivatives = scratch.Take(padded count)

        if fieldStdDev = 0.0 then
            Array.fill weights 0 (padded count) 0.0
            Array.fill derivatives 0 (padded count) 0.0
            weights[0] <- 1.0
        else
            let step = lattice.FieldStep / fieldStdDev
            let first = step * float lattice.FirstField
            let total = fillGaussian first step count weights

            // Where only fields from 0 up are looked at, the others count with them.
            let unit =
                if lattice.FirstField = 0 then
                    weights[0] <- 0.5 * weights[0]
                    1.0 / (total - weights[0])
                else
                    1.0 / total

            for k in 0..8 .. count - 1 do
                let place = Vector512<float>.Indices + Vector512.Create(float k)
                let x = place * step + Vector512.Create first
                let weight = Vector512.Create(weights, k) * unit
                Vector512.CopyTo(weight, weights, k)
                Vector512.CopyTo((x * x - Vector512.Create 1.0) * 0.5 * weight, derivatives, k)

        struct (weights, derivatives)
