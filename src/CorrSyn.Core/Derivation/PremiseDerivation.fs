namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.Maps

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
        /// Order parameters of the input layer besides K1, K2, Q and N Sigma, in terms of those.
        Inputs: (Quantity * Polynomial) list
        /// The map of a layer that is wider than the one below, where that is another one: with Haar weights, whose
        /// rows cannot all be orthogonal there.
        WiderMap: LayerMap option
        /// With equal widths c does not occur, and every ratio of widths is 1.
        Widths: LayerWidths
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
        /// How many terms the averages over weights had before equal ones were collected.
        TermCount: bigint
        Steps: Step list
    }

/// Runs the argument under any premise.
[<RequireQualifiedAccess>]
module PremiseDerivation =

    /// The weights in each average that is taken: W-1 to W-3, F-1 to F-3, and the three that are left out.
    let private weightCounts = [ 2; 2; 4; 4; 2; 2; 8; 6; 6 ]

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
                        WiderMap = None
                        Widths = derivation.Premise.Widths
                        FullMap =
                            match derivation.Premise.Activation with
                            | AnyActivation -> Some derivation.FullMap
                            | OddActivation -> None
                        Inputs = []
                    }
                ]
            CovarianceExponent = derivation.CovarianceExponent
            TermCount =
                weightCounts
                |> List.sumBy (DisorderAverage.termCount (Premise.law derivation.Premise))
            Steps = derivation.Steps
        }

    /// What is left of the argument for layers wider than the one below, numbered with a W behind the letters.
    let private widerStep (step: Step) : Step =
        let numbered (equation: Equation) =
            { equation with
                Id = equation.Id.Replace("-", "W-")
            }

        { step with
            Title = $"{step.Title}: layers wider than the one below"
            Equations =
                step.Equations
                |> List.filter (fun equation -> not (equation.Id.StartsWith "IN-"))
                |> List.map numbered
        }

    /// A Haar matrix with widths that differ: rows of it where a layer is not wider than the one below, columns
    /// where it is.
    let private withColumns (rows: PremiseDerivation) (columns: ScalingDerivation) =
        let columns = ofOneSide columns

        let wider =
            columns.Maps |> List.map (fun map -> Option.defaultValue map.Map map.FullMap)

        { rows with
            Maps =
                List.map2
                    (fun (map: PremiseMap) wider -> { map with WiderMap = Some wider })
                    rows.Maps
                    wider
            TermCount = rows.TermCount + columns.TermCount
            Steps = rows.Steps @ List.map widerStep columns.Steps
        }

    let private ofHaar (premise: Premise) (rows: PremiseDerivation) =
        match premise.Weights, premise.Widths with
        | HaarMatrix, VaryingWidths ->
            ScalingDerivation.derive { premise with Weights = HaarColumns }
            |> Result.map (withColumns rows)
        | HaarMatrix, EqualWidths
        | (Columns _ | HaarColumns), _ -> Ok rows

    let private ofTwoSides (premise: Premise) (derivation: StructuredDerivation) =
        let isCorrelated = Premise.postsynaptic premise <> CorrelationStructure.Identity

        let maps =
            derivation.Maps
            |> List.map (fun (values, map) ->
                {
                    Point =
                        {
                            Gamma = if isCorrelated then Some values.GammaValue else None
                            Delta = Some values.DeltaValue
                        }
                    Map = map.Map
                    FullMap = None
                    WiderMap = None
                    Widths = premise.Widths
                    Inputs = map.Inputs
                }
            )

        let covarianceExponent =
            match isCorrelated, maps with
            | false, [ { Point = { Delta = Some delta } } ] ->
                Some(premise.VarianceExponent + delta)
            | false, _
            | true, _ -> None

        {
            Premise = premise
            Regimes = derivation.Regimes
            Edges = derivation.Edges
            Maps = maps
            CovarianceExponent = covarianceExponent
            TermCount =
                derivation.CopyTermCount + (weightCounts |> List.sumBy TermBudget.pairingCount)
            Steps = derivation.Steps
        }

    let private checkPartners (premise: Premise) =
        if premise.PartnerExponent = Rational.one then
            Ok premise
        else
            ParameterError.create
                "partnerExponent"
                "1 with correlations over presynaptic neurons"
                (box (Rational.render premise.PartnerExponent))
            |> UnsupportedPremise
            |> Error

    /// <summary>The derivation under a premise, with every check run.</summary>
    /// <returns>The derivation, or the reason why the premise has no self-consistent map, or none that is
    /// known. Whether the checks passed is in the steps.</returns>
    let derive (premise: Premise) : Result<PremiseDerivation, DerivationFailure> =
        match Premise.presynaptic premise with
        | CorrelationStructure.Identity ->
            ScalingDerivation.derive premise
            |> Result.map ofOneSide
            |> Result.bind (ofHaar premise)
        | CorrelationStructure.Uniform
        | CorrelationStructure.Blocks _
        | CorrelationStructure.LowRank _ ->
            Premise.validate premise
            |> Result.mapError UnsupportedPremise
            |> Result.bind checkPartners
            |> Result.bind StructuredDerivation.derive
            |> Result.map (ofTwoSides premise)
