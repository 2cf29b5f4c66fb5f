namespace CorrSyn.Model

open System
open MathNet.Numerics

/// <summary>The activation function phi, applied to each pre-activation: h = phi(z).</summary>
[<RequireQualifiedAccess>]
type Activation =
    /// phi(z) = tanh z
    | Tanh
    /// phi(z) = erf z
    | Erf
    /// phi(z) = max(0, z)
    | Relu
    /// phi(z) = log(1 + exp z)
    | Softplus
    /// phi(z) = z
    | Linear

/// Names, values and symmetry of the activation functions.
[<RequireQualifiedAccess>]
module Activation =

    /// Every activation, in the order in which they are listed to users.
    let all: Activation list =
        [
            Activation.Tanh
            Activation.Erf
            Activation.Relu
            Activation.Softplus
            Activation.Linear
        ]

    /// The name on the command line and in the JSON model.
    let name (activation: Activation) : string =
        match activation with
        | Activation.Tanh -> "tanh"
        | Activation.Erf -> "erf"
        | Activation.Relu -> "relu"
        | Activation.Softplus -> "softplus"
        | Activation.Linear -> "linear"

    /// The formula of phi(z), as a line of text.
    let formula (activation: Activation) : string =
        match activation with
        | Activation.Tanh -> "tanh(z)"
        | Activation.Erf -> "erf(z) = 2/sqrt(pi) int_0^z exp(-t^2) dt"
        | Activation.Relu -> "max(0, z)"
        | Activation.Softplus -> "log(1 + exp(z))"
        | Activation.Linear -> "z"

    /// The activation of that name, or the error that lists the names there are.
    let tryOfName (text: string) : Result<Activation, ParameterError> =
        match all |> List.tryFind (fun activation -> name activation = text) with
        | Some activation -> Ok activation
        | None ->
            let allowed = all |> List.map name |> String.concat ", "
            Error(ParameterError.create "activation" allowed (box text))

    /// <summary>phi(z).</summary>
    /// <remarks>Scalar to scalar, dimensionless; total on finite z.</remarks>
    let apply (activation: Activation) (z: float) : float =
        match activation with
        | Activation.Tanh -> Math.Tanh z
        | Activation.Erf -> SpecialFunctions.Erf z
        | Activation.Relu -> Math.Max(0.0, z)
        // The exponential never overflows, and nothing is lost where it is small.
        | Activation.Softplus -> Math.Max(0.0, z) + SpecialFunctions.Log1p(Math.Exp(-Math.Abs z))
        | Activation.Linear -> z

    /// <summary>phi'(z); at the kink of relu the mean of the two one-sided slopes.</summary>
    /// <remarks>Scalar to scalar, dimensionless; total on finite z.</remarks>
    let derivative (activation: Activation) (z: float) : float =
        match activation with
        | Activation.Tanh ->
            // 1/cosh^2 rather than 1 - tanh^2: no cancellation where tanh saturates.
            let c = Math.Cosh z
            1.0 / (c * c)
        | Activation.Erf -> 2.0 / Math.Sqrt Math.PI * Math.Exp(-z * z)
        | Activation.Relu ->
            if z > 0.0 then 1.0
            elif z < 0.0 then 0.0
            else 0.5
        | Activation.Softplus -> SpecialFunctions.Logistic z
        | Activation.Linear -> 1.0

    /// Whether phi(-z) = -phi(z) for every z.
    let isOdd (activation: Activation) : bool =
        match activation with
        | Activation.Tanh
        | Activation.Erf
        | Activation.Linear -> true
        | Activation.Relu
        | Activation.Softplus -> false
