namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic

/// <summary>How fast deviations from a fixed point of the map of four order parameters grow, per layer.</summary>
/// <remarks>Equations FP-5 to FP-7 of docs/theory/fixed-points.md; exact polynomials in the quantities of the map and
/// in field averages. They are the eigenvalues of the Jacobian besides 0, that of K2.</remarks>
type MapMultipliers =
    {
        /// Of K1 + Q, which moves by itself.
        Length: Polynomial
        /// Of Q at fixed K1 + Q.
        Overlap: Polynomial
        /// Of N Sigma at fixed K1, K2 and Q.
        Correlation: Polynomial
    }

/// <summary>Derivatives of a derived layer map, term by term.</summary>
/// <remarks>The derivative of a Gaussian average with respect to the variance is half the average of the second
/// derivative. So d/dF of an average over the field is half the average of (d/du)^2, and d/dD0 acts within
/// each function of the field.</remarks>
[<RequireQualifiedAccess>]
module MapJacobian =

    let private half = Rational.ofRatio 1 2
    let private product = Quantity.fieldAverage >> Polynomial.quantity

    /// d/du of one function of the field, as a sum of products.
    let private alongField
        (functionOfField: NeuronFunction)
        : (Rational * NeuronFunction list) list =
        match functionOfField with
        | MeanDerivative order -> [ Rational.one, [ MeanDerivative(order + 1) ] ]
        | SquareDerivative order -> [ Rational.one, [ SquareDerivative(order + 1) ] ]
        | PowerDerivative(power, order) -> [ Rational.one, [ PowerDerivative(power, order + 1) ] ]
        | ActivityVariance ->
            [
                Rational.one, [ SquareDerivative 1 ]
                Rational.ofInt -2, [ Quantity.mean; Quantity.slope ]
            ]

    /// d/dD0 of one function of the field.
    let private alongDriving
        (functionOfField: NeuronFunction)
        : (Rational * NeuronFunction list) list =
        match functionOfField with
        | MeanDerivative order -> [ half, [ MeanDerivative(order + 2) ] ]
        | SquareDerivative order -> [ half, [ SquareDerivative(order + 2) ] ]
        | PowerDerivative(power, order) -> [ half, [ PowerDerivative(power, order + 2) ] ]
        | ActivityVariance ->
            [
                half, [ SquareDerivative 2 ]
                Rational.ofInt -1, [ Quantity.mean; MeanDerivative 2 ]
            ]

    /// The product rule.
    let private differentiate rule (factors: NeuronFunction list) =
        factors
        |> List.indexed
        |> List.collect (fun (index, factor) ->
            rule factor
            |> List.map (fun (coefficient: Rational, replacement) ->
                coefficient, List.removeAt index factors @ replacement
            )
        )

    let private average terms =
        terms
        |> List.map (fun (coefficient, factors) -> Polynomial.scale coefficient (product factors))
        |> Polynomial.sum

    /// d/dF of the average of a product of functions of the field.
    let private ofField (factors: NeuronFunction list) : Polynomial =
        differentiate alongField factors
        |> List.collect (fun (first, once) ->
            differentiate alongField once
            |> List.map (fun (second, twice) -> half * first * second, twice)
        )
        |> average

    /// d/dD0 of the same.
    let private ofDriving (factors: NeuronFunction list) : Polynomial =
        average (differentiate alongDriving factors)

    /// The derivative with respect to one quantity, the others held.
    let private partial (quantity: Quantity) (polynomial: Polynomial) : Polynomial =
        let term (monomial: Monomial, coefficient) =
            let power = Monomial.powerOf quantity monomial

            let factors =
                monomial.Factors
                |> List.map (fun (other, count) ->
                    Polynomial.pow
                        (if other = quantity then count - 1 else count)
                        (Polynomial.quantity other)
                )

            Polynomial.product (Polynomial.widthPower monomial.Width :: factors)
            |> Polynomial.scale (Rational.ofInt power * coefficient)

        polynomial.Terms
        |> List.filter (fun (monomial, _) -> Monomial.powerOf quantity monomial > 0)
        |> List.map term
        |> Polynomial.sum

    /// <summary>The derivative of an order parameter one layer up with respect to one of the layer below.</summary>
    /// <param name="map">A map without definitions: that of four order parameters.</param>
    /// <param name="above">The order parameter one layer up.</param>
    /// <param name="below">The one of the layer below.</param>
    /// <returns>Exact, in the quantities of the map and in field averages.</returns>
    /// <exception cref="T:System.InvalidOperationException">The map does not hold it.</exception>
    let derivative (map: LayerMap) (above: Quantity) (below: Quantity) : Polynomial =
        let next = AsymptoticExpansion.dropOrderTerm (LayerMap.next above map)

        let ofVariance variance =
            partial below (AsymptoticExpansion.dropOrderTerm variance)

        let throughAverages =
            Polynomial.quantities next
            |> List.choose (fun quantity ->
                Quantity.tryFieldAverage quantity
                |> Option.map (fun factors ->
                    partial quantity next
                    * (ofField factors * ofVariance map.FieldVariance
                       + ofDriving factors * ofVariance map.DrivingVariance)
                )
            )

        Polynomial.sum (partial below next :: throughAverages)

    /// <summary>The multipliers, if the Jacobian has the structure that makes them its eigenvalues.</summary>
    /// <param name="map">The map of four order parameters.</param>
    /// <remarks>In the order K1 + Q, Q, N Sigma, K2 the Jacobian is triangular. That is checked here, as an identity
    /// between polynomials.</remarks>
    /// <exception cref="T:System.InvalidOperationException">It is not triangular, which no map of ours is.</exception>
    let multipliers (map: LayerMap) : MapMultipliers =
        let d = derivative map
        let length below = d K1 below + d Q below

        let vanishing =
            [
                length K1 - length Q

                for above, below in [ K1, K2; Q, K2; K1, NSigma; Q, NSigma; K2, NSigma; K2, K2 ] do
                    d above below
            ]

        if not (List.forall Polynomial.isZero vanishing) then
            invalidOp "The Jacobian of the layer map is not triangular."

        {
            Length = length K1
            Overlap = d Q Q - d Q K1
            Correlation = d NSigma NSigma
        }
