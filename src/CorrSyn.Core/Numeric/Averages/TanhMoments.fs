namespace CorrSyn.Numeric.Averages

open System.Runtime.Intrinsics

/// <summary>m, kappa and v of tanh at every field, without any cancellation.</summary>
/// <remarks>
/// Derived here from the addition theorem. With T = tanh u, q = tanh s t and D = 1/(1 - T^2 + T^2 (1 - q^2)), the sum of tanh
/// over the inputs t and -t is 2 T (1 - q^2) D and its difference 2 q (1 - T^2) D. The sum of their deviations from T is
/// -2 T (1 - T^2) q^2 D, and that of the squares of these 2 (1 - T^2)^2 q^2 (1 + T^2 q^2) D^2. With 1 - T^2 and 1 - q^2 from
/// their own formulas everything is a product of accurate numbers, however small s or 1 - T^2 is.
/// </remarks>
[<RequireQualifiedAccess>]
module TanhMoments =

    /// The relative error of m, kappa and v by rounding: that of tanh and of its slope, a few times 1e-16 each.
    let relativeError = 1e-15

    /// tanh and its slope at multiples of a step.
    let private tabulate (first: int) (step: float) (count: int) (scratch: ScratchArrays) =
        let length = Lattice.padded count
        let z = scratch.Take length

        for k in 0 .. length - 1 do
            z[k] <- step * float (first + k)

        let values, slopes = scratch.Take length, scratch.Take length
        TanhBlock.fill z values slopes length
        struct (values, slopes)

    /// <summary>Fills the tables of the mean, of the mean slope, and of the variance in units of s^2.</summary>
    /// <param name="s">The standard deviation of the pre-activation over inputs.</param>
    /// <param name="lattice">The nodes; fields and inputs need not be on one lattice.</param>
    /// <param name="weights">Those of Lattice.inputWeights, up to order 3.</param>
    /// <param name="scratch">Where intermediate values are kept.</param>
    /// <param name="mean">E phi.</param>
    /// <param name="slope">E phi'.</param>
    /// <param name="variance">The variance of phi over s^2.</param>
    let fill
        (s: float)
        (lattice: Lattice)
        (weights: float[][])
        (scratch: ScratchArrays)
        (mean: FieldTable)
        (slope: FieldTable)
        (variance: FieldTable)
        : unit =
        let inputs = lattice.InputCount
        let fields = Lattice.fieldLength lattice
        let struct (q, slopesQ) = tabulate 0 lattice.Step (inputs + 1) scratch

        let struct (values, slopes) =
            tabulate lattice.FirstField lattice.FieldStep fields scratch

        // Weights times what they are multiplied with for every field.
        let sum0, sum2 = scratch.Take(inputs + 1), scratch.Take(inputs + 1)
        let rise1, rise3 = scratch.Take(inputs + 1), scratch.Take(inputs + 1)
        let square0, square2 = scratch.Take(inputs + 1), scratch.Take(inputs + 1)
        let squareQ = scratch.Take(inputs + 1)

        for j in 1..inputs do
            squareQ[j] <- q[j] * q[j]
            sum0[j] <- weights[0][j] * slopesQ[j]
            sum2[j] <- weights[2][j] * slopesQ[j]
            rise1[j] <- weights[1][j] * q[j]
            rise3[j] <- weights[3][j] * q[j]
            square0[j] <- weights[0][j] * squareQ[j]
            square2[j] <- weights[2][j] * squareQ[j]

        let one = Vector512.Create 1.0
        let half = 0.5 * s * s
        let unit = 1.0 / (s * s)

        for field in 0..8 .. fields - 1 do
            let tanh = Vector512.Create(values, field)
            let flat = Vector512.Create(slopes, field)
            let tanhSquare = tanh * tanh
            let mutable means0 = Vector512.Create(0.5 * weights[0][0])
            let mutable means2 = Vector512.Create(0.5 * weights[2][0])
            let mutable rises1 = Vector512<float>.Zero
            let mutable rises3 = Vector512<float>.Zero
            let mutable shifts0 = Vector512<float>.Zero
            let mutable shifts2 = Vector512<float>.Zero
            let mutable squares0 = Vector512<float>.Zero
            let mutable squares2 = Vector512<float>.Zero

            for j in 1..inputs do
                let d =
                    one / Vector512.FusedMultiplyAdd(tanhSquare, Vector512.Create slopesQ[j], flat)

                let spread =
                    d * d * Vector512.FusedMultiplyAdd(tanhSquare, Vector512.Create squareQ[j], one)

                means0 <- Vector512.FusedMultiplyAdd(d, Vector512.Create sum0[j], means0)
                means2 <- Vector512.FusedMultiplyAdd(d, Vector512.Create sum2[j], means2)
                rises1 <- Vector512.FusedMultiplyAdd(d, Vector512.Create rise1[j], rises1)
                rises3 <- Vector512.FusedMultiplyAdd(d, Vector512.Create rise3[j], rises3)
                shifts0 <- Vector512.FusedMultiplyAdd(d, Vector512.Create square0[j], shifts0)
                shifts2 <- Vector512.FusedMultiplyAdd(d, Vector512.Create square2[j], shifts2)

                squares0 <-
                    Vector512.FusedMultiplyAdd(spread, Vector512.Create square0[j], squares0)

                squares2 <-
                    Vector512.FusedMultiplyAdd(spread, Vector512.Create square2[j], squares2)

            Vector512.CopyTo(tanh * means0 * 2.0, mean.Values, field)
            Vector512.CopyTo(tanh * means2 * (2.0 * half), mean.Changes, field)
            Vector512.CopyTo(flat * rises1 * 2.0, slope.Values, field)
            Vector512.CopyTo(flat * rises3 * (2.0 * half), slope.Changes, field)

            // All that is left is (1 - T^2)^2 times sums over q^2.
            let factor = flat * flat * (2.0 * unit)
            let value = factor * (squares0 - tanhSquare * shifts0 * shifts0 * 2.0)
            let second = factor * (squares2 - tanhSquare * shifts0 * shifts2 * 4.0)
            Vector512.CopyTo(value, variance.Values, field)
            Vector512.CopyTo(second * half - value, variance.Changes, field)
