namespace CorrSyn.Numeric

open System
open CorrSyn.Symbolic

/// <summary>Products of functions of the field whose averages are asked for together.</summary>
type AverageProducts =
    {
        /// The products, in the order of their averages.
        Products: NeuronFunction list[]
        /// The functions that occur in them, each once.
        Functions: NeuronFunction[]
        /// The factors of each product, as places in <c>Functions</c>.
        Factors: int[][]
        /// The highest derivative among them.
        HighestOrder: int
    }

/// Products of functions of the field.
[<RequireQualifiedAccess>]
module AverageProducts =

    /// The order of the derivative of phi, or of its square, that is averaged.
    let orderOf (functionOfField: NeuronFunction) : int =
        match functionOfField with
        | MeanDerivative n
        | SquareDerivative n -> n
        | ActivityVariance -> 0

    /// Whether a function of the field is odd where phi is.
    let isOdd (functionOfField: NeuronFunction) : bool =
        match functionOfField with
        | MeanDerivative n -> n % 2 = 0
        | ActivityVariance -> false
        | SquareDerivative n -> n % 2 = 1

    /// Whether a product is odd where phi is, so that its average vanishes.
    let isOddProduct (product: NeuronFunction list) : bool =
        (product |> List.filter isOdd |> List.length) % 2 = 1

    /// The products with what they have in common.
    let create (products: NeuronFunction list[]) : AverageProducts =
        let functions = products |> Seq.concat |> Seq.distinct |> Array.ofSeq

        {
            Products = products
            Functions = functions
            Factors =
                products
                |> Array.map (fun product ->
                    product
                    |> List.map (fun f -> Array.IndexOf(functions, f))
                    |> Array.ofList
                )
            HighestOrder = functions |> Seq.map orderOf |> Seq.fold max 0
        }

/// <summary>How averages change with the two variances.</summary>
type AverageDerivatives =
    {
        /// With respect to the logarithm of the variance over inputs, v in units of s^2 as in the averages.
        ByInputVariance: float[]
        /// With respect to the logarithm of the variance of the field.
        ByFieldVariance: float[]
    }

/// <summary>Averages over the neurons of a layer, with their errors.</summary>
type FieldAverage =
    {
        /// One for each product, v in units of s^2.
        Values: float[]
        /// Estimated absolute errors; rounding included.
        Errors: float[]
        /// Where the way they were computed gives them.
        Derivatives: AverageDerivatives option
    }
