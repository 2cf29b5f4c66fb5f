namespace CorrSyn.Model

open System
open System.Globalization

/// <summary>The law of the coordinates x of an input h^0 = xi x / sqrt(N): independent, with mean 0 and variance 1.</summary>
/// <remarks>So the covariance of the inputs given xi is xi xi^T/N for every law; fourth cumulants of h^0 go as
/// 1/N.</remarks>
[<RequireQualifiedAccess>]
type InputLaw =
    /// Normally distributed, so that inputs are jointly Gaussian.
    | Gaussian
    /// Uniform between -sqrt(3) and sqrt(3); the fourth cumulant is -6/5.
    | Uniform
    /// 1 or -1, with probability 1/2 each; the fourth cumulant is -2.
    | Signs
    /// With probability 1/2 each around m and -m, normally distributed with variance 1 - m^2; 0 < m < 1. The fourth
    /// cumulant is -2 m^4.
    | Mixture of centre: float

/// Names and limits of input laws.
[<RequireQualifiedAccess>]
module InputLaw =

    /// How they are written on the command line and in JSON, in the order in which they are listed.
    let forms: string list = [ "gaussian"; "uniform"; "signs"; "mixture:M" ]

    /// The name on the command line and in JSON.
    let name (law: InputLaw) : string =
        match law with
        | InputLaw.Gaussian -> "gaussian"
        | InputLaw.Uniform -> "uniform"
        | InputLaw.Signs -> "signs"
        | InputLaw.Mixture centre -> FormattableString.Invariant $"mixture:{centre:R}"

    /// The law itself, refused unless 0 < m < 1.
    let validate (law: InputLaw) : Result<InputLaw, ParameterError> =
        match law with
        | InputLaw.Gaussian
        | InputLaw.Uniform
        | InputLaw.Signs -> Ok law
        | InputLaw.Mixture centre ->
            centre
            |> ParameterError.check
                "inputLaw"
                "mixture:M with 0 < M < 1"
                (fun m -> 0.0 < m && m < 1.0)
            |> Result.map (fun _ -> law)

    /// <summary>The law of that name.</summary>
    /// <param name="text">One of <c>forms</c>.</param>
    let tryOfName (text: string) : Result<InputLaw, ParameterError> =
        let refused () =
            let allowed = "gaussian, uniform, signs, mixture:M with 0 < M < 1"
            Error(ParameterError.create "inputLaw" allowed (box text))

        match text.Split ':' with
        | [| "gaussian" |] -> Ok InputLaw.Gaussian
        | [| "uniform" |] -> Ok InputLaw.Uniform
        | [| "signs" |] -> Ok InputLaw.Signs
        | [| "mixture"; digits |] ->
            match Double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture) with
            | true, centre when 0.0 < centre && centre < 1.0 -> Ok(InputLaw.Mixture centre)
            | _ -> refused ()
        | _ -> refused ()

    /// <summary>E x^4, dimensionless: 3 plus the fourth cumulant.</summary>
    let fourthMoment (law: InputLaw) : float =
        match law with
        | InputLaw.Gaussian -> 3.0
        | InputLaw.Uniform -> 1.8
        | InputLaw.Signs -> 1.0
        | InputLaw.Mixture centre -> 3.0 - 2.0 * centre ** 4.0
