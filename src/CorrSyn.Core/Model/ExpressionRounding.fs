namespace CorrSyn.Model

open System

/// <summary>The value and the slope of an expression at a point, and how far rounding may have moved them.</summary>
[<Struct>]
type RoundedValue =
    {
        Value: float
        Slope: float
        /// To first order, at least 0.
        ValueError: float
        /// To first order, at least 0.
        SlopeError: float
    }

/// <summary>What rounding takes from expressions as they are written: running error analysis, operation by
/// operation.</summary>
[<RequireQualifiedAccess>]
module ExpressionRounding =

    /// The relative error of one operation or function: two roundings.
    let private unit = 2.3e-16

    let private rounded value slope valueError slopeError =
        {
            Value = value
            Slope = slope
            ValueError = valueError + unit * Math.Abs(value: float)
            SlopeError = slopeError + unit * Math.Abs(slope: float)
        }

    let private product a b =
        rounded
            (a.Value * b.Value)
            (a.Slope * b.Value + a.Value * b.Slope)
            (Math.Abs a.Value * b.ValueError + Math.Abs b.Value * a.ValueError)
            (Math.Abs a.Slope * b.ValueError
             + Math.Abs b.Value * a.SlopeError
             + Math.Abs a.Value * b.SlopeError
             + Math.Abs b.Slope * a.ValueError)

    let private quotient a b =
        let value = a.Value / b.Value
        let slope = (a.Slope - value * b.Slope) / b.Value
        let size = Math.Abs b.Value
        let valueError = (a.ValueError + Math.Abs value * b.ValueError) / size

        let slopeError =
            (a.SlopeError
             + Math.Abs value * b.SlopeError
             + Math.Abs b.Slope * valueError
             + Math.Abs slope * b.ValueError)
            / size

        rounded value slope valueError slopeError

    /// g(a) from the Taylor coefficients of g at a.
    let private compose (struct (g0, g1, g2, _: float)) a =
        rounded
            g0
            (g1 * a.Slope)
            (Math.Abs g1 * a.ValueError)
            (Math.Abs g1 * a.SlopeError + 2.0 * Math.Abs(g2 * a.Slope) * a.ValueError)

    /// <summary>Value and slope of a formula, with their errors.</summary>
    /// <param name="expression">The formula.</param>
    /// <param name="x">The point, which is rounded itself.</param>
    let rec evaluate (expression: Expression) (x: float) : RoundedValue =
        let at part = evaluate part x

        match expression with
        | Expression.Number value ->
            {
                Value = value
                Slope = 0.0
                ValueError = 0.0
                SlopeError = 0.0
            }
        | Expression.Variable ->
            { rounded x 1.0 0.0 0.0 with
                SlopeError = 0.0
            }
        | Expression.Negative a ->
            let a = at a

            { a with
                Value = -a.Value
                Slope = -a.Slope
            }
        | Expression.Sum(a, b) ->
            let a, b = at a, at b

            rounded
                (a.Value + b.Value)
                (a.Slope + b.Slope)
                (a.ValueError + b.ValueError)
                (a.SlopeError + b.SlopeError)
        | Expression.Difference(a, b) -> at (Expression.Sum(a, Expression.Negative b))
        | Expression.Product(a, b) -> product (at a) (at b)
        | Expression.Quotient(a, b) -> quotient (at a) (at b)
        | Expression.Power(a, b) when Expression.isConstant b ->
            let a = at a
            compose (ExpressionSeries.power (Expression.evaluate b 0.0) a.Value) a
        | Expression.Power(a, b) ->
            let logarithm = Expression.Call(ExpressionFunction.Log, a)
            at (Expression.Call(ExpressionFunction.Exp, Expression.Product(b, logarithm)))
        | Expression.Larger(a, b) ->
            let a, b = at a, at b
            if a.Value >= b.Value then a else b
        | Expression.Smaller(a, b) ->
            let a, b = at a, at b
            if a.Value <= b.Value then a else b
        | Expression.Call(f, a) ->
            let a = at a
            compose (ExpressionSeries.outer f a.Value) a
