namespace CorrSyn.Numeric

open System.Runtime.CompilerServices
open System.Runtime.Intrinsics

/// <summary>Averages over inputs for eight neighbouring fields at once.</summary>
/// <remarks>Inputs j and -j share a weight up to its sign, so they are added or subtracted first. Always in eight lanes,
/// whatever the machine has: the order of additions does not depend on it.</remarks>
[<RequireQualifiedAccess>]
module WeightedSums =

    /// <summary>The scalar products of two rows of weights with the values around each field.</summary>
    /// <param name="isEven">Whether the weights are even in the input; otherwise they are odd.</param>
    /// <param name="a">The first row of weights, from input 0 up.</param>
    /// <param name="b">The second, of the same parity.</param>
    /// <param name="points">Where the values around the first field are.</param>
    /// <param name="values">Values at the points.</param>
    /// <param name="field">The first of the fields, counted from that of the lattice.</param>
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let products
        (isEven: bool)
        (a: float[])
        (b: float[])
        (points: LatticePoints)
        (values: float[])
        (field: int)
        : struct (Vector512<float> * Vector512<float>) =
        let ahead, behind = points.Ahead, points.Behind
        let mutable sumA = Vector512<float>.Zero
        let mutable sumB = Vector512<float>.Zero

        if isEven then
            let middle = Vector512.Create(values, ahead[0] + field)
            sumA <- middle * a[0]
            sumB <- middle * b[0]

            for j in 1 .. ahead.Length - 1 do
                let both =
                    Vector512.Create(values, ahead[j] + field)
                    + Vector512.Create(values, behind[j] + field)

                sumA <- Vector512.FusedMultiplyAdd(both, Vector512.Create a[j], sumA)
                sumB <- Vector512.FusedMultiplyAdd(both, Vector512.Create b[j], sumB)
        else
            for j in 1 .. ahead.Length - 1 do
                let rise =
                    Vector512.Create(values, ahead[j] + field)
                    - Vector512.Create(values, behind[j] + field)

                sumA <- Vector512.FusedMultiplyAdd(rise, Vector512.Create a[j], sumA)
                sumB <- Vector512.FusedMultiplyAdd(rise, Vector512.Create b[j], sumB)

        struct (sumA, sumB)

    /// <summary>The variance over inputs, and half of its second derivative: what the even weights b make of squared
    /// deviations from the mean.</summary>
    /// <param name="a">Weights of sum 1, from input 0 up; even.</param>
    /// <param name="b">Even weights of sum 0.</param>
    /// <param name="points">As above.</param>
    /// <param name="values">As above.</param>
    /// <param name="field">As above.</param>
    /// <remarks>Deviations are taken from the value at the field itself, which is as good as the mean: the square of what
    /// lies between them is at most about as large as the variance.</remarks>
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let deviations
        (a: float[])
        (b: float[])
        (points: LatticePoints)
        (values: float[])
        (field: int)
        : struct (Vector512<float> * Vector512<float>) =
        let ahead, behind = points.Ahead, points.Behind
        let middle = Vector512.Create(values, ahead[0] + field)
        let mutable mean = Vector512<float>.Zero
        let mutable meanB = Vector512<float>.Zero
        let mutable square = Vector512<float>.Zero
        let mutable squareB = Vector512<float>.Zero

        for j in 1 .. ahead.Length - 1 do
            let up = Vector512.Create(values, ahead[j] + field) - middle
            let down = Vector512.Create(values, behind[j] + field) - middle
            let both = up + down
            let squares = Vector512.FusedMultiplyAdd(up, up, down * down)
            let weightA = Vector512.Create a[j]
            let weightB = Vector512.Create b[j]
            mean <- Vector512.FusedMultiplyAdd(both, weightA, mean)
            meanB <- Vector512.FusedMultiplyAdd(both, weightB, meanB)
            square <- Vector512.FusedMultiplyAdd(squares, weightA, square)
            squareB <- Vector512.FusedMultiplyAdd(squares, weightB, squareB)

        struct (square - mean * mean, squareB - mean * meanB * 2.0)
