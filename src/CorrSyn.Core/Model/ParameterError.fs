namespace CorrSyn.Model

open System
open System.Globalization

/// <summary>Why a parameter was refused: its name, the value that was given, and what is allowed.</summary>
/// <remarks>Equality is equality of the three texts.</remarks>
type ParameterError =
    {
        /// The name of the parameter, as the JSON model spells it, e.g. <c>biasVariance</c>.
        Parameter: string
        /// The refused value, in the invariant culture.
        Value: string
        /// The allowed range in words, e.g. "a finite number above 0".
        Allowed: string
    }

    /// One line that names the parameter, the value and the allowed range.
    override this.ToString() =
        $"{this.Parameter}: {this.Value} is not allowed; allowed: {this.Allowed}"

/// Checks that every validated value of the model goes through.
[<RequireQualifiedAccess>]
module ParameterError =

    /// The error for a refused number or text.
    let create (parameter: string) (allowed: string) (value: obj) : ParameterError =
        {
            Parameter = parameter
            Value = Convert.ToString(value, CultureInfo.InvariantCulture)
            Allowed = allowed
        }

    /// <summary>Accepts a value for which <paramref name="isAllowed"/> holds, refuses it otherwise.</summary>
    /// <remarks>A comparison with NaN is false, so a range check refuses NaN by itself.</remarks>
    let check
        (parameter: string)
        (allowed: string)
        (isAllowed: 'value -> bool)
        (value: 'value)
        : Result<'value, ParameterError> =
        if isAllowed value then
            Ok value
        else
            Error(create parameter allowed (box value))

    /// A number that must be finite and above 0.
    let checkPositive (parameter: string) (value: float) : Result<float, ParameterError> =
        check parameter "a finite number above 0" (fun x -> x > 0.0 && Double.IsFinite x) value

    /// A number that must be finite and at least 0.
    let checkNotNegative (parameter: string) (value: float) : Result<float, ParameterError> =
        check parameter "a finite number, at least 0" (fun x -> x >= 0.0 && Double.IsFinite x) value

    /// <summary>The value of a result, or an exception that names the parameter.</summary>
    /// <exception cref="T:System.ArgumentOutOfRangeException">The result is an error.</exception>
    let raiseIfError (result: Result<'value, ParameterError>) : 'value =
        match result with
        | Ok value -> value
        | Error error ->
            raise (ArgumentOutOfRangeException(error.Parameter, error.Value, error.ToString()))
