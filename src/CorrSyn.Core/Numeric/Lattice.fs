namespace CorrSyn.Numeric

open System
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

/// <summary>Lattices, phi on them, and the weights of averages.</summary>
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

    /// tanh at multiples of the step, from 0 up: by its addition theorem from those at 0 to 31 and at multiples of 32,
    /// in which nothing cancels.
    let private tanhFromZero (step: float) (count: int) : float[] =
        let size = 32
        let near = Array.zeroCreate size

        for k in 0 .. size - 1 do
            near[k] <- Math.Tanh(step * float k)

        let values = Array.zeroCreate count

        for block in 0 .. (count - 1) / size do
            let a = Math.Tanh(step * float (size * block))

            for k in size * block .. Math.Min(count, size * (block + 1)) - 1 do
                let b = near[k - size * block]
                values[k] <- (a + b) / (1.0 + a * b)

        values

    /// phi at every point, from that of the first input of the first field up.
    let values (activation: Activation) (lattice: Lattice) : float[] =
        let first = lattice.FirstField * lattice.PointsPerField - lattice.InputCount
        let last = lattice.FieldCount * lattice.PointsPerField + lattice.InputCount
        let values = Array.zeroCreate (last - first + 1)

        if activation = Activation.Tanh then
            let fromZero = tanhFromZero lattice.Step (last + 1)

            for point in first..last do
                values[point - first] <- if point < 0 then -fromZero[-point] else fromZero[point]
        else
            for point in first..last do
                values[point - first] <- Activation.apply activation (lattice.Step * float point)

        values

    /// <summary>Weights of the inputs, row n for averages of phi^(n): Gaussian masses of sum 1 times He_n(t) / s^n.</summary>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="highestOrder">The last n.</param>
    /// <param name="lattice">Where the inputs are.</param>
    let inputWeights (s: float) (highestOrder: int) (lattice: Lattice) : float[][] =
        let count = 2 * lattice.InputCount + 1
        let weights = Array.init (highestOrder + 1) (fun _ -> Array.zeroCreate<float> count)
        let masses = weights[0]
        let step = lattice.Step / s
        let mutable total = 0.0

        for j in 0 .. lattice.InputCount do
            let t = step * float j
            let mass = Math.Exp(-0.5 * t * t)
            masses[lattice.InputCount + j] <- mass
            masses[lattice.InputCount - j] <- mass
            total <- total + (if j = 0 then mass else 2.0 * mass)

        for j in 0 .. count - 1 do
            let t = step * float (j - lattice.InputCount)
            masses[j] <- masses[j] / total

            if highestOrder >= 1 then
                weights[1][j] <- masses[j] * t / s

            // He_(n+1) = t He_n - n He_(n-1).
            for n in 1 .. highestOrder - 1 do
                weights[n + 1][j] <- (t * weights[n][j] - float n * weights[n - 1][j] / s) / s

        weights

    /// <summary>Weights of the fields, of sum 1, and those of the derivative with respect to the logarithm of the
    /// variance of the field: the same times ((u/fieldStdDev)^2 - 1)/2.</summary>
    let fieldWeights (fieldStdDev: float) (lattice: Lattice) : float[] * float[] =
        let count = lattice.FieldCount - lattice.FirstField + 1
        let weights = Array.create count 1.0
        let derivatives = Array.zeroCreate count

        if fieldStdDev > 0.0 then
            let step = float lattice.PointsPerField * lattice.Step / fieldStdDev
            let mutable total = 0.0

            for k in 0 .. count - 1 do
                let i = lattice.FirstField + k
                let x = step * float i
                let mass = Math.Exp(-0.5 * x * x)
                weights[k] <- if lattice.FirstField = 0 && i > 0 then 2.0 * mass else mass
                total <- total + weights[k]

            for k in 0 .. count - 1 do
                let x = step * float (lattice.FirstField + k)
                weights[k] <- weights[k] / total
                derivatives[k] <- 0.5 * (x * x - 1.0) * weights[k]

        weights, derivatives
