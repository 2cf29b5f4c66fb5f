namespace CorrSyn.Derivation

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.StructuredMaps

/// <summary>The outcome for weights that are correlated over presynaptic neurons.</summary>
type StructuredDerivation =
    {
        /// The verdicts over the line of delta, where that is the only unknown.
        Regimes: Regime list
        /// The border of self-consistency, where gamma is unknown too.
        Edges: ScalingEdge list
        /// Every isolated self-consistent choice of exponents, with its map.
        Maps: (ExponentValues * StructuredMap) list
        /// How many terms the averages have that tell copies from Gaussian weights.
        CopyTermCount: bigint
        Steps: Step list
    }

/// Runs the argument for weights that are correlated over presynaptic neurons.
[<RequireQualifiedAccess>]
module StructuredDerivation =

    let private demands (premise: Premise) (moments: LayerMoments) : Demand list =
        let values =
            StructureSums.all
            |> List.map (fun sum -> StructureSums.raw sum, StructureSums.value premise sum)

        let resolve polynomial =
            KroneckerMoments.resolve premise polynomial
            |> Polynomial.substitute (fun quantity ->
                values |> List.tryFind (fst >> (=) quantity) |> Option.map snd
            )

        CorrelationScaling.demands moments
        |> List.map (fun demand ->
            { demand with
                Value = resolve demand.Value
            }
        )

    /// delta and s in the places of gamma and r, for a balance of one unknown.
    let private exchanged (demand: Demand) : Demand =
        let rename quantity =
            if quantity = PresynapticCorrelation then
                Some(Polynomial.quantity Correlation)
            else
                None

        { demand with
            Value =
                demand.Value
                |> Polynomial.mapWidth Exponent.exchange
                |> Polynomial.substitute rename
        }

    let private tryObstruction (demand: Demand) : ScalingObstruction option =
        demand.Value
        |> Polynomial.without Correlation
        |> Polynomial.without PresynapticCorrelation
        |> Polynomial.tryLeadingExponent
        |> Option.filter (Rational.isZero >> not)
        |> Option.map (fun exponent -> { Demand = demand; Exponent = exponent })

    /// A field average of a sum that no order parameter of the map gives.
    let private tryMissing (map: StructuredMap) : DerivationFailure option =
        let isMissing =
            map.Map.DrivingVariance :: map.Map.FieldVariance :: List.map snd map.Map.Next
            |> List.exists (
                AsymptoticExpansion.dropOrderTerm >> Polynomial.dependsOn MeanCovariance
            )

        if isMissing then
            Some(
                MissingOrderParameter
                    "the mean of C_ij over pairs enters at leading order, and for phi that is not odd its value is not known"
            )
        else
            None

    /// What copying adds at leading order, in words; None where all of it vanishes as N grows.
    let private tryAdded (map: StructuredMap) (copies: CopyOrders) : DerivationFailure option =
        let stays power =
            power |> Option.exists (fun power -> Rational.sign power >= 0)

        let isLeadingSum (sum, power) =
            map.Leading
            |> List.exists (fun (leading, scale) ->
                leading = sum && power |> Option.exists (fun power -> power >= scale)
            )

        let others =
            copies.SquaredCovariance :: copies.VarianceFluctuation :: copies.Neglected

        if copies.FieldCumulants |> List.exists stays then
            Some(
                MissingOrderParameter
                    "the law of a weight beyond its variance would be needed: for phi that is not odd the values that synapses onto one neuron share add to its field with finite coefficients, and the fourth cumulant of the field, which holds mu_4 - 3, does not vanish as N grows; gaussian weights or odd phi do without it"
            )
        elif List.exists stays others || List.exists isLeadingSum copies.Sums then
            Some(
                MissingOrderParameter
                    "joint cumulants of weights that share a value enter at leading order, and their sums over the layer below are not known; gaussian weights do without them"
            )
        else
            None

    let private maps premise moments points =
        let derived =
            points
            |> List.map (fun (values, copies) ->
                values, StructuredMap.derive premise moments copies values
            )

        let added =
            List.zip derived points
            |> List.tryPick (fun ((_, map), (_, copies)) -> tryAdded map copies)

        match added, derived |> List.tryPick (snd >> tryMissing) with
        | Some failure, _
        | None, Some failure -> Error failure
        | None, None -> Ok derived

    let private prefixes count =
        match count with
        | 1 -> [ "MF" ]
        | _ -> List.init count (fun i -> $"M{char (int 'A' + i)}")

    let private assemble premise moments (balance: Step) regimes edges points =
        let ordersAt, copyTermCount = CopyOrders.ofPremise premise
        let copies = points |> List.map (fun values -> values, ordersAt values)

        maps premise moments copies
        |> Result.map (fun maps ->
            let firstPrefix = List.head (prefixes maps.Length)

            {
                Regimes = regimes
                Edges = edges
                Maps = maps
                CopyTermCount = copyTermCount
                Steps =
                    [
                        StructuredStep.moments premise moments
                        yield! Option.toList (StructuredStep.tryCopies premise)
                        yield! Option.toList (DerivationStep.tryPairMeans premise moments)
                        StructuredStep.sums premise
                        balance
                        yield! Option.toList (StructuredStep.tryCopyOrders premise copies)
                        StructuredStep.fields moments copies
                        StructuredStep.price premise copies

                        for prefix, (values, map) in List.zip (prefixes maps.Length) maps do
                            StructuredStep.map prefix (prefix = firstPrefix) premise values map
                    ]
            }
        )

    let private ofLine premise moments demands =
        demands
        |> List.map exchanged
        |> CorrelationScaling.solve
        |> Result.mapError NoSelfConsistentScaling
        |> Result.bind (fun scaling ->
            let points =
                scaling.Exponents
                |> List.map (fun delta ->
                    {
                        GammaValue = Rational.zero
                        DeltaValue = delta
                    }
                )

            if points.IsEmpty then
                Error(ExponentNotUnique [])
            else
                let balance = StructuredStep.line premise scaling points
                assemble premise moments balance scaling.Regimes [] points
        )

    let private ofPlane premise moments demands =
        match List.tryPick tryObstruction demands with
        | Some obstruction -> Error(NoSelfConsistentScaling obstruction)
        | None ->
            let correlated =
                [
                    for demand in demands do
                        for monomial, _ in demand.Value.Terms do
                            if
                                Monomial.powerOf Correlation monomial > 0
                                || Monomial.powerOf PresynapticCorrelation monomial > 0
                            then
                                monomial.Width
                ]

            let polygon = ScalingPolygon.solve (List.distinct correlated)

            let points =
                polygon.Vertices
                |> List.map (fun (gamma, delta) ->
                    {
                        GammaValue = gamma
                        DeltaValue = delta
                    }
                )

            let balance = StructuredStep.polygon premise demands polygon points
            assemble premise moments balance [] polygon.Edges points

    /// <summary>The derivation, with every check run.</summary>
    /// <param name="premise">A valid premise with S not the unit matrix.</param>
    let derive (premise: Premise) : Result<StructuredDerivation, DerivationFailure> =
        let moments = KroneckerMoments.derive premise

        match Premise.postsynaptic premise, premise.Activation with
        | CorrelationStructure.Identity, (OddActivation | AnyActivation) ->
            ofLine premise moments (demands premise moments)
        | (CorrelationStructure.Uniform | CorrelationStructure.Blocks _ | CorrelationStructure.LowRank _),
          OddActivation -> ofPlane premise moments (demands premise moments)
        | (CorrelationStructure.Uniform | CorrelationStructure.Blocks _ | CorrelationStructure.LowRank _),
          AnyActivation ->
            Error(
                MissingOrderParameter
                    "with correlations on both sides and phi that is not odd, the mean of C_ij over pairs, and how p = m.h/N, w = h.h/N and the sums d.h/N along the directions move together with the input, would be needed; odd phi does without them"
            )
