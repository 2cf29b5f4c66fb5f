namespace CorrSyn.Derivation.Maps

open CorrSyn.Symbolic

/// <summary>How one of several inputs, shown to the same network, deviates from the typical one.</summary>
type InputDeviation =
    /// The deviation of a collective variable in that input; of relative order N^(-1/4).
    | Collective of CollectiveVariable * input: int
    /// o_ab = (h^a - m).(h^b - m) / N of two inputs; of order N^(-1/2).
    | Overlap of int * int

/// What a neuron does with one of the inputs.
type InputResponse =
    /// phi(z), for an input whose deviations are followed.
    | Activity
    /// phi(z)^2, for such an input.
    | SquareOfActivity
    /// phi(z) of an input over which is averaged: its own deviations vanish. It stands for m_i.
    | AveragedActivity

/// A coefficient, a product of deviations in ascending order, and the derivatives that they cause: an
/// average over the field of one function of a neuron for each input.
type ReplicaTerm =
    {
        /// Powers of g, and numbers.
        Coefficient: Polynomial
        Deviations: InputDeviation list
        /// The order of the derivative in each input.
        Derivatives: int list
    }

/// <summary>
/// What the same random neuron does with several inputs, expanded in how the inputs deviate from the
/// typical one.
/// </summary>
/// <remarks>
/// Derived here. For given inputs h^a and random weights, z_i^a are jointly Gaussian with the means S_a,
/// the variances g |h^a|^2/N + sigma_b and the covariances g h^a.h^b/N + sigma_b. By Price's theorem a
/// deviation of a variance acts as half the second derivative in z_a, one of a covariance as one
/// derivative in each, one of a mean as the first derivative. With h^a = m + (h^a - m) the covariance
/// deviates by g (p_a + p_b + o_ab), the variance by g w_a.
/// </remarks>
[<RequireQualifiedAccess>]
module ReplicaExpansion =

    /// The order of a deviation in units of N^(-1/4).
    let private weight (deviation: InputDeviation) : int =
        match deviation with
        | Collective _ -> 1
        | Overlap _ -> 2

    /// Deviations up to N^(-1/2), the order of a typical C_ij, in units of N^(-1/4).
    let private leadingWeight = 2

    let private isFollowed (response: InputResponse) =
        match response with
        | Activity
        | SquareOfActivity -> true
        | AveragedActivity -> false

    let private unit count =
        {
            Coefficient = Polynomial.one
            Deviations = []
            Derivatives = List.replicate count 0
        }

    /// The terms of the first order: every deviation with the derivatives that it causes.
    let private firstOrder (responses: InputResponse list) : ReplicaTerm list =
        let g = Polynomial.quantity Gain
        let half = Rational.ofRatio 1 2
        let count = responses.Length

        let followed = [ 0 .. count - 1 ] |> List.filter (fun a -> isFollowed responses[a])

        let term coefficient deviation (derivatives: (int * int) list) =
            {
                Coefficient = coefficient
                Deviations = [ deviation ]
                Derivatives =
                    List.init
                        count
                        (fun a -> derivatives |> List.filter (fst >> (=) a) |> List.sumBy snd)
            }

        [
            for a in followed do
                term Polynomial.one (Collective(SharedDrive, a)) [ a, 1 ]
                term (Polynomial.scale half g) (Collective(SquaredActivity, a)) [ a, 2 ]

                for b in 0 .. count - 1 do
                    if b <> a then
                        term g (Collective(MeanOverlap, a)) [ a, 1; b, 1 ]

                    if b > a && isFollowed responses[b] then
                        term g (Overlap(a, b)) [ a, 1; b, 1 ]
        ]

    let private multiply (x: ReplicaTerm) (y: ReplicaTerm) : ReplicaTerm =
        {
            Coefficient = x.Coefficient * y.Coefficient
            Deviations = List.sort (x.Deviations @ y.Deviations)
            Derivatives = List.map2 (+) x.Derivatives y.Derivatives
        }

    let private collect (terms: ReplicaTerm list) : ReplicaTerm list =
        terms
        |> List.groupBy (fun term -> term.Deviations, term.Derivatives)
        |> List.map (fun ((deviations, derivatives), group) ->
            {
                Coefficient = group |> Seq.map (fun term -> term.Coefficient) |> Polynomial.sum
                Deviations = deviations
                Derivatives = derivatives
            }
        )
        |> List.sortBy (fun term -> term.Deviations, term.Derivatives)

    /// <summary>All terms up to an order, the constant first.</summary>
    /// <param name="highestWeight">n in N^(-n/4), with deviations of collective variables counted as N^(-1/4) each.</param>
    /// <param name="responses">What the neuron does with each input; the average is of their product.</param>
    let expandTo (highestWeight: int) (responses: InputResponse list) : ReplicaTerm list =
        let first = firstOrder responses

        let isKept term =
            List.sumBy weight term.Deviations <= highestWeight

        // exp of the first order, power by power.
        let powers =
            Seq.unfold
                (fun (order, terms: ReplicaTerm list) ->
                    if terms.IsEmpty then
                        None
                    else
                        let next =
                            [
                                for x in terms do
                                    for y in first do
                                        let product = multiply x y

                                        if isKept product then
                                            { product with
                                                Coefficient =
                                                    Polynomial.scale
                                                        (Rational.ofRatio 1 (order + 1))
                                                        product.Coefficient
                                            }
                            ]
                            |> collect

                        Some(terms, (order + 1, next))
                )
                (0, [ unit responses.Length ])

        powers |> Seq.concat |> List.ofSeq |> collect

    /// <summary>All terms up to the order N^(-1/2), the constant first.</summary>
    /// <param name="responses">What the neuron does with each input.</param>
    let expand (responses: InputResponse list) : ReplicaTerm list = expandTo leadingWeight responses

    /// <summary>The terms in which every input deviates: what is left of the average when each input is
    /// replaced by the difference of two.</summary>
    let connected (responses: InputResponse list) : ReplicaTerm list =
        let inputs (term: ReplicaTerm) =
            term.Deviations
            |> List.collect (fun deviation ->
                match deviation with
                | Collective(_, a) -> [ a ]
                | Overlap(a, b) -> [ a; b ]
            )

        let followed =
            [ 0 .. responses.Length - 1 ] |> List.filter (fun a -> isFollowed responses[a])

        expand responses
        |> List.filter (fun term ->
            let present = inputs term
            followed |> List.forall (fun a -> List.contains a present)
        )

    /// The average over the field that the derivatives of a term stand for, with its coefficient.
    let value (responses: InputResponse list) (term: ReplicaTerm) : Polynomial =
        let functions =
            List.map2
                (fun response order ->
                    match response with
                    | Activity
                    | AveragedActivity -> MeanDerivative order
                    | SquareOfActivity -> SquareDerivative order
                )
                responses
                term.Derivatives

        term.Coefficient * Polynomial.quantity (Quantity.fieldAverage functions)
