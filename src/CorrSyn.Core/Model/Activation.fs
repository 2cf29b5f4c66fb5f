namespace CorrSyn.Model

open System
open System.Globalization
open MathNet.Numerics
open MathNet.Numerics.Distributions

/// <summary>The activation function phi, applied to each pre-activation: h = phi(z).</summary>
[<RequireQualifiedAccess>]
type Activation =
    /// phi(z) = tanh z
    | Tanh
    /// phi(z) = erf z
    | Erf
    /// phi(z) = max(0, z)
    | Relu
    /// phi(z) = z for z > 0, slope z below
    | LeakyRelu of slope: float
    /// phi(z) = z Phi(z), Phi the distribution function of N(0,1)
    | Gelu
    /// phi(z) = z / (1 + exp(-z))
    | Silu
    /// phi(z) = log(1 + exp z)
    | Softplus
    /// phi(z) = sin z
    | Sin
    /// phi(z) = z
    | Linear
    /// phi(z) = max(-1, min(1, z))
    | HardTanh
    /// phi(z) = -1 below 0, 1 above
    | Sign
    /// phi(z) = 0 below 0, 1 above
    | Heaviside
    /// A formula in x.
    | Formula of ActivationExpression
    /// A function that the user wrote.
    | Custom of UserFunction

