namespace CorrSyn.Numeric.GivenNetwork

open System
open System.Numerics

/// What a given network must satisfy before anything is computed.
[<RequireQualifiedAccess>]
module NetworkCheck =

    let private refuse (name: string) (text: string) = raise (ArgumentException(text, name))

    let private text (value: float) =
        value.ToString("R", Globalization.CultureInfo.InvariantCulture)

    let private checkShape number (layer: WeightLayer) width =
        if layer.InputCount <> width then
            refuse "layers" $"Layer {number} takes {layer.InputCount} numbers from {width} neurons."

        if layer.OutputCount < 1 then
            refuse "layers" $"Layer {number} has no neurons."

        if int64 layer.Weights.Length <> int64 layer.OutputCount * int64 layer.InputCount then
            refuse
                "layers"
                $"Layer {number} has {layer.Weights.Length} weights instead of {layer.OutputCount} x {layer.InputCount}."

        if layer.Biases.Length <> layer.OutputCount then
            refuse
                "layers"
                $"Layer {number} has {layer.Biases.Length} biases for {layer.OutputCount} neurons."

    /// The sum of sizes tells quickly that all numbers are finite; where it overflows, they are looked at.
    let private isSurelyFinite (values: float[]) =
        let lanes = Vector<float>.Count
        let mutable sums = Vector<float>.Zero
        let mutable k = 0

        while k + lanes <= values.Length do
            sums <- sums + Vector.Abs(Vector<float>(values, k))
            k <- k + lanes

        let mutable sum = Vector.Sum sums

        while k < values.Length do
            sum <- sum + Math.Abs values[k]
            k <- k + 1

        Double.IsFinite sum

    let private checkWeights number (layer: WeightLayer) =
        for place in 0 .. layer.Weights.Length - 1 do
            if not (Double.IsFinite layer.Weights[place]) then
                let row = place / layer.InputCount
                let column = place % layer.InputCount

                refuse
                    "layers"
                    $"The weight in row {row}, column {column} of layer {number} is {text layer.Weights[place]}; all must be finite."

    let private checkBiases number (layer: WeightLayer) =
        for row in 0 .. layer.Biases.Length - 1 do
            if not (Double.IsFinite layer.Biases[row]) then
                refuse
                    "layers"
                    $"The bias in row {row} of layer {number} is {text layer.Biases[row]}; all must be finite."

    /// What rounding may do to a covariance that was given, in units of the standard deviations.
    let private roundingOfInput = 1e-12

    let private checkInput (mean: float[]) (covariance: float[]) =
        let width = mean.Length

        if width = 0 then
            refuse "inputMean" "There is no input neuron."

        if int64 covariance.Length <> int64 width * int64 width then
            refuse
                "inputCovariance"
                $"The covariance has {covariance.Length} entries for {width} inputs instead of {width} x {width}."

        for i in 0 .. width - 1 do
            if not (Double.IsFinite mean[i]) then
                refuse "inputMean" $"The mean of input {i} is {text mean[i]}; all must be finite."

            for j in 0 .. width - 1 do
                if not (Double.IsFinite covariance[i * width + j]) then
                    refuse
                        "inputCovariance"
                        $"The covariance in row {i}, column {j} is {text covariance[i * width + j]}; all must be finite."

            if covariance[i * width + i] < 0.0 then
                refuse
                    "inputCovariance"
                    $"The variance of input {i} is {text covariance[i * width + i]}; it must not be negative."

        let s = Array.init width (fun i -> Math.Sqrt covariance[i * width + i])

        for i in 0 .. width - 1 do
            for j in 0 .. i - 1 do
                let upper = covariance[j * width + i]
                let lower = covariance[i * width + j]
                let limit = s[i] * s[j]

                if Math.Abs(upper - lower) > roundingOfInput * limit then
                    refuse
                        "inputCovariance"
                        $"The covariance of inputs {j} and {i} is {text upper} above the diagonal and {text lower} below; it must be symmetric."

                if Math.Abs upper > limit * (1.0 + roundingOfInput) then
                    refuse
                        "inputCovariance"
                        $"The covariance {text upper} of inputs {j} and {i} exceeds the product {text limit} of their standard deviations."

    /// <summary>Refuses what is not a network or not a covariance.</summary>
    /// <remarks>Layers are counted from 1, rows and columns from 0. An asymmetry or an excess of the covariance of up
    /// to 1e-12 of the standard deviations passes as rounding. That no eigenvalue is negative is not checked here; where it
    /// shows in a layer it is an error of that layer.</remarks>
    /// <exception cref="T:System.ArgumentException">A size, a weight, a bias or a covariance that is not allowed; the
    /// message names its place.</exception>
    let require (layers: WeightLayer list) (mean: float[]) (covariance: float[]) : unit =
        checkInput mean covariance

        layers
        |> List.fold
            (fun (number, width) layer ->
                checkShape number layer width

                if not (isSurelyFinite layer.Weights) then
                    checkWeights number layer

                checkBiases number layer
                number + 1, layer.OutputCount
            )
            (1, mean.Length)
        |> ignore
