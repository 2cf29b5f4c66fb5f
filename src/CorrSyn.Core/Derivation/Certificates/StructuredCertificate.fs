namespace CorrSyn.Derivation.Certificates

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Structures
open CorrSyn.Derivation.Scaling
open CorrSyn.Derivation.StructuredMaps

/// Checks for weights that are correlated over presynaptic neurons. All are exact.
[<RequireQualifiedAccess>]
module StructuredCertificate =

    let private product (a: Rational[,]) (b: Rational[,]) =
        let width = Array2D.length1 a

        Array2D.init
            width
            width
            (fun i j -> IndexSums.total (Seq.init width (fun k -> a[i, k] * b[k, j])))

    let private trace (a: Rational[,]) =
        IndexSums.total (Seq.init (Array2D.length1 a) (fun i -> a[i, i]))

    /// The derived moments at a small width, sums with the structure by their definitions.
    let private derived premise width (structure: Rational[,]) =
        let c = IndexSums.covarianceAt width
        let cp = product c structure
        let n = Rational.ofInt width

        let mean power =
            IndexSums.total (Seq.init width (fun i -> Rational.pow power c[i, i])) / n

        let raw = StructureSums.raw

        let values =
            [
                Gain, IndexSums.gain
                Correlation, IndexSums.rho
                PresynapticCorrelation, IndexSums.sigma
                K1, mean 1
                K2, mean 2
                NSigma, (trace (product c c) - n * mean 2) / (n - Rational.one)
                raw VarianceAlong, trace cp
                raw SquareAlong, trace (product c cp)
                raw SquaredVarianceAlong, trace (product cp cp)
            ]
            |> Map.ofList

        let moments = KroneckerMoments.derive premise

        [
            moments.Variance
            moments.Covariance
            moments.VarianceFluctuation
            moments.SquaredCovariance
        ]
        |> List.map (fun expansion ->
            AsymptoticExpansion.dropOrderTerm expansion
            |> KroneckerMoments.resolve premise
            |> Polynomial.assignGamma Rational.zero
            |> Polynomial.assignDelta Rational.zero
            |> Polynomial.evaluate width (fun quantity -> Map.find quantity values)
        )

    /// <summary>The averages over the weights, by index sums for three structures of S.</summary>
    let ofMoments () : Certificate =
        let cases =
            [
                CorrelationStructure.Uniform, 2
                CorrelationStructure.Blocks 2, 4
                CorrelationStructure.LowRank 2, 4
            ]

        let agrees (presynaptic, width) =
            let premise =
                Premise.create (Columns(GaussianWeights, true))
                |> Premise.withStructures CorrelationStructure.Uniform presynaptic

            let structure = Array2D.init width width (StructureMoments.entry presynaptic width)
            let average = IndexSums.average width structure
            let variance = average [ 0, 0 ]

            let explicit =
                [
                    variance
                    average [ 0, 1 ]
                    average [ 0, 0; 0, 0 ] - variance * variance
                    Rational.ofInt width * average [ 0, 1; 0, 1 ]
                ]

            derived premise width structure = explicit

        let shown =
            cases
            |> List.map (fun (structure, width) ->
                $"{CorrelationStructure.name structure} at N = {width}"
            )
            |> String.concat ", "

        Certificate.create
            "enumeration"
            (List.forall agrees cases)
            $"4 moments equal the index sums of Gaussian weights written out, as rationals, for S {shown}"

    /// Products of entries of R and P as they occur in the sums.
    let private graphs =
        let incoming i j = IncomingSynapses, i, j
        let outgoing i j = OutgoingSynapses, i, j

        [
            2, [ outgoing 0 1 ]
            2, [ outgoing 0 1; incoming 0 1 ]
            2, [ outgoing 0 1; incoming 0 1; incoming 0 1 ]
            3, [ outgoing 2 0; incoming 0 1; incoming 1 2 ]
            4, [ outgoing 1 2; outgoing 3 0; incoming 0 1; incoming 2 3 ]
            4, [ outgoing 1 2; outgoing 3 0; incoming 0 2; incoming 1 3 ]
        ]

    /// What one check may cost, in terms of a sum.
    let private largestSumSize = 20_000L

    /// <summary>Sums over different neurons by going through all of them at a small width.</summary>
    let ofSums (premise: Premise) : Certificate =
        let incoming, outgoing = Premise.postsynaptic premise, Premise.presynaptic premise
        let cells = StructureGraph.cellCount incoming outgoing
        let width = cells * ((max 4 cells + cells - 1) / cells)
        let structures = StructureGraph.create incoming outgoing

        let entry side =
            match side with
            | IncomingSynapses -> StructureMoments.entry incoming width
            | OutgoingSynapses -> StructureMoments.entry outgoing width
            | IncomingPattern number ->
                let sign = StructureMoments.patternSign number width
                fun i j -> Rational.ofInt (sign i * sign j)

        let isDefined edges =
            incoming <> CorrelationStructure.Identity
            || edges |> List.forall (fun (side, _, _) -> side = OutgoingSynapses)

        let rec choices count =
            if count = 0 then
                Seq.singleton []
            else
                seq {
                    for rest in choices (count - 1) do
                        for i in 0 .. width - 1 do
                            if not (List.contains i rest) then
                                i :: rest
                }

        let counted nodeCount edges =
            choices nodeCount
            |> Seq.map (fun neurons ->
                let neurons = Array.ofList neurons

                edges
                |> List.fold
                    (fun product (side, a, b) -> product * entry side neurons[a] neurons[b])
                    Rational.one
            )
            |> IndexSums.total

        let checkedGraphs =
            graphs
            |> List.filter (fun (nodeCount, edges) ->
                isDefined edges
                && Seq.fold (*) 1L (Seq.replicate nodeCount (int64 width)) <= largestSumSize
            )

        let agrees (nodeCount, edges) =
            let value =
                StructureGraph.sumOverDistinct structures nodeCount edges
                |> Polynomial.evaluate width (fun _ -> Rational.zero)

            value = counted nodeCount edges

        Certificate.create
            "counting"
            (not checkedGraphs.IsEmpty && List.forall agrees checkedGraphs)
            $"{checkedGraphs.Length} sums of products of entries of R and P equal those over all choices of different neurons at N = {width}, as rationals"

    let private at (gamma, delta) polynomial =
        polynomial |> Polynomial.assignGamma gamma |> Polynomial.assignDelta delta

    let private largestCorrelated (demands: Demand list) point =
        demands
        |> List.map (fun demand ->
            at point demand.Value
            |> Polynomial.filter (fun monomial ->
                Monomial.powerOf Correlation monomial > 0
                || Monomial.powerOf PresynapticCorrelation monomial > 0
            )
        )
        |> Polynomial.sum
        |> Polynomial.tryLeadingExponent

    /// <summary>Corners and border, by the powers of N of every demand at them and on both sides.</summary>
    let ofPolygon (demands: Demand list) (polygon: ScalingPolygon) : Certificate =
        let isFinite point =
            demands
            |> List.forall (fun demand ->
                Polynomial.tryLeadingExponent (at point demand.Value) = Some Rational.zero
            )

        let countsBoth point =
            [ Correlation; PresynapticCorrelation ]
            |> List.forall (fun number ->
                demands
                |> List.exists (fun demand ->
                    (at point demand.Value).Terms
                    |> List.exists (fun (monomial, _) ->
                        Monomial.powerOf number monomial > 0
                        && Rational.isZero (Exponent.value monomial.Width)
                    )
                )
            )

        let middle (edge: ScalingEdge) =
            // Along (q, -p) gamma grows and delta falls.
            let p, q, c = edge.Line

            match edge.Start, edge.End with
            | Some(a, b), Some(c, d) -> (a + c) / Rational.ofInt 2, (b + d) / Rational.ofInt 2
            | None, Some(a, b) -> a - q, b + p
            | Some(a, b), None -> a + q, b - p
            | None, None when Rational.isZero q -> c / p, Rational.zero
            | None, None -> Rational.zero, c / q

        let step = Rational.ofRatio 1 100

        let sides edge =
            let gamma, delta = middle edge

            [ -step; Rational.zero; step ]
            |> List.map (fun shift ->
                largestCorrelated demands (gamma + shift, delta + shift)
                |> Option.map Rational.sign
            )

        let corners =
            polygon.Vertices
            |> List.map (fun (gamma, delta) ->
                $"({Rational.render gamma}, {Rational.render delta})"
            )
            |> String.concat ", "

        Certificate.create
            "balance"
            (not polygon.Vertices.IsEmpty
             && List.forall isFinite polygon.Vertices
             && List.forall countsBoth polygon.Vertices
             && polygon.Edges
                |> List.forall (fun edge -> sides edge = [ Some 1; Some 0; Some -1 ]))
            $"at (gamma, delta) = {corners} every demand is of order N^0 and terms of both correlations are among the largest; across every edge the largest correlated term goes from growing to vanishing"
