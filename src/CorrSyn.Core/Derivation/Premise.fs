namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Structures

/// How the weights of a layer are drawn.
type WeightPremise =
    /// Weights of that distribution; correlated across neurons if so stated.
    | Columns of distribution: WeightDistribution * isCorrelated: bool
    /// Rows of a Haar-distributed orthogonal matrix of the width below: w w^T = g 1.
    | HaarMatrix
    /// Columns of a Haar-distributed orthogonal matrix of the layer's own width, for a layer that is wider than
    /// the one below: w^T w = g c 1.
    | HaarColumns

/// The widths of successive layers.
type LayerWidths =
    /// All equal to N.
    | EqualWidths
    /// A fixed ratio c = N_out/N_in, which may differ from layer to layer.
    | VaryingWidths

/// What is assumed of phi.
type ActivationSymmetry =
    | AnyActivation
    /// phi(-z) = -phi(z).
    | OddActivation

/// <summary>What the derivation starts from. Varying it varies the outcome.</summary>
/// <remarks>
/// E w_ik w_jk' = (g/N^a) R_ij S_kk' with N the width of the layer below, R of the structure
/// <c>Postsynaptic</c> at rho = r N^(-gamma), S of the structure <c>Presynaptic</c> at sigma = s N^(-delta).
/// Both unit matrices where the weights are not correlated.
/// </remarks>
type Premise =
    {
        Weights: WeightPremise
        /// a in the weight variance g/N^a.
        VarianceExponent: Rational
        /// beta: each row is correlated with N^beta others; 1 for all of them.
        PartnerExponent: Rational
        /// The structure of R; of no effect where the weights are not correlated.
        Postsynaptic: CorrelationStructure
        /// The structure of S; of no effect where the weights are not correlated.
        Presynaptic: CorrelationStructure
        Widths: LayerWidths
        Activation: ActivationSymmetry
    }

