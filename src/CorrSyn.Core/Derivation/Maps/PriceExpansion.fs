namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments

/// One term of N E C_ij^2: a number, times the squared average over the field of two functions of one
/// neuron, times N E Delta_ij^power.
type PriceTerm =
    {
        /// The power of Delta_ij.
        Power: int
        Coefficient: Rational
        /// The two functions of neuron i; those of neuron j are the same.
        Functions: NeuronFunction list
    }

/// <summary>
/// The covariance of two neurons by Price's theorem:
/// C_ij = sum over n of phi_n(u_i) phi_n(u_j) Delta_ij^n / n!, n = 1, 2, ...,
/// with phi_n(u) = E_t phi^(n)(u + sqrt(D0) t).
/// </summary>
[<RequireQualifiedAccess>]
module PriceExpansion =

    /// <summary>The terms of N E C_ij^2 up to a power of Delta_ij.</summary>
    /// <remarks>
    /// Derived here: the square of the series, averaged over two fields that are independent at leading
    /// order, so that each product of functions of i and of j gives the square of one field average.
    /// </remarks>
    let squaredCovariance (highestPower: int) : PriceTerm list =
        [
            for power in 2..highestPower do
                for n in 1 .. power - 1 do
                    let m = power - n
                    let functions = List.sort [ MeanDerivative n; MeanDerivative m ]
                    (power, functions), Rational.one / (Rational.factorial n * Rational.factorial m)
        ]
        |> List.groupBy fst
        |> List.map (fun ((power, functions), group) ->
            {
                Power = power
                Coefficient = group |> List.map snd |> List.reduce (+)
                Functions = functions
            }
        )

    /// The coefficient and the squared field average of a term.
    let prefactor (term: PriceTerm) : Polynomial =
        Polynomial.quantity (Quantity.fieldAverage term.Functions)
        |> Polynomial.pow 2
        |> Polynomial.scale term.Coefficient

    /// <summary>The averages that the leading term of N E C_ij^2 leaves out, without their factor N.</summary>
    /// <returns>E Delta_ij^3 and E Delta_ij^4, the next terms of the series, and
    /// E Delta_ii Delta_ij^2 - E Delta_ii E Delta_ij^2, since the functions of a neuron depend on its Delta_ii.</returns>
    let neglected (premise: Premise) : ContractionTerm list list =
        let power count =
            List.replicate count LayerMoments.covariance

        [
            LayerMoments.average premise (power 3)
            LayerMoments.average premise (power 4)
            LayerMoments.covarianceOf premise [ LayerMoments.variance ] (power 2)
        ]

    /// <summary>The largest powers of N in what is left out, with the factor N.</summary>
    /// <returns>In the order of <c>neglected</c>; None for what is exactly zero.</returns>
    let neglectedScales (premise: Premise) (gamma: Rational) : Rational option list =
        neglected premise
        |> List.map (LayerStatistics.tryScale gamma >> Option.map ((+) Rational.one))
