namespace CorrSyn.Numeric.Averages

open System
open System.Numerics.Tensors
open MathNet.Numerics

/// Powers of phi with their derivatives, from those of phi at the same points.
[<RequireQualifiedAccess>]
module PhiPowers =

    /// a times the products of two rows, added to what is there.
    let private addProduct (factor: float) (a: float[]) (b: float[]) (sum: float[]) =
        let product = Array.zeroCreate sum.Length
        TensorPrimitives.Multiply(ReadOnlySpan a, ReadOnlySpan b, Span product)

        TensorPrimitives.MultiplyAdd(ReadOnlySpan product, factor, ReadOnlySpan sum, Span sum)

    /// The derivatives of phi times another function, by Leibniz' rule.
    let private times (values: float[][]) (product: float[][]) : float[][] =
        values
        |> Array.mapi (fun n row ->
            let sum = Array.zeroCreate row.Length

            for k in 0..n do
                addProduct (SpecialFunctions.Binomial(n, k)) values[k] product[n - k] sum

            sum
        )

    /// The same for the square, in which terms come in pairs.
    let private squares (values: float[][]) : float[][] =
        values
        |> Array.mapi (fun n row ->
            let sum = Array.zeroCreate row.Length

            for k in 0 .. n / 2 do
                let pairs = if 2 * k = n then 1.0 else 2.0
                addProduct (pairs * SpecialFunctions.Binomial(n, k)) values[k] values[n - k] sum

            sum
        )

    /// <summary>phi^p and its derivatives.</summary>
    /// <param name="power">p; at least 1.</param>
    /// <param name="values">phi, phi', ... at some points.</param>
    /// <returns>As many derivatives, at the same points.</returns>
    let derivatives (power: int) (values: float[][]) : float[][] =
        match power with
        | 1 -> values
        | power ->
            Seq.fold (fun product _ -> times values product) (squares values) (seq { 3..power })
