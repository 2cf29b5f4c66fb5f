namespace CorrSyn.Core.Tests

open System
open System.Globalization
open System.IO
open System.Text.Json
open CorrSyn.Model

/// A fixed point of Constants/fixed-points.json.
type PointConstant =
    {
        K1: float
        Q: float
        K2Ratio: float
        Overlap: float
        NSigma: float option
    }

/// A model with its fixed points, which mpmath found without this program.
type ModelConstant =
    {
        Activation: Activation
        Gain: float
        BiasVariance: float
        Correlation: float
        Points: PointConstant list
    }

/// The constants that fixed_points.py made.
[<RequireQualifiedAccess>]
module FixedPointConstants =

    let private number (element: JsonElement) (name: string) =
        Double.Parse(element.GetProperty(name).GetString(), CultureInfo.InvariantCulture)

    let private point (element: JsonElement) =
        {
            K1 = number element "k1"
            Q = number element "q"
            K2Ratio = number element "k2Ratio"
            Overlap = number element "overlap"
            NSigma =
                match element.TryGetProperty "nSigma" with
                | true, _ -> Some(number element "nSigma")
                | false, _ -> None
        }

    /// Every model of the file.
    let read () : ModelConstant list =
        let path = Path.Combine(AppContext.BaseDirectory, "Constants", "fixed-points.json")
        use document = JsonDocument.Parse(File.ReadAllText path)

        [
            for model in document.RootElement.GetProperty("records").EnumerateArray() do
                let value (name: string) = model.GetProperty(name).GetDouble()

                {
                    Activation =
                        match
                            Activation.tryOfName (model.GetProperty("activation").GetString())
                        with
                        | Ok activation -> activation
                        | Error error -> invalidOp $"{error}"
                    Gain = value "gain"
                    BiasVariance = value "biasVariance"
                    Correlation = value "correlation"
                    Points =
                        [
                            for element in model.GetProperty("points").EnumerateArray() ->
                                point element
                        ]
                }
        ]
