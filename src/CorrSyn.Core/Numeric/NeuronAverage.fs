namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open MathNet.Numerics
open MathNet.Numerics.Distributions
open MathNet.Numerics.Integration

/// <summary>Averages over the inputs of one neuron with field u and pre-activation u + s t, t ~ N(0,1).</summary>
/// <remarks>Equations MF-7 to MF-9 of docs/theory. The variance is a sum of squares of differences
/// phi(u + s t) - phi(u) that are formed without cancellation, so v/s^2 keeps its relative accuracy
/// however small s is.</remarks>
[<RequireQualifiedAccess>]
module NeuronAverage =

    let private unitPanel = GaussLegendreRule(0.0, 1.0, 12)

    /// phi(u + h) - phi(u) without cancellation for small h.
    let private increment (activation: Activation) (u: float) (h: float) : float =
        match activation with
        | Activation.Linear -> h
        | Activation.Tanh ->
            if Math.Abs h > 1.0 then
                Math.Tanh(u + h) - Math.Tanh u
            else
                // tanh(u + h) - tanh u = tanh h / (cosh^2 u (1 + tanh u tanh h)).
                let t = Math.Tanh h
                Activation.derivative activation u * t / (1.0 + Math.Tanh u * t)
        | Activation.Erf ->
            if Math.Abs h > 0.5 then
                SpecialFunctions.Erf(u + h) - SpecialFunctions.Erf u
            else
                // h times the mean slope on the way; 12 points are exact to rounding on half a unit.
                let slope x =
                    Activation.derivative activation (u + h * x)

                h
                * Array.fold2
                    (fun sum x weight -> sum + weight * slope x)
                    0.0
                    unitPanel.Abscissas
                    unitPanel.Weights
        | Activation.Relu -> Math.Max(0.0, u + h) - Math.Max(0.0, u)
        | Activation.Softplus ->
            if Math.Abs h > 1.0 then
                Activation.apply activation (u + h) - Activation.apply activation u
            else
                // log((1 + e^(u+h)) / (1 + e^u)).
                SpecialFunctions.Log1p(
                    Activation.derivative activation u * SpecialFunctions.Expm1 h
                )

    /// Corrections of order 1/N hold six factors of phi, and six derivatives, at most.
    let private highestPower = 6

    let private highestOrder = 6

    let private bySum (activation: Activation) (rule: GaussianRule) (u: float) (s: float) =
        let average (f: float -> float) =
            Array.fold2 (fun sum w t -> sum + w * f t) 0.0 rule.Weights rule.Nodes

        let rise t = increment activation u (s * t) / s
        let meanRise = average rise

        let derivative order t =
            ActivationDerivative.evaluate activation order (u + s * t)

        // All powers and orders at once, the first time that one of them is asked for.
        let powers =
            lazy
                (let totals =
                    Array.init (highestPower + 1) (fun _ -> Array.zeroCreate (highestOrder + 1))

                 for node in 0 .. rule.Nodes.Length - 1 do
                     let values =
                         ActivationDerivative.ofPowers
                             activation
                             highestPower
                             highestOrder
                             (u + s * rule.Nodes[node])

                     for power in 0..highestPower do
                         for order in 0..highestOrder do
                             totals[power][order] <-
                                 totals[power][order] + rule.Weights[node] * values[power][order]

                 totals)

        let ofPower power order =
            if power > highestPower || order > highestOrder then
                invalidOp $"No equation holds the derivative of order {order} of the power {power}."

            powers.Value[power][order]

        fun (functionOfField: NeuronFunction) ->
            match functionOfField with
            | MeanDerivative 0 -> Activation.apply activation u + s * meanRise
            | MeanDerivative(1 | 2 | 3 as order) -> average (derivative order)
            | MeanDerivative order -> ofPower 1 order
            | ActivityVariance -> average (fun t -> (rise t - meanRise) * (rise t - meanRise))
            | SquareDerivative order -> ofPower 2 order
            | PowerDerivative(power, order) -> ofPower power order

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

    /// With x = u/s, a = E max(0, x + t) and b = E max(0, -x - t): m = s a, kappa = Phi(x) and
    /// v = s^2 (Phi(x) - a b), where nothing large cancels. Higher derivatives are those of Phi(u/s).
    let private relu (u: float) (s: float) =
        let x = u / s
        let below = Normal.CDF(0.0, 1.0, x)
        let above = Normal.CDF(0.0, 1.0, -x)
        let density = Normal.PDF(0.0, 1.0, x)
        let a = x * below + density
        let b = density - x * above

        fun (functionOfField: NeuronFunction) ->
            match functionOfField with
            | MeanDerivative 0 -> s * a
            | MeanDerivative 1 -> below
            | MeanDerivative 2 -> density / s
            | MeanDerivative 3 -> -x * density / (s * s)
            | MeanDerivative order ->
                invalidOp $"The layer map holds the derivative of order {order}."
            | ActivityVariance -> Math.Max(0.0, below - a * b)
            | SquareDerivative 1 -> 2.0 * s * a
            | SquareDerivative 2 -> 2.0 * below
            | SquareDerivative order ->
                invalidOp $"The layer map holds the derivative of order {order} of the square."
            | PowerDerivative(power, _) ->
                invalidOp $"No equation for relu holds the power {power}."

    /// <summary>The averages of one neuron.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="rule">A rule for t that resolves phi on the scale 1/s; not used where closed forms exist.</param>
    /// <param name="u">The field, finite.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs, above 0.</param>
    /// <returns>The value of each function of the field; v in units of s^2.</returns>
    let evaluate
        (activation: Activation)
        (rule: GaussianRule)
        (u: float)
        (s: float)
        : NeuronFunction -> float =
        match activation with
        | Activation.Linear -> linear u s
        | Activation.Relu -> relu u s
        | Activation.Tanh
        | Activation.Erf
        | Activation.Softplus -> bySum activation rule u s
