namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments

/// <summary>
/// Averages over Gaussian weights of one layer that are correlated over presynaptic neurons, in terms of
/// T_n = N^(n-1) tr (SC)^n (g/N)^n, and T_n in terms of sums over the layer below.
/// </summary>
/// <remarks>Derived here; identities at every N.</remarks>
[<RequireQualifiedAccess>]
module KroneckerMoments =

    let private width = Polynomial.width

    /// T_n.
    let transfer (power: int) : Polynomial =
        Polynomial.quantity (TransferTrace power)

    /// The T_n that the moments of two neurons hold.
    let transferPowers: int list = [ 0; 1; 2 ]

    let private rawSum (premise: Premise) (sum: StructureSum) : Polynomial =
        match sum, Premise.presynaptic premise with
        // One direction only: tr CPCP is the square of d.C.d.
        | SquaredVarianceAlong, CorrelationStructure.Uniform ->
            Polynomial.pow 2 (Polynomial.quantity (StructureSums.raw VarianceAlong))
        | SquaredVarianceAlong,
          (CorrelationStructure.Identity | CorrelationStructure.Blocks _ | CorrelationStructure.LowRank _)
        | (VarianceAlong | SquareAlong | ActivityAlong), _ ->
            Polynomial.quantity (StructureSums.raw sum)

    /// <summary>T_n for n = 0, 1, 2 in terms of K1, K2, Q, N Sigma and sums with the structure.</summary>
    /// <exception cref="T:System.InvalidOperationException">Another n.</exception>
    let definition (premise: Premise) (power: int) : Polynomial =
        let sigma = Premise.presynapticCorrelation premise
        let rest = Polynomial.one - sigma
        let variance = Premise.weightVariance premise
        let named quantity = width 1 * Polynomial.quantity quantity
        let sum = rawSum premise

        match power with
        | 0 -> variance * (rest * named Q + sigma * sum ActivityAlong)
        | 1 -> variance * (rest * named K1 + sigma * sum VarianceAlong)
        | 2 ->
            let traceOfSquare =
                named K2 + (width 1 - Polynomial.one) * Polynomial.quantity NSigma

            width 1
            * Polynomial.pow 2 variance
            * (rest * rest * traceOfSquare
               + Polynomial.scale (Rational.ofInt 2) (sigma * rest * sum SquareAlong)
               + sigma * sigma * sum SquaredVarianceAlong)
        | _ -> invalidOp $"T_{power} is not needed."

    /// The polynomial with every T_n in terms of the layer below.
    let resolve (premise: Premise) (polynomial: Polynomial) : Polynomial =
        let replacement quantity =
            transferPowers
            |> List.tryFind (fun power -> quantity = TransferTrace power)
            |> Option.map (definition premise)

        Polynomial.substitute replacement polynomial

    /// The mean over pairs of neurons 0 and 1 of an average of factors Delta.
    let private average (premise: Premise) (factors: (int * int) list) : AsymptoticExpansion =
        let rho = Premise.synapticCorrelation premise

        KroneckerAverage.average factors
        |> List.map (fun term ->
            let loops =
                term.Loops |> List.map (fun length -> transfer length * width (1 - length))

            Polynomial.pow term.Pairs.Length rho * Polynomial.product loops
            |> Polynomial.scale (Rational.ofInt term.Count)
        )
        |> Polynomial.sum
        |> AsymptoticExpansion.exact
        |> Premise.averageOverPairs premise

    let private variance = 0, 0
    let private covariance = 0, 1

    /// <summary>The moments of a layer in terms of T_0, T_1 and T_2 of its weights.</summary>
    /// <remarks>The unknowns gamma and, once T_n are resolved, delta are in the exponents.</remarks>
    let derive (premise: Premise) : LayerMoments =
        let average = average premise
        let mean = average [ variance ]
        let field = AsymptoticExpansion.exact (transfer 0)
        let rho = AsymptoticExpansion.exact (Premise.synapticCorrelation premise)

        {
            Variance = mean
            VarianceFluctuation = average [ variance; variance ] - mean * mean
            Covariance = average [ covariance ]
            SquaredCovariance =
                AsymptoticExpansion.exact (width 1) * average [ covariance; covariance ]
            FieldVariance = AsymptoticExpansion.exact (Polynomial.quantity BiasVariance) + field
            FieldCovariance = Premise.averageOverPairs premise (rho * field)
        }

    /// <summary>The largest power of N of a product of Delta, given that T_1 and T_2 are finite.</summary>
    /// <remarks>SC is similar to a matrix without negative eigenvalues, so for n above 2
    /// tr (SC)^n is at most (tr (SC)^2)^(n/2): a loop of length n at least 2 is of order N^(-n/2).</remarks>
    let private scaleOf (premise: Premise) gamma (term: KroneckerTerm) : Rational option =
        let isCorrelated = Premise.postsynaptic premise <> CorrelationStructure.Identity

        if term.Pairs.IsEmpty || isCorrelated then
            let loops =
                term.Loops
                |> List.filter (fun length -> length > 1)
                |> List.fold (fun total length -> total - Rational.ofRatio length 2) Rational.zero

            Some(loops - gamma * Rational.ofInt term.Pairs.Length)
        else
            None

    /// <summary>The largest powers of N in what the leading term of N E C_ij^2 leaves out.</summary>
    /// <returns>Those of N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2); None for what is
    /// exactly zero.</returns>
    let neglectedScales (premise: Premise) (gamma: Rational) : Rational option list =
        let largest terms =
            terms
            |> List.choose (scaleOf premise gamma)
            |> List.sortDescending
            |> List.tryHead
            |> Option.map ((+) Rational.one)

        // Delta_ii and Delta_ij^2 average separately where Delta_ii is a loop of its own.
        let separate =
            KroneckerAverage.average [ covariance; covariance ]
            |> List.map (fun term ->
                { term with
                    Loops = List.sort (1 :: term.Loops)
                }
            )

        let connected =
            KroneckerAverage.average [ variance; covariance; covariance ]
            |> List.choose (fun term ->
                let taken =
                    separate
                    |> List.filter (fun other ->
                        other.Pairs = term.Pairs && other.Loops = term.Loops
                    )
                    |> List.sumBy (fun other -> other.Count)

                if term.Count = taken then
                    None
                else
                    Some { term with Count = term.Count - taken }
            )

        [
            largest (KroneckerAverage.average (List.replicate 3 covariance))
            largest (KroneckerAverage.average (List.replicate 4 covariance))
            largest connected
        ]
