namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Numeric

/// How accurate averages are to be, and what they may cost.
type AverageSettings =
    {
        /// The relative error of an average; 1e-15 to 1e-3. Below 4e-15 rounding decides.
        Tolerance: float
        /// The most nodes of one rule.
        PointLimit: int
    }

/// <summary>Averages over the neurons of a layer of products of functions of the field.</summary>
[<RequireQualifiedAccess>]
module FieldAverages =

    /// A relative error of 1e-13, with at most 200,000 nodes.
    let defaultSettings: AverageSettings =
        {
            Tolerance = 1e-13
            PointLimit = 200_000
        }

    /// The smallest error of averages of derivatives beyond the third or powers beyond the square.
    let private highTolerance = 1e-8

    /// Below this a double loses digits.
    let private smallestWithDigits = 1e-290

    /// v is in units of s^2: where phi is bounded and s beyond 1e72, its square leaves floating point.
    let private whereRepresentable layer (products: FieldProducts) (averages: FieldAverage) =
        let isSquare product =
            List.length product > 1 && List.forall ((=) ActivityVariance) product

        let isLost =
            Array.exists2
                (fun product (value: float) ->
                    isSquare product && Math.Abs value < smallestWithDigits
                )
                products.Products
                averages.Values
            && Array.exists2
                (fun product value -> product = [ ActivityVariance ] && value > 0.0)
                products.Products
                averages.Values

        if isLost then
            Error(NonFinite(layer, "the variance of pre-activations"))
        else
            Ok averages

    /// <summary>The averages of several products over u ~ N(0, fieldStdDev^2).</summary>
    /// <param name="settings">The accuracy and its price.</param>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="fieldStdDev">The standard deviation of the field over neurons; at least 0.</param>
    /// <param name="s">The standard deviation of a pre-activation over inputs; above 0.</param>
    /// <param name="products">The products to average.</param>
    /// <param name="scratch">Where intermediate values are kept.</param>
    /// <returns>One average and one error for each product. An error above the tolerance at the finest resolution is a
    /// failure, as are panels without number and a phi that is not finite.</returns>
    let evaluateProducts
        (settings: AverageSettings)
        (layer: int)
        (activation: Activation)
        (fieldStdDev: float)
        (s: float)
        (products: FieldProducts)
        (scratch: ScratchArrays)
        : Result<FieldAverage, SolveError> =
        let isHigh = FieldProducts.isHigh products

        // Averages of a sine shrink as exp(-s^2/2), and sums of values of order 1 lose that many digits: closed forms
        // do not.
        let isSmoothedAway = activation = Activation.Sin && s > 1.5 && not isHigh

        let accepted =
            if isHigh then
                Math.Max(settings.Tolerance, highTolerance)
            else
                ProductSums.accepted settings.Tolerance

        let bySums () =
            LatticeAverages.tryEvaluate accepted activation fieldStdDev s products scratch
            |> Option.orElseWith (fun () ->
                if isHigh then
                    None
                else
                    AnalyticAverages.tryEvaluate
                        settings.Tolerance
                        activation
                        fieldStdDev
                        s
                        products
            )

        match (if isSmoothedAway then None else bySums ()) with
        | Some averages -> Ok averages
        | None ->
            PanelAverages.evaluate
                (if isHigh then accepted else settings.Tolerance)
                settings.PointLimit
                layer
                activation
                fieldStdDev
                s
                products
            |> Result.mapError (fun error ->
                match error with
                | NotAccurate _ when isHigh -> Cancelled(layer, "an average of a high derivative")
                | other -> other
            )
        |> Result.bind (whereRepresentable layer products)

    /// <summary>As <c>evaluateProducts</c>, for products that are asked for once.</summary>
    let evaluate settings layer activation fieldStdDev s (products: NeuronFunction list[]) =
        evaluateProducts
            settings
            layer
            activation
            fieldStdDev
            s
            (FieldProducts.create products)
            (ScratchArrays())
