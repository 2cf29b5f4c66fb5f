namespace CorrSyn.Numeric.Averages

open System
open System.Collections.Generic
open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Averages over neurons of activations that are analytic around the real line, by trapezoidal sums over the
/// field and over the inputs.</summary>
/// <remarks>The step follows from the strip in which phi is analytic, or from its growth. The error is estimated from
/// the sums of sqrt(2) times the step. Its logarithm goes as 1/step where the strip limits it and as 1/step^2 where the
/// Gaussian does, so the relative error of the finer sums is at most about the difference to the power sqrt(2).</remarks>
[<RequireQualifiedAccess>]
module AnalyticAverages =

    /// Where phi varies little over inputs, differences of phi lose digits.
    let private smallestInput = 0.1

    let private smoothRule = lazy (PanelRule.hermite 28)

    let private response (activation: Activation) : Response =
        {
            Order = 3
            Evaluate = ActivationDerivative.evaluate activation
            IsOdd = Activation.isOdd activation
            IsEven = false
            Floor = 0.0
            Edges = [||]
            Breaks = [||]
            Jumps = [||]
        }

    /// The averages of one neuron for any function of the field.
    let private neuron activation order (step: float) s =
        let response = response activation

        if s < smallestInput then
            NeuronAverage.smooth response (smoothRule.Force()) order s
        else
            let rule = Quadrature.trapezoidal step
            let around = response.Evaluate 0 (rule.Nodes |> Array.map (fun t -> s * t))

            fun u ->
                let values = response.Evaluate order (rule.Nodes |> Array.map (fun t -> u + s * t))

                let middle = values[0][rule.Nodes.Length / 2]

                let set =
                    {
                        Offsets = rule.Nodes
                        Weights = rule.Weights
                        Values = values
                        Rises = values[0] |> Array.map (fun value -> (value - middle) / s)
                        BreakOffsets = [||]
                        Powers = Dictionary()
                    }

                let average =
                    NeuronAverage.ofNodes
                        response
                        s
                        {
                            Set = set
                            First = 0
                            Weights = rule.Weights
                            Offsets = rule.Nodes
                            Breaks = [||]
                        }

                fun functionOfField ->
                    match functionOfField with
                    | MeanDerivative 0 when response.IsOdd && Math.Abs u <= s ->
                        NeuronAverage.oddMean rule.Nodes rule.Weights around[0] (u / s)
                    | MeanDerivative _
                    | ActivityVariance
                    | SquareDerivative _
                    | PowerDerivative _ -> average functionOfField

    let private fill activation order (step: float) s (functions: NeuronFunction[]) =
        let neuron = neuron activation order step s

        fun u (values: float[]) ->
            let average = ClosedForm.orElse activation u s (neuron u)

            for i in 0 .. functions.Length - 1 do
                values[i] <- average functions[i]

    /// The averages and the averages of absolute values with these steps.
    let private sums
        activation
        (products: FieldProducts)
        (fieldRule: GaussianRule)
        (step: float)
        fieldStdDev
        s
        =
        let fill = fill activation products.Order step s products.Functions
        let values = Array.zeroCreate products.Functions.Length
        let isOdd = Activation.isOdd activation
        let totals = ProductSums.create isOdd products
        let middle = fieldRule.Nodes.Length / 2

        // An odd phi makes every product even or odd in the field.
        for i in (if isOdd then middle else 0) .. fieldRule.Nodes.Length - 1 do
            fill (fieldStdDev * fieldRule.Nodes[i]) values

            let weight =
                if isOdd && i > middle then
                    2.0 * fieldRule.Weights[i]
                else
                    fieldRule.Weights[i]

            ProductSums.add totals weight values

        totals

    /// How much smaller the finer steps are than need be, so that the estimated error is accepted as well; the second
    /// number where high poles, as of v^2, take more.
    let private safeties = [ 0.86; 0.6 ]

    /// More nodes than this are dearer than panels.
    let private largestNodeCount = 40_000.0

    let private tryWith
        (tolerance: float)
        (safety: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : FieldAverage option =
        AnalyticStep.tryOf activation
        |> Option.bind (fun analyticity ->
            let input = safety * AnalyticStep.forInputs tolerance analyticity products.Power s

            let field =
                if fieldStdDev = 0.0 then
                    Double.PositiveInfinity
                else
                    safety
                    * AnalyticStep.forFields
                        tolerance
                        analyticity
                        products.FactorCount
                        fieldStdDev
                        s

            let fieldCount =
                if fieldStdDev = 0.0 then
                    1.0
                else
                    Quadrature.trapezoidalPointCount field

            if
                fieldCount * Quadrature.trapezoidalPointCount input > largestNodeCount
                || 14.0 * (fieldStdDev + s) > 340.0
            then
                None
            else
                let rule step =
                    if fieldStdDev = 0.0 then
                        Quadrature.point
                    else
                        Quadrature.trapezoidal step

                let fine = sums activation products (rule field) input fieldStdDev s

                let wider = Math.Sqrt 2.0

                let coarse =
                    sums activation products (rule (wider * field)) (wider * input) fieldStdDev s

                ProductSums.tryAccept
                    (fun difference -> 3.0 * Math.Pow(difference, wider))
                    tolerance
                    coarse
                    fine
        )

    /// <summary>The averages, or None where phi is not analytic, the pre-activations are too large for this, or the
    /// estimated error is above the tolerance.</summary>
    /// <param name="tolerance">The relative error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">At least 0.</param>
    /// <param name="s">Above 0.</param>
    /// <param name="products">The products to average.</param>
    let tryEvaluate
        (tolerance: float)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        : FieldAverage option =
        safeties
        |> List.tryPick (fun safety -> tryWith tolerance safety activation fieldStdDev s products)
