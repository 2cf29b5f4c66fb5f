namespace CorrSyn.Numeric.Averages

open System.Runtime.Intrinsics

/// tanh and its slope for many numbers at once, eight at a time.
[<RequireQualifiedAccess>]
module TanhBlock =

    /// <summary>tanh x from a quotient that is accurate for |x| of 1/2 and above.</summary>
    /// <remarks>(1 - e)/(1 + e) cancels for small x. Below 1/2 the continued fraction of tanh is used, cut after seven
    /// levels: all its terms are positive, and the first left out changes the value by less than 2e-16 of it.</remarks>
    let inline private ofQuotient
        (x: Vector512<float>)
        (numerator: Vector512<float>)
        (denominator: Vector512<float>)
        : Vector512<float> =
        let square = x * x

        let inline next (coefficient: float) (sum: Vector512<float>) =
            Vector512.FusedMultiplyAdd(sum, square, Vector512.Create coefficient)

        let above =
            x * (Vector512.Create 1.0 |> next 378.0 |> next 17325.0 |> next 135135.0)

        let below = Vector512.Create 28.0 |> next 3150.0 |> next 62370.0 |> next 135135.0

        let isSmall = Vector512.LessThan(Vector512.Abs x, Vector512.Create 0.5)

        Vector512.ConditionalSelect(isSmall, above, numerator)
        / Vector512.ConditionalSelect(isSmall, below, denominator)

    /// <summary>tanh at equidistant points that start anew every so often.</summary>
    /// <param name="starts">The first of each eight points; the array has room for whole vectors.</param>
    /// <param name="step">The distance of the next from each; above 0 and at most 10.</param>
    /// <param name="count">How many starts there are.</param>
    /// <param name="exponentials">As long as the starts; filled with exp(2 x) there.</param>
    /// <param name="values">Filled with tanh at the 8 count points; relative error at most about 4e-16.</param>
    /// <remarks>exp(2 x) is a product of two exponentials, of which only those at the starts differ from vector to vector.
    /// </remarks>
    let fillEquidistant
        (starts: float[])
        (step: float)
        (count: int)
        (exponentials: float[])
        (values: float[])
        : unit =
        for k in 0..8 .. count - 1 do
            Vector512.CopyTo(Vector512.Exp(Vector512.Create(starts, k) * 2.0), exponentials, k)

        let offsets = Vector512<float>.Indices * step
        let factors = Vector512.Exp(offsets * 2.0)
        let one = Vector512.Create 1.0
        // tanh is 1 to the last digit long before.
        let largest = Vector512.Create 1e100

        for block in 0 .. count - 1 do
            let x = offsets + Vector512.Create starts[block]
            let growth = Vector512.Min(factors * exponentials[block], largest)
            Vector512.CopyTo(ofQuotient x (growth - one) (growth + one), values, 8 * block)

    /// <summary>values = tanh z and slopes = 1/cosh^2 z, for the first count numbers.</summary>
    /// <param name="z">Finite.</param>
    /// <param name="values">tanh z; relative error below 4e-16.</param>
    /// <param name="slopes">Its slope; relative error of a few roundings, however close to 1 the value is; 0
    /// beyond |z| = 372.</param>
    /// <param name="count">A multiple of 8 up to the length of the arrays.</param>
    let fill (z: float[]) (values: float[]) (slopes: float[]) (count: int) : unit =
        let mutable k = 0

        while k < count do
            let x = Vector512.Create(z, k)
            let decay = Vector512.Exp(Vector512.Abs x * -2.0)
            let sum = Vector512.Create 1.0 + decay
            let rise = Vector512.CopySign(Vector512.Create 1.0 - decay, x)
            Vector512.CopyTo(ofQuotient x rise sum, values, k)
            Vector512.CopyTo(decay * 4.0 / (sum * sum), slopes, k)
            k <- k + 8
