namespace CorrSyn.Numeric.Recursion

open CorrSyn.Symbolic

/// <summary>A polynomial as numbers: term k is Coefficients[k] times the values in the places Factors[k].</summary>
type CompiledPolynomial =
    {
        /// One for each term.
        Coefficients: float[]
        /// The places of the factors of each term; a power is a place that is repeated.
        Factors: int[][]
    }

    /// The value, from those of the quantities.
    member this.Value(values: float[]) : float =
        let mutable total = 0.0

        for k in 0 .. this.Coefficients.Length - 1 do
            let mutable product = this.Coefficients[k]

            for place in this.Factors[k] do
                product <- product * values[place]

            total <- total + product

        total

    /// <summary>gradient[place] += weight times the derivative with respect to that quantity.</summary>
    /// <param name="weight">Any number.</param>
    /// <param name="values">Those of the quantities.</param>
    /// <param name="gradient">As long as the values.</param>
    member this.AddGradient (weight: float) (values: float[]) (gradient: float[]) : unit =
        for k in 0 .. this.Coefficients.Length - 1 do
            let factors = this.Factors[k]
            let mutable before = weight * this.Coefficients[k]

            for i in 0 .. factors.Length - 1 do
                let mutable product = before

                for j in i + 1 .. factors.Length - 1 do
                    product <- product * values[factors[j]]

                gradient[factors[i]] <- gradient[factors[i]] + product
                before <- before * values[factors[i]]

/// <summary>Turns derived polynomials into functions of numbers: the one way from a printed equation to
/// a computed value.</summary>
[<RequireQualifiedAccess>]
module Evaluation =

    /// <summary>The quantities that occur in any of these polynomials, in ascending order.</summary>
    let slots (polynomials: Polynomial list) : Quantity[] =
        polynomials
        |> List.collect Polynomial.quantities
        |> List.distinct
        |> List.sort
        |> Array.ofList

    /// <summary>Compiles a polynomial in which the width does not occur.</summary>
    /// <param name="slots">The quantity that each entry of an argument stands for.</param>
    /// <param name="polynomial">A polynomial in those quantities, of degree 0 in N.</param>
    /// <exception cref="T:System.InvalidOperationException">The width occurs, or a quantity has no slot.</exception>
    let compilePolynomial (slots: Quantity[]) (polynomial: Polynomial) : CompiledPolynomial =
        let slotOf quantity =
            match Array.tryFindIndex ((=) quantity) slots with
            | Some slot -> slot
            | None -> invalidOp $"The quantity {quantity} has no value to be evaluated with."

        let factors (monomial: Monomial) =
            if monomial.Width <> Exponent.zero then
                invalidOp "An equation for infinite width holds a power of the width."

            monomial.Factors
            |> List.collect (fun (quantity, power) -> List.replicate power (slotOf quantity))
            |> Array.ofList

        {
            Coefficients =
                [| for _, coefficient in polynomial.Terms -> Rational.approximate coefficient |]
            Factors = [| for monomial, _ in polynomial.Terms -> factors monomial |]
        }

    /// <summary>As <c>compilePolynomial</c>, as a function from the values to the value.</summary>
    let compile (slots: Quantity[]) (polynomial: Polynomial) : float[] -> float =
        (compilePolynomial slots polynomial).Value
