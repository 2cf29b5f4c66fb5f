namespace CorrSyn.Numeric

open CorrSyn.Model
open MathNet.Numerics

/// Derivatives of the activation functions.
[<RequireQualifiedAccess>]
module ActivationDerivative =

    /// A polynomial by its coefficients, the constant first.
    let private value (coefficients: float[]) (x: float) =
        let mutable sum = 0.0

        for power in coefficients.Length - 1 .. -1 .. 0 do
            sum <- coefficients[power] + x * sum

        sum

    let private coefficient (polynomial: float[]) power =
        Array.tryItem power polynomial |> Option.defaultValue 0.0

    let private differentiate (polynomial: float[]) =
        Array.init
            (max 0 (polynomial.Length - 1))
            (fun power -> float (power + 1) * polynomial[power + 1])

    let private add (a: float[]) (b: float[]) =
        Array.init (max a.Length b.Length) (fun power -> coefficient a power + coefficient b power)

    let private multiply (a: float[]) (b: float[]) =
        Array.init
            (a.Length + b.Length - 1 |> max 0)
            (fun power ->
                Seq.init (power + 1) (fun j -> coefficient a j * coefficient b (power - j))
                |> Seq.sum
            )

    /// The largest order there is: corrections of order 1/N hold derivatives up to the sixth.
    let highestOrder: int = 8

    let private binomial =
        Array.init
            (highestOrder + 1)
            (fun n -> Array.init (n + 1) (fun k -> SpecialFunctions.Binomial(n, k)))

    /// <summary>R_1, R_2, ... of derivatives phi^(n) = phi' R_n(y), with y' = speed(y) and phi'' = phi' drift(y).</summary>
    let private factors (drift: float[]) (speed: float[]) : float[][] =
        Seq.unfold
            (fun r -> Some(r, add (multiply drift r) (multiply speed (differentiate r))))
            [| 1.0 |]
        |> Seq.truncate highestOrder
        |> Array.ofSeq

    // y = tanh z: y' = 1 - y^2, phi'' = -2 y phi'.
    let private ofTanh = factors [| 0.0; -2.0 |] [| 1.0; 0.0; -1.0 |]

    // y = z: phi'' = -2 z phi'.
    let private ofErf = factors [| 0.0; -2.0 |] [| 1.0 |]

    // y = the logistic function, phi' itself: y' = y (1 - y), phi'' = (1 - y) phi'.
    let private ofSoftplus = factors [| 1.0; -1.0 |] [| 0.0; 1.0; -1.0 |]

    /// <summary>phi^(n)(z).</summary>
    /// <param name="activation">phi; smooth, so not relu.</param>
    /// <param name="order">n, from 0 to <c>highestOrder</c>.</param>
    /// <param name="z">A pre-activation; finite.</param>
    /// <remarks>Scalar to scalar, dimensionless; relative error of a few roundings up to n = 3, except next to a zero,
    /// and some digits fewer at larger n.</remarks>
    /// <exception cref="T:System.InvalidOperationException">Another order, or relu beyond the first.</exception>
    let evaluate (activation: Activation) (order: int) (z: float) : float =
        let slope = Activation.derivative activation z

        let times (factors: float[][]) y =
            if order > highestOrder then
                invalidOp $"No equation holds a derivative of order {order}."

            slope * value factors[order - 1] y

        match activation, order with
        | _, 0 -> Activation.apply activation z
        | _, 1 -> slope
        | Activation.Tanh, _ -> times ofTanh (Activation.apply activation z)
        | Activation.Erf, _ -> times ofErf z
        | Activation.Softplus, 2 -> slope * Activation.derivative activation -z
        | Activation.Softplus, 3 ->
            let opposite = Activation.derivative activation -z
            slope * opposite * (opposite - slope)
        | Activation.Softplus, _ -> times ofSoftplus slope
        | Activation.Linear, _ -> 0.0
        | Activation.Relu, _ -> invalidOp "relu has a kink: its derivatives exist in averages only."

    /// <summary>(phi^p)^(n)(z) for p from 0 and n from 0 up to the given ones.</summary>
    /// <param name="activation">phi; smooth.</param>
    /// <param name="highestPower">The largest p.</param>
    /// <param name="highest">The largest n.</param>
    /// <param name="z">A pre-activation; finite.</param>
    /// <returns>Rows of powers, columns of orders. Leibniz' rule, factor by factor.</returns>
    let ofPowers
        (activation: Activation)
        (highestPower: int)
        (highest: int)
        (z: float)
        : float[][] =
        let single = Array.init (highest + 1) (fun order -> evaluate activation order z)

        let times (product: float[]) =
            Array.init
                (highest + 1)
                (fun order ->
                    let mutable sum = 0.0

                    for k in 0..order do
                        sum <- sum + binomial[order][k] * single[k] * product[order - k]

                    sum
                )

        let constant =
            Array.init (highest + 1) (fun order -> if order = 0 then 1.0 else 0.0)

        Array.scan (fun product _ -> times product) constant (Array.zeroCreate<int> highestPower)