/// Names, values and symmetry of the activation functions.
[<RequireQualifiedAccess>]
module Activation =

    /// The slope of leaky relu where none is given.
    let defaultSlope = 0.01

    /// Every activation with a name, in the order in which they are listed to users.
    let all: Activation list =
        [
            Activation.Tanh
            Activation.Erf
            Activation.Relu
            Activation.LeakyRelu defaultSlope
            Activation.Gelu
            Activation.Silu
            Activation.Softplus
            Activation.Sin
            Activation.Linear
            Activation.HardTanh
            Activation.Sign
            Activation.Heaviside
        ]

    let private slopePrefix = "leaky-relu:"

    /// The name on the command line and in the JSON model; of a formula, the formula.
    let name (activation: Activation) : string =
        match activation with
        | Activation.Tanh -> "tanh"
        | Activation.Erf -> "erf"
        | Activation.Relu -> "relu"
        | Activation.LeakyRelu slope when slope = defaultSlope -> "leaky-relu"
        | Activation.LeakyRelu slope ->
            slopePrefix + slope.ToString("R", CultureInfo.InvariantCulture)
        | Activation.Gelu -> "gelu"
        | Activation.Silu -> "silu"
        | Activation.Softplus -> "softplus"
        | Activation.Sin -> "sin"
        | Activation.Linear -> "linear"
        | Activation.HardTanh -> "hard-tanh"
        | Activation.Sign -> "sign"
        | Activation.Heaviside -> "heaviside"
        | Activation.Formula formula -> formula.Text
        | Activation.Custom user -> user.Name

    /// The formula of phi(z), as a line of text.
    let formula (activation: Activation) : string =
        match activation with
        | Activation.Tanh -> "tanh(z)"
        | Activation.Erf -> "erf(z) = 2/sqrt(pi) int_0^z exp(-t^2) dt"
        | Activation.Relu -> "max(0, z)"
        | Activation.LeakyRelu slope ->
            let slope = slope.ToString("R", CultureInfo.InvariantCulture)
            $"z for z > 0, {slope} z below; another slope: leaky-relu:SLOPE"
        | Activation.Gelu -> "z (1 + erf(z/sqrt(2)))/2"
        | Activation.Silu -> "z/(1 + exp(-z))"
        | Activation.Softplus -> "log(1 + exp(z))"
        | Activation.Sin -> "sin(z)"
        | Activation.Linear -> "z"
        | Activation.HardTanh -> "max(-1, min(1, z))"
        | Activation.Sign -> "-1 for z < 0, 1 for z > 0"
        | Activation.Heaviside -> "0 for z < 0, 1 for z > 0"
        | Activation.Formula formula -> formula.Text
        | Activation.Custom user -> user.Name

    let private isWord (text: string) =
        isNull text
        || text <> ""
           && text <> "x"
           && Char.IsAsciiLetter text[0]
           && not (text.StartsWith("x-", StringComparison.Ordinal))
           && text |> Seq.forall (fun c -> Char.IsAsciiLetter c || c = '-' || c = '_')

    let private trySlope (text: string) =
        let digits = text.Substring slopePrefix.Length

        match Double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) with
        | true, slope when Math.Abs slope <= 1e6 -> Ok(Activation.LeakyRelu slope)
        | _ ->
            Error(
                ParameterError.create
                    "activation"
                    "leaky-relu:SLOPE with a slope from -1e6 to 1e6"
                    (box text)
            )

    /// <summary>The activation of that name or formula, or an error that says what is allowed.</summary>
    /// <param name="text">A name of <c>all</c>, leaky-relu:SLOPE, or a formula in x such as x/(1+abs(x)).</param>
    let tryOfName (text: string) : Result<Activation, ParameterError> =
        match all |> List.tryFind (fun activation -> name activation = text) with
        | Some activation -> Ok activation
        | None when not (isNull text) && text.StartsWith(slopePrefix, StringComparison.Ordinal) ->
            trySlope text
        | None when isWord text ->
            let allowed = all |> List.map name |> String.concat ", "

            Error(
                ParameterError.create
                    "activation"
                    $"{allowed}, leaky-relu:SLOPE or a formula in x"
                    (box text)
            )
        | None -> ExpressionText.tryParse text |> Result.map Activation.Formula

    /// The tree of a formula; None for every other activation.
    let tryTree (activation: Activation) : Expression option =
        match activation with
        | Activation.Formula formula -> Some formula.Tree
        | Activation.Tanh
        | Activation.Erf
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Sin
        | Activation.Linear
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Custom _ -> None

    /// <summary>phi(z); the mean of both sides at a jump.</summary>
    /// <remarks>Scalar to scalar, dimensionless; total on finite z except for formulas and functions of users.</remarks>
    let apply (activation: Activation) (z: float) : float =
        match activation with
        | Activation.Tanh -> Math.Tanh z
        | Activation.Erf -> SpecialFunctions.Erf z
        | Activation.Relu -> Math.Max(0.0, z)
        | Activation.LeakyRelu slope -> if z > 0.0 then z else slope * z
        | Activation.Gelu -> z * Normal.CDF(0.0, 1.0, z)
        | Activation.Silu -> z * SpecialFunctions.Logistic z
        // The exponential never overflows, and nothing is lost where it is small.
        | Activation.Softplus -> Math.Max(0.0, z) + SmallArgument.log1p (Math.Exp(-Math.Abs z))
        | Activation.Sin -> Math.Sin z
        | Activation.Linear -> z
        | Activation.HardTanh -> Math.Clamp(z, -1.0, 1.0)
        | Activation.Sign -> Expression.call ExpressionFunction.Sign z
        | Activation.Heaviside -> Expression.call ExpressionFunction.Step z
        | Activation.Formula formula -> Expression.evaluate formula.Tree z
        | Activation.Custom user -> user.Function z

    /// phi' by the series of a formula, by the user's derivative or by a difference quotient.
    let private slopeOf (activation: Activation) (z: float) =
        match activation with
        | Activation.Formula formula ->
            let series = ExpressionSeries.evaluate 1 formula.Tree [| z |]
            series[1][0]
        | Activation.Custom { Derivative = Some slope } -> slope z
        | other ->
            // The error of third order in h and rounding by h are both about 1e-10.
            let h = 6e-6 * Math.Max(1.0, Math.Abs z)
            (apply other (z + h) - apply other (z - h)) / (2.0 * h)

    /// <summary>phi'(z) away from jumps; at a kink the mean of the two one-sided slopes.</summary>
    /// <remarks>Scalar to scalar, dimensionless. Of a user's function without a derivative it is a central difference
    /// with a relative error of about 1e-10; averages of derivatives do not use it.</remarks>
    let derivative (activation: Activation) (z: float) : float =
        let step below above =
            if z > 0.0 then above
            elif z < 0.0 then below
            else 0.5 * (below + above)

        match activation with
        | Activation.Tanh ->
            // 1/cosh^2 rather than 1 - tanh^2: no cancellation where tanh saturates.
            let c = Math.Cosh z
            1.0 / (c * c)
        | Activation.Erf -> 2.0 / Math.Sqrt Math.PI * Math.Exp(-z * z)
        | Activation.Relu -> step 0.0 1.0
        | Activation.LeakyRelu slope -> step slope 1.0
        | Activation.Gelu -> Normal.CDF(0.0, 1.0, z) + z * Normal.PDF(0.0, 1.0, z)
        | Activation.Silu ->
            let above = SpecialFunctions.Logistic z
            above + z * above * SpecialFunctions.Logistic -z
        | Activation.Softplus -> SpecialFunctions.Logistic z
        | Activation.Sin -> Math.Cos z
        | Activation.Linear -> 1.0
        | Activation.HardTanh ->
            let distance = Math.Abs z

            if distance < 1.0 then 1.0
            elif distance > 1.0 then 0.0
            else 0.5
        | Activation.Sign
        | Activation.Heaviside -> 0.0
        | Activation.Formula _
        | Activation.Custom _ -> slopeOf activation z

    /// <summary>Whether phi(-z) = -phi(z) for every z.</summary>
    /// <remarks>Of formulas and functions of users it is decided by evaluation, see <c>Symmetry.isOdd</c>.</remarks>
    let isOdd (activation: Activation) : bool =
        match activation with
        | Activation.Tanh
        | Activation.Erf
        | Activation.Sin
        | Activation.Linear
        | Activation.HardTanh
        | Activation.Sign -> true
        | Activation.LeakyRelu slope -> slope = 1.0
        | Activation.Relu
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.Heaviside -> false
        | Activation.Formula formula -> Symmetry.isOdd (Expression.evaluate formula.Tree)
        | Activation.Custom user -> user.IsOdd
