namespace CorrSyn.Model

open System
open MathNet.Numerics

/// <summary>Taylor coefficients of expressions: exact derivatives, by arithmetic on truncated series.</summary>
/// <remarks>A series is an array by order k of arrays over points of f^(k)(x)/k!. At a kink or jump the mean of both
/// sides stands, which no average sees.</remarks>
[<RequireQualifiedAccess>]
module ExpressionSeries =

    /// Taylor coefficients 0 to 3 of a function at a.
    let internal outer (f: ExpressionFunction) (a: float) : struct (float * float * float * float) =
        let value = Expression.call f a

        match f with
        | ExpressionFunction.Exp -> struct (value, value, value / 2.0, value / 6.0)
        | ExpressionFunction.Expm1 ->
            let e = value + 1.0
            struct (value, e, e / 2.0, e / 6.0)
        | ExpressionFunction.Log ->
            let r = 1.0 / a
            struct (value, r, -r * r / 2.0, r * r * r / 3.0)
        | ExpressionFunction.Log1p ->
            let r = 1.0 / (1.0 + a)
            struct (value, r, -r * r / 2.0, r * r * r / 3.0)
        | ExpressionFunction.Sqrt ->
            let d = 0.5 / value
            struct (value, d, -d / (4.0 * a), d / (8.0 * a * a))
        | ExpressionFunction.Abs ->
            struct (value, Expression.call ExpressionFunction.Sign a, 0.0, 0.0)
        | ExpressionFunction.Tanh ->
            // 1/cosh^2 rather than 1 - tanh^2: no cancellation where tanh saturates.
            let c = Math.Cosh a
            let s = 1.0 / (c * c)
            struct (value, s, -value * s, s * (value * value - 1.0 / 3.0))
        | ExpressionFunction.Sinh ->
            let c = Math.Cosh a
            struct (value, c, value / 2.0, c / 6.0)
        | ExpressionFunction.Cosh ->
            let s = Math.Sinh a
            struct (value, s, value / 2.0, s / 6.0)
        | ExpressionFunction.Asinh ->
            let q = 1.0 + a * a
            let d = 1.0 / Math.Sqrt q
            struct (value, d, -0.5 * a * d / q, (2.0 * a * a - 1.0) * d / (6.0 * q * q))
        | ExpressionFunction.Sin ->
            let c = Math.Cos a
            struct (value, c, -value / 2.0, -c / 6.0)
        | ExpressionFunction.Cos ->
            let s = Math.Sin a
            struct (value, -s, -value / 2.0, s / 6.0)
        | ExpressionFunction.Atan ->
            let d = 1.0 / (1.0 + a * a)
            struct (value, d, -a * d * d, (3.0 * a * a - 1.0) * d * d * d / 3.0)
        | ExpressionFunction.Erf ->
            let d = 2.0 / Math.Sqrt Math.PI * Math.Exp(-a * a)
            struct (value, d, -a * d, (2.0 * a * a - 1.0) * d / 3.0)
        | ExpressionFunction.Sigmoid ->
            let below = SpecialFunctions.Logistic -a
            let s = value * below
            struct (value, s, s * (below - value) / 2.0, s * (1.0 - 6.0 * s) / 6.0)
        | ExpressionFunction.Sign
        | ExpressionFunction.Step -> struct (value, 0.0, 0.0, 0.0)

    /// A series as long as a, of a function of order k and point i.
    let inline private zip ([<InlineIfLambda>] f: int -> int -> float) (a: float[][]) : float[][] =
        let result = a |> Array.map (fun row -> Array.zeroCreate row.Length)

        for k in 0 .. result.Length - 1 do
            let row = result[k]

            for i in 0 .. row.Length - 1 do
                row[i] <- f k i

        result

    /// g(a) for the series of a, from the Taylor coefficients of g at its values.
    let private compose
        (coefficients: float -> struct (float * float * float * float))
        (a: float[][])
        : float[][] =
        let result = a |> Array.map (fun row -> Array.zeroCreate row.Length)

        for i in 0 .. a[0].Length - 1 do
            let struct (g0, g1, g2, g3) = coefficients a[0].[i]
            result[0].[i] <- g0

            if a.Length > 1 then
                let a1 = a[1].[i]
                result[1].[i] <- g1 * a1

                if a.Length > 2 then
                    let a2 = a[2].[i]
                    result[2].[i] <- g1 * a2 + g2 * a1 * a1

                    if a.Length > 3 then
                        result[3].[i] <- g1 * a[3].[i] + 2.0 * g2 * a1 * a2 + g3 * a1 * a1 * a1

        result

    /// The product of two series.
    let multiply (a: float[][]) (b: float[][]) : float[][] =
        zip
            (fun k i ->
                let mutable total = 0.0

                for j in 0..k do
                    total <- total + a[j].[i] * b[k - j].[i]

                total
            )
            a

    let private divide (a: float[][]) (b: float[][]) : float[][] =
        let result = a |> Array.map (fun row -> Array.zeroCreate row.Length)

        for k in 0 .. a.Length - 1 do
            for i in 0 .. a[0].Length - 1 do
                let mutable rest = a[k].[i]

                for j in 1..k do
                    rest <- rest - b[j].[i] * result[k - j].[i]

                // A divisor that overflows leaves nothing, of any order.
                result[k].[i] <-
                    if Double.IsInfinity b[0].[i] && Double.IsFinite a[0].[i] then
                        0.0
                    else
                        rest / b[0].[i]

        result

    /// Taylor coefficients of a^p at a. Those that vanish are 0 at a = 0 too.
    let internal power (p: float) (a: float) : struct (float * float * float * float) =
        let term coefficient lower =
            if coefficient = 0.0 then
                0.0
            else
                coefficient * Math.Pow(a, p - lower)

        struct (Math.Pow(a, p),
                term p 1.0,
                term (p * (p - 1.0) / 2.0) 2.0,
                term (p * (p - 1.0) * (p - 2.0) / 6.0) 3.0)

    let inline private choose
        ([<InlineIfLambda>] isFirst: float -> float -> bool)
        (a: float[][])
        (b: float[][])
        =
        zip
            (fun k i ->
                if a[0].[i] = b[0].[i] then 0.5 * (a[k].[i] + b[k].[i])
                elif isFirst a[0].[i] b[0].[i] then a[k].[i]
                else b[k].[i]
            )
            a

    /// <summary>The Taylor coefficients of a formula at many points.</summary>
    /// <param name="order">The highest order, 0 to 3.</param>
    /// <param name="expression">The formula.</param>
    /// <param name="points">The points.</param>
    /// <returns>order + 1 arrays over the points; exact to rounding where the formula is smooth.</returns>
    let rec evaluate (order: int) (expression: Expression) (points: float[]) : float[][] =
        let series part = evaluate order part points

        let constant value =
            Array.init
                (order + 1)
                (fun k ->
                    if k = 0 then
                        Array.create points.Length value
                    else
                        Array.zeroCreate points.Length
                )

        match expression with
        | Expression.Number value -> constant value
        | Expression.Variable ->
            Array.init
                (order + 1)
                (fun k ->
                    match k with
                    | 0 -> points
                    | 1 -> Array.create points.Length 1.0
                    | _ -> Array.zeroCreate points.Length
                )
        | Expression.Negative a -> series a |> Array.map (Array.map (~-))
        | Expression.Sum(a, b) ->
            let a, b = series a, series b
            zip (fun k i -> a[k].[i] + b[k].[i]) a
        | Expression.Difference(a, b) ->
            let a, b = series a, series b
            zip (fun k i -> a[k].[i] - b[k].[i]) a
        | Expression.Product(Expression.Number factor, a) ->
            let a = series a
            zip (fun k i -> factor * a[k].[i]) a
        | Expression.Product(a, b) -> multiply (series a) (series b)
        | Expression.Quotient(a, b) -> divide (series a) (series b)
        | Expression.Power(a, b) when Expression.isConstant b ->
            compose (power (Expression.evaluate b 0.0)) (series a)
        | Expression.Power(a, b) ->
            let logarithm = compose (outer ExpressionFunction.Log) (series a)
            compose (outer ExpressionFunction.Exp) (multiply (series b) logarithm)
        | Expression.Larger(a, b) -> choose (fun x y -> x > y) (series a) (series b)
        | Expression.Smaller(a, b) -> choose (fun x y -> x < y) (series a) (series b)
        | Expression.Call(f, a) -> compose (outer f) (series a)
