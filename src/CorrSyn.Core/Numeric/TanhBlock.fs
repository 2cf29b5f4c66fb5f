namespace CorrSyn.Numeric

open System
open System.Runtime.CompilerServices
open System.Runtime.Intrinsics

/// tanh and its slope for many numbers at once, eight at a time.
[<RequireQualifiedAccess>]
module TanhBlock =

    let private one = Vector512.Create 1.0

    /// tanh z = z P(z^2) where the quotient below would cancel: |z| below 0.03, to 1e-17.
    let private series =
        [| 1.0; -1.0 / 3.0; 2.0 / 15.0; -17.0 / 315.0; 62.0 / 2835.0 |]
        |> Array.map (fun (c: float) -> Vector512.Create c)

    let private small = Vector512.Create 0.03

    /// <summary>values = tanh z and slopes = 1/cosh^2 z, for the first count numbers.</summary>
    /// <param name="z">Finite.</param>
    /// <param name="values">tanh z; relative error below 1e-14.</param>
    /// <param name="slopes">Its slope; relative error of a few roundings, however close to 1 the value is; 0
    /// beyond |z| = 372.</param>
    /// <param name="count">A multiple of 8 up to the length of the arrays.</param>
    [<MethodImpl(MethodImplOptions.AggressiveOptimization)>]
    let fill (z: float[]) (values: float[]) (slopes: float[]) (count: int) : unit =
        let mutable k = 0

        while k < count do
            let x = Vector512.Create(z, k)
            let decay = Vector512.Exp(Vector512.Abs x * -2.0)
            let sum = one + decay
            let square = x * x
            let mutable power = series[4]

            for n in 3..-1..0 do
                power <- power * square + series[n]

            let quotient = Vector512.CopySign((one - decay) / sum, x)
            let isSmall = Vector512.LessThan(Vector512.Abs x, small)
            Vector512.CopyTo(Vector512.ConditionalSelect(isSmall, x * power, quotient), values, k)
            Vector512.CopyTo(decay * 4.0 / (sum * sum), slopes, k)
            k <- k + 8
