namespace CorrSyn.Model

open System
open MathNet.Numerics

/// A function of one argument that an expression may name.
[<RequireQualifiedAccess>]
type ExpressionFunction =
    | Exp
    | Expm1
    | Log
    | Log1p
    | Sqrt
    | Abs
    | Tanh
    | Sinh
    | Cosh
    | Asinh
    | Sin
    | Cos
    | Atan
    | Erf
    | Sigmoid
    /// -1, 0 or 1.
    | Sign
    /// 0 below 0, 1 above, 1/2 at 0.
    | Step

/// <summary>A formula in x. Equality is equality of the trees.</summary>
[<RequireQualifiedAccess>]
type Expression =
    | Number of float
    /// x.
    | Variable
    | Negative of Expression
    | Sum of Expression * Expression
    | Difference of Expression * Expression
    | Product of Expression * Expression
    | Quotient of Expression * Expression
    | Power of Expression * Expression
    | Larger of Expression * Expression
    | Smaller of Expression * Expression
    | Call of ExpressionFunction * Expression

/// Names and values of expressions.
[<RequireQualifiedAccess>]
module Expression =

    /// The functions of one argument, as they are written.
    let functions: (string * ExpressionFunction) list =
        [
            "exp", ExpressionFunction.Exp
            "expm1", ExpressionFunction.Expm1
            "log", ExpressionFunction.Log
            "log1p", ExpressionFunction.Log1p
            "sqrt", ExpressionFunction.Sqrt
            "abs", ExpressionFunction.Abs
            "tanh", ExpressionFunction.Tanh
            "sinh", ExpressionFunction.Sinh
            "cosh", ExpressionFunction.Cosh
            "asinh", ExpressionFunction.Asinh
            "sin", ExpressionFunction.Sin
            "cos", ExpressionFunction.Cos
            "atan", ExpressionFunction.Atan
            "erf", ExpressionFunction.Erf
            "sigmoid", ExpressionFunction.Sigmoid
            "sign", ExpressionFunction.Sign
            "step", ExpressionFunction.Step
        ]

    /// <summary>f(a).</summary>
    /// <remarks>Scalar to scalar, dimensionless; NaN outside the domain of f.</remarks>
    let call (f: ExpressionFunction) (a: float) : float =
        match f with
        | ExpressionFunction.Exp -> Math.Exp a
        | ExpressionFunction.Expm1 -> SmallArgument.expm1 a
        | ExpressionFunction.Log -> Math.Log a
        | ExpressionFunction.Log1p -> SmallArgument.log1p a
        | ExpressionFunction.Sqrt -> Math.Sqrt a
        | ExpressionFunction.Abs -> Math.Abs a
        | ExpressionFunction.Tanh -> Math.Tanh a
        | ExpressionFunction.Sinh -> Math.Sinh a
        | ExpressionFunction.Cosh -> Math.Cosh a
        | ExpressionFunction.Asinh -> Math.Asinh a
        | ExpressionFunction.Sin -> Math.Sin a
        | ExpressionFunction.Cos -> Math.Cos a
        | ExpressionFunction.Atan -> Math.Atan a
        | ExpressionFunction.Erf -> SpecialFunctions.Erf a
        | ExpressionFunction.Sigmoid -> SpecialFunctions.Logistic a
        | ExpressionFunction.Sign -> if a = 0.0 then 0.0 else float (Math.Sign a)
        | ExpressionFunction.Step ->
            if a > 0.0 then 1.0
            elif a < 0.0 then 0.0
            else 0.5

    /// Whether x does not occur.
    let rec isConstant (expression: Expression) : bool =
        match expression with
        | Expression.Number _ -> true
        | Expression.Variable -> false
        | Expression.Negative a
        | Expression.Call(_, a) -> isConstant a
        | Expression.Sum(a, b)
        | Expression.Difference(a, b)
        | Expression.Product(a, b)
        | Expression.Quotient(a, b)
        | Expression.Power(a, b)
        | Expression.Larger(a, b)
        | Expression.Smaller(a, b) -> isConstant a && isConstant b

    /// <summary>The value at x.</summary>
    /// <remarks>Scalar to scalar, dimensionless; NaN or infinite where the formula is.</remarks>
    let rec evaluate (expression: Expression) (x: float) : float =
        match expression with
        | Expression.Number value -> value
        | Expression.Variable -> x
        | Expression.Negative a -> -(evaluate a x)
        | Expression.Sum(a, b) -> evaluate a x + evaluate b x
        | Expression.Difference(a, b) -> evaluate a x - evaluate b x
        | Expression.Product(a, b) -> evaluate a x * evaluate b x
        | Expression.Quotient(a, b) -> evaluate a x / evaluate b x
        | Expression.Power(a, b) -> Math.Pow(evaluate a x, evaluate b x)
        | Expression.Larger(a, b) -> Math.Max(evaluate a x, evaluate b x)
        | Expression.Smaller(a, b) -> Math.Min(evaluate a x, evaluate b x)
        | Expression.Call(f, a) -> call f (evaluate a x)
