namespace CorrSyn.Model

open System

/// <summary>
/// The inputs h^0 = xi x / sqrt(N): zero mean and covariance xi xi^T / N, where xi is an N x P matrix of
/// independent N(0, sigma^2) entries, drawn once per network. Gaussian unless another law of x is chosen.
/// </summary>
type InputEnsemble =
    private
        {
            ratio: float
            standardDeviation: float
            law: InputLaw
        }

    /// alpha = P/N, the number of input patterns per input neuron; above 0.
    member this.Ratio = this.ratio

    /// sigma, the standard deviation of the entries of xi; above 0.
    member this.StandardDeviation = this.standardDeviation

    /// The law of the coordinates x.
    member this.Law = this.law

/// Construction of input ensembles.
[<RequireQualifiedAccess>]
module InputEnsemble =

    let private positive name =
        ParameterError.check name "a finite number above 0" (fun x -> x > 0.0 && Double.IsFinite x)

    /// <summary>Gaussian inputs with alpha = ratio and sigma = standardDeviation.</summary>
    /// <remarks>Refused unless both are finite and above 0.</remarks>
    let tryCreate
        (ratio: float)
        (standardDeviation: float)
        : Result<InputEnsemble, ParameterError> =
        positive "inputRatio" ratio
        |> Result.bind (fun ratio ->
            positive "inputStd" standardDeviation
            |> Result.map (fun standardDeviation ->
                {
                    ratio = ratio
                    standardDeviation = standardDeviation
                    law = InputLaw.Gaussian
                }
            )
        )

    /// <summary>As <c>tryCreate</c>.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">A value is not finite or not above 0.</exception>
    let create (ratio: float) (standardDeviation: float) : InputEnsemble =
        ParameterError.raiseIfError (tryCreate ratio standardDeviation)

    /// <summary>The same inputs with another law of their coordinates, and so the same covariance.</summary>
    let tryWithLaw (law: InputLaw) (inputs: InputEnsemble) : Result<InputEnsemble, ParameterError> =
        InputLaw.validate law |> Result.map (fun law -> { inputs with law = law })

    /// The number of patterns P at a width: alpha N to the nearest integer, at least 1.
    let patternCount (width: int) (inputs: InputEnsemble) : int =
        int (Math.Max(1.0, Math.Round(inputs.Ratio * float width)))
