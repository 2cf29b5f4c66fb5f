namespace CorrSyn.Numeric

open System.Runtime.InteropServices
open System.Runtime.Intrinsics

/// <summary>Sums over a stretch of an array with two rows of weights at once, on whole vectors.</summary>
/// <remarks>Always in eight lanes, whatever the machine has: the order of additions does not depend on it.</remarks>
[<RequireQualifiedAccess>]
module WeightedSums =

    let private lanes = Vector512<float>.Count

    let private load (values: float[]) (first: int) : Vector512<float> =
        Vector512.LoadUnsafe(&MemoryMarshal.GetArrayDataReference values, unativeint first)

    /// The scalar products of two rows of weights with a stretch of the values.
    let products (a: float[]) (b: float[]) (values: float[]) (first: int) : struct (float * float) =
        let mutable sumA = Vector512<float>.Zero
        let mutable sumB = Vector512<float>.Zero
        let mutable j = 0

        while j <= a.Length - lanes do
            let value = load values (first + j)
            sumA <- sumA + load a j * value
            sumB <- sumB + load b j * value
            j <- j + lanes

        let mutable totalA = Vector512.Sum sumA
        let mutable totalB = Vector512.Sum sumB

        while j < a.Length do
            totalA <- totalA + a[j] * values[first + j]
            totalB <- totalB + b[j] * values[first + j]
            j <- j + 1

        struct (totalA, totalB)

    /// The sums of squared deviations from the mean with two rows of weights.
    let squares
        (a: float[])
        (b: float[])
        (values: float[])
        (first: int)
        (mean: float)
        : struct (float * float) =
        let means = Vector512.Create mean
        let mutable sumA = Vector512<float>.Zero
        let mutable sumB = Vector512<float>.Zero
        let mutable j = 0

        while j <= a.Length - lanes do
            let deviation = load values (first + j) - means
            let square = deviation * deviation
            sumA <- sumA + load a j * square
            sumB <- sumB + load b j * square
            j <- j + lanes

        let mutable totalA = Vector512.Sum sumA
        let mutable totalB = Vector512.Sum sumB

        while j < a.Length do
            let deviation = values[first + j] - mean
            totalA <- totalA + a[j] * deviation * deviation
            totalB <- totalB + b[j] * deviation * deviation
            j <- j + 1

        struct (totalA, totalB)
