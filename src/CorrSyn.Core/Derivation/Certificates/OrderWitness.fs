namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic

/// <summary>
/// Averages over the weights at given widths, for a layer below in which every sum is as large as it can be:
/// C_kk = 1, C_kl = N^(-1/2) with one sign, m_k = 1. What the orders of N say is seen there in numbers.
/// </summary>
[<RequireQualifiedAccess>]
module OrderWitness =

    /// Widths are powers of 2^12, so that N to any multiple of 1/12 is rational.
    let private rootExponent = 12

    /// N^power at N = 2^(12 level).
    let private widthPower (level: int) (power: Rational) : Rational =
        let exponent = power * Rational.ofInt (rootExponent * level)

        if not (Rational.isInteger exponent) then
            invalidOp
                $"N to the power {Rational.render power} is not a rational number at these widths."

        Rational.pow (int exponent.Numerator) (Rational.ofInt 2)

    /// The sum over indices: over all ways in which they may coincide, of the choices of different indices times
    /// one factor N^(-1/2) for each C_kl between different ones.
    let private contraction (level: int) (sum: Contraction) : Rational =
        let width = widthPower level Rational.one

        let value (blocks: int list list) =
            let blockOf node =
                blocks |> List.findIndex (List.contains node)

            let crossing = sum.Edges |> List.filter (fun (a, b) -> blockOf a <> blockOf b)

            Seq.init blocks.Length (fun chosen -> width - Rational.ofInt chosen)
            |> Seq.fold (*) (widthPower level (Rational.ofRatio -crossing.Length 2))

        SetPartition.all [ 0 .. sum.NodeCount - 1 ]
        |> Seq.map value
        |> Seq.fold (+) Rational.zero

    /// The same number for every parameter; away from 1, so that no difference of moments vanishes.
    let private parameter = Rational.ofRatio 3 2

    let private valueOf (quantity: Quantity) =
        if quantity = InverseWidthRatio then
            Rational.one / parameter
        else
            parameter

    let private coefficient gamma level (expansion: AsymptoticExpansion) =
        (AsymptoticExpansion.assignGamma gamma expansion
         |> AsymptoticExpansion.dropOrderTerm)
            .Terms
        |> Seq.map (fun (monomial, factor) ->
            monomial.Factors
            |> List.fold
                (fun product (quantity, power) -> product * Rational.pow power (valueOf quantity))
                (factor * widthPower level (Exponent.value monomial.Width))
        )
        |> Seq.fold (+) Rational.zero

    /// <summary>The average at N = 2^(12 level); exact but for the order terms of Haar averages.</summary>
    let value (gamma: Rational) (level: int) (terms: ContractionTerm list) : Rational =
        terms
        |> Seq.map (fun term ->
            term.Contractions
            |> List.fold
                (fun product sum -> product * contraction level sum)
                (coefficient gamma level term.Coefficient)
        )
        |> Seq.fold (+) Rational.zero

    /// <summary>Whether the average grows from N = 2^12 to 2^24 by no more than that power of N, up to a factor of 2
    /// for smaller orders; a power that is wrong by a half would be off by a factor of 64.</summary>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <param name="power">The largest power of N that the average is said to reach; None for zero.</param>
    /// <param name="terms">The average.</param>
    let isBoundedBy
        (gamma: Rational)
        (power: Rational option)
        (terms: ContractionTerm list)
        : bool =
        let small, large = value gamma 1 terms, value gamma 2 terms
        let size x = if Rational.sign x < 0 then -x else x

        match power with
        | None -> Rational.isZero small && Rational.isZero large
        | Some power ->
            let allowed = Rational.ofInt 2 * widthPower 1 power * size small
            Rational.sign (size large - allowed) <= 0
