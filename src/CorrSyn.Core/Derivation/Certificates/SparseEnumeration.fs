namespace CorrSyn.Derivation.Certificates

open CorrSyn.Symbolic

/// <summary>
/// A second route to averages over weights of a symmetric law, for weights that are 0 or one of two
/// opposite values: every 2 x 2 matrix with its probability.
/// </summary>
[<RequireQualifiedAccess>]
module SparseEnumeration =

    /// The probabilities of -1, 0 and 1 if a weight differs from 0 with that probability.
    let private signs (density: Rational) : (int * Rational) list =
        let half = density * Rational.ofRatio 1 2
        [ -1, half; 0, Rational.one - density; 1, half ]

    /// The two weights of one presynaptic neuron: the same or opposite with those probabilities, independent
    /// otherwise.
    let private columns (density: Rational) same opposite : ((int * int) * Rational) list =
        [
            for first, p in signs density do
                for second, q in signs density do
                    let copied sign probability =
                        if second = sign * first then
                            probability * p
                        else
                            Rational.zero

                    (first, second),
                    copied 1 same + copied -1 opposite + (Rational.one - same - opposite) * p * q
        ]

    /// <summary>The average over all matrices of weights 0, +a and -a.</summary>
    /// <param name="density">The probability of a weight other than 0; above 0, at most 1.</param>
    /// <param name="opposite">The probability that two weights of one presynaptic neuron are opposite copies; the same
    /// number they are with rho more than that.</param>
    /// <param name="case">N = 2.</param>
    /// <param name="statistic">A function of Delta = w C w^T.</param>
    /// <exception cref="T:System.InvalidOperationException">N is not 2.</exception>
    let average
        (density: Rational)
        (opposite: Rational)
        (case: Enumeration.Case)
        (statistic: Rational[,] -> Rational)
        : Rational =
        if Enumeration.width case <> 2 then
            invalidOp "The pair law determines two weights of a presynaptic neuron only."

        let squaredMagnitude = case.Gain / (Rational.ofInt 2 * density)
        let columns = columns density (case.Correlation + opposite) opposite

        [
            for (a, b), p in columns do
                for (c, d), q in columns do
                    // Row i holds the weights from presynaptic neurons 0 and 1.
                    let rows = [| [| a; c |]; [| b; d |] |]

                    let covariance =
                        Array2D.init
                            2
                            2
                            (fun i j ->
                                [
                                    for k in 0..1 do
                                        for l in 0..1 ->
                                            Rational.ofInt (rows[i][k] * rows[j][l])
                                            * case.Covariance[k, l]
                                ]
                                |> List.fold (+) Rational.zero
                                |> (*) squaredMagnitude
                            )

                    p * q * statistic covariance
        ]
        |> List.fold (+) Rational.zero

    /// <summary>The order parameters of the case and the moments of such weights, mu_n = density^(1 - n/2).</summary>
    /// <returns>The value of each quantity in a polynomial where rho = r, that is gamma = 0.</returns>
    let valueOf
        (density: Rational)
        (opposite: Rational)
        (case: Enumeration.Case)
        (quantity: Quantity)
        : Rational =
        [ 4; 6; 8 ]
        |> List.tryFind (fun order -> quantity = StandardizedMoment order)
        |> Option.map (fun order -> Rational.pow (1 - order / 2) density)
        |> Option.defaultWith (fun () ->
            if quantity = Sharing then
                case.Correlation + Rational.ofInt 2 * opposite
            else
                Enumeration.valueOf case quantity
        )
