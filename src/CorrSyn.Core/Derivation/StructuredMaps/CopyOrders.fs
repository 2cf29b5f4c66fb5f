namespace CorrSyn.Derivation.StructuredMaps

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.Scaling

/// <summary>The largest powers of N in what weights that are copies add to the averages of Gaussian weights; None where
/// they add nothing.</summary>
type CopyOrders =
    {
        /// In N E Delta_ij^2.
        SquaredCovariance: Rational option
        /// In E Delta_ii^2 - (E Delta_ii)^2.
        VarianceFluctuation: Rational option
        /// In E u_i^4 and E u_i^2 u_j^2: of the fourth cumulants of fields.
        FieldCumulants: Rational option list
        /// In N E Delta_ij^3, N E Delta_ij^4 and N cov(Delta_ii, Delta_ij^2).
        Neglected: Rational option list
        /// In each sum along the directions.
        Sums: (StructureSum * Rational option) list
    }

/// <summary>What copying adds under a premise with correlations over presynaptic neurons.</summary>
[<RequireQualifiedAccess>]
module CopyOrders =

    /// What Gaussian weights have.
    let none: CopyOrders =
        {
            SquaredCovariance = None
            VarianceFluctuation = None
            FieldCumulants = []
            Neglected = []
            Sums = []
        }

    /// E X^n of a weight with unit variance; None for Gaussian weights, which are not copies.
    let private tryMomentOf (distribution: WeightDistribution) : (int -> Polynomial) option =
        let moment ofHigher order =
            if order % 2 = 1 then Polynomial.zero
            elif order <= 2 then Polynomial.one
            else ofHigher order

        match distribution with
        | BinaryWeights -> Some(moment (fun _ -> Polynomial.one))
        | SymmetricWeights -> Some(moment (StandardizedMoment >> Polynomial.quantity))
        | GaussianWeights -> None

    let private tryDistribution (premise: Premise) =
        match premise.Weights with
        | Columns(distribution, _) -> Some distribution
        | HaarMatrix
        | HaarColumns -> None

    /// Whether weights are copies: those that are correlated and not Gaussian.
    let areCopies (premise: Premise) : bool =
        tryDistribution premise |> Option.bind tryMomentOf |> Option.isSome

    let private isPostsynaptic (premise: Premise) =
        Premise.postsynaptic premise <> CorrelationStructure.Identity

    /// Powers of N of the sums along the directions, to leading order.
    let directionScales (premise: Premise) (values: ExponentValues) : DirectionScales =
        let scale sum =
            StructureSums.value premise sum
            |> ExponentValues.assign values
            |> Polynomial.tryLeadingExponent
            |> Option.defaultValue Rational.one
            |> max Rational.one

        {
            ActivityScale = scale ActivityAlong
            VarianceScale = scale VarianceAlong
            SquareScale = scale SquareAlong
        }

    let private variance = DeltaOf(0, 0)
    let private covariance = DeltaOf(0, 1)
    let private ofVariance = [ 0; 1 ]

    /// W-3, F-1, the fourth cumulants of fields, and the three averages that the map leaves out; with the slots of the
    /// first factor where it is averaged separately too, and with a factor N or none.
    let private averages isPostsynaptic =
        [
            [ covariance; covariance ], None, 1
            [ variance; variance ], Some ofVariance, 0
            List.replicate 4 (FieldOf 0), None, 0

            if isPostsynaptic then
                [ FieldOf 0; FieldOf 0; FieldOf 1; FieldOf 1 ], None, 0

            List.replicate 3 covariance, None, 1
            List.replicate 4 covariance, None, 1
            [ variance; covariance; covariance ], Some ofVariance, 1
        ]

    /// For each average how many terms it has, the sums that copying adds, and the power of its factor N.
    let private addedTo moment isPostsynaptic =
        averages isPostsynaptic
        |> List.map (fun (factors, separate, power) ->
            let patterns = CopyPattern.all moment isPostsynaptic factors

            let sums =
                patterns
                |> Seq.collect (CopyScale.added separate factors)
                |> Seq.distinct
                |> List.ofSeq

            patterns.Length, sums, Rational.ofInt power
        )

    /// That of every law, with and without R: the structures play no part, and eight weights take a second.
    let private addedByLaw =
        [
            for distribution in [ BinaryWeights; SymmetricWeights ] do
                for isPostsynaptic in [ false; true ] do
                    match tryMomentOf distribution with
                    | Some moment ->
                        (Some distribution, isPostsynaptic), lazy (addedTo moment isPostsynaptic)
                    | None -> ()
        ]

    /// The entries of R that the terms of a pattern bring, one way or several, by the neurons of each block.
    let private rowEntries (premise: Premise) (pattern: CopyPattern) =
        let ofBlock (block: int list) =
            let neurons =
                block
                |> List.map (fun weight -> List.item weight pattern.Weights)
                |> List.groupBy fst
                |> List.map (fun (neuron, weights) ->
                    neuron, weights |> List.sumBy (snd >> List.length)
                )

            let chain side neurons =
                List.pairwise neurons |> List.map (fun (i, j) -> side, i, j)

            match Premise.postsynaptic premise, neurons with
            | _, [ _ ]
            | (CorrelationStructure.Identity | CorrelationStructure.Uniform), _ -> [ [] ]
            | CorrelationStructure.Blocks _, _ -> [ chain IncomingSynapses (List.map fst neurons) ]
            | CorrelationStructure.LowRank rank, _ ->
                let odd = neurons |> List.filter (fun (_, count) -> count % 2 = 1) |> List.map fst

                [
                    for number in 1..rank ->
                        List.chunkBySize 2 odd |> List.collect (chain (IncomingPattern number))
                ]

        pattern.Blocks
        |> List.fold
            (fun ways (block, _) ->
                [
                    for way in ways do
                        for entries in ofBlock block -> way @ entries
                ]
            )
            [ [] ]

    /// The sums over presynaptic neurons that copying adds to a sum along the directions, each with the power of N of
    /// the sum over different neurons of the layer, the largest over the directions of R.
    let private sumTerms moment (premise: Premise) (sum: StructureSum) : (CopySum * Rational) list =
        let structures =
            StructureGraph.create (Premise.postsynaptic premise) (Premise.presynaptic premise)

        let known = System.Collections.Generic.Dictionary<_, Rational option>()

        // Few different sums occur, many times.
        let neuronScale key =
            match known.TryGetValue key with
            | true, scale -> scale
            | false, _ ->
                let scale =
                    StructureGraph.sumOverDistinct structures (fst key) (snd key)
                    |> Polynomial.tryLeadingExponent

                known[key] <- scale
                scale

        [
            for count, deltas, entries in StructureSums.covarianceProducts premise sum do
                let factors = List.map DeltaOf deltas

                for pattern in CopyPattern.all moment true factors do
                    for added in CopyScale.added None factors pattern do
                        for ofRows in rowEntries premise pattern do
                            match neuronScale (count, List.sort (entries @ ofRows)) with
                            | Some scale -> added, scale
                            | None -> ()
        ]
        |> List.distinct

    /// <summary>What copying adds, at any choice of exponents.</summary>
    /// <returns>A function of the exponents, and how many terms its averages have. Gaussian weights have none.</returns>
    let ofPremise (premise: Premise) : (ExponentValues -> CopyOrders) * bigint =
        let distribution = tryDistribution premise

        match Option.bind tryMomentOf distribution with
        | None -> (fun _ -> none), 0I
        | Some moment ->
            let averages =
                (List.find (fst >> (=) (distribution, isPostsynaptic premise)) addedByLaw |> snd)
                    .Value

            let sums =
                if isPostsynaptic premise then
                    [ SquareAlong; SquaredVarianceAlong ]
                    |> List.map (fun sum -> sum, sumTerms moment premise sum)
                else
                    []

            let orders values =
                let scales = directionScales premise values

                let powers =
                    averages
                    |> List.map (fun (_, sums, power) ->
                        sums
                        |> List.map (CopyScale.power scales values)
                        |> CopyScale.largest
                        |> Option.map ((+) power)
                    )

                let ofSums =
                    sums
                    |> List.map (fun (sum, terms) ->
                        sum,
                        terms
                        |> List.map (fun (added, scale) ->
                            CopyScale.power scales values added + scale
                        )
                        |> CopyScale.largest
                    )

                match powers with
                | squaredCovariance :: fluctuation :: others ->
                    let fields, neglected = List.splitAt (others.Length - 3) others

                    {
                        SquaredCovariance = squaredCovariance
                        VarianceFluctuation = fluctuation
                        FieldCumulants = fields
                        Neglected = neglected
                        Sums = ofSums
                    }
                | _ -> invalidOp "Six averages at least."

            orders, averages |> List.sumBy (fun (count, _, _) -> bigint count)
