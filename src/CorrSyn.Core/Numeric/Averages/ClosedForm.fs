namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open MathNet.Numerics
open MathNet.Numerics.Distributions

/// <summary>Averages over the inputs of one neuron that elementary functions and erf give.</summary>
/// <remarks>Derived here. u is the field, s the standard deviation of the pre-activation over inputs, x = u/s.
/// Relative error of a few roundings times the condition of the formula, which each comment discusses.</remarks>
[<RequireQualifiedAccess>]
module ClosedForm =

    let private below x = Normal.CDF(0.0, 1.0, x)
    let private density x = Normal.PDF(0.0, 1.0, x)

    let private missing order =
        invalidOp $"The layer map holds a derivative of order {order}."

    /// The derivatives of the distribution function of N(0,1): orders 1 to 3.
    let private densityDerivative order x =
        match order with
        | 1 -> density x
        | 2 -> -x * density x
        | 3 -> (x * x - 1.0) * density x
        | other -> missing other

    /// E_t of the n-th derivative of (u + s t)^p.
    let private linearPower (u: float) (s: float) (power: int) (order: int) =
        // E (u + s t)^k = u E (u + s t)^(k-1) + (k - 1) s^2 E (u + s t)^(k-2).
        let rec moment k =
            match k with
            | 0 -> 1.0
            | 1 -> u
            | k -> u * moment (k - 1) + float (k - 1) * s * s * moment (k - 2)

        if order > power then
            0.0
        else
            SpecialFunctions.Factorial power / SpecialFunctions.Factorial(power - order)
            * moment (power - order)

    let private linear (u: float) (s: float) (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative order -> linearPower u s 1 order
        | ActivityVariance -> 1.0
        | SquareDerivative order -> linearPower u s 2 order
        | PowerDerivative(power, order) -> linearPower u s power order

    let private missingPower power =
        invalidOp $"The power {power} of phi is averaged on a lattice only."

    /// Slope below for z < 0 and 1 above it. For x > 0 phi is z plus a part that is rarely met, for x < 0 slope z
    /// plus such a part: the formula starts from the larger share, so that little cancels.
    let private ramp (slope: float) (u: float) (s: float) =
        let x = u / s
        let above = below x
        let under = below -x
        let peak = density x
        // Of max(0, x + t) and max(0, -x - t).
        let rise = x * above + peak
        let fall = peak - x * under

        let variance =
            let main, rest, share =
                if x >= 0.0 then
                    1.0, slope - 1.0, under
                else
                    slope, 1.0 - slope, above

            // The part is a ramp up to sign. Its covariance with the pre-activation is its share of the inputs, its variance
            // that share less the product of the means of both ramps.
            main * main
            + 2.0 * main * rest * share
            + rest * rest * Math.Max(0.0, share - rise * fall)

        fun (functionOfField: NeuronFunction) ->
            match functionOfField with
            | MeanDerivative 0 -> s * (rise - slope * fall)
            // Next to 0 the two sides may cancel, as those of |z| do.
            | MeanDerivative 1 when Math.Abs x < 1.0 ->
                0.5 * (1.0 + slope)
                + 0.5 * (1.0 - slope) * SpecialFunctions.Erf(x / Math.Sqrt 2.0)
            | MeanDerivative 1 -> above + slope * under
            | MeanDerivative order ->
                (1.0 - slope) * densityDerivative (order - 1) x / Math.Pow(s, float (order - 1))
            | ActivityVariance -> variance
            | SquareDerivative 1 -> 2.0 * s * (rise - slope * slope * fall)
            | SquareDerivative 2 -> 2.0 * (above + slope * slope * under)
            | SquareDerivative order -> missing order
            | PowerDerivative(power, _) -> missingPower power

    /// low for z < 0 and low + height above.
    let private jump (low: float) (height: float) (u: float) (s: float) =
        let x = u / s

        fun (functionOfField: NeuronFunction) ->
            match functionOfField with
            | MeanDerivative 0 when low = -0.5 * height ->
                0.5 * height * SpecialFunctions.Erf(x / Math.Sqrt 2.0)
            | MeanDerivative 0 -> low + height * below x
            | MeanDerivative order -> height * densityDerivative order x / Math.Pow(s, float order)
            | ActivityVariance -> height * height * below x * below -x / (s * s)
            | SquareDerivative order ->
                ((low + height) * (low + height) - low * low) * densityDerivative order x
                / Math.Pow(s, float order)
            | PowerDerivative(power, _) -> missingPower power

    let private sine (u: float) (s: float) =
        let decay = Math.Exp(-0.5 * s * s)
        // 1 - exp(-s^2) and exp(-s^2).
        let lost = -SmallArgument.expm1(-s * s)
        let kept = Math.Exp(-s * s)
        let c = Math.Cos u

        fun (functionOfField: NeuronFunction) ->
            match functionOfField with
            | MeanDerivative 0 -> decay * Math.Sin u
            | MeanDerivative 1 -> decay * c
            | MeanDerivative 2 -> -decay * Math.Sin u
            | MeanDerivative 3 -> -decay * c
            | MeanDerivative order -> missing order
            // (1 - q)(1 + q cos 2u)/2 with q = exp(-s^2), and 1 + q cos 2u = (1 - q) + 2 q cos^2 u: no difference.
            | ActivityVariance -> 0.5 * (lost / (s * s)) * (lost + 2.0 * kept * c * c)
            // sin^2 = (1 - cos 2z)/2.
            | SquareDerivative 1 -> kept * kept * Math.Sin(2.0 * u)
            | SquareDerivative 2 -> 2.0 * kept * kept * Math.Cos(2.0 * u)
            | SquareDerivative order -> missing order
            | PowerDerivative(power, _) -> missingPower power

    /// <summary>The averages of one neuron, where all of them have closed forms.</summary>
    /// <param name="activation">phi.</param>
    /// <returns>None for other activations; otherwise, from u and s > 0, the value of each function of the field, v in
    /// units of s^2.</returns>
    let tryEvaluate (activation: Activation) : (float -> float -> NeuronFunction -> float) option =
        // The mean of the square from mean and variance.
        let withSquare closed =
            Some(fun u s ->
                let average: NeuronFunction -> float = closed u s

                fun functionOfField ->
                    match functionOfField with
                    | SquareDerivative 0 ->
                        let mean = average (MeanDerivative 0)
                        mean * mean + s * s * average ActivityVariance
                    | MeanDerivative _
                    | ActivityVariance
                    | SquareDerivative _
                    | PowerDerivative _ -> average functionOfField
            )

        match activation with
        | Activation.Linear -> Some linear
        | Activation.Relu -> withSquare (ramp 0.0)
        | Activation.LeakyRelu slope -> withSquare (ramp slope)
        | Activation.Sign -> withSquare (jump -1.0 2.0)
        | Activation.Heaviside -> withSquare (jump 0.0 1.0)
        | Activation.Sin -> withSquare sine
        | Activation.Tanh
        | Activation.Erf
        | Activation.Gelu
        | Activation.Silu
        | Activation.Softplus
        | Activation.HardTanh
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// <summary>A mean derivative that has a closed form although v has none.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="u">The field.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    /// <param name="order">n, 0 to 3.</param>
    /// <remarks>erf: E erf(u + s t) = erf(u/sqrt(1 + 2 s^2)). gelu: u Phi(y) + s^2 density(y)/sqrt(1 + s^2) with
    /// y = u/sqrt(1 + s^2). Higher orders are derivatives with respect to u. Hard tanh has closed forms too, differences that
    /// lose digits for small u and large s; its panels are exact.</remarks>
    let tryMeanDerivative
        (activation: Activation)
        (u: float)
        (s: float)
        (order: int)
        : float option =
        match activation with
        | Activation.Erf ->
            let width = Math.Sqrt(1.0 + 2.0 * s * s)
            let y = u / width
            let slope = 2.0 / Math.Sqrt Math.PI * Math.Exp(-y * y) / width

            match order with
            | 0 -> Some(SpecialFunctions.Erf y)
            | 1 -> Some slope
            | 2 -> Some(-2.0 * y / width * slope)
            | 3 -> Some((4.0 * y * y - 2.0) / (width * width) * slope)
            | other -> missing other
        | Activation.Gelu ->
            let width = Math.Sqrt(1.0 + s * s)
            let y = u / width
            let share = s * s / (width * width)

            // u Phi(y) + (s^2/width) density(y), with density' = -y density and du = width dy.
            match order with
            | 0 -> Some(u * below y + s * s / width * density y)
            | 1 -> Some(below y + y * density y * (1.0 - share))
            | 2 -> Some(density y * (1.0 + (1.0 - y * y) * (1.0 - share)) / width)
            | 3 ->
                let remaining = 1.0 - share
                Some(-y * density y * (1.0 + (3.0 - y * y) * remaining) / (width * width))
            | other -> missing other
        | Activation.Tanh
        | Activation.Relu
        | Activation.LeakyRelu _
        | Activation.Silu
        | Activation.Softplus
        | Activation.Sin
        | Activation.Linear
        | Activation.HardTanh
        | Activation.Sign
        | Activation.Heaviside
        | Activation.Formula _
        | Activation.Custom _ -> None

    /// <summary>Averages of one neuron, with those that have closed forms in their place.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="u">The field.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs; above 0.</param>
    /// <param name="average">The averages by quadrature.</param>
    /// <param name="functionOfField">Which average.</param>
    let orElse
        (activation: Activation)
        (u: float)
        (s: float)
        (average: NeuronFunction -> float)
        (functionOfField: NeuronFunction)
        : float =
        match functionOfField with
        | MeanDerivative order when order <= 3 ->
            tryMeanDerivative activation u s order
            |> Option.defaultWith (fun () -> average functionOfField)
        | MeanDerivative _
        | ActivityVariance
        | SquareDerivative _
        | PowerDerivative _ -> average functionOfField
