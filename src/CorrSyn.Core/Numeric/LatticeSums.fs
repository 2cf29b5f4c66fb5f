namespace CorrSyn.Numeric

open System.Runtime.Intrinsics

/// <summary>Running sums over the fields of a lattice, eight of them side by side.</summary>
type LatticeSums =
    {
        /// What is summed.
        Products: FieldProducts
        /// Products that are odd in the field are left at 0.
        IsHalf: bool
        /// The functions at the eight fields that are added next.
        Values: Vector512<float>[]
        /// Their derivatives with respect to the logarithm of the variance over inputs.
        Changes: Vector512<float>[]
        /// Sums of the squares of each function.
        Squares: Vector512<float>[]
        /// Sums of the products.
        Totals: Vector512<float>[]
        /// Sums of their absolute values.
        Sizes: Vector512<float>[]
        /// The derivatives of the sums with respect to the logarithm of the variance over inputs.
        ByInput: Vector512<float>[]
        /// The same for the variance of the field.
        ByField: Vector512<float>[]
    }

/// Sums over the fields of a lattice.
[<RequireQualifiedAccess>]
module LatticeSums =

    /// Empty sums.
    let create (isHalf: bool) (products: FieldProducts) : LatticeSums =
        let ofFunctions () =
            Array.zeroCreate products.Functions.Length

        let ofProducts () =
            Array.zeroCreate products.Factors.Length

        {
            Products = products
            IsHalf = isHalf
            Values = ofFunctions ()
            Changes = ofFunctions ()
            Squares = ofFunctions ()
            Totals = ofProducts ()
            Sizes = ofProducts ()
            ByInput = ofProducts ()
            ByField = ofProducts ()
        }

    /// <summary>Adds the values at eight fields.</summary>
    /// <param name="sums">The sums, with the values.</param>
    /// <param name="weights">The weights of all fields.</param>
    /// <param name="derivatives">Those of derivatives with respect to the logarithm of the variance of the field.</param>
    /// <param name="field">The first of the eight.</param>
    let add (sums: LatticeSums) (weights: float[]) (derivatives: float[]) (field: int) : unit =
        let weight = Vector512.Create(weights, field)
        let derivative = Vector512.Create(derivatives, field)

        for f in 0 .. sums.Values.Length - 1 do
            let value = sums.Values[f]
            sums.Squares[f] <- sums.Squares[f] + weight * value * value

        for p in 0 .. sums.Totals.Length - 1 do
            if not (sums.IsHalf && sums.Products.Parities[p] = -1) then
                let mutable product = Vector512.Create 1.0
                let mutable change = Vector512<float>.Zero

                for f in sums.Products.Factors[p] do
                    let value = sums.Values[f]
                    change <- change * value + product * sums.Changes[f]
                    product <- product * value

                let weighted = weight * product
                sums.Totals[p] <- sums.Totals[p] + weighted
                sums.Sizes[p] <- sums.Sizes[p] + Vector512.Abs weighted
                sums.ByInput[p] <- sums.ByInput[p] + weight * change
                sums.ByField[p] <- sums.ByField[p] + derivative * product
