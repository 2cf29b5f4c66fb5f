namespace CorrSyn.Numeric.Averages

open CorrSyn.Model
open MathNet.Numerics

/// <summary>Derivatives of powers of the smooth activations up to high orders, from phi' and a recursion for polynomials.</summary>
[<RequireQualifiedAccess>]
module PowerDerivative =

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

    /// phi, phi', ... up to an order; None where the recursion is not known.
    let private trySeries (activation: Activation) (highest: int) (z: float) : float[] option =
        let series (factors: float[][]) y =
            let slope = Activation.derivative activation z

            Array.init
                (highest + 1)
                (fun order ->
                    if order = 0 then
                        Activation.apply activation z
                    else
                        slope * value factors[order - 1] y
                )

        match activation with
        | Activation.Tanh -> Some(series ofTanh (Activation.apply activation z))
        | Activation.Erf -> Some(series ofErf z)
        | Activation.Softplus -> Some(series ofSoftplus (Activation.derivative activation z))
        | Activation.Sin
        | Activation.Gelu
        | Activation.Silu
        | Activation.Linear
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// <summary>(phi^p)^(n)(z).</summary>
    /// <param name="activation">phi.</param>
    /// <param name="power">p, at least 1.</param>
    /// <param name="highest">n, up to <c>highestOrder</c>.</param>
    /// <param name="z">A pre-activation; finite.</param>
    /// <returns>By Leibniz' rule, factor by factor; a relative error of some roundings, more next to a zero. None where
    /// derivatives of phi are not known to that order.</returns>
    let tryEvaluate (activation: Activation) (power: int) (highest: int) (z: float) : float option =
        if highest > highestOrder then
            None
        else
            trySeries activation highest z
            |> Option.map (fun single ->
                let times (product: float[]) =
                    Array.init
                        (highest + 1)
                        (fun order ->
                            let mutable sum = 0.0

                            for k in 0..order do
                                sum <- sum + binomial[order][k] * single[k] * product[order - k]

                            sum
                        )

                let product = Seq.fold (fun product _ -> times product) single (seq { 2..power })
                product[highest]
            )
