namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps

/// The checks of layer maps and of the expansion that they come from. All are exact.
[<RequireQualifiedAccess>]
module MapCertificate =

    /// The degree of a quantity in covariances: C -> c C multiplies it by c to that power.
    let covarianceDegree (quantity: Quantity) : int =
        match quantity with
        | K1
        | CollectiveCovariance _
        | CollectiveTransfer _
        | ScaledSum(VarianceAlong, _) -> 1
        | K2
        | NSigma
        | NSigmaCorrection
        | MeanCovariance
        | CollectiveProjection _
        | NextProjection _
        | ScaledSum((SquareAlong | SquaredVarianceAlong), _) -> 2
        | TransferTrace power -> power
        | OverlapMoment _
        | FiniteCubedCovariance
        | CubedCovariance -> 3
        | QuarticCovariance -> 4
        | CovarianceTraces powers -> List.sum powers
        | FieldAverage functions -> functions |> List.filter ((=) ActivityVariance) |> List.length
        | Gain
        | Correlation
        | BiasVariance
        | InputRatio
        | InputVariance
        | Q
        | InputCoupling _
        | CollectiveResponse _
        | ScaledSum(ActivityAlong, _)
        | WidthRatio
        | RootWidthRatio
        | InverseWidthRatio
        | RowTrace _
        | Sharing
        | PresynapticCorrelation
        | StandardizedMoment _
        | CorrelationMoment _ -> 0

    /// <summary>The common degree in covariances of all terms; None if they differ.</summary>
    let tryCovarianceDegree (polynomial: Polynomial) : int option =
        let degrees =
            polynomial.Terms
            |> List.map (fun (monomial, _) ->
                monomial.Factors
                |> List.sumBy (fun (quantity, power) -> power * covarianceDegree quantity)
            )
            |> List.distinct

        match degrees with
        | [ degree ] -> Some degree
        | _ -> None

    /// <summary>K1 and M are of degree 1 and K2, N Sigma and V of degree 2 in the covariances, so D/N does
    /// not see their scale.</summary>
    let ofHomogeneity (map: LayerMap) : Certificate =
        let degree value =
            tryCovarianceDegree (AsymptoticExpansion.dropOrderTerm value)

        let isRight (quantity, value) =
            AsymptoticExpansion.dropOrderTerm value |> Polynomial.isZero
            || degree value = Some(covarianceDegree quantity)

        let isAverage quantity =
            quantity = Q || covarianceDegree quantity = 0

        Certificate.create
            "homogeneity"
            (degree map.DrivingVariance = Some 1
             && map.Next
                |> List.forall (fun (quantity, value) ->
                    isAverage quantity || isRight (quantity, value)
                )
             && map.Definitions
                |> List.forall (fun (quantity, value) ->
                    tryCovarianceDegree value = Some(covarianceDegree quantity)
                ))
            "D0, the order parameters and the coefficients each have one degree in the covariances: D0, K1 and M 1; K2, N Sigma and V 2"

    /// <summary>The expansion in the deviations of inputs, against Gaussian moments of powers of z.</summary>
    let ofReplicaExpansion () : Certificate =
        Certificate.create
            "moments"
            (ReplicaMoments.agree ())
            $"for phi = z, z^2, z^3 and z + z^2 the expansion equals the exact Gaussian moments, as rationals, up to the order N^(-3/4), for {ReplicaMoments.caseCount} covariances"

    /// <summary>Without collective variables the wider map is the narrower one, and for a linear network
    /// it stays so.</summary>
    let ofCollectiveMap (four: LayerMap) (full: LayerMap) : Certificate =
        let isCollective quantity =
            List.contains quantity CollectiveFluctuations.quantities

        let atZero quantity =
            if isCollective quantity then Some Polynomial.zero else None

        // phi(z) = z: phi_1 = 1, m = u, psi_1 = 2 u, psi_2 = 2, nothing else.
        let linear quantity =
            match quantity with
            | FieldAverage functions ->
                let isOneOrNothing f =
                    match f with
                    | MeanDerivative n -> n > 0
                    | SquareDerivative n -> n > 2
                    | PowerDerivative(power, n) -> n > power
                    | ActivityVariance -> false

                if functions |> List.forall ((=) Quantity.slope) then
                    Some Polynomial.one
                elif
                    functions |> List.exists (fun f -> isOneOrNothing f && f <> Quantity.slope)
                    || Parity.vanishesForOddActivation quantity
                then
                    Some Polynomial.zero
                else
                    None
            | other -> atZero other

        let expandedFour = LayerMap.expanded four
        let expandedFull = LayerMap.expanded full

        let same replacement (quantity, value) =
            let other = expandedFull |> List.find (fst >> (=) quantity) |> snd

            Polynomial.substitute replacement value = Polynomial.substitute replacement other

        let staysZeroIfLinear =
            expandedFull
            |> List.filter (fst >> isCollective)
            |> List.forall (snd >> Polynomial.substitute linear >> Polynomial.isZero)

        Certificate.create
            "reduction"
            (List.forall (same atZero) expandedFour
             && List.forall (same linear) expandedFour
             && staysZeroIfLinear)
            "with M = V = 0 it is the map of four order parameters; for phi(z) = z, M and V stay 0"

    /// <summary>M and V are the only sums that the four order parameters lack, at the order of Delta_ij,
    /// and what makes them leave 0 vanishes for odd phi and for r = 0.</summary>
    let ofClosure (premise: Premise) (gamma: Rational) (full: LayerMap) : Certificate =
        let terms =
            LayerMoments.covarianceOf
                premise
                [ Field First; Field Second ]
                [ LayerMoments.covariance ]

        // Delta_ij is of this order, so smaller terms do not matter.
        let orderOfCovariance = Some(Rational.ofRatio -1 2)

        let leading =
            terms
            |> List.filter (fun term ->
                LayerStatistics.tryScale gamma [ term ] >= orderOfCovariance
            )

        Certificate.create
            "parity"
            (LayerStatistics.undetermined leading = [ Contraction.meanOverlap ]
             && LayerStatistics.tryScale gamma terms = orderOfCovariance
             && Parity.isClosedWithFour true 1.0 full
             && Parity.isClosedWithFour false 0.0 full)
            "m.C.m, which is M_pp, is the only new sum at the order N^(-1/2) of Delta_ij; every term that makes M or V leave 0 holds r and the average of an odd function of the field"
