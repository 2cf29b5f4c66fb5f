namespace CorrSyn.Symbolic

/// <summary>What is averaged over weights and biases: products of such factors.</summary>
type DisorderFactor =
    /// Delta_ab = sum_kl w_ak C_kl w_bl, a covariance of pre-activations.
    | PreActivationCovariance of Neuron * Neuron
    /// u_a = sum_k w_ak m_k + b_a, a mean pre-activation.
    | Field of Neuron

/// <summary>A coefficient times sums over presynaptic indices.</summary>
type ContractionTerm =
    {
        Coefficient: AsymptoticExpansion
        /// The factors, sorted; none for the number 1.
        Contractions: Contraction list
    }

/// <summary>
/// Exact averages over the weights and biases of one layer, for given C and m of the layer below.
/// </summary>
/// <remarks>
/// Derived here. A moment is the sum over set partitions of the weights of the product of the joint
/// cumulants of the blocks. Weights of different presynaptic neurons are independent, so all weights
/// of a block share one presynaptic index, and each index is then summed freely: coincidences of
/// indices are what the higher cumulants correct for. For Gaussian weights this is Wick's theorem.
/// </remarks>
[<RequireQualifiedAccess>]
module DisorderAverage =

    /// How many powers of 1/N of a Haar average are kept: the leading one and two corrections.
    let private haarTermCount = 3

    /// One weight or bias for each end of a factor; C_kl joins two weights, m_k hangs on one.
    type private Product =
        {
            Rows: Neuron list
            Edges: (int * int) list
            Legs: int list
            Biases: Neuron list
        }

    let private extend (product: Product) (factor: DisorderFactor) : Product list =
        let next = product.Rows.Length

        match factor with
        | PreActivationCovariance(a, b) ->
            [
                { product with
                    Rows = product.Rows @ [ a; b ]
                    Edges = (next, next + 1) :: product.Edges
                }
            ]
        | Field a ->
            [
                { product with
                    Rows = product.Rows @ [ a ]
                    Legs = next :: product.Legs
                }
                { product with
                    Biases = a :: product.Biases
                }
            ]

    /// Independent Gaussian biases: every pairing of biases of the same neuron counts once.
    let private biasMoment (biasVariance: Polynomial) (biases: Neuron list) : Polynomial =
        let pairingCount =
            SetPartition.pairings biases
            |> List.filter (List.forall (fun pair -> pair[0] = pair[1]))
            |> List.length

        Polynomial.pow (biases.Length / 2) biasVariance
        |> Polynomial.scale (Rational.ofInt pairingCount)

    /// <summary>How many terms an average of so many weights has, before equal ones are collected.</summary>
    /// <remarks>Counted, not expanded: partitions into even blocks for independent columns, and for Haar
    /// matrices the entries of the linear system between pairings.</remarks>
    let termCount (law: SynapseLaw) (weightCount: int) : bigint =
        match law with
        | IndependentColumns _ -> TermBudget.evenPartitionCount weightCount
        | HaarOrthogonal _ ->
            let pairings = TermBudget.pairingCount weightCount
            pairings * pairings

    /// A series in 1/N with a factor for each 1/N: one in the inverse size of a matrix.
    let private inverseWidthsTimes (factor: Polynomial) (series: AsymptoticExpansion) =
        let scaled (polynomial: Polynomial) =
            polynomial.Terms
            |> List.map (fun (monomial, coefficient) ->
                let power = -(Exponent.value monomial.Width)

                Polynomial.ofTerms [ monomial, coefficient ]
                * Polynomial.pow (int power.Numerator) factor
            )
            |> Polynomial.sum

        AsymptoticExpansion.mapExact scaled series

    /// The groupings of the weights by presynaptic index, with the coefficient of each.
    let private groupings
        (law: SynapseLaw)
        (rows: Neuron list)
        : (int list list * AsymptoticExpansion) list =
        termCount law rows.Length
        |> TermBudget.check $"the average of a product of {rows.Length} weights"

        match law with
        | IndependentColumns law ->
            let cumulant = ColumnLaw.cumulants rows.Length law

            SetPartition.ofSizes (fun size -> size % 2 = 0) [ 0 .. rows.Length - 1 ]
            |> List.map (fun blocks ->
                let coefficient =
                    blocks
                    |> Seq.map (List.map (fun slot -> rows[slot]) >> cumulant)
                    |> Polynomial.product

                blocks, AsymptoticExpansion.exact coefficient
            )
        | HaarOrthogonal(squaredScale, inverseSize) ->
            let magnitude =
                AsymptoticExpansion.exact (Polynomial.pow (rows.Length / 2) squaredScale)

            Weingarten.coefficients haarTermCount rows
            |> List.map (fun (pairing, coefficient) ->
                pairing,
                magnitude * inverseWidthsTimes inverseSize coefficient
                |> AsymptoticExpansion.mapExact Polynomial.cancelWidthRatios
            )

    let private averageProduct
        (law: SynapseLaw)
        (biasVariance: Polynomial)
        (product: Product)
        : ContractionTerm list =
        let biases = AsymptoticExpansion.exact (biasMoment biasVariance product.Biases)

        groupings law product.Rows
        |> List.map (fun (blocks, coefficient) ->
            let nodeOf slot =
                blocks |> List.findIndex (List.contains slot)

            {
                Coefficient = biases * coefficient
                Contractions =
                    Contraction.components
                        [ 0 .. blocks.Length - 1 ]
                        (product.Edges |> List.map (fun (a, b) -> nodeOf a, nodeOf b))
                        (product.Legs |> List.map nodeOf)
            }
        )

    /// Adds up the coefficients of equal contractions and drops exact zeros.
    let collect (terms: ContractionTerm list) : ContractionTerm list =
        terms
        |> List.groupBy (fun term -> term.Contractions)
        |> List.map (fun (contractions, group) ->
            {
                Coefficient =
                    group |> Seq.map (fun term -> term.Coefficient) |> AsymptoticExpansion.sum
                Contractions = contractions
            }
        )
        |> List.filter (fun term -> term.Coefficient <> AsymptoticExpansion.zero)
        |> List.sortBy (fun term -> term.Contractions)

    /// <summary>The average of a product of factors over weights and biases.</summary>
    /// <param name="law">The law of the weights.</param>
    /// <param name="biasVariance">The variance of a bias.</param>
    /// <param name="factors">The product to average; the empty product is 1.</param>
    /// <returns>Collected terms. Exact for independent columns; for Haar weights the coefficients carry
    /// the order terms of their series in 1/N.</returns>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The average has more terms than <c>TermBudget</c>
    /// allows: more than 10 weights, or more than 8 of a Haar matrix.</exception>
    let average
        (law: SynapseLaw)
        (biasVariance: Polynomial)
        (factors: DisorderFactor list)
        : ContractionTerm list =
        let empty =
            {
                Rows = []
                Edges = []
                Legs = []
                Biases = []
            }

        factors
        |> List.fold
            (fun products factor -> products |> List.collect (fun product -> extend product factor))
            [ empty ]
        |> List.collect (averageProduct law biasVariance)
        |> collect

    /// <summary>E[AB] - E[A] E[B] for two products of factors.</summary>
    /// <param name="law">The law of the weights.</param>
    /// <param name="biasVariance">The variance of a bias.</param>
    /// <param name="left">The factors of A.</param>
    /// <param name="right">The factors of B.</param>
    let covariance
        (law: SynapseLaw)
        (biasVariance: Polynomial)
        (left: DisorderFactor list)
        (right: DisorderFactor list)
        : ContractionTerm list =
        let average = average law biasVariance

        let separate =
            [
                for a in average left do
                    for b in average right ->
                        {
                            Coefficient = -(a.Coefficient * b.Coefficient)
                            Contractions = List.sort (a.Contractions @ b.Contractions)
                        }
            ]

        collect (average (left @ right) @ separate)
