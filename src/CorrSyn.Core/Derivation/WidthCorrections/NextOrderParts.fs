namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic
open CorrSyn.Derivation
open CorrSyn.Derivation.Moments
open CorrSyn.Derivation.Maps

/// <summary>
/// The corrections of order 1/N to N Sigma of one layer, for Gaussian inputs and given C below, part by part.
/// </summary>
/// <remarks>
/// Derived here: the square of Price's series, with functions of a neuron that depend on its Delta_ii. kappa changes with
/// Delta_ii by phi_3/2 and phi_5/8 of its square, so kappa^2 by kappa phi_3 and (phi_3^2 + kappa phi_5)/4. Where m = 0 below,
/// fields are independent of everything else. This is the whole correction of the first layer, and a second route to
/// <see cref="T:CorrSyn.Derivation.OverlapFlow"/>.
/// </remarks>
[<RequireQualifiedAccess>]
module NextOrderParts =

    let private average orders =
        Polynomial.quantity (Quantity.fieldAverage (orders |> List.map MeanDerivative))

    let private half = Rational.ofRatio 1 2
    let private n = Polynomial.width 1

    let private ofContraction (contraction: Contraction) : Polynomial =
        if contraction = Contraction.traceOfCube then
            n * Polynomial.quantity FiniteCubedCovariance
        elif contraction = Contraction.traceOfFourth then
            // Of order N too, and always one power of 1/N below what is kept.
            n * Polynomial.quantity QuarticCovariance
        else
            match LayerStatistics.tryOfContraction contraction with
            | Some value -> value
            | None ->
                invalidOp
                    "An average of Delta_ii and Delta_ij^2 holds tr C, tr C^2 and tr C^3 only."

    /// An average over weights, with traces as order parameters.
    let private ofTerms gamma (terms: ContractionTerm list) : Polynomial =
        terms
        |> Seq.map (fun term ->
            (AsymptoticExpansion.assignGamma gamma term.Coefficient
             |> AsymptoticExpansion.dropOrderTerm)
            * (term.Contractions |> Seq.map ofContraction |> Polynomial.product)
        )
        |> Polynomial.sum

    /// The terms of that power of N, as coefficients.
    let private atPower (power: Rational) (value: Polynomial) : Polynomial =
        value
        |> Polynomial.filter (fun monomial -> monomial.Width = Exponent.constant power)
        |> (*) (Polynomial.widthPower (Exponent.constant -power))

    let private minusOne = Rational.ofInt -1

    let private covariances count =
        List.replicate count LayerMoments.covariance

    /// N E Delta_ij^2 at leading order.
    let private leading premise gamma =
        ofTerms gamma (LayerMoments.average premise (covariances 2))
        |> (*) n
        |> atPower Rational.zero

    /// <summary>Of Var Delta_ii over neurons, at given N E Delta_ij^2.</summary>
    let ofVariance (premise: Premise) (gamma: Rational) : Polynomial =
        let scatter =
            LayerMoments.covarianceOf premise [ LayerMoments.variance ] [ LayerMoments.variance ]
            |> ofTerms gamma
            |> atPower minusOne

        leading premise gamma
        * scatter
        * average [ 1; 1 ]
        * (average [ 3; 3 ] + average [ 1; 5 ])
        |> Polynomial.scale half

    /// <summary>Of Cov(Delta_ii, Delta_ij^2).</summary>
    /// <remarks>tr C^3 is counted as of order N, as it is at the input and for r = 0.</remarks>
    let ofCorrelation (premise: Premise) (gamma: Rational) : Polynomial =
        LayerMoments.covarianceOf premise [ LayerMoments.variance ] (covariances 2)
        |> ofTerms gamma
        |> (*) n
        |> atPower minusOne
        |> (*) (average [ 1; 1 ] * average [ 1; 3 ])
        |> Polynomial.scale (Rational.ofInt 2)

    /// <summary>Of the next terms of Price's series, in Delta_ij^3 and Delta_ij^4, and of W-3 beyond its leading order.</summary>
    let ofSeries (premise: Premise) (gamma: Rational) : Polynomial =
        PriceExpansion.squaredCovariance 4
        |> Seq.map (fun term ->
            ofTerms gamma (LayerMoments.average premise (covariances term.Power))
            |> (*) n
            |> atPower minusOne
            |> (*) (PriceExpansion.prefactor term)
        )
        |> Polynomial.sum
