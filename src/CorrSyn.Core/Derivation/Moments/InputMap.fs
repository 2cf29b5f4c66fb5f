namespace CorrSyn.Derivation.Moments

open CorrSyn.Symbolic

/// <summary>The order parameters of the input layer; its mean activities vanish, so Q = 0.</summary>
/// <remarks>Equations IN-1 to IN-3 of docs/theory; derived here.</remarks>
type InputMap =
    {
        K1: AsymptoticExpansion
        K2: AsymptoticExpansion
        /// N Sigma.
        NSigma: AsymptoticExpansion
    }

/// Averages over the inputs' own matrix xi.
[<RequireQualifiedAccess>]
module InputMap =

    /// <summary>The order parameters of C = xi xi^T / N.</summary>
    /// <remarks>
    /// C has the form w C' w^T with independent Gaussian weights xi / sqrt(N) and the P x P unit matrix
    /// in place of C', so the averages over weights apply. Every connected sum over a unit matrix has
    /// one free index and is P = alpha N.
    /// </remarks>
    let derive () : InputMap =
        let law =
            IndependentColumns
                {
                    Distribution = GaussianWeights
                    Variance = Polynomial.quantity InputVariance * Polynomial.width -1
                    Correlation = Polynomial.zero
                    Sharing = Polynomial.zero
                }

        let patternCount = Polynomial.quantity InputRatio * Polynomial.width 1

        let average factors =
            DisorderAverage.average law Polynomial.zero factors
            |> Seq.map (fun term ->
                term.Coefficient
                * AsymptoticExpansion.exact (Polynomial.pow term.Contractions.Length patternCount)
            )
            |> AsymptoticExpansion.sum

        let variance, covariance = LayerMoments.variance, LayerMoments.covariance

        {
            K1 = average [ variance ]
            K2 = average [ variance; variance ]
            NSigma =
                AsymptoticExpansion.exact (Polynomial.width 1)
                * average [ covariance; covariance ]
        }
