namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments

/// Which deviations from four order parameters a layer map follows.
type Closure =
    /// K1, K2, Q and N Sigma: no collective variable moves.
    | FourParameters
    /// Pre-activations taken as jointly Gaussian over inputs: p moves, and w with it as w = 2 p.
    | GaussianPreActivations
    /// p and w move: ten parameters.
    | CollectiveVariables

/// <summary>The order parameters of a layer from those of the layer below, to leading order in N.</summary>
/// <remarks>Equations MF-1 to MF-6, GC-1 to GC-3 and CV-1 to CV-7 of docs/theory. Functions of the field
/// are averaged over u ~ N(0, FieldVariance); their inner average has the variance DrivingVariance.</remarks>
type LayerMap =
    {
        /// D0, the variance of a pre-activation over inputs.
        DrivingVariance: AsymptoticExpansion
        /// The variance of the field u over neurons.
        FieldVariance: AsymptoticExpansion
        /// Coefficients that the order parameters are written with; each uses only those before it.
        Definitions: (Quantity * Polynomial) list
        /// Every order parameter one layer up.
        Next: (Quantity * AsymptoticExpansion) list
    }

/// Derives the map under a premise, and says when it is closed.
[<RequireQualifiedAccess>]
module LayerMap =

    let private orderTerms (scales: Rational option list) =
        scales
        |> Seq.choose (Option.map AsymptoticExpansion.orderTerm)
        |> AsymptoticExpansion.sum

    /// <summary>The next value of an order parameter.</summary>
    /// <exception cref="T:System.InvalidOperationException">The map does not hold it.</exception>
    let next (quantity: Quantity) (map: LayerMap) : AsymptoticExpansion =
        match map.Next |> List.tryFind (fst >> (=) quantity) with
        | Some(_, expansion) -> expansion
        | None -> invalidOp $"The layer map does not hold {quantity}."

    let private at premise gamma expansion =
        expansion
        |> AsymptoticExpansion.assignGamma gamma
        |> Premise.resolvePairMeans premise
        |> AsymptoticExpansion.keepFinite

    /// sqrt(N) E Delta_ij, the variance of the shared drive S in units of N^(-1/2).
    let sharedVariance premise (moments: LayerMoments) gamma : Polynomial =
        AsymptoticExpansion.exact (Polynomial.widthPower (Exponent.constant (Rational.ofRatio 1 2)))
        * moments.Covariance
        |> at premise gamma
        |> AsymptoticExpansion.dropOrderTerm

    /// <summary>The map of K1, K2, Q and N Sigma once gamma is known.</summary>
    /// <remarks>
    /// Derived here. C_ii = v(u_i) and m_i = m(u_i) with a variance Delta_ii that does not fluctuate at
    /// leading order, so K1, K2 and Q are averages over the field; C_ij^2 is the first term of its
    /// Price expansion. The order terms say what that leaves out of one layer, for given C below.
    /// </remarks>
    let private fourParameters (premise: Premise) (moments: LayerMoments) gamma : LayerMap =
        let leadingTerm = List.head (PriceExpansion.squaredCovariance 2)

        let fluctuation =
            AsymptoticExpansion.assignGamma gamma moments.VarianceFluctuation
            |> AsymptoticExpansion.tryLeadingExponent

        let fieldAverage functions =
            AsymptoticExpansion.exact (Polynomial.quantity (Quantity.fieldAverage functions))
            + orderTerms [ fluctuation ]

        let at = at premise gamma

        {
            DrivingVariance = at moments.Variance
            FieldVariance = at moments.FieldVariance
            Definitions = []
            Next =
                [
                    K1, fieldAverage [ ActivityVariance ]
                    K2, fieldAverage [ ActivityVariance; ActivityVariance ]
                    Q, fieldAverage [ Quantity.mean; Quantity.mean ]
                    NSigma,
                    (AsymptoticExpansion.exact (
                        Premise.widthRatio premise * PriceExpansion.prefactor leadingTerm
                     )
                     * at moments.SquaredCovariance
                     |> AsymptoticExpansion.mapExact Polynomial.cancelWidthRatios)
                    + orderTerms (PriceExpansion.neglectedScales premise gamma)
                ]
        }

    /// <summary>The map in which p and w move.</summary>
    /// <remarks>Every row of R has the same mean, so the shared drive acts on all neurons alike: f_1 enters
    /// wherever S occurs once, f_2 where it stands alone. N Sigma and V of a layer hold its own width once, M
    /// its square root.</remarks>
    let private collectiveVariables premise (moments: LayerMoments) gamma (four: LayerMap) =
        let shared = sharedVariance premise moments gamma
        let ratio = Premise.widthRatio premise
        let root = Premise.rootWidthRatio premise

        let ratioOf quantity =
            let variables = CollectiveFluctuations.variables

            let isCovariance =
                List.allPairs variables variables
                |> List.exists (fun (a, b) -> quantity = Quantity.collectiveCovariance a b)

            if isCovariance then root else ratio

        // The next terms of the expansion in N^(-1/4); odd powers average out.
        let order = AsymptoticExpansion.orderTerm (Rational.ofRatio -1 2)

        let added quantity =
            if quantity = NSigma then
                ratio * CollectiveFluctuations.excess shared
            else
                Polynomial.zero

        { four with
            Definitions = CollectiveFluctuations.definitions shared
            Next =
                (four.Next
                 |> List.map (fun (quantity, expansion) ->
                     quantity, expansion + AsymptoticExpansion.exact (added quantity) + order
                 ))
                @ (CollectiveFluctuations.next shared
                   |> List.map (fun (quantity, value) ->
                       quantity, AsymptoticExpansion.exact (ratioOf quantity * value) + order
                   ))
        }

    /// <summary>What remains of the collective variables if pre-activations are jointly Gaussian: |h - m|^2/N
    /// does not move, so w = |m|^2/N + 2 p + ... moves as 2 p.</summary>
    let private gaussianReplacement (quantity: Quantity) : Polynomial option =
        let multiplicity variable =
            match variable with
            | SquaredActivity -> 2
            | MeanOverlap
            | SharedDrive -> 1

        let replaced create (a, b) =
            let kept = Polynomial.quantity (create (MeanOverlap, MeanOverlap))

            create (a, b), Polynomial.scale (Rational.ofInt (multiplicity a * multiplicity b)) kept

        let pairs = CollectiveFluctuations.pairs CollectiveFluctuations.variables

        (pairs |> List.map (replaced CollectiveCovariance))
        @ (pairs |> List.map (replaced CollectiveProjection))
        |> List.tryFind (fst >> (=) quantity)
        |> Option.map snd

    let private gaussianPreActivations (full: LayerMap) : LayerMap =
        let replace = Polynomial.substitute gaussianReplacement

        let moves quantity =
            match gaussianReplacement quantity with
            | Some replacement -> replacement = Polynomial.quantity quantity
            | None -> true

        let next =
            full.Next
            |> List.filter (fst >> moves)
            |> List.map (fun (quantity, expansion) ->
                quantity, AsymptoticExpansion.mapExact replace expansion
            )

        let definitions =
            full.Definitions |> List.map (fun (quantity, value) -> quantity, replace value)

        // Only what the remaining order parameters are written with.
        let rec used (wanted: Quantity list) =
            let more =
                definitions
                |> List.filter (fun (quantity, _) -> List.contains quantity wanted)
                |> List.collect (snd >> Polynomial.quantities)
                |> List.append wanted
                |> List.distinct

            if more.Length = wanted.Length then wanted else used more

        let needed =
            next
            |> List.collect (snd >> AsymptoticExpansion.dropOrderTerm >> Polynomial.quantities)
            |> List.distinct
            |> used

        { full with
            Definitions =
                definitions |> List.filter (fun (quantity, _) -> List.contains quantity needed)
            Next = next
        }

    /// <summary>The map that follows more, from that of four order parameters.</summary>
    /// <param name="closure">What it follows.</param>
    /// <param name="premise">The premise.</param>
    /// <param name="moments">The averages over the weights under that premise.</param>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <param name="four">The map of four order parameters at that gamma.</param>
    let widen
        (closure: Closure)
        (premise: Premise)
        (moments: LayerMoments)
        (gamma: Rational)
        (four: LayerMap)
        : LayerMap =
        match closure with
        | FourParameters -> four
        | CollectiveVariables -> collectiveVariables premise moments gamma four
        | GaussianPreActivations ->
            gaussianPreActivations (collectiveVariables premise moments gamma four)

    /// The map once gamma is known.
    let derive (closure: Closure) (premise: Premise) (moments: LayerMoments) (gamma: Rational) =
        widen closure premise moments gamma (fourParameters premise moments gamma)

    /// The map with every definition put in its place.
    let expanded (map: LayerMap) : (Quantity * Polynomial) list =
        let known =
            map.Definitions
            |> List.fold
                (fun known (quantity, value) ->
                    let replace name = Map.tryFind name known
                    Map.add quantity (Polynomial.substitute replace value) known
                )
                Map.empty

        map.Next
        |> List.map (fun (quantity, expansion) ->
            quantity,
            AsymptoticExpansion.dropOrderTerm expansion
            |> Polynomial.substitute (fun name -> Map.tryFind name known)
        )
