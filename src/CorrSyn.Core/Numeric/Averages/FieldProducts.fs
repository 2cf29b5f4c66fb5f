namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Symbolic

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
        /// Where the way they were computed gives them, when they are asked for.
        Derivatives: Lazy<AverageDerivatives> option
    }

/// <summary>Products of functions of the field, each function listed once.</summary>
type FieldProducts =
    {
        /// The functions that occur.
        Functions: NeuronFunction[]
        /// For each product the places of its factors among the functions.
        Factors: int[][]
        /// 1 for a product that is even in the field where phi is odd, -1 for one that is odd.
        Parities: int[]
        /// The products themselves.
        Products: NeuronFunction list[]
        /// The highest derivative of phi that occurs.
        Order: int
        /// The highest power of phi under one average over inputs; 2 at least.
        Power: int
        /// The most factors of phi in a product; 4 at least.
        FactorCount: int
    }

/// Construction of products.
[<RequireQualifiedAccess>]
module FieldProducts =

    /// 1 for a function that is even in the field where phi is odd, -1 for one that is odd.
    let parity (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative n -> if n % 2 = 0 then -1 else 1
        | ActivityVariance -> 1
        | SquareDerivative n -> if n % 2 = 0 then 1 else -1
        | PowerDerivative(power, n) -> if (power + n) % 2 = 0 then 1 else -1

    let private orderOf (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative n
        | SquareDerivative n
        | PowerDerivative(_, n) -> n
        | ActivityVariance -> 0

    let private powerOf (functionOfField: NeuronFunction) =
        match functionOfField with
        | MeanDerivative _ -> 1
        | SquareDerivative _
        | ActivityVariance -> 2
        | PowerDerivative(power, _) -> power

    /// The products of these lists of factors.
    let create (products: NeuronFunction list[]) : FieldProducts =
        let functions = products |> Seq.concat |> Seq.distinct |> Array.ofSeq

        {
            Functions = functions
            Factors =
                products
                |> Array.map (List.map (fun f -> Array.IndexOf(functions, f)) >> Array.ofList)
            Parities = products |> Array.map (List.fold (fun sign f -> sign * parity f) 1)
            Products = products
            Order = functions |> Seq.map orderOf |> Seq.fold max 0
            Power = functions |> Seq.map powerOf |> Seq.fold max 2
            FactorCount = products |> Seq.map (List.sumBy powerOf) |> Seq.fold max 4
        }

    /// Whether there is what only corrections for finite width hold: derivatives beyond the third, or powers beyond the
    /// square.
    let isHigh (products: FieldProducts) : bool =
        products.Order > 3 || products.Power > 2

    /// What a failed average is of, in words.
    let name (product: NeuronFunction list) : string =
        match product with
        | [ ActivityVariance ] -> "K1"
        | [ ActivityVariance; ActivityVariance ] -> "K2"
        | [ MeanDerivative 0; MeanDerivative 0 ] -> "Q"
        | [ MeanDerivative 1; MeanDerivative 1 ] -> "N Sigma"
        | _ -> "an average over neurons"

/// <summary>Running sums of weighted products.</summary>
type ProductSums =
    {
        /// What is summed.
        Products: FieldProducts
        /// Only fields from 0 up are summed; products that are odd in the field are left at 0.
        IsHalf: bool
        /// Sums of the products.
        Totals: float[]
        /// Sums of their absolute values.
        Sizes: float[]
        /// What rounding has taken from each sum so far.
        Lost: float[]
    }

/// Compensated sums: there may be a million terms.
[<RequireQualifiedAccess>]
module ProductSums =

    /// A few roundings, which no estimate goes below.
    let private rounding = 2e-15

    /// Empty sums.
    let create (isHalf: bool) (products: FieldProducts) : ProductSums =
        let zeros () =
            Array.zeroCreate products.Factors.Length

        {
            Products = products
            IsHalf = isHalf
            Totals = zeros ()
            Sizes = zeros ()
            Lost = zeros ()
        }

    /// Adds the products of the values of the functions, times a weight.
    let add (sums: ProductSums) (weight: float) (values: float[]) : unit =
        for i in 0 .. sums.Totals.Length - 1 do
            if not (sums.IsHalf && sums.Products.Parities[i] = -1) then
                let mutable product = weight

                for f in sums.Products.Factors[i] do
                    product <- product * values[f]

                let term = product - sums.Lost[i]
                let total = sums.Totals[i] + term
                sums.Lost[i] <- (total - sums.Totals[i]) - term
                sums.Totals[i] <- total
                sums.Sizes[i] <- sums.Sizes[i] + Math.Abs product

    /// <summary>The estimated errors of the finer sums, relative to the sums of absolute values.</summary>
    /// <param name="convergence">The error of the finer sums, given the relative difference.</param>
    /// <param name="coarse">Sums with fewer nodes.</param>
    /// <param name="fine">Sums with more nodes.</param>
    let errors (convergence: float -> float) (coarse: ProductSums) (fine: ProductSums) : float[] =
        Array.init
            fine.Totals.Length
            (fun i ->
                if fine.Sizes[i] = 0.0 then
                    0.0
                else
                    let difference = Math.Abs(fine.Totals[i] - coarse.Totals[i]) / fine.Sizes[i]

                    rounding + convergence difference
            )

    /// The error at which averages are accepted: the tolerance, or rounding where that is larger.
    let accepted (tolerance: float) : float = Math.Max(tolerance, 2.0 * rounding)

    /// <summary>The finer sums, if their estimated errors are accepted.</summary>
    /// <param name="convergence">As for <c>errors</c>.</param>
    /// <param name="tolerance">The largest relative error.</param>
    /// <param name="coarse">Sums with fewer nodes.</param>
    /// <param name="fine">Sums with more nodes.</param>
    let tryAccept
        (convergence: float -> float)
        (tolerance: float)
        (coarse: ProductSums)
        (fine: ProductSums)
        : FieldAverage option =
        let errors = errors convergence coarse fine

        if errors |> Array.forall (fun error -> error <= accepted tolerance) then
            Some
                {
                    Values = fine.Totals
                    Errors = Array.map2 (*) errors fine.Sizes
                    Derivatives = None
                }
        else
            None
