namespace CorrSyn.Derivation.WidthCorrections

open CorrSyn.Symbolic

/// <summary>What the scatter of networks has at the order 1/N^2 because neurons are not alike.</summary>
/// <remarks>Derived here. Each neuron follows its own Delta_ii and w_i.C^2 w_i with its own slopes, and a pair its Delta_ij^2 with
/// kappa_i^2 kappa_j^2.</remarks>
[<RequireQualifiedAccess>]
module UnequalNeurons =

    let private gain = Polynomial.quantity Gain
    let private squaredSlope = NetworkFluctuations.squaredSlope

    /// N/N_in.
    let private ratio = Polynomial.quantity WidthRatio

    /// <summary>How much more the means scatter than if all neurons responded alike to Delta_ii and to w_i.C^2 w_i.</summary>
    /// <remarks>The variances over neurons of the responses: of K1 and so on to Delta_ii twice, to both in either order, and to
    /// the second twice. For relu half of all neurons hardly respond.</remarks>
    let ofResponses (law: RowLaw) : Polynomial list list list =
        let means = NetworkFluctuations.ofOneNeuron law
        let toVariance = means |> List.map NeuronSum.byDrivingVariance

        let toSquare =
            means
            |> List.mapi (fun row _ ->
                if row = NetworkFluctuations.square then
                    let factor =
                        ratio * gain * NeuronSum.average squaredSlope
                        |> Polynomial.scale (Rational.ofInt 2)

                    NeuronSum.scale factor squaredSlope
                else
                    []
            )

        let covariance a b =
            NeuronSum.average (NeuronSum.multiply a b)
            - NeuronSum.average a * NeuronSum.average b

        let table left right =
            left |> List.map (fun a -> right |> List.map (covariance a))

        [
            table toVariance toVariance
            table toVariance toSquare
            table toSquare toSquare
        ]

    /// <summary>N_in^2 times the variance of K2 + N Sigma that pairs of neurons make beyond a network with one slope:
    /// 4 g^4 (K2 + N Sigma + r^2 K1^2)^2 times the variance of kappa_i^2 kappa_j^2.</summary>
    let ofPairs (law: RowLaw) : Polynomial =
        let fourth = NeuronSum.average (NeuronSum.multiply squaredSlope squaredSlope)
        let slope = NeuronSum.average squaredSlope

        Polynomial.pow 2 (Polynomial.pow 2 gain * NetworkFluctuations.drive law)
        * (Polynomial.pow 2 fourth - Polynomial.pow 4 slope)
        |> Polynomial.scale (Rational.ofInt 4)

    /// <summary>tr C^3 / N and tr C^4 / N of the bulk of C one layer up: C is a diagonal v and kappa_i kappa_j Delta_ij.</summary>
    /// <param name="law">The rows of weights.</param>
    /// <param name="cubed">tr C^3 / N of the layer below.</param>
    /// <param name="quartic">tr C^4 / N of the layer below.</param>
    let bulkTraces (law: RowLaw) (cubed: Polynomial) (quartic: Polynomial) =
        let average factors =
            factors |> List.reduce NeuronSum.multiply |> NeuronSum.average

        let v, k = NetworkFluctuations.variance, squaredSlope
        let slope = average [ k ]
        let squares = ratio * Polynomial.pow 2 gain * NetworkFluctuations.drive law
        let times n = Polynomial.scale (Rational.ofInt n)

        // Cycles of different neurons: free cumulants of C for a Haar matrix, moments for independent rows.
        let cubed, quartic =
            match law with
            | RowLaw.Gaussian
            | RowLaw.Binary -> cubed, quartic
            | RowLaw.Orthogonal ->
                let k1 = Polynomial.quantity K1
                let total = NetworkFluctuations.squaredCovariances
                let variance = total - Polynomial.pow 2 k1

                cubed - times 3 (k1 * total) + times 2 (Polynomial.pow 3 k1),
                quartic - times 4 (k1 * cubed) + times 6 (Polynomial.pow 2 k1 * total)
                - times 3 (Polynomial.pow 4 k1)
                - times 2 (Polynomial.pow 2 variance)

        let triangles = Polynomial.pow 2 ratio * Polynomial.pow 3 gain * cubed

        average [ v; v; v ]
        + times 3 (average [ v; k ] * slope * squares)
        + Polynomial.pow 3 slope * triangles,
        average [ v; v; v; v ]
        + times 4 (average [ v; v; k ] * slope * squares)
        + times 2 (Polynomial.pow 2 (average [ v; k ]) * squares)
        + times 4 (average [ v; k ] * Polynomial.pow 2 slope * triangles)
        + times 2 (average [ k; k ] * Polynomial.pow 2 (slope * squares))
        + Polynomial.pow 3 ratio * Polynomial.pow 4 (gain * slope) * quartic
