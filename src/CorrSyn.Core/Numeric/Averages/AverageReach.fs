namespace CorrSyn.Numeric.Averages

open System
open CorrSyn.Model
open CorrSyn.Numeric

/// How many standard deviations averages reach.
[<RequireQualifiedAccess>]
module AverageReach =

    /// Beyond 13 standard deviations lie 1e-38 of a Gaussian; averages of what grows fast reach further.
    let private reaches = [ 13.0; 20.0; 36.0 ]

    /// Beyond these lie 1e-15.
    let private short = 8.0

    /// Features of phi beyond these are rare: an average that they alone make reaches as far as any.
    let private common = 4.0

    let private size (activation: Activation) z =
        Math.Max(Math.Abs(Activation.apply activation z), Math.Abs(Activation.apply activation -z))

    let private typicalPoints (spread: float) =
        List.init 16 (fun i -> spread * float (i + 1) / 8.0)

    /// The logarithm of what lies beyond, with up to four factors of phi, relative to the typical value.
    let private tail (activation: Activation) (spread: float) (reach: float) =
        let typical = typicalPoints spread |> List.map (size activation) |> List.max

        if typical = 0.0 then
            nan
        else
            4.0 * Math.Log(size activation (reach * spread) / typical) - 0.5 * reach * reach

    /// <summary>The reach of averages of any accuracy.</summary>
    /// <param name="layer">The layer, for the error.</param>
    /// <param name="activation">phi.</param>
    /// <param name="spread">The standard deviation of all pre-activations; above 0.</param>
    let tryCreate layer (activation: Activation) (spread: float) : Result<float, SolveError> =
        let isUndefined z =
            not (Double.IsFinite(Activation.apply activation z))

        let points = typicalPoints spread

        // Not a number where phi vanishes at all typical points.
        let isEnough reach =
            not (tail activation spread reach >= -40.0)

        match points @ List.map (~-) points |> List.tryFind isUndefined with
        | Some point -> Error(NotDefined(layer, Activation.name activation, point))
        | None ->
            reaches
            |> List.tryFind isEnough
            |> Option.map Ok
            |> Option.defaultValue (
                Error(NonFinite(layer, $"the fourth moment of {Activation.name activation}"))
            )

    /// <summary>A shorter reach that will do for a tolerance, or the same.</summary>
    /// <param name="tolerance">The relative error of averages, far above rounding.</param>
    /// <param name="activation">phi.</param>
    /// <param name="response">The same up to the full reach.</param>
    /// <param name="spread">The standard deviation of all pre-activations.</param>
    /// <param name="reach">The full reach.</param>
    /// <returns>The reach, and the relative error that it makes.</returns>
    let shortened
        (tolerance: float)
        (activation: Activation)
        (response: Response)
        (spread: float)
        (reach: float)
        : struct (float * float) =
        let isRare (nearest: float) = nearest > common * spread

        let isRareFeature (a, b) =
            b - a < spread && isRare (Math.Min(Math.Abs(a: float), Math.Abs b))

        let beyond = Math.Exp(tail activation spread short)

        if
            beyond < 0.01 * tolerance
            && not (response.Breaks |> Array.exists (Math.Abs >> isRare))
            && not (response.Edges |> Array.pairwise |> Array.exists isRareFeature)
        then
            struct (short, beyond)
        else
            struct (reach, 0.0)
