namespace CorrSyn.Numeric

open CorrSyn.Symbolic

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
    /// <param name="slots">The quantity that each entry of the argument stands for.</param>
    /// <param name="polynomial">A polynomial in those quantities, of degree 0 in N.</param>
    /// <returns>A function from the values, in the order of the slots, to the value.</returns>
    /// <exception cref="T:System.InvalidOperationException">The width occurs, or a quantity has no slot.</exception>
    let compile (slots: Quantity[]) (polynomial: Polynomial) : float[] -> float =
        let slotOf quantity =
            match Array.tryFindIndex ((=) quantity) slots with
            | Some slot -> slot
            | None -> invalidOp $"The quantity {quantity} has no value to be evaluated with."

        let terms =
            polynomial.Terms
            |> List.map (fun (monomial, coefficient) ->
                if monomial.Width <> Exponent.zero then
                    invalidOp "An equation for infinite width holds a power of the width."

                let factors =
                    monomial.Factors
                    |> List.map (fun (quantity, power) -> struct (slotOf quantity, power))

                struct (Rational.approximate coefficient, Array.ofList factors)
            )
            |> Array.ofList

        fun values ->
            let mutable total = 0.0

            for struct (coefficient, factors) in terms do
                let mutable product = coefficient

                for struct (slot, power) in factors do
                    for _ in 1..power do
                        product <- product * values[slot]

                total <- total + product

            total
