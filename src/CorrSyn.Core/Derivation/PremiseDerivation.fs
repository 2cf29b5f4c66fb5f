namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic

/// <summary>Values of the unknown exponents; None for the one that the premise does not have.</summary>
type ScalingPoint =
    {
        /// In rho = r N^(-gamma).
        Gamma: Rational option
        /// In sigma = s N^(-delta).
        Delta: Rational option
    }

/// A map, and the exponents for which it holds.
type PremiseMap =
    {
        Point: ScalingPoint
        Map: LayerMap
        /// The map in which collective variables move as well, where it is known to be another one.
        FullMap: LayerMap option
    }

/// <summary>The whole argument under any premise.</summary>
type PremiseDerivation =
    {
        Premise: Premise
        /// The verdicts over the line of the unknown exponent, where there is only one.
        Regimes: Regime list
        /// The pieces of the border of self-consistency, where there are two.
        Edges: ScalingEdge list
        /// Every isolated choice of exponents that is self-consistent, with its map; one map without
        /// exponents where nothing is correlated.
        Maps: PremiseMap list
        /// The exponent of 1/N in the covariance of two synapses, where one exponent is left.
        CovarianceExponent: Rational option
        Steps: Step list
    }

/// Runs the argument under any premise.
[<RequireQualifiedAccess>]
module PremiseDerivation =

    let private ofOneSide (derivation: ScalingDerivation) : PremiseDerivation =
        {
            Premise = derivation.Premise
            Regimes = derivation.Scaling.Regimes
            Edges = []
            Maps =
                [
                    {
                        Point =
                            {
                                Gamma = derivation.Exponent
                                Delta = None
                            }
                        Map = derivation.Map
                        FullMap = Some derivation.FullMap
                    }
                ]
            CovarianceExponent = derivation.CovarianceExponent
            Steps = derivation.Steps
        }

    /// <summary>The derivation under a premise, with every check run.</summary>
    /// <returns>The derivation, or the reason why the premise has no self-consistent map, or none that is
    /// known. Whether the checks passed is in the steps.</returns>
    let derive (premise: Premise) : Result<PremiseDerivation, DerivationFailure> =
        ScalingDerivation.derive premise |> Result.map ofOneSide
