namespace CorrSyn.Numeric.Averages

open System.Runtime.Intrinsics

/// <summary>A function of the field and its derivative with respect to log s^2, at every field of a lattice, up to whole
/// vectors of eight.</summary>
type FieldTable = { Values: float[]; Changes: float[] }

/// <summary>Averages over inputs at every field of a lattice, for eight neighbouring fields at once.</summary>
/// <remarks>Inputs j and -j share a weight up to its sign, so they are added or subtracted first. Derivatives are averages
/// with the weights of order two higher times s^2/2. Always in eight lanes, whatever the machine has: the order of
/// additions does not depend on it.</remarks>
[<RequireQualifiedAccess>]
module WeightedSums =

    /// <summary>Averages of the n-th derivative of a function.</summary>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="weights">Those of Lattice.inputWeights, up to order n + 2.</param>
    /// <param name="order">n.</param>
    /// <param name="points">Where the values are.</param>
    /// <param name="values">The function at the points.</param>
    /// <param name="table">What is filled.</param>
    let derivative
        (s: float)
        (weights: float[][])
        (order: int)
        (points: LatticePoints)
        (values: float[])
        (table: FieldTable)
        : unit =
        let ahead, behind = points.Ahead, points.Behind
        let a, b = weights[order], weights[order + 2]
        let mirror = if order % 2 = 0 then 1.0 else -1.0

        for field in 0..8 .. points.FieldLength - 1 do
            let middle = Vector512.Create(values, ahead[0] + field)
            let mutable sumA = middle * a[0]
            let mutable sumB = middle * b[0]

            for j in 1 .. ahead.Length - 1 do
                let both =
                    Vector512.Create(values, ahead[j] + field)
                    + Vector512.Create(values, behind[j] + field) * mirror

                sumA <- Vector512.FusedMultiplyAdd(both, Vector512.Create a[j], sumA)
                sumB <- Vector512.FusedMultiplyAdd(both, Vector512.Create b[j], sumB)

            Vector512.CopyTo(sumA, table.Values, field)
            Vector512.CopyTo(sumB * (0.5 * s * s), table.Changes, field)

    /// <summary>The mean, the mean slope, and the variance in units of s^2, all from one pass.</summary>
    /// <param name="s">As above.</param>
    /// <param name="weights">As above, up to order 3.</param>
    /// <param name="points">As above.</param>
    /// <param name="values">phi at the points.</param>
    /// <param name="mean">What is filled with E phi.</param>
    /// <param name="slope">What is filled with E phi'.</param>
    /// <param name="variance">What is filled with the variance of phi over s^2.</param>
    /// <remarks>Deviations are taken from phi at the field itself, which is as good as the mean: the square of what lies
    /// between them is at most about as large as the variance.</remarks>
    let moments
        (s: float)
        (weights: float[][])
        (points: LatticePoints)
        (values: float[])
        (mean: FieldTable)
        (slope: FieldTable)
        (variance: FieldTable)
        : unit =
        let ahead, behind = points.Ahead, points.Behind
        let w0, w1, w2, w3 = weights[0], weights[1], weights[2], weights[3]
        let half = 0.5 * s * s
        let unit = 1.0 / (s * s)

        for field in 0..8 .. points.FieldLength - 1 do
            let middle = Vector512.Create(values, ahead[0] + field)
            let mutable sum0 = Vector512<float>.Zero
            let mutable sum1 = Vector512<float>.Zero
            let mutable sum2 = Vector512<float>.Zero
            let mutable sum3 = Vector512<float>.Zero
            let mutable square0 = Vector512<float>.Zero
            let mutable square2 = Vector512<float>.Zero

            for j in 1 .. ahead.Length - 1 do
                let up = Vector512.Create(values, ahead[j] + field) - middle
                let down = Vector512.Create(values, behind[j] + field) - middle
                let both = up + down
                let rise = up - down
                let squares = Vector512.FusedMultiplyAdd(up, up, down * down)
                let weight0 = Vector512.Create w0[j]
                let weight2 = Vector512.Create w2[j]
                sum0 <- Vector512.FusedMultiplyAdd(both, weight0, sum0)
                sum1 <- Vector512.FusedMultiplyAdd(rise, Vector512.Create w1[j], sum1)
                sum2 <- Vector512.FusedMultiplyAdd(both, weight2, sum2)
                sum3 <- Vector512.FusedMultiplyAdd(rise, Vector512.Create w3[j], sum3)
                square0 <- Vector512.FusedMultiplyAdd(squares, weight0, square0)
                square2 <- Vector512.FusedMultiplyAdd(squares, weight2, square2)

            let spread = (square0 - sum0 * sum0) * unit
            Vector512.CopyTo(middle + sum0, mean.Values, field)
            Vector512.CopyTo(sum2 * half, mean.Changes, field)
            Vector512.CopyTo(sum1, slope.Values, field)
            Vector512.CopyTo(sum3 * half, slope.Changes, field)
            Vector512.CopyTo(spread, variance.Values, field)
            // Half of what the weights of order 2 make of squared deviations from the mean.
            let change = (square2 - sum0 * sum2 * 2.0) * 0.5
            Vector512.CopyTo(change - spread, variance.Changes, field)
