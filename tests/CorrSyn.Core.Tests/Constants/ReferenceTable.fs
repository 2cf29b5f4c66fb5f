namespace CorrSyn.Core.Tests

open System
open System.Globalization
open System.IO
open System.Text.Json
open CorrSyn.Model

/// Reading the tables of numbers that scripts beside them made without this program.
[<RequireQualifiedAccess>]
module ReferenceTable =

    /// The table of that name.
    let read (name: string) : JsonElement =
        Path.Combine(AppContext.BaseDirectory, "Constants", name)
        |> File.ReadAllText
        |> JsonElement.Parse

    /// The elements of a list.
    let items (name: string) (element: JsonElement) : JsonElement list =
        List.ofSeq (element.GetProperty(name).EnumerateArray())

    /// A number, or the digits of one that has more than a number in JSON.
    let number (element: JsonElement) : float =
        if element.ValueKind = JsonValueKind.String then
            Double.Parse(element.GetString(), CultureInfo.InvariantCulture)
        else
            element.GetDouble()

    /// A property that is a number.
    let value (name: string) (element: JsonElement) : float = number (element.GetProperty name)

    /// A property that is a number or null or missing.
    let tryValue (name: string) (element: JsonElement) : float option =
        match element.TryGetProperty name with
        | true, found when found.ValueKind <> JsonValueKind.Null -> Some(number found)
        | _ -> None

    /// A property that is a list of numbers.
    let numbers (name: string) (element: JsonElement) : float[] =
        [| for item in element.GetProperty(name).EnumerateArray() -> number item |]

    /// A property that is a matrix, row by row.
    let matrix (name: string) (element: JsonElement) : float[] =
        [|
            for row in element.GetProperty(name).EnumerateArray() do
                for item in row.EnumerateArray() -> number item
        |]

    /// The activation of that name.
    let activationOf (name: string) : Activation =
        Activation.tryOfName name |> ParameterError.raiseIfError

    /// The property "activation".
    let activation (element: JsonElement) : Activation =
        activationOf (element.GetProperty("activation").GetString())

    /// Relative; absolute where the expected number is 0.
    let deviation (expected: float) (actual: float) : float =
        if Math.Abs expected < 1e-300 then
            Math.Abs actual
        else
            Math.Abs(actual - expected) / Math.Abs expected
