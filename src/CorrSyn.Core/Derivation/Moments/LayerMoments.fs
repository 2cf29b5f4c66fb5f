namespace CorrSyn.Derivation.Moments

open CorrSyn.Symbolic
open CorrSyn.Derivation

/// <summary>
/// Averages over the weights and biases of one layer, as expansions in N whose coefficients are the
/// order parameters of the layer below. The unknown gamma is still in the exponents.
/// </summary>
type LayerMoments =
    {
        /// E Delta_ii.
        Variance: AsymptoticExpansion
        /// E Delta_ii^2 - (E Delta_ii)^2.
        VarianceFluctuation: AsymptoticExpansion
        /// E Delta_ij, i different from j.
        Covariance: AsymptoticExpansion
        /// N E Delta_ij^2, i different from j.
        SquaredCovariance: AsymptoticExpansion
        /// E u_i^2.
        FieldVariance: AsymptoticExpansion
        /// E u_i u_j, i different from j.
        FieldCovariance: AsymptoticExpansion
    }

/// The moments that the derivation needs.
[<RequireQualifiedAccess>]
module LayerMoments =

    /// Delta_ii.
    let variance: DisorderFactor = PreActivationCovariance(First, First)

    /// Delta_ij.
    let covariance: DisorderFactor = PreActivationCovariance(First, Second)

    /// The average of a product of factors for one pair of correlated partners.
    let average (premise: Premise) (factors: DisorderFactor list) : ContractionTerm list =
        DisorderAverage.average (Premise.law premise) (Polynomial.quantity BiasVariance) factors

    /// E[AB] - E[A] E[B] of two products for one pair of correlated partners.
    let covarianceOf
        (premise: Premise)
        (left: DisorderFactor list)
        (right: DisorderFactor list)
        : ContractionTerm list =
        DisorderAverage.covariance
            (Premise.law premise)
            (Polynomial.quantity BiasVariance)
            left
            right

    let private deriveBy averageOverPairs (premise: Premise) : LayerMoments =
        let expand terms =
            match LayerStatistics.expand terms with
            | Ok expansion -> expansion
            | Error missing -> invalidOp $"A moment of one layer needs {missing.Length} more sums."

        let moment factors = expand (average premise factors)
        let ofPairs factors = averageOverPairs (moment factors)

        {
            Variance = moment [ variance ]
            VarianceFluctuation = expand (covarianceOf premise [ variance ] [ variance ])
            Covariance = ofPairs [ covariance ]
            SquaredCovariance =
                AsymptoticExpansion.exact (Polynomial.width 1)
                * ofPairs [ covariance; covariance ]
            FieldVariance = moment [ Field First; Field First ]
            FieldCovariance = ofPairs [ Field First; Field Second ]
        }

    /// <summary>The moments under a premise; those of pairs are means over all pairs.</summary>
    /// <exception cref="T:System.InvalidOperationException">A moment needs more than the order
    /// parameters, which these six never do.</exception>
    let derive (premise: Premise) : LayerMoments =
        deriveBy (Premise.averageOverPairs premise) premise

    /// The moments under a premise for one pair of neurons with the largest R_ij.
    let ofPartners (premise: Premise) : LayerMoments = deriveBy id premise
