namespace CorrSyn.Core.Tests

open System
open System.Globalization
open System.IO
open System.Text.Json

/// A network of the table and its layers above the input: K1, K2, Q and N Sigma of each.
type LayerConstant =
    {
        Activation: string
        Gain: float
        BiasVariance: float
        Correlation: float
        InputRatio: float
        InputStd: float
        Layers: float[][]
    }

/// The numbers that layer_averages.py made.
[<RequireQualifiedAccess>]
module LayerAverages =

    /// Every network of the file.
    let read () : LayerConstant list =
        let path =
            Path.Combine(AppContext.BaseDirectory, "Constants", "layer-averages.json")

        use document = JsonDocument.Parse(File.ReadAllText path)

        [
            for item in document.RootElement.GetProperty("models").EnumerateArray() do
                let number (name: string) = item.GetProperty(name).GetDouble()

                {
                    Activation = item.GetProperty("activation").GetString()
                    Gain = number "gain"
                    BiasVariance = number "biasVariance"
                    Correlation = number "correlation"
                    InputRatio = number "inputRatio"
                    InputStd = number "inputStd"
                    Layers =
                        [|
                            for layer in item.GetProperty("layers").EnumerateArray() ->
                                [|
                                    for value in layer.EnumerateArray() ->
                                        Double.Parse(
                                            value.GetString(),
                                            CultureInfo.InvariantCulture
                                        )
                                |]
                        |]
                }
        ]
