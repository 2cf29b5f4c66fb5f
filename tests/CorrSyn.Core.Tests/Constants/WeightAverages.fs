namespace CorrSyn.Core.Tests

open System
open System.IO
open System.Numerics
open System.Text.Json
open CorrSyn.Symbolic

/// A polynomial of Constants/weight-averages.json, which SymPy made without this program.
type AverageConstant =
    {
        Id: string
        Weights: string
        Rows: int
        Columns: int
        Variables: string[]
        /// Coefficients and the powers of the variables.
        Terms: (Rational * int[])[]
    }

/// The constants that weight_averages.py made.
[<RequireQualifiedAccess>]
module WeightAverages =

    let private rational (text: string) =
        match text.Split '/' with
        | [| whole |] -> Rational.create (BigInteger.Parse whole) BigInteger.One
        | parts -> Rational.create (BigInteger.Parse parts[0]) (BigInteger.Parse parts[1])

    /// Every polynomial of the file.
    let read () : AverageConstant list =
        let path =
            Path.Combine(AppContext.BaseDirectory, "Constants", "weight-averages.json")

        use document = JsonDocument.Parse(File.ReadAllText path)

        [
            for item in document.RootElement.GetProperty("records").EnumerateArray() do
                let text (name: string) = item.GetProperty(name).GetString()
                let number (name: string) = item.GetProperty(name).GetInt32()

                {
                    Id = text "id"
                    Weights = text "weights"
                    Rows = number "rows"
                    Columns = number "columns"
                    Variables =
                        [|
                            for name in item.GetProperty("variables").EnumerateArray() ->
                                name.GetString()
                        |]
                    Terms =
                        [|
                            for term in item.GetProperty("terms").EnumerateArray() ->
                                rational (term[0].GetString()),
                                [| for n in 1 .. term.GetArrayLength() - 1 -> term[n].GetInt32() |]
                        |]
                }
        ]
