namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic

/// How the weights of a layer are drawn.
type WeightPremise =
    /// Independent presynaptic neurons; the synapses of one are correlated if so stated.
    | Columns of distribution: WeightDistribution * isCorrelated: bool
    /// A Haar-distributed orthogonal matrix.
    | HaarMatrix

/// <summary>What the derivation starts from. Varying it varies the outcome.</summary>
type Premise =
    {
        Weights: WeightPremise
        /// a in the weight variance g/N^a.
        VarianceExponent: Rational
        /// beta: each row is correlated with N^beta others; 1 for all of them.
        PartnerExponent: Rational
    }

/// Premises and the laws they stand for.
[<RequireQualifiedAccess>]
module Premise =

    /// Weight variance g/N, all rows correlated with each other where they are correlated.
    let create (weights: WeightPremise) : Premise =
        {
            Weights = weights
            VarianceExponent = Rational.one
            PartnerExponent = Rational.one
        }

    /// The premise that a synapse ensemble of the model stands for; the value of r plays no part.
    let ofEnsemble (ensemble: SynapseEnsemble) : Premise =
        match ensemble with
        | SynapseEnsemble.Gaussian _ -> create (Columns(GaussianWeights, true))
        | SynapseEnsemble.Binary _ -> create (Columns(BinaryWeights, true))
        | SynapseEnsemble.Independent -> create (Columns(GaussianWeights, false))
        | SynapseEnsemble.Orthogonal -> create HaarMatrix

    /// The weight variance g N^(-a).
    let weightVariance (premise: Premise) : Polynomial =
        Polynomial.quantity Gain
        * Polynomial.widthPower (Exponent.constant (-premise.VarianceExponent))

    /// rho = r N^(-gamma), the correlation of two synapses of one presynaptic neuron; 0 if there is none.
    let synapticCorrelation (premise: Premise) : Polynomial =
        match premise.Weights with
        | Columns(_, true) ->
            Polynomial.quantity Correlation
            * Polynomial.widthPower (Exponent.gamma (Rational.ofInt -1))
        | Columns(_, false)
        | HaarMatrix -> Polynomial.zero

    /// The law of the weights onto two neurons that are correlated partners.
    let law (premise: Premise) : SynapseLaw =
        match premise.Weights with
        | Columns(distribution, _) ->
            IndependentColumns
                {
                    Distribution = distribution
                    Variance = weightVariance premise
                    Correlation = synapticCorrelation premise
                }
        | HaarMatrix -> HaarOrthogonal(weightVariance premise * Polynomial.width 1)

    /// <summary>The mean over all pairs of a quantity known for partners.</summary>
    /// <remarks>A fraction N^(beta-1) of the pairs are partners; for the others r = 0.</remarks>
    let averageOverPairs
        (premise: Premise)
        (ofPartners: AsymptoticExpansion)
        : AsymptoticExpansion =
        let fraction =
            Exponent.constant (premise.PartnerExponent - Rational.one)
            |> Polynomial.widthPower

        let ofOthers = Polynomial.without Correlation ofPartners.ExactTerms
        let excess = AsymptoticExpansion.exact (ofPartners.ExactTerms - ofOthers)
        ofPartners - excess + AsymptoticExpansion.exact fraction * excess