/// Premises and the laws they stand for.
[<RequireQualifiedAccess>]
module Premise =

    /// Weight variance g/N, all rows correlated with each other alike where they are correlated, equal
    /// widths, any phi.
    let create (weights: WeightPremise) : Premise =
        {
            Weights = weights
            VarianceExponent = Rational.one
            PartnerExponent = Rational.one
            Postsynaptic =
                match weights with
                | Columns(_, true) -> CorrelationStructure.Uniform
                | Columns(_, false)
                | HaarMatrix
                | HaarColumns -> CorrelationStructure.Identity
            Presynaptic = CorrelationStructure.Identity
            Widths = EqualWidths
            Activation = AnyActivation
        }

    /// The premise that a synapse ensemble of the model stands for; the value of r plays no part.
    let ofEnsemble (ensemble: SynapseEnsemble) : Premise =
        match ensemble with
        | SynapseEnsemble.Gaussian _ -> create (Columns(GaussianWeights, true))
        | SynapseEnsemble.Binary _ -> create (Columns(BinaryWeights, true))
        | SynapseEnsemble.Independent -> create (Columns(GaussianWeights, false))
        | SynapseEnsemble.Orthogonal -> create HaarMatrix

    /// <summary>The premise of one layer of a network; the values of its numbers play no part.</summary>
    /// <param name="widthBelow">The width of the layer below.</param>
    /// <param name="layer">The layer.</param>
    let ofLayer (widthBelow: int) (layer: NetworkLayer) : Premise =
        let premise =
            { ofEnsemble layer.Synapses with
                Widths =
                    if layer.Width = widthBelow then
                        EqualWidths
                    else
                        VaryingWidths
            }

        { premise with
            Weights =
                match premise.Weights with
                | HaarMatrix when layer.Width > widthBelow -> HaarColumns
                | weights -> weights
        }

    /// The premise between layers of those widths.
    let withWidths (widths: LayerWidths) (premise: Premise) : Premise =
        { premise with Widths = widths }

    /// The premise with those structures on both sides of a layer.
    let withStructures
        (postsynaptic: CorrelationStructure)
        (presynaptic: CorrelationStructure)
        (premise: Premise)
        : Premise =
        let isCorrelated =
            postsynaptic <> CorrelationStructure.Identity
            || presynaptic <> CorrelationStructure.Identity

        { premise with
            Weights =
                match premise.Weights with
                | Columns(distribution, _) -> Columns(distribution, isCorrelated)
                | HaarMatrix -> HaarMatrix
                | HaarColumns -> HaarColumns
            Postsynaptic = postsynaptic
            Presynaptic = presynaptic
        }

    let private ifCorrelated structure premise =
        match premise.Weights with
        | Columns(_, true) -> structure
        | Columns(_, false)
        | HaarMatrix
        | HaarColumns -> CorrelationStructure.Identity

    /// The structure of R.
    let postsynaptic (premise: Premise) : CorrelationStructure =
        ifCorrelated premise.Postsynaptic premise

    /// The structure of S.
    let presynaptic (premise: Premise) : CorrelationStructure =
        ifCorrelated premise.Presynaptic premise

    /// <summary>The premise itself, or why its averages are not known.</summary>
    /// <remarks>Refused: two structures whose common refinement has too many cells.</remarks>
    let validate (premise: Premise) : Result<Premise, ParameterError> =
        let incoming, outgoing = postsynaptic premise, presynaptic premise

        if StructureGraph.cellCount incoming outgoing <= StructureGraph.largestCellCount then
            Ok premise
        else
            Error(
                ParameterError.create
                    "presynaptic"
                    $"a structure that has at most {StructureGraph.largestCellCount} common cells with postsynaptic {CorrelationStructure.name incoming}"
                    (box (CorrelationStructure.name outgoing))
            )

    /// The weight variance g N^(-a).
    let weightVariance (premise: Premise) : Polynomial =
        Polynomial.quantity Gain
        * Polynomial.widthPower (Exponent.constant (-premise.VarianceExponent))

    /// rho = r N^(-gamma), the correlation of two synapses of one presynaptic neuron; 0 if there is none.
    let synapticCorrelation (premise: Premise) : Polynomial =
        if postsynaptic premise = CorrelationStructure.Identity then
            Polynomial.zero
        else
            Polynomial.quantity Correlation
            * Polynomial.widthPower (Exponent.gamma (Rational.ofInt -1))

    /// The probability that two weights of one presynaptic neuron share a value up to its sign; rho where all
    /// correlations are of one sign.
    let private sharing (premise: Premise) : Polynomial =
        match postsynaptic premise with
        | CorrelationStructure.Identity
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _ -> synapticCorrelation premise
        | CorrelationStructure.LowRank _ ->
            Polynomial.quantity Sharing
            * Polynomial.widthPower (Exponent.gamma (Rational.ofInt -1))

    /// sigma = s N^(-delta), the correlation of two synapses of one postsynaptic neuron; 0 if there is none.
    let presynapticCorrelation (premise: Premise) : Polynomial =
        if presynaptic premise = CorrelationStructure.Identity then
            Polynomial.zero
        else
            Polynomial.quantity PresynapticCorrelation
            * Polynomial.widthPower (Exponent.delta (Rational.ofInt -1))

    /// c = N_out/N_in; 1 where all widths are equal.
    let widthRatio (premise: Premise) : Polynomial =
        match premise.Widths with
        | EqualWidths -> Polynomial.one
        | VaryingWidths -> Polynomial.quantity WidthRatio

    /// 1/c.
    let inverseWidthRatio (premise: Premise) : Polynomial =
        match premise.Widths with
        | EqualWidths -> Polynomial.one
        | VaryingWidths -> Polynomial.quantity InverseWidthRatio

    /// The square root of c.
    let rootWidthRatio (premise: Premise) : Polynomial =
        match premise.Widths with
        | EqualWidths -> Polynomial.one
        | VaryingWidths -> Polynomial.quantity RootWidthRatio

    /// <summary>The law of the weights onto two neurons that are correlated partners with R_ij = rho.</summary>
    /// <remarks>Without correlations across presynaptic neurons.</remarks>
    let law (premise: Premise) : SynapseLaw =
        match premise.Weights with
        | Columns(distribution, _) ->
            IndependentColumns
                {
                    Distribution = distribution
                    Variance = weightVariance premise
                    Correlation = synapticCorrelation premise
                    Sharing = sharing premise
                }
        | HaarMatrix -> HaarOrthogonal(weightVariance premise * Polynomial.width 1, Polynomial.one)
        | HaarColumns ->
            HaarOrthogonal(
                weightVariance premise * Polynomial.width 1 * widthRatio premise,
                inverseWidthRatio premise
            )

    /// f_n as a symbol, or as a number where it does not depend on N; n = 0 where pairs only share values, as
    /// all do for patterns of signs.
    let private pairMean (structure: CorrelationStructure) (power: int) : Polynomial =
        match structure with
        | CorrelationStructure.Identity -> Polynomial.zero
        | CorrelationStructure.Uniform -> Polynomial.one
        // x is 0 or 1 and equals all its powers.
        | CorrelationStructure.Blocks _ -> Polynomial.quantity (CorrelationMoment 1)
        | CorrelationStructure.LowRank _ when power = 0 -> Polynomial.one
        | CorrelationStructure.LowRank _ -> Polynomial.quantity (CorrelationMoment power)

    /// <summary>The mean over all pairs of a quantity known for partners with R_ij = rho.</summary>
    /// <remarks>A fraction N^(beta-1) of the pairs are partners, for the others r = 0; among partners r
    /// occurs as r x_ij, and the mean of x_ij^n is f_n. The r of sharing has no sign and occurs as it is.</remarks>
    let averageOverPairs
        (premise: Premise)
        (ofPartners: AsymptoticExpansion)
        : AsymptoticExpansion =
        let fraction =
            Exponent.constant (premise.PartnerExponent - Rational.one)
            |> Polynomial.widthPower

        let ofOthers =
            ofPartners.ExactTerms
            |> Polynomial.without Correlation
            |> Polynomial.without Sharing

        let excess = ofPartners.ExactTerms - ofOthers

        let toCorrelation quantity =
            if quantity = Sharing then
                Some(Polynomial.quantity Correlation)
            else
                None

        let averaged =
            excess.Terms
            |> Seq.map (fun (monomial, coefficient) ->
                Polynomial.substitute toCorrelation (Polynomial.ofTerms [ monomial, coefficient ])
                * pairMean (postsynaptic premise) (Monomial.powerOf Correlation monomial)
            )
            |> Polynomial.sum

        ofPartners - AsymptoticExpansion.exact excess
        + AsymptoticExpansion.exact (fraction * averaged)

    /// How many powers of 1/N of f_n are given.
    let private pairMeanTermCount = 3

    /// No average holds more than four Delta_ij.
    let private largestPairPower = 4

    /// <summary>f_n of that premise as N grows; None for any other quantity.</summary>
    /// <remarks>Where widths differ, neither is the N of the pairs, and only the limit is given.</remarks>
    let tryPairMean (premise: Premise) (quantity: Quantity) : AsymptoticExpansion option =
        let termCount =
            match premise.Widths with
            | EqualWidths -> pairMeanTermCount
            | VaryingWidths -> 1

        seq { 1..largestPairPower }
        |> Seq.tryFind (fun power -> quantity = CorrelationMoment power)
        |> Option.map (fun power ->
            StructureMoments.pairMean (postsynaptic premise) power termCount
        )

    /// The expansion with every f_n given as N grows. No unknown may be left in the exponents.
    let resolvePairMeans (premise: Premise) (expansion: AsymptoticExpansion) : AsymptoticExpansion =
        AsymptoticExpansion.substitute (tryPairMean premise) expansion
