namespace CorrSyn.Symbolic

/// <summary>One of two different postsynaptic neurons i and j, whose weights an average may involve.</summary>
type Neuron =
    | First
    | Second

/// The distribution of the weights of one presynaptic neuron.
type WeightDistribution =
    /// Jointly Gaussian weights.
    | GaussianWeights
    /// Weights of two opposite values of equal probability.
    | BinaryWeights
    /// Weights of any symmetric law, known by its standardized moments mu_4, mu_6, ... Two weights from one
    /// presynaptic neuron are the same number or its opposite with a probability, and independent otherwise.
    | SymmetricWeights

/// <summary>
/// Weights that are independent between presynaptic neurons, and for one presynaptic neuron k have
/// E w_ik^2 = variance and E w_ik w_jk = variance * correlation.
/// </summary>
type ColumnLaw =
    {
        Distribution: WeightDistribution
        /// The variance of a weight, in the named quantities and N.
        Variance: Polynomial
        /// rho, the correlation coefficient of w_ik and w_jk, in the named quantities and N.
        Correlation: Polynomial
        /// The probability that w_ik and w_jk are the same number up to a sign; of weights of a symmetric law only.
        /// It is rho unless signs differ between pairs of neurons.
        Sharing: Polynomial
    }

/// The law of the weights, as far as averages over two postsynaptic neurons need it.
type SynapseLaw =
    /// Independent presynaptic neurons.
    | IndependentColumns of ColumnLaw
    /// A part of a Haar-distributed orthogonal matrix times the square root of that factor. The size of the matrix
    /// is N over the second polynomial: 1 for rows of a matrix of the width below, 1/c for columns.
    | HaarOrthogonal of squaredScale: Polynomial * inverseSize: Polynomial

/// <summary>Moments and joint cumulants of the weights w_ik, w_jk of one presynaptic neuron.</summary>
[<RequireQualifiedAccess>]
module ColumnLaw =

    /// E w_i^a w_j^b of two-valued weights: every weight squares to the variance, so parities decide.
    let private binaryMoment (law: ColumnLaw) (a: int, b: int) : Polynomial =
        if (a + b) % 2 = 1 then
            Polynomial.zero
        else
            let magnitude = Polynomial.pow ((a + b) / 2) law.Variance
            if a % 2 = 0 then magnitude else magnitude * law.Correlation

    /// mu_n; 1 for n = 0 and 2, 0 for odd n.
    let private standardizedMoment (order: int) : Polynomial =
        if order % 2 = 1 then Polynomial.zero
        elif order <= 2 then Polynomial.one
        else Polynomial.quantity (StandardizedMoment order)

    /// E w_i^a w_j^b of copied weights in units of the standard deviation: rho mu_(a+b) for odd a and b, where the
    /// sign of a copy counts; q mu_(a+b) + (1 - q) mu_a mu_b for even ones, q the probability of sharing.
    let private copiedMoment (law: ColumnLaw) (a: int, b: int) : Polynomial =
        if (a + b) % 2 = 1 then
            Polynomial.zero
        else
            let ofPair =
                if a % 2 = 1 then
                    law.Correlation * standardizedMoment (a + b)
                else
                    law.Sharing * standardizedMoment (a + b)
                    + (Polynomial.one - law.Sharing) * standardizedMoment a * standardizedMoment b

            Polynomial.pow ((a + b) / 2) law.Variance * ofPair

    let private binomial n k =
        Rational.factorial n / (Rational.factorial k * Rational.factorial (n - k))

    /// The cumulant of a copies of w_i and b of w_j from the cumulants of fewer: the block that holds
    /// one marked weight is any smaller one, and the moment of the others multiplies it.
    let private nextCumulant moment (known: Map<int * int, Polynomial>) (a: int, b: int) =
        let markedFirst = a > 0

        let lower =
            seq {
                for i in 0..a do
                    for j in 0..b do
                        let holdsMarked = if markedFirst then i > 0 else j > 0

                        if holdsMarked && (i, j) <> (a, b) then
                            let ways =
                                if markedFirst then
                                    binomial (a - 1) (i - 1) * binomial b j
                                else
                                    binomial a i * binomial (b - 1) (j - 1)

                            yield Polynomial.scale ways known[i, j] * moment (a - i, b - j)
            }

        moment (a, b) - Polynomial.sum lower

    /// <summary>The joint cumulants of the weights from one presynaptic neuron.</summary>
    /// <param name="highestOrder">The largest number of weights that will be asked for.</param>
    /// <param name="law">The law of these weights.</param>
    /// <returns>A function of the neurons of the weights, in any order; exact.</returns>
    /// <remarks>Gaussian weights have no cumulant beyond the second. Those of other weights follow from the
    /// moments, tabulated once.</remarks>
    let cumulants (highestOrder: int) (law: ColumnLaw) : Neuron list -> Polynomial =
        let gaussian (a, b) =
            match a, b with
            | 2, 0
            | 0, 2 -> law.Variance
            | 1, 1 -> law.Variance * law.Correlation
            | _ -> Polynomial.zero

        let tabulated moment =
            let table =
                seq {
                    for order in 1..highestOrder do
                        for a in 0..order -> a, order - a
                }
                |> Seq.fold
                    (fun known key -> Map.add key (nextCumulant moment known key) known)
                    Map.empty

            fun key -> Map.find key table

        let ofCounts =
            match law.Distribution with
            | GaussianWeights -> gaussian
            | BinaryWeights -> tabulated (binaryMoment law)
            | SymmetricWeights -> tabulated (copiedMoment law)

        fun neurons ->
            let firsts = neurons |> List.filter ((=) First) |> List.length
            ofCounts (firsts, neurons.Length - firsts)
