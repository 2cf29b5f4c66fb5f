namespace CorrSyn.Numeric

open System
open CorrSyn.Model
open MathNet.Numerics
open MathNet.Numerics.Distributions
open MathNet.Numerics.Integration

/// <summary>The averages over the inputs of one neuron with field u and pre-activation u + s t,
/// t ~ N(0,1).</summary>
[<Struct>]
type NeuronAverage =
    {
        /// m(u) = E_t phi(u + s t).
        Mean: float
        /// v(u) / s^2, the variance of the activity in units of that of the pre-activation.
        VarianceRatio: float
        /// kappa(u) = E_t phi'(u + s t).
        Slope: float
    }

/// <summary>Averages over the inputs of one neuron.</summary>
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

    let private bySum
        (activation: Activation)
        (rule: GaussianRule)
        (u: float)
        (s: float)
        : NeuronAverage =
        let atField = Activation.apply activation u
        let rises = rule.Nodes |> Array.map (fun t -> increment activation u (s * t) / s)

        let average (values: float[]) =
            Array.fold2 (fun sum w x -> sum + w * x) 0.0 rule.Weights values

        let meanRise = average rises

        {
            Mean = atField + s * meanRise
            VarianceRatio =
                rises
                |> Array.map (fun rise -> (rise - meanRise) * (rise - meanRise))
                |> average
            Slope =
                rule.Nodes
                |> Array.map (fun t -> Activation.derivative activation (u + s * t))
                |> average
        }

    /// With x = u/s, a = E max(0, x + t) and b = E max(0, -x - t): m = s a, kappa = Phi(x) and
    /// v = s^2 (Phi(x) - a b), where nothing large cancels.
    let private relu (u: float) (s: float) : NeuronAverage =
        let x = u / s
        let below = Normal.CDF(0.0, 1.0, x)
        let above = Normal.CDF(0.0, 1.0, -x)
        let density = Normal.PDF(0.0, 1.0, x)
        let a = x * below + density
        let b = density - x * above

        {
            Mean = s * a
            VarianceRatio = Math.Max(0.0, below - a * b)
            Slope = below
        }

    /// <summary>The averages of one neuron.</summary>
    /// <param name="activation">phi.</param>
    /// <param name="rule">A rule for t that resolves phi on the scale 1/s; not used where closed forms exist.</param>
    /// <param name="u">The field, finite.</param>
    /// <param name="s">The standard deviation of the pre-activation over inputs, above 0.</param>
    let evaluate
        (activation: Activation)
        (rule: GaussianRule)
        (u: float)
        (s: float)
        : NeuronAverage =
        match activation with
        | Activation.Linear ->
            {
                Mean = u
                VarianceRatio = 1.0
                Slope = 1.0
            }
        | Activation.Relu -> relu u s
        | Activation.Tanh
        | Activation.Erf -> bySum activation rule u s
