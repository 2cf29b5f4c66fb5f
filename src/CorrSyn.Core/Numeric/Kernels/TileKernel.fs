namespace CorrSyn.Numeric.Kernels

// FS0009: the tile is addressed by pointers, as in any kernel. TileKernel.accumulate is the only
// function that does so, and MatrixProduct hands it pinned arrays of the right length.
#nowarn "9"

open System.Runtime.CompilerServices
open System.Runtime.Intrinsics
open Microsoft.FSharp.NativeInterop

/// The inner loop of matrix products: a tile of the output that stays in registers.
[<RequireQualifiedAccess>]
module internal TileKernel =

    /// Rows of a tile.
    [<Literal>]
    let Rows = 4

    /// Columns of a tile: three vectors.
    let columns = if Vector512.IsHardwareAccelerated then 24 else 12

    /// One loop for both lengths of vectors: the operations are inlined.
    let inline private accumulateWith
        ([<InlineIfLambda>] load: nativeptr<float> -> 'Vector)
        ([<InlineIfLambda>] spread: float -> 'Vector)
        ([<InlineIfLambda>] multiplyAdd: 'Vector -> 'Vector -> 'Vector -> 'Vector)
        ([<InlineIfLambda>] store: 'Vector -> nativeptr<float> -> unit)
        (lanes: int)
        (left: nativeptr<float>)
        (right: nativeptr<float>)
        (depth: int)
        (tile: nativeptr<float>)
        (stride: int)
        =
        let row1 = NativePtr.add tile stride
        let row2 = NativePtr.add row1 stride
        let row3 = NativePtr.add row2 stride
        let mutable s00 = load tile
        let mutable s01 = load (NativePtr.add tile lanes)
        let mutable s02 = load (NativePtr.add tile (2 * lanes))
        let mutable s10 = load row1
        let mutable s11 = load (NativePtr.add row1 lanes)
        let mutable s12 = load (NativePtr.add row1 (2 * lanes))
        let mutable s20 = load row2
        let mutable s21 = load (NativePtr.add row2 lanes)
        let mutable s22 = load (NativePtr.add row2 (2 * lanes))
        let mutable s30 = load row3
        let mutable s31 = load (NativePtr.add row3 lanes)
        let mutable s32 = load (NativePtr.add row3 (2 * lanes))
        let mutable a = left
        let mutable b = right

        for _ in 1..depth do
            let b0 = load b
            let b1 = load (NativePtr.add b lanes)
            let b2 = load (NativePtr.add b (2 * lanes))
            let a0 = spread (NativePtr.read a)
            s00 <- multiplyAdd a0 b0 s00
            s01 <- multiplyAdd a0 b1 s01
            s02 <- multiplyAdd a0 b2 s02
            let a1 = spread (NativePtr.get a 1)
            s10 <- multiplyAdd a1 b0 s10
            s11 <- multiplyAdd a1 b1 s11
            s12 <- multiplyAdd a1 b2 s12
            let a2 = spread (NativePtr.get a 2)
            s20 <- multiplyAdd a2 b0 s20
            s21 <- multiplyAdd a2 b1 s21
            s22 <- multiplyAdd a2 b2 s22
            let a3 = spread (NativePtr.get a 3)
            s30 <- multiplyAdd a3 b0 s30
            s31 <- multiplyAdd a3 b1 s31
            s32 <- multiplyAdd a3 b2 s32
            a <- NativePtr.add a Rows
            b <- NativePtr.add b (3 * lanes)

        store s00 tile
        store s01 (NativePtr.add tile lanes)
        store s02 (NativePtr.add tile (2 * lanes))
        store s10 row1
        store s11 (NativePtr.add row1 lanes)
        store s12 (NativePtr.add row1 (2 * lanes))
        store s20 row2
        store s21 (NativePtr.add row2 lanes)
        store s22 (NativePtr.add row2 (2 * lanes))
        store s30 row3
        store s31 (NativePtr.add row3 lanes)
        store s32 (NativePtr.add row3 (2 * lanes))

    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private accumulate512 left right depth tile stride =
        accumulateWith
            (fun p -> Vector512.Load p)
            (fun (x: float) -> Vector512.Create x)
            (fun a b c -> Vector512.MultiplyAddEstimate(a, b, c))
            (fun v p -> Vector512.Store(v, p))
            8
            left
            right
            depth
            tile
            stride

    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let private accumulate256 left right depth tile stride =
        accumulateWith
            (fun p -> Vector256.Load p)
            (fun (x: float) -> Vector256.Create x)
            (fun a b c -> Vector256.MultiplyAddEstimate(a, b, c))
            (fun v p -> Vector256.Store(v, p))
            4
            left
            right
            depth
            tile
            stride

    /// <summary>tile[i, j] += sum over k of left[4 k + i] right[columns k + j], in the order of k.</summary>
    /// <param name="left">depth x 4 numbers.</param>
    /// <param name="right">depth x columns numbers.</param>
    /// <param name="depth">How many k there are.</param>
    /// <param name="tile">4 rows of that many columns.</param>
    /// <param name="stride">The distance between rows of the tile.</param>
    let accumulate
        (left: nativeptr<float>)
        (right: nativeptr<float>)
        (depth: int)
        (tile: nativeptr<float>)
        (stride: int)
        : unit =
        if Vector512.IsHardwareAccelerated then
            accumulate512 left right depth tile stride
        else
            accumulate256 left right depth tile stride
