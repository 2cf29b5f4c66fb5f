namespace CorrSyn.Numeric

open System.Runtime.CompilerServices
open System.Runtime.Intrinsics

/// tanh and its slope for many numbers at once, eight at a time.
[<RequireQualifiedAccess>]
module TanhBlock =

    /// <summary>tanh x from exp(-2 |x|).</summary>
    /// <remarks>(1 - e)/(1 + e) cancels for small x. Below 1/2 the continued fraction of tanh is used, cut after seven
    /// levels: all its terms are positive, and the first left out changes the value by less than 2e-16 of it.</remarks>
    let inline private ofDecay (x: Vector512<float>) (decay: Vector512<float>) : Vector512<float> =
        let one = Vector512.Create 1.0
        let square = x * x

        let inline next (coefficient: float) (sum: Vector512<float>) =
            Vector512.FusedMultiplyAdd(sum, square, Vector512.Create coefficient)

        let above = x * (one |> next 378.0 |> next 17325.0 |> next 135135.0)

        let below =
            Vector512.Create 28.0 |> next 3150.0 |> next 62370.0 |> next 135135.0

        let isSmall = Vector512.LessThan(Vector512.Abs x, Vector512.Create 0.5)
        let rise = Vector512.CopySign(one - decay, x)

        Vector512.ConditionalSelect(isSmall, above, rise)
        / Vector512.ConditionalSelect(isSmall, below, one + decay)

    /// <summary>values = tanh z.</summary>
    /// <param name="z">Finite; its length is a multiple of 8.</param>
    /// <param name="values">As long as z, or z itself; relative error below 4e-16, and exactly odd.</param>
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let values (z: float[]) (values: float[]) : unit =
        let mutable k = 0

        while k < z.Length do
            let x = Vector512.Create(z, k)
            let decay = Vector512.Exp(Vector512.Abs x * -2.0)
            Vector512.CopyTo(ofDecay x decay, values, k)
            k <- k + 8

    /// <summary>values = tanh z and slopes = 1/cosh^2 z, for the first count numbers.</summary>
    /// <param name="z">Finite.</param>
    /// <param name="values">tanh z; relative error below 4e-16.</param>
    /// <param name="slopes">Its slope; relative error of a few roundings, however close to 1 the value is; 0
    /// beyond |z| = 372.</param>
    /// <param name="count">A multiple of 8 up to the length of the arrays.</param>
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let fill (z: float[]) (values: float[]) (slopes: float[]) (count: int) : unit =
        let mutable k = 0

        while k < count do
            let x = Vector512.Create(z, k)
            let decay = Vector512.Exp(Vector512.Abs x * -2.0)
            let sum = Vector512.Create 1.0 + decay
            Vector512.CopyTo(ofDecay x decay, values, k)
            Vector512.CopyTo(decay * 4.0 / (sum * sum), slopes, k)
            k <- k + 8
