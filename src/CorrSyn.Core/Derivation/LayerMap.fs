namespace CorrSyn.Derivation

open CorrSyn.Symbolic

/// <summary>The order parameters of a layer from those of the layer below, to leading order in N.</summary>
/// <remarks>Equations MF-1 to MF-6 of docs/theory. Functions of the field are averaged over
/// u ~ N(0, FieldVariance); their inner average has the variance DrivingVariance.</remarks>
type LayerMap =
    {
        /// D0, the variance of a pre-activation over inputs.
        DrivingVariance: AsymptoticExpansion
        /// The variance of the field u over neurons.
        FieldVariance: AsymptoticExpansion
        NextK1: AsymptoticExpansion
        NextK2: AsymptoticExpansion
        NextQ: AsymptoticExpansion
        NextNSigma: AsymptoticExpansion
        /// What would have to vanish for the map to be closed: the source of m.C.m / N^(3/2).
        OverlapSource: AsymptoticExpansion
    }

/// Derives the map under a premise, and says when it is closed.
[<RequireQualifiedAccess>]
module LayerMap =

    let private orderTerms (scales: Rational option list) =
        scales
        |> Seq.choose (Option.map AsymptoticExpansion.orderTerm)
        |> AsymptoticExpansion.sum

    /// <summary>The map once gamma is known.</summary>
    /// <param name="premise">The premise.</param>
    /// <param name="moments">The averages over the weights under that premise.</param>
    /// <param name="gamma">The exponent in rho = r N^(-gamma).</param>
    /// <remarks>
    /// Derived here. C_ii = v(u_i) and m_i = m(u_i) with a variance Delta_ii that does not fluctuate at
    /// leading order, so K1, K2 and Q are averages over the field; C_ij^2 is the first term of its
    /// Price expansion. The order terms say what that leaves out of one layer, for given C below.
    /// </remarks>
    let derive (premise: Premise) (moments: LayerMoments) (gamma: Rational) : LayerMap =
        let at expansion =
            expansion
            |> AsymptoticExpansion.assignGamma gamma
            |> AsymptoticExpansion.keepFinite

        let leadingTerm = List.head (PriceExpansion.squaredCovariance 2)
        let rootWidth = Exponent.constant (Rational.ofRatio 1 2)

        let fluctuation =
            AsymptoticExpansion.assignGamma gamma moments.VarianceFluctuation
            |> AsymptoticExpansion.tryLeadingExponent

        let fieldAverage functions =
            AsymptoticExpansion.exact (Polynomial.quantity (Quantity.fieldAverage functions))
            + orderTerms [ fluctuation ]

        {
            DrivingVariance = at moments.Variance
            FieldVariance = at moments.FieldVariance
            NextK1 = fieldAverage [ ActivityVariance ]
            NextK2 = fieldAverage [ ActivityVariance; ActivityVariance ]
            NextQ = fieldAverage [ Quantity.mean; Quantity.mean ]
            NextNSigma =
                AsymptoticExpansion.exact (PriceExpansion.prefactor leadingTerm)
                * at moments.SquaredCovariance
                + orderTerms (PriceExpansion.neglectedScales premise gamma)
            OverlapSource =
                AsymptoticExpansion.exact (
                    Polynomial.pow
                        2
                        (Polynomial.quantity (
                            Quantity.fieldAverage [ Quantity.mean; Quantity.slope ]
                        ))
                    * Polynomial.widthPower rootWidth
                )
                * moments.Covariance
                |> at
        }

    /// Whether a function of the field changes sign with the field when phi is odd.
    let private changesSign (functionOfField: NeuronFunction) : bool =
        match functionOfField with
        | MeanDerivative order -> order % 2 = 0
        | ActivityVariance -> false

    /// <summary>Whether a field average vanishes for odd phi, the field being symmetric.</summary>
    let vanishesForOddActivation (quantity: Quantity) : bool =
        match quantity with
        | FieldAverage functions -> (functions |> List.filter changesSign |> List.length) % 2 = 1
        | Gain
        | Correlation
        | BiasVariance
        | InputRatio
        | InputVariance
        | K1
        | K2
        | Q
        | NSigma
        | RowTrace _
        | CovarianceTraces _ -> false

    /// <summary>Whether K1, K2, Q and N Sigma are enough.</summary>
    /// <param name="isOdd">Whether phi is odd.</param>
    /// <param name="correlation">The value of r.</param>
    /// <param name="map">The map; its <c>OverlapSource</c> decides.</param>
    /// <remarks>
    /// C_ij and the fields of i and j are correlated through m.C.m, at the same order in N as C_ij
    /// itself. m.C.m starts at 0 with centred inputs and grows only from its source, which vanishes
    /// term by term if r = 0 or if phi is odd.
    /// </remarks>
    let isClosed (isOdd: bool) (correlation: float) (map: LayerMap) : bool =
        let vanishes (monomial: Monomial, _) =
            (correlation = 0.0 && Monomial.powerOf Correlation monomial > 0)
            || (isOdd && monomial.Factors |> List.exists (fst >> vanishesForOddActivation))

        (AsymptoticExpansion.dropOrderTerm map.OverlapSource).Terms
        |> List.forall vanishes
