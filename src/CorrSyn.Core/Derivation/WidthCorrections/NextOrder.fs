namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Model
open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps

/// <summary>
/// The correction of order N^(-1/2) to N Sigma for odd phi and correlated synapses, layer by layer.
/// </summary>
/// <remarks>
/// Derived here. For odd phi the collective variables p and w move by O(N^(-1/2)) only: with the square of the shared
/// drives of all layers below, and with the product of a shared drive and the drive U that all inputs of the network
/// have in common. N Sigma is N times the average of c_13^2 over inputs, and c_13 = &lt;kappa^2&gt; (S_1 S_3 + g o_13) at
/// leading order. Its product with the terms of the expansion in o_13 a and in a_1 b_3 is the correction; the others are
/// of higher order, because S is Gaussian, or because it is drawn independently of what is below. K1, K2 and Q have no
/// correction of this order: fields are exactly Gaussian over networks, and variances move symmetrically. The recursion
/// of <c>OverlapFlow</c> gives the same numbers.
/// </remarks>
[<RequireQualifiedAccess>]
module NextOrder =

    /// Whether it is derived for that premise: correlated Gaussian weights, R uniform, S the unit matrix, equal
    /// widths.
    let holdsFor (premise: Premise) : bool =
        premise.Weights = Columns(GaussianWeights, true)
        && premise.Postsynaptic = CorrelationStructure.Uniform
        && premise.Presynaptic = CorrelationStructure.Identity
        && premise.Widths = EqualWidths

    let private twoInputs = [ Activity; Activity ]

    /// The orders of N^(-1/4) in o_12 a_1.
    let private weightOfCorrection = 3

    let private coefficient weight responses deviations =
        ReplicaExpansion.expandTo weight responses
        |> Seq.filter (fun term -> term.Deviations = List.sort deviations)
        |> Seq.map (ReplicaExpansion.value responses)
        |> Polynomial.sum

    /// The coefficient of o_12 a_1 in the average of two inputs.
    let overlapResponse (a: CollectiveVariable) : Polynomial =
        coefficient weightOfCorrection twoInputs [ Overlap(0, 1); Collective(a, 0) ]

    /// Twice the coefficient of S^2 in p' or w'.
    let driveCurvature (a: CollectiveVariable) : Polynomial =
        let responses, input =
            match a with
            | MeanOverlap -> [ AveragedActivity; Activity ], 1
            | SquaredActivity -> [ SquareOfActivity ], 0
            | SharedDrive -> invalidOp "The shared drive is drawn anew in every layer."

        coefficient 2 responses [ Collective(SharedDrive, input); Collective(SharedDrive, input) ]
        |> Polynomial.scale (Rational.ofInt 2)

    let private pairs = CollectiveFluctuations.pairs CollectiveFluctuations.variables

    let private projection a b =
        Polynomial.quantity (NextProjection(min a b, max a b))

    /// Sigma_1, B_p, B_w, W_pp, W_pw, W_ww and T3: all start at 0.
    let quantities: Quantity list =
        NSigmaCorrection :: (CollectiveFluctuations.variables |> List.map OverlapMoment)
        @ (pairs |> List.map NextProjection)
        @ [ CubedCovariance ]

    /// <summary>How p' or w' of one input follows the product of its shared drive S and the drive U that all inputs of
    /// the network share.</summary>
    /// <remarks>U is the shared drive of the mean activity, of variance g r Q N^(-1/2) over networks. It shifts every field, and
    /// m with it: the coefficient is the derivative of that of S by the field.</remarks>
    let commonDriveResponse (a: CollectiveVariable) : Polynomial =
        let average functions =
            Polynomial.quantity (Quantity.fieldAverage functions)

        match a with
        | MeanOverlap ->
            average [ MeanDerivative 1; MeanDerivative 1 ]
            + average [ MeanDerivative 0; MeanDerivative 2 ]
        | SquaredActivity -> average [ SquareDerivative 2 ]
        | SharedDrive -> invalidOp "The shared drive is drawn anew in every layer."

    /// The slope with which Sigma_1 follows B_a: 4 times the product of the coefficients of o_12 and o_12 a_1.
    let private made =
        CollectiveFluctuations.variables
        |> List.map (fun a ->
            let factor =
                CollectiveFluctuations.overlapCoupling * overlapResponse a
                |> Polynomial.scale (Rational.ofInt 4)

            a, factor
        )

    /// <summary>Sigma_1, B_p, B_w and T3 one layer up.</summary>
    /// <param name="sharedVariance">sqrt(N) E Delta_ij at leading order.</param>
    /// <remarks>
    /// W'_ab is the average of c_12 with a'_1 b'_2, and starts from (S_1 S_2)^2 U^2.
    /// B'_a is the average of c_12^2 with a'_1, which moves with p, w and S^2; Gaussian S gives
    /// E S_1^2 (S_1^2 - E S^2) = 2 (E S^2)^2. The eigenvectors of C of eigenvalue O(sqrt(N)) are the shared
    /// drives of all layers below; each is passed on with its eigenvalue times g &lt;kappa^2&gt;.
    /// </remarks>
    let next (sharedVariance: Polynomial) : (Quantity * Polynomial) list =
        let slope = CollectiveFluctuations.coupling SharedDrive SharedDrive
        let passedOn = CollectiveFluctuations.overlapCoupling
        let cube = Polynomial.pow 3

        let sumOver (term: CollectiveVariable -> Polynomial) =
            CollectiveFluctuations.variables |> Seq.map term |> Polynomial.sum

        let moment a = Polynomial.quantity (OverlapMoment a)

        let both =
            List.allPairs CollectiveFluctuations.variables CollectiveFluctuations.variables

        // 2 g <kappa^2> tr(H W), as in the map of ten order parameters.
        let ofProjections =
            both
            |> Seq.map (fun (a, b) -> CollectiveFluctuations.coupling a b * projection a b)
            |> Polynomial.sum
            |> (*) passedOn
            |> Polynomial.scale (Rational.ofInt 2)

        // sqrt(N) Var U.
        let commonVariance =
            Polynomial.quantity Gain
            * Polynomial.quantity Correlation
            * Polynomial.quantity Q

        let nextProjection a b =
            let carried =
                both
                |> Seq.map (fun (c, d) ->
                    CollectiveFluctuations.response a c
                    * projection c d
                    * CollectiveFluctuations.response b d
                )
                |> Polynomial.sum

            let made =
                slope
                * Polynomial.pow 2 sharedVariance
                * commonVariance
                * commonDriveResponse a
                * commonDriveResponse b

            passedOn * carried + made

        [
            NSigmaCorrection,
            Polynomial.pow 2 passedOn * Polynomial.quantity NSigmaCorrection
            + (made |> Seq.map (fun (a, factor) -> factor * moment a) |> Polynomial.sum)
            + ofProjections

            for a in CollectiveFluctuations.variables do
                OverlapMoment a,
                Polynomial.pow 2 slope * driveCurvature a * cube sharedVariance
                + Polynomial.pow 2 passedOn
                  * sumOver (fun b -> CollectiveFluctuations.response a b * moment b)

            for a, b in pairs do
                NextProjection(a, b), nextProjection a b

            CubedCovariance,
            cube slope * cube sharedVariance
            + cube passedOn * Polynomial.quantity CubedCovariance
        ]

    /// <summary>The part of Sigma_1' that comes from the fluctuation of Delta_ii over neurons together with
    /// Delta_ij^2: all of it if inputs were Gaussian.</summary>
    /// <remarks>For Gaussian inputs o_12^2 goes with |h - m|^2 alone: B_w = 2 T3, B_p = 0 and W = 0.</remarks>
    let ofGaussianInputs () : Polynomial =
        made
        |> Seq.map (fun (a, factor) ->
            match a with
            | SquaredActivity ->
                Polynomial.scale (Rational.ofInt 2) factor * Polynomial.quantity CubedCovariance
            | MeanOverlap
            | SharedDrive -> Polynomial.zero
        )
        |> Polynomial.sum

    /// <summary>The same by the other route: N^(3/2) times 2 &lt;kappa^2&gt; &lt;kappa phi_3&gt; cov(Delta_ii, Delta_ij^2),
    /// since kappa^2 changes with Delta_ii by kappa phi_3 for i and likewise for j.</summary>
    let ofVarianceFluctuation (premise: Premise) (gamma: Rational) : Polynomial =
        let covariance =
            LayerMoments.covarianceOf
                premise
                [ LayerMoments.variance ]
                [ LayerMoments.covariance; LayerMoments.covariance ]

        let cubes =
            covariance
            |> List.filter (fun term -> term.Contractions = [ Contraction.traceOfCube ])
            |> Seq.map (fun term ->
                AsymptoticExpansion.assignGamma gamma term.Coefficient
                |> AsymptoticExpansion.dropOrderTerm
            )
            |> Polynomial.sum

        let average orders =
            Polynomial.quantity (Quantity.fieldAverage (orders |> List.map MeanDerivative))

        // N^(3/2) T3 for tr C^3, and N^(3/2) in front of the covariance.
        cubes * Polynomial.width 3 * Polynomial.quantity CubedCovariance
        |> Polynomial.filter (fun monomial -> monomial.Width = Exponent.zero)
        |> (*) (average [ 1; 1 ] * average [ 1; 3 ])
        |> Polynomial.scale (Rational.ofInt 2)
