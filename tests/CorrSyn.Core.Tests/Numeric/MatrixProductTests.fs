module CorrSyn.Core.Tests.MatrixProductTests

open System
open Xunit
open CorrSyn.Numeric.Kernels

let private entries random rows columns =
    GivenNetworks.normals random (rows * columns)

let private product threads (x: float[]) (y: float[]) rows inner columns =
    // What the output held before must not matter.
    let output = Array.create (rows * columns) Double.NaN

    MatrixProduct.timesTransposed
        (GivenNetworks.work threads)
        (MatrixProduct.matrix x rows inner)
        (MatrixProduct.matrix y columns inner)
        (MatrixProduct.matrix output rows columns)

    output

[<Theory>]
[<InlineData(1, 1, 1)>]
[<InlineData(3, 5, 2)>]
[<InlineData(4, 160, 24)>]
[<InlineData(5, 161, 25)>]
[<InlineData(130, 333, 49)>]
[<InlineData(97, 7, 200)>]
let ``a product of any shape is that of plain sums`` rows inner columns =
    let random = Random 1
    let x = entries random rows inner
    let y = entries random columns inner
    let expected = GivenNetworks.multiply x y rows inner columns

    let sizes =
        GivenNetworks.multiply (Array.map abs x) (Array.map abs y) rows inner columns

    // Each of both sums of K terms is off by at most K roundings of the sum of sizes.
    for place, value in Array.indexed (product 1 x y rows inner columns) do
        let allowed = 2.0 * float inner * Math.ScaleB(1.0, -53) * sizes[place]
        Assert.True(Math.Abs(value - expected[place]) <= allowed)

[<Fact>]
let ``the number of threads changes no bit`` () =
    let random = Random 2
    let x = entries random 150 170
    let y = entries random 201 170
    Assert.Equal<float[]>(product 1 x y 150 170 201, product 3 x y 150 170 201)

[<Fact>]
let ``a symmetric product is exactly symmetric and has the bits of the full one`` () =
    let random = Random 3
    let size = 101
    let x = entries random size 60
    let output = Array.create (size * size) Double.NaN
    let matrix = MatrixProduct.matrix x size 60

    MatrixProduct.symmetricTimesTransposed
        (GivenNetworks.work 2)
        matrix
        matrix
        (MatrixProduct.matrix output size size)

    Assert.Equal<float[]>(product 1 x x size 60 size, output)

// More rows than are packed at a time.
[<Theory>]
[<InlineData(2048)>]
[<InlineData(2049)>]
[<InlineData(4099)>]
let ``a product of many rows is that of plain sums, symmetric or not`` rows =
    let random = Random 5
    let inner = 3
    let x = entries random rows inner
    let y = entries random 29 inner
    let expected = GivenNetworks.multiply x y rows inner 29

    // Three products of numbers below 6: each sum is off by a few roundings.
    Array.iter2
        (fun (value: float) other -> Assert.True(Math.Abs(value - other) < 1e-13))
        expected
        (product 2 x y rows inner 29)

    let output = Array.create (rows * rows) Double.NaN
    let matrix = MatrixProduct.matrix x rows inner

    MatrixProduct.symmetricTimesTransposed
        (GivenNetworks.work 2)
        matrix
        matrix
        (MatrixProduct.matrix output rows rows)

    Assert.True(ReadOnlySpan(output).SequenceEqual(ReadOnlySpan(product 1 x x rows inner rows)))

[<Fact>]
let ``rows of a matrix are used in place`` () =
    let random = Random 4
    let x = entries random 20 9
    let whole = product 1 x x 20 9 20
    let part = Array.zeroCreate (5 * 20)
    let matrix = MatrixProduct.matrix x 20 9

    MatrixProduct.timesTransposed
        (GivenNetworks.work 1)
        (MatrixProduct.rowsOf matrix 7 5)
        matrix
        (MatrixProduct.matrix part 5 20)

    Assert.Equal<float[]>(whole[7 * 20 .. 12 * 20 - 1], part)

[<Fact>]
let ``a cancelled product says so`` () =
    let cancelled =
        {
            ThreadCount = 1
            Cancellation = Threading.CancellationToken true
        }

    let x = MatrixProduct.matrix [| 1.0 |] 1 1

    Assert.Throws<OperationCanceledException>(fun () ->
        MatrixProduct.timesTransposed cancelled x x (MatrixProduct.matrix [| 0.0 |] 1 1)
    )
    |> ignore
